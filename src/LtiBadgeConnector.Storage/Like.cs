namespace LtiBadgeConnector.Storage;

/// <summary>Patterns for <c>LIKE … ESCAPE '\'</c> over lower-cased columns, from what a person typed.</summary>
internal static class Like
{
    /// <summary>Null for blank text, which asks for everything.</summary>
    public static string? Containing(string? text) => string.IsNullOrWhiteSpace(text) ? null : $"%{Escape(text.Trim().ToLowerInvariant())}%";

    // [ is special to SQL Server only; escaped, it stands for itself on all three.
    private static string Escape(string text) => text
        .Replace(@"\", @"\\", StringComparison.Ordinal)
        .Replace("%", @"\%", StringComparison.Ordinal)
        .Replace("_", @"\_", StringComparison.Ordinal)
        .Replace("[", @"\[", StringComparison.Ordinal);
}
