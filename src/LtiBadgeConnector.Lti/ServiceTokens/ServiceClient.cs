using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using LtiBadgeConnector.Lti.Http;
using LtiBadgeConnector.Lti.Problems;
using LtiBadgeConnector.Lti.Registrations;

namespace LtiBadgeConnector.Lti.ServiceTokens;

/// <summary>Calls a platform's service with a token: media types, paging, one fresh token after a 401, errors by kind.</summary>
public sealed class ServiceClient(LtiHttp http, ServiceTokenCache tokens)
{
    private const int BodyLimit = 64 * 1024 * 1024;
    private const int MostPages = 1000;

    private static readonly TimeSpan timeout = TimeSpan.FromSeconds(60);

    /// <summary>Pages of a collection, in order, until there is no <c>next</c>.</summary>
    internal async IAsyncEnumerable<ServicePage> Pages(
        Registration registration, string url, string accept, string scope, [EnumeratorCancellation] CancellationToken ct)
    {
        var origin = OriginOf(url);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (string? next = url; next is not null;)
        {
            if (!seen.Add(next) || seen.Count > MostPages) throw new LtiServiceException(LtiProblem.ServicePagingRefused, "the pages lead in a circle");
            if (OriginOf(next) != origin) throw new LtiServiceException(LtiProblem.ServicePagingRefused, "the next page is at another host");

            var answer = await Call(registration, new ServiceCall(HttpMethod.Get, next, scope, Accept: accept), ct);
            next = LinkHeader.Find(answer.Links, "next");
            yield return new ServicePage(ParseJson(answer), next is null ? LinkHeader.Find(answer.Links, "differences") : null);
        }
    }

    /// <exception cref="LtiServiceException">The answer is anything but 2xx.</exception>
    internal async Task<LtiHttpAnswer> Call(Registration registration, ServiceCall call, CancellationToken ct)
    {
        string[] scopes = [call.Scope];
        var token = await tokens.Get(registration, scopes, ct);
        var answer = await Send(call, token, ct);
        // Canvas answers 401 to a DELETE that is not allowed, whatever the token: no second try there.
        if (answer.Status == HttpStatusCode.Unauthorized && call.Method != HttpMethod.Delete)
        {
            tokens.Drop(registration, scopes, token);
            answer = await Send(call, await tokens.Get(registration, scopes, ct), ct);
        }

        return answer.IsSuccess ? answer : throw Failure(answer);
    }

    internal static JsonElement ParseJson(LtiHttpAnswer answer)
    {
        try
        {
            return JsonElement.Parse(answer.Body);
        }
        catch (JsonException exception)
        {
            throw new LtiServiceException(LtiProblem.ServiceAnswerMalformed, "the LMS did not answer with JSON", status: (int)answer.Status, inner: exception);
        }
    }

    private async Task<LtiHttpAnswer> Send(ServiceCall call, AccessToken token, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(call.Method, call.Url);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Value);
        if (call.Accept is not null) request.Headers.Accept.ParseAdd(call.Accept);
        if (call.Body is not null)
        {
            // Exactly the media type: Moodle refuses one with a charset after it.
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(call.Body));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(call.ContentType!);
        }

        return await http.Send(request, BodyLimit, timeout, ct);
    }

    private static LtiServiceException Failure(LtiHttpAnswer answer)
    {
        var status = (int)answer.Status;
        LtiServiceException Permanent(LtiProblem problem) => new(problem, $"the LMS answered {status}", status: status);
        LtiServiceException Transient() => new(LtiProblem.ServiceBusy, $"the LMS answered {status}", isTransient: true, status, answer.RetryAfter);

        return status switch
        {
            401 => Permanent(LtiProblem.ServiceUnauthorized),
            // Canvas throttles with 403 and this text.
            403 when Encoding.UTF8.GetString(answer.Body).Contains("Rate Limit Exceeded", StringComparison.OrdinalIgnoreCase) => Transient(),
            403 => Permanent(LtiProblem.ServiceForbidden),
            404 or 410 => Permanent(LtiProblem.ServiceGone),
            409 => Permanent(LtiProblem.ServiceConflict),
            408 or 429 or >= 500 => Transient(),
            _ => Permanent(LtiProblem.ServiceRefused),
        };
    }

    private static string OriginOf(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri)
            ? uri.GetLeftPart(UriPartial.Authority)
            : throw new LtiServiceException(LtiProblem.ServiceUrlRefused, "the LMS named a service address that is not absolute");
}

internal sealed record ServiceCall(HttpMethod Method, string Url, string Scope, string? Accept = null, string? ContentType = null, string? Body = null);

internal sealed record ServicePage(JsonElement Body, string? DifferencesUrl);
