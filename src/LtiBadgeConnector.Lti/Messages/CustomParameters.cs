namespace LtiBadgeConnector.Lti.Messages;

/// <summary>
/// Custom parameters. Instructors can edit them on many platforms: they are hints, never proof of a tenant or a right.
/// </summary>
public sealed class CustomParameters(IReadOnlyDictionary<string, string?> values)
{
    public static CustomParameters None { get; } = new(new Dictionary<string, string?>());

    /// <summary>Everything as sent, nulls and unexpanded variables included.</summary>
    public IReadOnlyDictionary<string, string?> Values => values;

    /// <summary>The value; null if absent, null, empty, or still the variable we asked for (<c>$Context.id.history</c>).</summary>
    public string? Value(string name) => values.GetValueOrDefault(name) is { Length: > 0 } value && value[0] != '$' ? value : null;

    /// <summary>A comma-separated list, as substitution variables deliver lists.</summary>
    public IReadOnlyList<string> List(string name) =>
        Value(name)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
}
