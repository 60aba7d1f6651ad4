namespace LtiBadgeConnector.Storage;

/// <summary>Short lists kept in one column, one value a line: none of them can hold a line break.</summary>
internal static class Lines
{
    public static string Join(IEnumerable<string> values) => string.Join('\n', values);

    public static IReadOnlyList<string> Split(string? text) => string.IsNullOrEmpty(text) ? [] : text.Split('\n');
}
