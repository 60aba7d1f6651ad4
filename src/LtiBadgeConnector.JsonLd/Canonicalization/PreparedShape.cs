using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;
using LtiBadgeConnector.JsonLd.Json;
using LtiBadgeConnector.JsonLd.Rdf;

namespace LtiBadgeConnector.JsonLd.Canonicalization;

/// <summary>
/// What documents of one shape have in common, worked out once: documents that are equal byte for byte but for the texts at
/// some places. The canonical form is the same as that of the general algorithm or there is none, never another.
/// </summary>
/// <remarks>
/// The labels of blank nodes follow the order of hashes, and the texts change hashes. So the hashes of nodes that no text
/// touches are kept, the others are made anew, and then labels are given and lines sorted. Two equal hashes need the search of
/// the general algorithm and are left to it.
/// </remarks>
public sealed class PreparedShape
{
    // Stands in for a text while the shape is worked out. No document says it by chance, and as an IRI it is left alone.
    private const string Marker = "urn:hole:5d0e6b1f9a3c:";

    private static readonly SearchValues<byte> ForbiddenInIris = SearchValues.Create(
        [.. Enumerable.Range(0, 0x21).Concat(Enumerable.Range(0x7f, 0x81)).Select(code => (byte)code), .. "<>\"{}|^`\\"u8]);

    private readonly List<byte[]> constants;
    private readonly bool[] isIri;
    private readonly List<Statement> statements;
    private readonly List<int[]> statementsOf;
    private readonly byte[]?[] fixedHashes;
    private readonly List<int[]> groups;
    private readonly byte[][] canonicalLabels;

    private PreparedShape(List<byte[]> constants, bool[] isIri, List<Statement> statements, int blanks)
    {
        this.constants = constants;
        this.isIri = isIri;
        this.statements = statements;
        statementsOf = [.. Enumerable.Range(0, blanks).Select(blank => Enumerable.Range(0, statements.Count).Where(at => statements[at].Mentions(blank)).ToArray())];
        fixedHashes = new byte[]?[blanks];
        for (var blank = 0; blank < blanks; blank++)
        {
            if (!Array.Exists(statementsOf[blank], at => statements[at].HasHole)) fixedHashes[blank] = FirstDegreeHash(blank, [], new LineBuffer());
        }

        groups = [.. Enumerable.Range(0, statements.Count)
            .GroupBy(at => statements[at].Subject.Key, StringComparer.Ordinal)
            .Select(group => group.OrderBy(at => Encoding.UTF8.GetString(statements[at].Predicate), StringComparer.Ordinal).ToArray())];
        canonicalLabels = [.. Enumerable.Range(0, blanks).Select(at => Encoding.ASCII.GetBytes($"_:c14n{at.ToString(CultureInfo.InvariantCulture)}"))];
    }

    /// <param name="document">A document of the shape, as its writer writes it.</param>
    /// <param name="places">Where texts may differ: names joined by <c>/</c>, with <c>*</c> for each array.</param>
    /// <returns>Null when the shape cannot be prepared, for example because a text is no term of a statement by itself.</returns>
    /// <exception cref="JsonLdException">The document is in error, as for the general algorithm.</exception>
    public static PreparedShape? Prepare(byte[] document, IReadOnlySet<string> places, JsonLdProcessor processor)
    {
        ArgumentNullException.ThrowIfNull(processor);
        if (document.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Marker)) >= 0) return null;
        var holes = JsonPlaces.Find(document, places);
        var constants = Between(document, holes);
        var dataset = processor.ToRdf(JsonText.Parse(Filled(constants)));
        return dataset.Losses.Count > 0 ? null : Of(constants, holes.Count, dataset.Quads);
    }

    /// <summary>False when the document is of another shape or needs the general algorithm.</summary>
    public bool TryCanonicalize(ReadOnlySpan<byte> document, out byte[] nquads)
    {
        nquads = [];
        if (TextsOf(document) is not { } texts) return false;
        var buffer = new LineBuffer();
        if (Labels(texts, buffer) is not { } labels) return false;
        if (Written(texts, labels, buffer) is not { } written) return false;
        nquads = written;
        return true;
    }

    private static List<byte[]> Between(byte[] document, IReadOnlyList<Range> holes)
    {
        var constants = new List<byte[]>(holes.Count + 1);
        var at = 0;
        foreach (var hole in holes)
        {
            constants.Add(document[at..hole.Start.Value]);
            at = hole.End.Value;
        }

        constants.Add(document[at..]);
        return constants;
    }

    private static byte[] Filled(List<byte[]> constants)
    {
        var filled = new ArrayBufferWriter<byte>();
        for (var at = 0; at < constants.Count; at++)
        {
            if (at > 0) filled.Write(Encoding.ASCII.GetBytes(MarkerOf(at - 1)));
            filled.Write(constants[at]);
        }

        return filled.WrittenSpan.ToArray();
    }

    private static string MarkerOf(int hole) => Marker + hole.ToString(CultureInfo.InvariantCulture);

    private static PreparedShape? Of(List<byte[]> constants, int holes, IReadOnlyCollection<Quad> quads)
    {
        var (isIri, isLiteral) = (new bool[holes], new bool[holes]);
        var blanks = new Dictionary<string, int>(StringComparer.Ordinal);
        var markers = Enumerable.Range(0, holes).ToDictionary(MarkerOf, hole => hole, StringComparer.Ordinal);
        var statements = new List<Statement>(quads.Count);
        foreach (var quad in quads)
        {
            if (PartOf(quad.Subject) is not { } subject || PartOf(quad.Predicate) is not { Text: { } predicate } || PartOf(quad.Object) is not { } value) return null;
            Part? graph = null;
            if (quad.Graph is not null && (graph = PartOf(quad.Graph)) is null) return null;
            statements.Add(new(subject, predicate, value, graph));
        }

        // A text that is a name in one place and a value in another would need both kinds of care.
        return Enumerable.Range(0, holes).All(hole => isIri[hole] != isLiteral[hole]) ? new(constants, isIri, statements, blanks.Count) : null;

        Part? PartOf(RdfTerm term)
        {
            switch (term)
            {
                case RdfTerm.Blank { Label: var label }:
                    if (!blanks.TryGetValue(label, out var blank)) blanks[label] = blank = blanks.Count;
                    return new(null, blank, -1, []);
                case RdfTerm.Iri { Value: var iri } when markers.TryGetValue(iri, out var hole):
                    isIri[hole] = true;
                    return new(null, -1, hole, ">"u8.ToArray());
                case RdfTerm.Literal { Value: var value } literal when markers.TryGetValue(value, out var hole):
                    isLiteral[hole] = true;
                    return new(null, -1, hole, Encoding.UTF8.GetBytes($"\"{NQuadsText.Suffix(literal)}"));
            }

            var text = NQuadsText.Term(term);
            return text.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Marker)) >= 0 ? null : new Part(text, -1, -1, []);
        }
    }

    /// <returns>The texts as N-Quads writes them; null when the document is of another shape.</returns>
    private byte[][]? TextsOf(ReadOnlySpan<byte> document)
    {
        var texts = new byte[constants.Count - 1][];
        for (var at = 0; at < texts.Length; at++)
        {
            if (!document.StartsWith(constants[at])) return null;
            document = document[constants[at].Length..];
            var end = JsonPlaces.EndOfText(document);
            if (end < 0 || TextOf(document[..end], at) is not { } text) return null;
            texts[at] = text;
            document = document[end..];
        }

        return document.SequenceEqual(constants[^1]) ? texts : null;
    }

    private byte[]? TextOf(ReadOnlySpan<byte> json, int hole)
    {
        if (isIri[hole]) return IsPlainIri(json) ? json.ToArray() : null;
        if (!Utf8.IsValid(json)) return null;

        // Most texts are written alike in JSON and N-Quads. Backslashes, DEL and the two noncharacters are not.
        var isAlike = json.IndexOfAny((byte)'\\', (byte)0x7f, (byte)0xef) < 0 && json.IndexOfAnyInRange((byte)0, (byte)0x1f) < 0;
        if (isAlike) return json.ToArray();
        return JsonPlaces.Unescaped(json) is { } text ? Encoding.UTF8.GetBytes(NQuadsText.Escaped(text)) : null;
    }

    // Anything else may be relative, a compact IRI or malformed, which the general algorithm knows about.
    private static bool IsPlainIri(ReadOnlySpan<byte> json) =>
        (json.StartsWith("https://"u8) || json.StartsWith("http://"u8) || json.StartsWith("urn:"u8)) && json.IndexOfAny(ForbiddenInIris) < 0 && json.Count((byte)'#') <= 1;

    /// <returns>Null when two nodes have one hash.</returns>
    private byte[][]? Labels(byte[][] texts, LineBuffer buffer)
    {
        var order = new (byte[] Hash, int Blank)[fixedHashes.Length];
        for (var blank = 0; blank < order.Length; blank++) order[blank] = (fixedHashes[blank] ?? FirstDegreeHash(blank, texts, buffer), blank);
        Array.Sort(order, static (one, other) => one.Hash.AsSpan().SequenceCompareTo(other.Hash));

        var labels = new byte[order.Length][];
        for (var at = 0; at < order.Length; at++)
        {
            if (at > 0 && order[at].Hash.AsSpan().SequenceEqual(order[at - 1].Hash)) return null;
            labels[order[at].Blank] = canonicalLabels[at];
        }

        return labels;
    }

    // The order of hashes is that of their hexadecimal forms, which the standard compares.
    private byte[] FirstDegreeHash(int blank, byte[][] texts, LineBuffer buffer)
    {
        buffer.Clear();
        var labels = LabelsInForce.Around(blank);
        foreach (var at in statementsOf[blank]) statements[at].Write(buffer, texts, labels);
        return SHA256.HashData(buffer.InOrder(distinct: false));
    }

    /// <returns>Null when two lines are equal: then the document says something twice, which the hashes do not know.</returns>
    private byte[]? Written(byte[][] texts, byte[][] labels, LineBuffer buffer)
    {
        var order = new (byte[] Subject, int[] Statements)[groups.Count];
        for (var at = 0; at < order.Length; at++) order[at] = (statements[groups[at][0]].Subject.Bytes(texts, labels), groups[at]);
        Array.Sort(order, static (one, other) => one.Subject.AsSpan().SequenceCompareTo(other.Subject));

        var given = LabelsInForce.Given(labels);
        var written = new ArrayBufferWriter<byte>(16_384);
        for (var at = 0; at < order.Length; at++)
        {
            if (at > 0 && order[at].Subject.AsSpan().SequenceEqual(order[at - 1].Subject)) return null;
            buffer.Clear();
            foreach (var statement in order[at].Statements) statements[statement].Write(buffer, texts, given);
            if (!buffer.TryJoinDistinct(written)) return null;
        }

        return written.WrittenSpan.ToArray();
    }

    /// <summary>What blank nodes are called: as given, or as the first-degree hash of one of them has it.</summary>
    private readonly record struct LabelsInForce(byte[][]? All, int Self)
    {
        public static LabelsInForce Given(byte[][] all) => new(all, -1);

        public static LabelsInForce Around(int self) => new(null, self);

        public ReadOnlySpan<byte> Of(int blank) => All is not null ? All[blank] : blank == Self ? "_:a"u8 : "_:z"u8;
    }

    /// <param name="Text">The whole term, when it is always the same.</param>
    /// <param name="Hole">The text in it, which <paramref name="After"/> closes; -1 when there is none.</param>
    private sealed record Part(byte[]? Text, int Blank, int Hole, byte[] After)
    {
        /// <summary>Equal for equal subjects.</summary>
        public string Key => Text is null ? $"{Blank}/{Hole}" : Encoding.UTF8.GetString(Text);

        public byte[] Bytes(byte[][] texts, byte[][] labels) =>
            Text is not null ? Text : Hole < 0 ? labels[Blank] : [(byte)'<', .. texts[Hole], (byte)'>'];
    }

    /// <summary>A line of N-Quads: bytes that are always the same, with labels and texts between them.</summary>
    private sealed class Statement
    {
        private readonly List<Piece> pieces = [];
        private readonly Part value;
        private readonly Part? graph;

        public Statement(Part subject, byte[] predicate, Part value, Part? graph)
        {
            (Subject, Predicate, this.value, this.graph) = (subject, predicate, value, graph);
            var constant = new ArrayBufferWriter<byte>();
            Add(subject, constant);
            constant.Write([.. predicate, (byte)' ']);
            Add(value, constant);
            if (graph is not null) Add(graph, constant);
            constant.Write(".\n"u8);
            pieces.Add(new(constant.WrittenSpan.ToArray(), -1, -1));
        }

        public Part Subject { get; }

        public byte[] Predicate { get; }

        public bool HasHole => pieces.Exists(piece => piece.Hole >= 0);

        public bool Mentions(int blank) => Subject.Blank == blank || value.Blank == blank || graph?.Blank == blank;

        public void Write(LineBuffer buffer, byte[][] texts, LabelsInForce labels)
        {
            foreach (var (before, blank, hole) in pieces)
            {
                buffer.Append(before);
                if (hole >= 0) buffer.Append(texts[hole]);
                else if (blank >= 0) buffer.Append(labels.Of(blank));
            }

            buffer.EndLine();
        }

        private void Add(Part part, ArrayBufferWriter<byte> constant)
        {
            if (part.Text is { } text) constant.Write(text);
            else
            {
                if (part.Hole >= 0) constant.Write(part.After[0] == '>' ? "<"u8 : "\""u8);
                pieces.Add(new(constant.WrittenSpan.ToArray(), part.Blank, part.Hole));
                constant.Clear();
                constant.Write(part.After);
            }

            constant.Write(" "u8);
        }

        /// <param name="Before">What stands before the label or the text; the last piece has neither.</param>
        private readonly record struct Piece(byte[] Before, int Blank, int Hole);
    }
}
