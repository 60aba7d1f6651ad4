using System.Net;
using System.Text.Json;
using LtiBadgeConnector.Lti.Http;
using LtiBadgeConnector.Lti.Json;
using LtiBadgeConnector.Lti.Problems;

namespace LtiBadgeConnector.Lti.ServiceTokens;

/// <summary>Reads the token endpoint's answer. Moodle labels JSON as HTML, so the content decides, not the label.</summary>
internal static class TokenAnswer
{
    private static readonly TimeSpan lifeIfUnsaid = TimeSpan.FromMinutes(5);

    public static AccessToken Read(LtiHttpAnswer answer, IReadOnlyList<string> asked, DateTimeOffset now)
    {
        var body = Parse(answer.Body);
        if (!answer.IsSuccess) throw Refused(answer, body);
        if (body?.Text("access_token") is not { Length: > 0 } token)
            throw new LtiServiceException(LtiProblem.ServiceTokenMalformed, "the token endpoint answered without a token", status: (int)answer.Status);

        // RFC 6749, 5.1: scope may be left out when it is what was asked for.
        var scopes = body.Value.Text("scope")?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new AccessToken(token, scopes ?? asked, now + LifeOf(body.Value));
    }

    // A string is a number to us; zero and negative mean "use it now, do not keep it".
    private static TimeSpan LifeOf(JsonElement body) => body.Number("expires_in") switch
    {
        null => lifeIfUnsaid,
        <= 0 => TimeSpan.Zero,
        > 86_400 => TimeSpan.FromDays(1),
        { } seconds => TimeSpan.FromSeconds((double)seconds),
    };

    private static JsonElement? Parse(byte[] body)
    {
        try
        {
            var root = JsonElement.Parse(body);
            return root.ValueKind == JsonValueKind.Object ? root : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Only the error's code goes on: the description may repeat our assertion.
    private static LtiServiceException Refused(LtiHttpAnswer answer, JsonElement? body)
    {
        var status = (int)answer.Status;
        if (answer.Status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout || status >= 500)
            return new LtiServiceException(LtiProblem.ServiceBusy, $"the token endpoint answered {status}", isTransient: true, status, answer.RetryAfter);

        var error = body?.Text("error") is { Length: <= 100 } text ? text : "no error code";
        return new LtiServiceException(
            error == "invalid_scope" ? LtiProblem.ServiceScopeMissing : LtiProblem.ServiceTokenRefused,
            $"the token endpoint answered {status}: {error}", status: status);
    }
}
