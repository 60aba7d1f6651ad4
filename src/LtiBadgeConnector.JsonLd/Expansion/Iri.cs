using System.Buffers;

namespace LtiBadgeConnector.JsonLd.Expansion;

/// <summary>IRI references, resolved strictly (RFC 3986, 5.2) and without the repairs that <see cref="Uri"/> makes.</summary>
internal static class Iri
{
    // What N-Quads does not allow between angle brackets.
    private static readonly SearchValues<char> Forbidden = SearchValues.Create([.. Enumerable.Range(0, 0x21).Select(code => (char)code), '<', '>', '"', '{', '}', '|', '^', '`', '\\']);

    private static readonly SearchValues<char> SchemeLetters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-.");

    public static bool IsBlankNode(string text) => text.StartsWith("_:", StringComparison.Ordinal);

    public static bool IsAbsolute(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && char.IsAsciiLetter(text[0]) && text.AsSpan(0, colon).IndexOfAnyExcept(SchemeLetters) < 0;
    }

    /// <summary>Absolute and writable in N-Quads.</summary>
    public static bool IsWellFormed(string text) => IsAbsolute(text) && text.AsSpan().IndexOfAny(Forbidden) < 0 && text.AsSpan().Count('#') <= 1;

    public static string Resolve(string? baseIri, string reference)
    {
        if (baseIri is null || IsAbsolute(reference)) return reference;
        var there = Parts.Of(reference);
        var here = Parts.Of(baseIri);
        if (there.Authority is not null) return new Parts(here.Scheme, there.Authority, WithoutDots(there.Path), there.Query, there.Fragment).ToString();
        if (there.Path.Length == 0) return new Parts(here.Scheme, here.Authority, here.Path, there.Query ?? here.Query, there.Fragment).ToString();
        var path = there.Path.StartsWith('/') ? there.Path : Merged(here, there.Path);
        return new Parts(here.Scheme, here.Authority, WithoutDots(path), there.Query, there.Fragment).ToString();
    }

    private static string Merged(Parts here, string path) =>
        here is { Authority: not null, Path.Length: 0 } ? $"/{path}" : here.Path[..(here.Path.LastIndexOf('/') + 1)] + path;

    private static string WithoutDots(string path)
    {
        var absolute = path.StartsWith('/');
        var kept = new List<string>();
        var segments = (absolute ? path[1..] : path).Split('/');
        for (var at = 0; at < segments.Length; at++)
        {
            var last = at == segments.Length - 1;
            switch (segments[at])
            {
                case ".." when kept.Count > 0:
                    kept.RemoveAt(kept.Count - 1);
                    if (last) kept.Add("");
                    break;
                case "." or "..":
                    if (last) kept.Add("");
                    break;
                default:
                    kept.Add(segments[at]);
                    break;
            }
        }

        return (absolute ? "/" : "") + string.Join('/', kept);
    }

    private sealed record Parts(string? Scheme, string? Authority, string Path, string? Query, string? Fragment)
    {
        public static Parts Of(string iri)
        {
            var fragment = Cut(ref iri, '#');
            var query = Cut(ref iri, '?');
            string? scheme = null;
            if (IsAbsolute(iri))
            {
                var colon = iri.IndexOf(':', StringComparison.Ordinal);
                scheme = iri[..colon];
                iri = iri[(colon + 1)..];
            }

            if (!iri.StartsWith("//", StringComparison.Ordinal)) return new(scheme, null, iri, query, fragment);
            var slash = iri.IndexOf('/', 2);
            return slash < 0 ? new(scheme, iri[2..], "", query, fragment) : new(scheme, iri[2..slash], iri[slash..], query, fragment);
        }

        public override string ToString() =>
            (Scheme is null ? "" : $"{Scheme}:") + (Authority is null ? "" : $"//{Authority}") + Path + (Query is null ? "" : $"?{Query}") + (Fragment is null ? "" : $"#{Fragment}");

        private static string? Cut(ref string iri, char mark)
        {
            var at = iri.IndexOf(mark, StringComparison.Ordinal);
            if (at < 0) return null;
            var tail = iri[(at + 1)..];
            iri = iri[..at];
            return tail;
        }
    }
}
