using System.Net;
using System.Net.Http.Headers;
using LtiBadgeConnector.Lti.Problems;

namespace LtiBadgeConnector.Lti.Http;

/// <summary>
/// All outgoing calls of the LTI part: size and time limits, no redirects, our User-Agent. The host supplies the client,
/// whose handler must not follow redirects and must refuse private addresses.
/// </summary>
public sealed class LtiHttp(Func<HttpClient> client, LtiOptions options, TimeProvider time)
{
    /// <exception cref="LtiServiceException">The URL is refused, the platform cannot be reached, redirects, or answers too much.</exception>
    internal async Task<LtiHttpAnswer> Send(HttpRequestMessage request, int limit, TimeSpan timeout, CancellationToken ct)
    {
        var url = request.RequestUri!.OriginalString;
        if (!Urls.IsAcceptable(url, options)) throw new LtiServiceException(LtiProblem.ServiceUrlRefused, $"{Where(request)} is not an acceptable address");

        request.Headers.UserAgent.ParseAdd(options.UserAgent);
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
        try
        {
            using var response = await client().SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (WasRedirected(response, url)) throw new LtiServiceException(LtiProblem.ServiceRedirectRefused, $"{Where(request)} redirects", status: (int)response.StatusCode);
            return new LtiHttpAnswer(
                response.StatusCode, await ReadBody(response, limit, either.Token),
                response.Headers.TryGetValues("Link", out var links) ? [.. links] : [],
                RetryAfterOf(response.Headers.RetryAfter),
                response.Headers.CacheControl?.MaxAge);
        }
        catch (HttpRequestException exception)
        {
            throw new LtiServiceException(LtiProblem.ServiceUnreachable, $"{Where(request)} cannot be reached", isTransient: true, inner: exception);
        }
        catch (IOException exception)
        {
            throw new LtiServiceException(LtiProblem.ServiceUnreachable, $"{Where(request)} broke off its answer", isTransient: true, inner: exception);
        }
        catch (OperationCanceledException exception) when (!ct.IsCancellationRequested)
        {
            throw new LtiServiceException(LtiProblem.ServiceUnreachable, $"{Where(request)} did not answer within {timeout.TotalSeconds:0} s", isTransient: true, inner: exception);
        }
    }

    private static bool WasRedirected(HttpResponseMessage response, string url) =>
        (response.StatusCode is >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest and not HttpStatusCode.NotModified)
        || (response.RequestMessage?.RequestUri is { } final && final != new Uri(url));

    private static async Task<byte[]> ReadBody(HttpResponseMessage response, int limit, CancellationToken ct)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(ct);
        using var body = new MemoryStream();
        var buffer = new byte[8 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, ct)) > 0)
        {
            if (body.Length + read > limit)
                throw new LtiServiceException(LtiProblem.ServiceAnswerTooLarge, $"more than {limit} bytes", status: (int)response.StatusCode);
            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    private TimeSpan? RetryAfterOf(RetryConditionHeaderValue? header) => header switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date > time.GetUtcNow() ? date - time.GetUtcNow() : TimeSpan.Zero,
        _ => null,
    };

    // Without the query: it may carry secrets of the platform.
    private static string Where(HttpRequestMessage request) => $"{request.Method} {request.RequestUri!.GetLeftPart(UriPartial.Path)}";
}

/// <summary>A complete answer, within its size limit.</summary>
internal sealed record LtiHttpAnswer(HttpStatusCode Status, byte[] Body, IReadOnlyList<string> Links, TimeSpan? RetryAfter, TimeSpan? MaxAge)
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;
}
