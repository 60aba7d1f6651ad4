namespace LtiBadgeConnector.Lti.Http;

/// <summary>Arithmetic on URLs that came from a platform: their query is significant and their text is kept.</summary>
public static class Urls
{
    /// <summary>True for an absolute https URL without credentials, or a plain http one whose origin is allowed.</summary>
    public static bool IsAcceptable(string? url, LtiOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.UserInfo.Length > 0) return false;
        if (url.AsSpan().ContainsAny('\r', '\n', '\t') || char.IsWhiteSpace(url[0])) return false;
        return uri.Scheme == Uri.UriSchemeHttps
            || (uri.Scheme == Uri.UriSchemeHttp && options.AllowPlainHttpFor.Contains(OriginOf(url), StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Scheme, host and port, as <c>postMessage</c> and <c>frame-ancestors</c> want them.</summary>
    public static string OriginOf(string url) => new Uri(url).GetLeftPart(UriPartial.Authority);

    /// <summary>Puts a segment at the end of the path, before the query: a line item's id may carry one (AGS 2.0).</summary>
    public static string AppendPath(string url, string segment)
    {
        ArgumentNullException.ThrowIfNull(url);
        var end = url.IndexOfAny(['?', '#']);
        var (path, rest) = end < 0 ? (url, "") : (url[..end], url[end..]);
        return path.TrimEnd('/') + "/" + segment + rest;
    }

    /// <summary>Appends parameters to whatever query the URL has.</summary>
    public static string AppendQuery(string url, IEnumerable<KeyValuePair<string, string>> parameters)
    {
        ArgumentNullException.ThrowIfNull(url);
        var query = string.Join('&', parameters.Select(pair => Uri.EscapeDataString(pair.Key) + "=" + Uri.EscapeDataString(pair.Value)));
        if (query.Length == 0) return url;

        var fragment = url.IndexOf('#', StringComparison.Ordinal);
        var (address, rest) = fragment < 0 ? (url, "") : (url[..fragment], url[fragment..]);
        var separator = !address.Contains('?', StringComparison.Ordinal) ? "?" : address[^1] is '?' or '&' ? "" : "&";
        return address + separator + query + rest;
    }
}
