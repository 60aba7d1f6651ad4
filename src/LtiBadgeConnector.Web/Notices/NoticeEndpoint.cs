using LtiBadgeConnector.Lti.Notices;
using LtiBadgeConnector.Lti.Problems;
using LtiBadgeConnector.Lti.Registrations;
using LtiBadgeConnector.Web.Http;
using LtiBadgeConnector.Web.Problems;

namespace LtiBadgeConnector.Web.Notices;

/// <summary>The door of the Platform Notification Service. The tokens in the body are the only proof there is.</summary>
internal static class NoticeEndpoint
{
    public const string Path = "/lti/notices/";

    public static void MapNotices(this IEndpointRouteBuilder routes) => routes.MapPost(Path + "{registration}", Receive).AllowAnonymous();

    private static async Task<IResult> Receive(string registration, HttpRequest request, NoticeFlow flow, NoticeDesk desk, CancellationToken ct)
    {
        if (RegistrationId.Parse(registration) is not { } id) return ProblemResults.ToHttpResult(LtiProblem.NoticeRegistrationUnknown.Code);
        if (await request.ReadBody(NoticeFlow.BodyLimit, ct) is not { } body) return ProblemResults.ToHttpResult(LtiProblem.NoticeBodyTooLarge.Code);

        switch (await flow.Receive(id, body, ct))
        {
            case NoticeDelivery.Taken taken:
                foreach (var received in taken.Outcomes.OfType<NoticeOutcome.Received>()) await desk.Take(received.Notice, ct);
                return TypedResults.Accepted((string?)null);
            case NoticeDelivery.Refused { Refusal: var refusal }:
                return ProblemResults.ToHttpResult(refusal.Code, refusal.Detail);
            case var other:
                throw new InvalidOperationException($"Unknown delivery {other}.");
        }
    }
}
