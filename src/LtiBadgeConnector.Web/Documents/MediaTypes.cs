using Microsoft.Net.Http.Headers;

namespace LtiBadgeConnector.Web.Documents;

/// <summary>What a request's <c>Accept</c> wants of what there is.</summary>
internal static class MediaTypes
{
    private const string Html = "text/html";

    /// <summary>The best of the types offered, the first when the request does not mind; null when it takes none of them.</summary>
    public static string? Best(HttpRequest request, IReadOnlyList<string> offered)
    {
        var wanted = Wanted(request);
        if (wanted.Count == 0) return offered[0];
        return offered
            .Select((type, at) => (type, at, quality: QualityOf(type, wanted)))
            .Where(one => one.quality > 0)
            .OrderByDescending(one => one.quality).ThenBy(one => one.at)
            .Select(one => one.type)
            .FirstOrDefault();
    }

    /// <summary>Whether a person's browser asks: it names HTML, and prefers it to the document.</summary>
    public static bool WantsPage(HttpRequest request, params IReadOnlyList<string> documentTypes)
    {
        var named = Wanted(request).Where(type => !type.MatchesAllTypes).ToList();
        var page = QualityOf(Html, named);
        return page > 0 && page >= documentTypes.Max(type => QualityOf(type, named));
    }

    private static IList<MediaTypeHeaderValue> Wanted(HttpRequest request) => request.GetTypedHeaders().Accept;

    // The most specific range that covers the type decides (RFC 9110, 12.5.1).
    private static double QualityOf(string type, IEnumerable<MediaTypeHeaderValue> wanted)
    {
        var parsed = new MediaTypeHeaderValue(type);
        return wanted.Where(range => range.MatchesAllTypes || parsed.IsSubsetOf(Bare(range)))
            .OrderBy(range => range.MatchesAllTypes).ThenBy(range => range.MatchesAllSubTypes)
            .Select(range => range.Quality ?? 1)
            .FirstOrDefault();
    }

    // A parameter such as charset or profile narrows nothing here.
    private static MediaTypeHeaderValue Bare(MediaTypeHeaderValue range) => new(range.MediaType);
}
