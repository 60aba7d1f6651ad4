using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using LtiBadgeConnector.Core.Reading;

namespace LtiBadgeConnector.Lms.Canvas.Rest;

/// <summary>
/// One exchange with a Canvas, bounded in time and size. The host supplies the client, whose handler must not follow redirects
/// and must refuse private addresses.
/// </summary>
public sealed class CanvasHttp(Func<HttpClient> client, string userAgent, TimeProvider time)
{
    private const int LargestAnswer = 16 * 1024 * 1024;

    private static readonly TimeSpan timeout = TimeSpan.FromSeconds(60);

    // Canvas tells no time to wait; its bucket drains 10 units a second and holds several hundred.
    private static readonly TimeSpan throttledFor = TimeSpan.FromSeconds(30);

    internal async Task<CanvasAnswer> Send(HttpRequestMessage request, CancellationToken ct)
    {
        request.Headers.UserAgent.ParseAdd(userAgent);
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
        try
        {
            using var response = await client().SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return new(
                response.StatusCode, await Body(response.Content, either.Token),
                response.Headers.TryGetValues("Link", out var links) ? [.. links] : [],
                response.Headers.WwwAuthenticate.Count > 0, RemainingOf(response), response.Headers.RetryAfter?.Delta);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw CanvasProblems.Of(CanvasProblems.Unreachable, $"{request.Method} {request.RequestUri!.AbsolutePath}: the site cannot be reached", isTransient: true, inner: exception);
        }
        catch (OperationCanceledException exception) when (!ct.IsCancellationRequested)
        {
            throw CanvasProblems.Of(CanvasProblems.Unreachable, $"{request.Method} {request.RequestUri!.AbsolutePath}: no answer within {timeout.TotalSeconds:0} s", isTransient: true, inner: exception);
        }
    }

    /// <summary>Says what an answer that is none means; the same status stands for several things.</summary>
    internal static LmsException Refusal(CanvasAnswer answer, string what)
    {
        var text = Encoding.UTF8.GetString(answer.Body, 0, Math.Min(answer.Body.Length, 2000));
        // 403 with this text on older sites, 429 on newer ones; a 403 without it is about permission.
        if (answer.Status == HttpStatusCode.TooManyRequests || (answer.Status == HttpStatusCode.Forbidden && text.Contains("Rate Limit Exceeded", StringComparison.OrdinalIgnoreCase)))
            return CanvasProblems.Of(CanvasProblems.Throttled, what, isTransient: true, answer.RetryAfter ?? throttledFor);
        return (int)answer.Status switch
        {
            401 when text.Contains("scope", StringComparison.OrdinalIgnoreCase) => CanvasProblems.Of(CanvasProblems.ScopeMissing, what),
            401 when answer.AsksForToken => CanvasProblems.Of(CanvasProblems.NotAuthorised, what),
            401 or 403 => CanvasProblems.Of(CanvasProblems.PermissionMissing, what),
            404 => CanvasProblems.Of(CanvasProblems.CourseUnknown, what),
            408 or >= 500 => CanvasProblems.Of(CanvasProblems.Busy, what, isTransient: true, answer.RetryAfter),
            var status => CanvasProblems.Of(CanvasProblems.Refused, $"{what}: status {status}"),
        };
    }

    internal static JsonElement Parse(CanvasAnswer answer, string what)
    {
        try
        {
            return JsonElement.Parse(answer.Body);
        }
        catch (JsonException exception)
        {
            throw CanvasProblems.Of(CanvasProblems.AnswerMalformed, $"{what}: the answer is not JSON", isTransient: true, inner: exception);
        }
    }

    private static async Task<byte[]> Body(HttpContent content, CancellationToken ct)
    {
        await using var stream = await content.ReadAsStreamAsync(ct);
        using var body = new MemoryStream();
        var buffer = new byte[32 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, ct)) > 0)
        {
            if (body.Length + read > LargestAnswer) throw CanvasProblems.Of(CanvasProblems.AnswerTooLarge, $"more than {LargestAnswer} bytes");
            body.Write(buffer, 0, read);
        }
        return body.ToArray();
    }

    private static decimal? RemainingOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("X-Rate-Limit-Remaining", out var values) && decimal.TryParse(values.First(), NumberStyles.Number, CultureInfo.InvariantCulture, out var left) ? left : null;
}

/// <param name="AsksForToken">Whether the token is at fault (<c>WWW-Authenticate</c>); a 401 without it is about scope or permission.</param>
/// <param name="Remaining">What is left of the token's bucket.</param>
internal sealed record CanvasAnswer(HttpStatusCode Status, byte[] Body, IReadOnlyList<string> Links, bool AsksForToken, decimal? Remaining, TimeSpan? RetryAfter);
