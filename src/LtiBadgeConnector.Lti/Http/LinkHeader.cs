using System.Net;

namespace LtiBadgeConnector.Lti.Http;

/// <summary>
/// Reads <c>Link</c> headers as platforms write them: several in one header or in several, unquoted or typographically quoted
/// <c>rel</c> (Moodle sends <c>rel=“next”</c>), <c>&amp;amp;</c> inside URLs, any case. The URL itself is kept as it is.
/// </summary>
public static class LinkHeader
{
    // The curly quotes also as the Latin-1 reading of their UTF-8 bytes, which is how header text arrives.
    private static readonly string[] quotes = ["\"", "'", "“", "”", "â\u0080\u009c", "â\u0080\u009d"];

    public static string? Find(IEnumerable<string> headers, string relation) =>
        headers.SelectMany(Parse).Where(link => link.Relations.Contains(relation, StringComparer.OrdinalIgnoreCase)).Select(link => link.Url).FirstOrDefault();

    private static IEnumerable<(string Url, string[] Relations)> Parse(string header)
    {
        for (var start = header.IndexOf('<', StringComparison.Ordinal); start >= 0;)
        {
            var end = header.IndexOf('>', start);
            if (end < 0) yield break;

            var next = NextLink(header, end);
            yield return (WebUtility.HtmlDecode(header[(start + 1)..end].Trim()), RelationsOf(header[(end + 1)..(next < 0 ? header.Length : next)]));
            start = next;
        }
    }

    // The next '<' that follows a comma: a title parameter may contain one by itself.
    private static int NextLink(string header, int from)
    {
        var comma = header.IndexOf(',', from);
        while (comma >= 0)
        {
            var candidate = comma + 1;
            while (candidate < header.Length && char.IsWhiteSpace(header[candidate])) candidate++;
            if (candidate < header.Length && header[candidate] == '<') return candidate;
            comma = header.IndexOf(',', comma + 1);
        }

        return -1;
    }

    private static string[] RelationsOf(string parameters)
    {
        foreach (var parameter in parameters.Split([';', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = parameter.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0 || !parameter[..equals].Trim().Equals("rel", StringComparison.OrdinalIgnoreCase)) continue;
            var value = quotes.Aggregate(parameter[(equals + 1)..], (text, quote) => text.Replace(quote, "", StringComparison.Ordinal));
            return value.Split(' ', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        }

        return [];
    }
}
