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
    private const int MostSteps = 5;
    private const string Files = "files";

    private static readonly TimeSpan timeout = TimeSpan.FromSeconds(60);

    // Canvas tells no time to wait; its bucket drains 10 units a second and holds several hundred.
    private static readonly TimeSpan throttledFor = TimeSpan.FromSeconds(30);

    internal Task<CanvasAnswer> Send(HttpRequestMessage request, CancellationToken ct) => Exchange(
        request,
        async (response, token) => new CanvasAnswer(
            response.StatusCode, await response.Content.ReadUpTo(LargestAnswer, token) ?? throw CanvasProblems.Of(CanvasProblems.AnswerTooLarge, $"more than {LargestAnswer} bytes"),
            response.Headers.TryGetValues("Link", out var links) ? [.. links] : [],
            response.Headers.WwwAuthenticate.Count > 0, RemainingOf(response), response.Headers.RetryAfter?.Delta),
        ct);

    /// <summary>A file by the address that Canvas gave, wherever it leads: to the store of the files, mostly. Nothing of ours goes with it.</summary>
    internal async Task<byte[]> Download(CanvasSite site, Uri address, int most, CancellationToken ct)
    {
        for (var step = 0; step < MostSteps; step++)
        {
            if (address.Scheme is not ("https" or "http")) throw CanvasProblems.Of(CanvasProblems.Refused, $"{Files}: not an address of the web");
            if (IsSignIn(site, address)) throw CanvasProblems.Of(CanvasProblems.PermissionMissing, Files);
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            var (body, next) = await Exchange(request, (response, token) => ReadFile(response, address, most, token), ct);
            if (next is null) return body;
            address = next;
        }
        throw CanvasProblems.Of(CanvasProblems.Refused, $"{Files}: more than {MostSteps} redirects");
    }

    // Where Canvas sends whoever may not have a file.
    private static bool IsSignIn(CanvasSite site, Uri address) => address.Authority == site.Address.Authority && address.AbsolutePath.StartsWith("/login", StringComparison.Ordinal);

    private static async Task<(byte[] Body, Uri? Next)> ReadFile(HttpResponseMessage response, Uri address, int most, CancellationToken ct)
    {
        switch ((int)response.StatusCode)
        {
            case 200:
                return (await response.Content.ReadUpTo(most, ct) ?? throw CanvasProblems.Of(SubmissionProblems.TooLarge, $"{Files}: more than {most} bytes"), null);
            case 301 or 302 or 303 or 307 or 308 when response.Headers.Location is { } location && Uri.TryCreate(address, location, out var next):
                return ([], next);
            case 404 or 410:
                throw CanvasProblems.Of(SubmissionProblems.Gone, Files);
            case 401 or 403:
                throw CanvasProblems.Of(CanvasProblems.PermissionMissing, Files);
            case 408 or 429 or >= 500:
                throw CanvasProblems.Of(CanvasProblems.Busy, Files, isTransient: true, response.Headers.RetryAfter?.Delta);
            case var status:
                throw CanvasProblems.Of(CanvasProblems.Refused, $"{Files}: status {status}");
        }
    }

    private async Task<T> Exchange<T>(HttpRequestMessage request, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken ct)
    {
        request.Headers.UserAgent.ParseAdd(userAgent);
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
        try
        {
            using var response = await client().SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return await read(response, either.Token);
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

    private static decimal? RemainingOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("X-Rate-Limit-Remaining", out var values) && decimal.TryParse(values.First(), NumberStyles.Number, CultureInfo.InvariantCulture, out var left) ? left : null;
}

/// <param name="AsksForToken">Whether the token is at fault (<c>WWW-Authenticate</c>); a 401 without it is about scope or permission.</param>
/// <param name="Remaining">What is left of the token's bucket.</param>
internal sealed record CanvasAnswer(HttpStatusCode Status, byte[] Body, IReadOnlyList<string> Links, bool AsksForToken, decimal? Remaining, TimeSpan? RetryAfter);
