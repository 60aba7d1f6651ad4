using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Lms;
using LtiBadgeConnector.Core.Steps;
using LtiBadgeConnector.Web.Configuration;
using LtiBadgeConnector.Web.Http;
using LtiBadgeConnector.Web.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace LtiBadgeConnector.Web.Webhooks;

/// <summary>The webhook door: only proves and stores; the worker does the rest.</summary>
internal static class WebhookEndpoint
{
    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/webhooks/{connection}", Receive).AllowAnonymous();
        // Where senders of xAPI go below the address they were given.
        routes.MapMethods("/webhooks/{connection}/statements", [HttpMethods.Post, HttpMethods.Put], Receive).AllowAnonymous();
        routes.MapMethods("/webhooks/{connection}", [HttpMethods.Options], Agree).AllowAnonymous();
    }

    // CloudEvents asks before it delivers: a receiver that never heard of it must not be flooded in its name.
    private static async Task<IResult> Agree(string connection, HttpContext context, IConnections connections, CancellationToken ct)
    {
        if (await connections.FindByKey(connection, ct) is not { IsEnabled: true } found) return ProblemResults.ToHttpResult("webhook-connection-unknown");
        context.Response.Headers.Allow = "POST, OPTIONS";
        if (found.Kind == ConnectionKinds.CloudEvents && context.Request.Headers["WebHook-Request-Origin"] is [{ Length: > 0 and <= 255 } origin])
        {
            context.Response.Headers["WebHook-Allowed-Origin"] = origin;
            context.Response.Headers["WebHook-Allowed-Rate"] = "*";
        }
        return TypedResults.NoContent();
    }

    private static async Task<IResult> Receive(
        string connection, string? statementId, HttpRequest request, ReceiveStep receive, IOptions<WebhooksOptions> options, CancellationToken ct)
    {
        var receipt = await request.ReadBody(options.Value.LargestBody, ct) is { } body
            ? await receive.Run(connection, DeliveryOf(request, statementId, body), ct)
            : await receive.RefuseTooLarge(connection, ct);
        return receipt switch
        {
            Receipt.Refused { Problem: "webhook-overloaded" } refused => Overloaded(request.HttpContext, refused),
            Receipt.Refused refused => ProblemResults.ToHttpResult(refused.Problem, refused.Detail),
            Receipt.Accepted { Answer: { } answer } => Say(request.HttpContext, answer),
            _ => TypedResults.Accepted((string?)null),
        };
    }

    private static Delivery DeliveryOf(HttpRequest request, string? statementId, byte[] body) =>
        new(body, request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString()), request.ContentType)
        {
            PutAs = HttpMethods.IsPut(request.Method) ? statementId ?? "" : null,
        };

    private static IResult Say(HttpContext context, DoorAnswer answer)
    {
        foreach (var (name, value) in answer.Headers) context.Response.Headers[name] = value;
        return answer.Json is { } json ? TypedResults.Text(json, "application/json", statusCode: answer.Status) : TypedResults.StatusCode(answer.Status);
    }

    private static ProblemHttpResult Overloaded(HttpContext context, Receipt.Refused refused)
    {
        context.Response.Headers.RetryAfter = "5";
        return ProblemResults.ToHttpResult(refused.Problem, refused.Detail);
    }
}
