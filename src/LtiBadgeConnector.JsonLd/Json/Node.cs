using System.Diagnostics.CodeAnalysis;

namespace LtiBadgeConnector.JsonLd.Json;

/// <summary>A JSON value. Objects keep the order of their members.</summary>
public abstract class Node;

public sealed class NullNode : Node
{
    public static readonly NullNode Instance = new();

    private NullNode()
    {
    }
}

public sealed class BooleanNode : Node
{
    public static readonly BooleanNode True = new(true);
    public static readonly BooleanNode False = new(false);

    private BooleanNode(bool value) => Value = value;

    public bool Value { get; }
}

/// <summary>A number as JSON-LD and JCS see one: an IEEE 754 double, whatever digits the text had.</summary>
public sealed class NumberNode(double value) : Node
{
    public double Value => value;
}

public sealed class TextNode(string value) : Node
{
    public string Value => value;

    public override string ToString() => value;
}

[SuppressMessage("Naming", "CA1710", Justification = "It is a JSON array before it is a collection.")]
public sealed class ArrayNode : Node
{
    private readonly List<Node> items;

    public ArrayNode(params IEnumerable<Node> items) => this.items = [.. items];

    public int Count => items.Count;

    public IReadOnlyList<Node> Items => items;

    public Node this[int index] => items[index];

    internal void Add(Node item) => items.Add(item);

    internal void InsertRange(int at, IEnumerable<Node> more) => items.InsertRange(at, more);
}

public sealed class ObjectNode : Node
{
    // Most objects have few members, for which a scan beats a table.
    private const int ScanUpTo = 8;

    private readonly List<KeyValuePair<string, Node>> members;
    private Dictionary<string, int>? positions;

    public ObjectNode(int capacity = 4) => members = new(capacity);

    public int Count => members.Count;

    public IReadOnlyList<KeyValuePair<string, Node>> Members => members;

    public Node? this[string name]
    {
        get => Position(name) is >= 0 and var at ? members[at].Value : null;
        internal set
        {
            ArgumentNullException.ThrowIfNull(value);
            var at = Position(name);
            if (at >= 0) members[at] = new(name, value);
            else Append(name, value);
        }
    }

    public bool Has(string name) => Position(name) >= 0;

    /// <summary>Null when the member is absent or not a string.</summary>
    public string? Text(string name) => (this[name] as TextNode)?.Value;

    /// <summary>A copy without the member; the members' values are shared.</summary>
    public ObjectNode Without(string name)
    {
        var copy = new ObjectNode(Count);
        foreach (var member in members.Where(member => member.Key != name)) copy.Append(member.Key, member.Value);
        return copy;
    }

    /// <summary>A copy with the member set; the other members' values are shared.</summary>
    public ObjectNode With(string name, Node value)
    {
        var copy = new ObjectNode(Count + 1);
        foreach (var member in members) copy.Append(member.Key, member.Value);
        copy[name] = value;
        return copy;
    }

    /// <summary>False when the member exists.</summary>
    internal bool TryAppend(string name, Node value)
    {
        if (Has(name)) return false;
        Append(name, value);
        return true;
    }

    internal void Remove(string name)
    {
        var at = Position(name);
        if (at < 0) return;
        members.RemoveAt(at);
        positions = null;
    }

    private void Append(string name, Node value)
    {
        positions?.Add(name, members.Count);
        members.Add(new(name, value));
    }

    private int Position(string name)
    {
        if (members.Count > ScanUpTo) return Table().GetValueOrDefault(name, -1);
        for (var at = 0; at < members.Count; at++)
        {
            if (string.Equals(members[at].Key, name, StringComparison.Ordinal)) return at;
        }

        return -1;
    }

    private Dictionary<string, int> Table()
    {
        if (positions is not null) return positions;
        var table = new Dictionary<string, int>(members.Count * 2, StringComparer.Ordinal);
        for (var at = 0; at < members.Count; at++) table[members[at].Key] = at;
        return positions = table;
    }
}
