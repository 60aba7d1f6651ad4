namespace LtiBadgeConnector.Web.Ui;

/// <summary>Lines of a file for a spreadsheet (RFC 4180).</summary>
internal static class Csv
{
    public static string Line(params string?[] cells) => string.Join(',', cells.Select(Cell)) + "\r\n";

    // A cell that begins like a formula would be run by a spreadsheet.
    private static string Cell(string? cell) =>
        $"\"{(cell is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + cell : cell ?? "").Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
