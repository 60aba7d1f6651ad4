using System.Globalization;
using System.Text;

namespace LtiBadgeConnector.JsonLd.Rdf;

/// <summary>Reads N-Quads (RDF 1.1), as tests and other programs write them.</summary>
public static class NQuadsReader
{
    /// <exception cref="JsonLdException">With <c>quads-malformed</c> and the line's number.</exception>
    public static IReadOnlyList<Quad> Read(string text)
    {
        var quads = new List<Quad>();
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (line.AsSpan().Trim() is [] or ['#', ..]) continue;
            quads.Add(new Line(line, number).Quad());
        }

        return quads;
    }

    private sealed class Line(string text, int number)
    {
        private int at;

        public Quad Quad()
        {
            var subject = Term();
            var predicate = Term() as RdfTerm.Iri ?? throw Malformed();
            var value = Term();
            var graph = Peek() == '.' ? null : Term();
            if (Peek() != '.' || subject is RdfTerm.Literal || graph is RdfTerm.Literal) throw Malformed();
            return new(subject, predicate, value, graph);
        }

        private char Peek()
        {
            while (at < text.Length && text[at] is ' ' or '\t') at++;
            return at < text.Length ? text[at] : throw Malformed();
        }

        private RdfTerm Term() => Peek() switch
        {
            '<' => new RdfTerm.Iri(IriText()),
            '_' => new RdfTerm.Blank(Label()),
            '"' => Literal(),
            _ => throw Malformed(),
        };

        private string IriText()
        {
            var end = text.IndexOf('>', at);
            if (end < 0) throw Malformed();
            var iri = Unescaped(text[(at + 1)..end]);
            at = end + 1;
            return iri;
        }

        private string Label()
        {
            var start = at + 2;
            at = start;
            while (at < text.Length && text[at] is not (' ' or '\t' or '<')) at++;
            var label = text[start..at];
            if (label.EndsWith('.'))
            {
                label = label[..^1];
                at--;
            }

            return label.Length > 0 ? label : throw Malformed();
        }

        private RdfTerm.Literal Literal()
        {
            var end = at + 1;
            while (end < text.Length && text[end] != '"') end += text[end] == '\\' ? 2 : 1;
            if (end >= text.Length) throw Malformed();
            var value = Unescaped(text[(at + 1)..end]);
            at = end + 1;
            if (at < text.Length && text[at] == '@')
            {
                var start = at + 1;
                while (at < text.Length && text[at] is not (' ' or '\t')) at++;
                return new(value, RdfNames.LangString, text[start..at].TrimEnd('.'));
            }

            if (at + 2 >= text.Length || text[at] != '^') return new(value, RdfNames.XsdString);
            at += 2;
            return text[at] == '<' ? new(value, IriText()) : throw Malformed();
        }

        private string Unescaped(string escaped)
        {
            if (!escaped.Contains('\\', StringComparison.Ordinal)) return escaped;
            var result = new StringBuilder();
            for (var here = 0; here < escaped.Length; here++)
            {
                if (escaped[here] != '\\') result.Append(escaped[here]);
                else if (++here >= escaped.Length) throw Malformed();
                else if (escaped[here] is 'u' or 'U') here = CodePoint(escaped, here, result);
                else result.Append(Short(escaped[here]));
            }

            return result.ToString();
        }

        private int CodePoint(string escaped, int here, StringBuilder result)
        {
            var digits = escaped[here] == 'u' ? 4 : 8;
            if (here + digits > escaped.Length - 1 || !int.TryParse(escaped.AsSpan(here + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)) throw Malformed();
            result.Append(code > 0xffff ? char.ConvertFromUtf32(code) : ((char)code).ToString());
            return here + digits;
        }

        private char Short(char letter) => letter switch
        {
            't' => '\t',
            'b' => '\b',
            'n' => '\n',
            'r' => '\r',
            'f' => '\f',
            '"' or '\'' or '\\' => letter,
            _ => throw Malformed(),
        };

        private JsonLdException Malformed() => new(JsonLdCodes.QuadsMalformed, $"line {number.ToString(CultureInfo.InvariantCulture)}");
    }
}
