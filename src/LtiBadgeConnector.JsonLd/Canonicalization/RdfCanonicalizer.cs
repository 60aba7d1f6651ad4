using System.Globalization;
using System.Text;
using LtiBadgeConnector.JsonLd.Rdf;

namespace LtiBadgeConnector.JsonLd.Canonicalization;

/// <summary>RDF Dataset Canonicalization, RDFC-1.0.</summary>
public sealed class RdfCanonicalizer
{
    /// <summary>
    /// Steps of the n-degree search, a few microseconds each. Honest documents take none or some dozens; the most demanding
    /// dataset of the W3C suite takes some thousands.
    /// </summary>
    public const int MostSteps = 100_000;

    private const string CanonicalPrefix = "c14n";

    private readonly HashKind hash;
    private readonly Statement[] statements;
    private readonly List<string> blanks = [];
    private readonly List<List<int>> statementsOf = [];
    private readonly string[] firstDegree;
    private readonly Issuer canonical = new(CanonicalPrefix);
    private readonly LineBuffer lines = new();
    private int steps;

    private RdfCanonicalizer(IReadOnlyCollection<Quad> quads, HashKind hash)
    {
        this.hash = hash;
        var indexes = new Dictionary<string, int>(StringComparer.Ordinal);
        statements = new Statement[quads.Count];
        var at = 0;
        foreach (var quad in quads)
        {
            var statement = new Statement(Part(quad.Subject), NQuadsText.Term(quad.Predicate), Part(quad.Object), quad.Graph is null ? null : Part(quad.Graph));
            statements[at] = statement;
            foreach (var blank in statement.Blanks.Distinct()) statementsOf[blank].Add(at);
            at++;
        }

        firstDegree = new string[blanks.Count];

        Component Part(RdfTerm term)
        {
            if (term is not RdfTerm.Blank { Label: var label }) return new(NQuadsText.Term(term), -1);
            if (indexes.TryGetValue(label, out var known)) return new(null, known);
            indexes[label] = blanks.Count;
            blanks.Add(label);
            statementsOf.Add([]);
            return new(null, blanks.Count - 1);
        }
    }

    /// <exception cref="JsonLdException"><c>dataset-poisonous</c> when the work would exceed <see cref="MostSteps"/>.</exception>
    public static CanonicalDataset Canonicalize(IReadOnlyCollection<Quad> quads, HashKind hash = HashKind.Sha256)
    {
        ArgumentNullException.ThrowIfNull(quads);
        return new RdfCanonicalizer(quads as IReadOnlySet<Quad> ?? quads.ToHashSet(), hash).Run();
    }

    private CanonicalDataset Run()
    {
        var byHash = new SortedDictionary<string, List<int>>(StringComparer.Ordinal);
        for (var blank = 0; blank < blanks.Count; blank++)
        {
            var key = firstDegree[blank] = FirstDegreeHash(blank);
            if (!byHash.TryGetValue(key, out var same)) byHash[key] = same = [];
            same.Add(blank);
        }

        foreach (var only in byHash.Values.Where(nodes => nodes.Count == 1)) canonical.Issue(only[0]);
        foreach (var tied in byHash.Values.Where(nodes => nodes.Count > 1)) Resolve(tied);
        return new(Written(), blanks.Select((label, blank) => (label, blank)).ToDictionary(pair => pair.label, pair => canonical.Find(pair.blank)!, StringComparer.Ordinal));
    }

    private void Resolve(List<int> tied)
    {
        var paths = new List<(string Hash, Issuer Issuer)>();
        foreach (var blank in tied.Where(blank => !canonical.Has(blank)))
        {
            var issuer = new Issuer("b");
            issuer.Issue(blank);
            paths.Add(NDegreeHash(blank, issuer));
        }

        foreach (var (_, issuer) in paths.OrderBy(path => path.Hash, StringComparer.Ordinal))
        {
            foreach (var blank in issuer.Issued) canonical.Issue(blank);
        }
    }

    private string FirstDegreeHash(int blank)
    {
        lines.Clear();
        foreach (var at in statementsOf[blank]) Write(statements[at], other => other == blank ? "_:a"u8 : "_:z"u8);
        return hash.Hex(lines.InOrder(distinct: false));
    }

    private byte[] Written()
    {
        var labels = Enumerable.Range(0, blanks.Count).Select(blank => Encoding.ASCII.GetBytes($"_:{canonical.Find(blank)}")).ToArray();
        lines.Clear();
        foreach (var statement in statements) Write(statement, blank => labels[blank]);
        return lines.InOrder(distinct: true).ToArray();
    }

    private delegate ReadOnlySpan<byte> LabelOf(int blank);

    private void Write(in Statement statement, LabelOf label)
    {
        Write(statement.Subject, label);
        lines.Append(statement.Predicate);
        lines.Append(" "u8);
        Write(statement.Object, label);
        if (statement.Graph is { } graph) Write(graph, label);
        lines.Append(".\n"u8);
        lines.EndLine();
    }

    private void Write(in Component component, LabelOf label)
    {
        lines.Append(component.Text is { } text ? text : label(component.Blank));
        lines.Append(" "u8);
    }

    // Section 4.8.3.
    private (string Hash, Issuer Issuer) NDegreeHash(int blank, Issuer issuer)
    {
        var data = new StringBuilder();
        foreach (var (relatedHash, related) in RelatedBlanks(blank, issuer))
        {
            data.Append(relatedHash);
            string? chosenPath = null;
            Issuer? chosenIssuer = null;
            foreach (var permutation in Permutations.Of(related))
            {
                var (path, used) = Path(permutation, issuer, chosenPath);
                if (used is null) continue;
                if (chosenPath is not null && string.CompareOrdinal(path, chosenPath) >= 0) continue;
                chosenPath = path;
                chosenIssuer = used;
            }

            data.Append(chosenPath);
            issuer = chosenIssuer!;
        }

        return (hash.Hex(Encoding.UTF8.GetBytes(data.ToString())), issuer);
    }

    private SortedDictionary<string, List<int>> RelatedBlanks(int blank, Issuer issuer)
    {
        var related = new SortedDictionary<string, List<int>>(StringComparer.Ordinal);
        foreach (var at in statementsOf[blank])
        {
            var statement = statements[at];
            Relate(statement.Subject, 's', statement);
            Relate(statement.Object, 'o', statement);
            if (statement.Graph is { } graph) Relate(graph, 'g', statement);
        }

        return related;

        void Relate(Component component, char position, in Statement statement)
        {
            if (component.Text is not null || component.Blank == blank) return;
            var key = RelatedHash(component.Blank, statement, issuer, position);
            if (!related.TryGetValue(key, out var same)) related[key] = same = [];
            same.Add(component.Blank);
        }
    }

    // Section 4.7.3.
    private string RelatedHash(int related, in Statement statement, Issuer issuer, char position)
    {
        Step();
        var input = new StringBuilder().Append(position);
        if (position != 'g') input.Append(Encoding.UTF8.GetString(statement.Predicate));
        var known = canonical.Find(related) ?? issuer.Find(related);
        if (known is null) input.Append(firstDegree[related]);
        else input.Append("_:").Append(known);
        return hash.Hex(Encoding.UTF8.GetBytes(input.ToString()));
    }

    /// <returns>Nothing when the path cannot become less than the chosen one.</returns>
    private (string Path, Issuer? Issuer) Path(int[] permutation, Issuer before, string? chosen)
    {
        Step();
        var issuer = before.Copy();
        var path = new StringBuilder();
        var recursion = new List<int>();
        foreach (var related in permutation)
        {
            if (canonical.Find(related) is { } known) path.Append("_:").Append(known);
            else
            {
                if (!issuer.Has(related)) recursion.Add(related);
                path.Append("_:").Append(issuer.Issue(related));
            }

            if (IsBeyond(path, chosen)) return ("", null);
        }

        foreach (var related in recursion)
        {
            var (hashed, used) = NDegreeHash(related, issuer);
            path.Append("_:").Append(issuer.Issue(related)).Append('<').Append(hashed).Append('>');
            issuer = used;
            if (IsBeyond(path, chosen)) return ("", null);
        }

        return (path.ToString(), issuer);
    }

    private static bool IsBeyond(StringBuilder path, string? chosen) =>
        chosen is not null && path.Length >= chosen.Length && string.CompareOrdinal(path.ToString(), chosen) > 0;

    private void Step()
    {
        if (++steps > MostSteps) throw new JsonLdException(JsonLdCodes.DatasetPoisonous);
    }

    /// <param name="Text">As in canonical N-Quads; null for a blank node.</param>
    private readonly record struct Component(byte[]? Text, int Blank);

    private readonly record struct Statement(Component Subject, byte[] Predicate, Component Object, Component? Graph)
    {
        public IEnumerable<int> Blanks
        {
            get
            {
                if (Subject.Text is null) yield return Subject.Blank;
                if (Object.Text is null) yield return Object.Blank;
                if (Graph is { Text: null } graph) yield return graph.Blank;
            }
        }
    }

    /// <summary>Gives out labels in the order in which they are asked for (section 4.5).</summary>
    private sealed class Issuer(string prefix)
    {
        private readonly Dictionary<int, string> labels = [];
        private readonly List<int> order = [];

        public IReadOnlyList<int> Issued => order;

        public bool Has(int blank) => labels.ContainsKey(blank);

        public string? Find(int blank) => labels.GetValueOrDefault(blank);

        public string Issue(int blank)
        {
            if (labels.TryGetValue(blank, out var known)) return known;
            var label = prefix + order.Count.ToString(CultureInfo.InvariantCulture);
            labels[blank] = label;
            order.Add(blank);
            return label;
        }

        public Issuer Copy()
        {
            var copy = new Issuer(prefix);
            foreach (var blank in order) copy.Issue(blank);
            return copy;
        }
    }
}
