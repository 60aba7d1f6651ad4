using System.Buffers;
using System.Globalization;
using System.Text;

namespace LtiBadgeConnector.JsonLd.Rdf;

/// <summary>Terms in canonical N-Quads form (RDFC-1.0, appendix A; RDF 1.2 N-Quads, section 4).</summary>
internal static class NQuadsText
{
    // Everything else goes out as it is. Surrogates stand here because half a pair must be escaped; whole pairs are let through.
    private static readonly SearchValues<char> Special = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Append(0x22).Append(0x5c).Append(0x7f).Append(0xfffe).Append(0xffff).Concat(Enumerable.Range(0xd800, 0x800)).Select(code => (char)code)]);

    public static byte[] Term(RdfTerm term) => term switch
    {
        RdfTerm.Iri iri => Encoding.UTF8.GetBytes($"<{iri.Value}>"),
        RdfTerm.Literal literal => Encoding.UTF8.GetBytes(Literal(literal)),
        RdfTerm.Blank blank => Encoding.UTF8.GetBytes($"_:{blank.Label}"),
        _ => throw new InvalidOperationException($"No N-Quads for {term.GetType().Name}."),
    };

    private static string Literal(RdfTerm.Literal literal) => $"\"{Escaped(literal.Value)}\"{Suffix(literal)}";

    /// <summary>What follows the closing quotation mark.</summary>
    public static string Suffix(RdfTerm.Literal literal) => literal switch
    {
        { Language: { } language } => $"@{language}",
        { Datatype: RdfNames.XsdString } => "",
        _ => $"^^<{literal.Datatype}>",
    };

    public static string Escaped(string value)
    {
        if (value.AsSpan().IndexOfAny(Special) < 0) return value;
        var text = new StringBuilder(value.Length + 16);
        for (var at = 0; at < value.Length; at++)
        {
            var letter = value[at];
            if (char.IsHighSurrogate(letter) && at + 1 < value.Length && char.IsLowSurrogate(value[at + 1])) text.Append(letter).Append(value[++at]);
            else Append(text, letter);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, char letter) => _ = letter switch
    {
        '"' => text.Append("\\\""),
        '\\' => text.Append("\\\\"),
        '\b' => text.Append("\\b"),
        '\t' => text.Append("\\t"),
        '\n' => text.Append("\\n"),
        '\f' => text.Append("\\f"),
        '\r' => text.Append("\\r"),
        < ' ' or '\u007f' or '\ufffe' or '\uffff' or (>= '\ud800' and <= '\udfff') => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:X4}"),
        _ => text.Append(letter),
    };
}
