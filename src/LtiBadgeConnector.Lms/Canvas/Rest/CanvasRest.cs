using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using LtiBadgeConnector.Lti.Http;

namespace LtiBadgeConnector.Lms.Canvas.Rest;

/// <summary>
/// Reads Canvas's REST API page by page: ids as strings, one call at a time for each site (Canvas throttles by the cost of what
/// runs at once), slower when its bucket runs low. One instance per process.
/// </summary>
public sealed class CanvasRest(CanvasHttp http, CanvasAuthorisation authorisation, TimeProvider time)
{
    // A call is charged 50 units in advance; below this the next ones would be refused.
    private const decimal LittleLeft = 150;

    private static readonly TimeSpan whileLittleIsLeft = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Uri, SemaphoreSlim> turns = new();

    /// <summary>The objects of a list, whatever number of pages it takes; of an object, the object.</summary>
    /// <param name="path">Below the site, with its query.</param>
    /// <exception cref="Core.Reading.LmsException">Canvas refused or did not answer; what was yielded before is true all the same.</exception>
    public async IAsyncEnumerable<JsonElement> Get(CanvasSite site, string path, [EnumeratorCancellation] CancellationToken ct)
    {
        var what = path.Split('?')[0];
        for (Uri? next = site.At(path); next is not null;)
        {
            var answer = await GetPage(site, next, what, ct);
            var page = CanvasHttp.Parse(answer, what);
            if (page.ValueKind == JsonValueKind.Array)
            {
                foreach (var item in page.EnumerateArray()) yield return item;
            }
            else
            {
                yield return page;
            }
            next = NextOf(site, answer, what);
        }
    }

    /// <summary>A file that an answer gave the address of.</summary>
    /// <param name="most">How many bytes it may have.</param>
    /// <exception cref="Core.Reading.LmsException">Canvas refused or did not answer; or one of <see cref="Core.Reading.SubmissionProblems"/>.</exception>
    public Task<byte[]> Download(CanvasSite site, Uri address, int most, CancellationToken ct) => http.Download(site, address, most, ct);

    private async Task<CanvasAnswer> GetPage(CanvasSite site, Uri page, string what, CancellationToken ct)
    {
        var answer = await InTurn(site, page, ct);
        if (answer is { Status: HttpStatusCode.Unauthorized, AsksForToken: true })
        {
            // Canvas may end a token before its hour.
            authorisation.Forget(site);
            answer = await InTurn(site, page, ct);
        }
        return answer.Status == HttpStatusCode.OK ? answer : throw CanvasHttp.Refusal(answer, what);
    }

    private async Task<CanvasAnswer> InTurn(CanvasSite site, Uri page, CancellationToken ct)
    {
        var turn = turns.GetOrAdd(site.Address, _ => new SemaphoreSlim(1));
        await turn.WaitAsync(ct);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, page);
            request.Headers.Accept.ParseAdd("application/json+canvas-string-ids");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await authorisation.AccessToken(site, ct));
            var answer = await http.Send(request, ct);
            if (answer.Remaining < LittleLeft && answer.Status == HttpStatusCode.OK) await Task.Delay(whileLittleIsLeft, time, ct);
            return answer;
        }
        finally
        {
            turn.Release();
        }
    }

    // The address of the next page is Canvas's own, but our token goes to the site we know and nowhere else.
    private static Uri? NextOf(CanvasSite site, CanvasAnswer answer, string what)
    {
        if (LinkHeader.Find(answer.Links, "next") is not { } next) return null;
        return Uri.TryCreate(site.Address, next, out var url) && url.GetLeftPart(UriPartial.Authority) == site.Address.GetLeftPart(UriPartial.Authority)
            ? url
            : throw CanvasProblems.Of(CanvasProblems.PageElsewhere, $"{what}: the next page is at another host");
    }
}
