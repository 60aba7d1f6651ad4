using System.Text;

namespace LtiBadgeConnector.Credentials.Importing;

/// <summary>Rows of comma-separated values (RFC 4180): quoted cells may hold commas, lines and doubled quotes.</summary>
internal static class Csv
{
    public static IEnumerable<List<string>> Read(string text)
    {
        List<string> row = [];
        var cell = new StringBuilder();
        var (quoted, any) = (false, false);
        for (var at = 0; at < text.Length; at++)
        {
            var letter = text[at];
            any = true;
            if (quoted && letter == '"' && at + 1 < text.Length && text[at + 1] == '"') cell.Append(text[++at]);
            else if (letter == '"') quoted = !quoted;
            else if (quoted) cell.Append(letter);
            else if (letter == ',') Close();
            else if (letter == '\n')
            {
                Close();
                yield return row;
                (row, any) = ([], false);
            }
            else if (letter != '\r') cell.Append(letter);
        }
        if (!any) yield break;
        Close();
        yield return row;

        void Close()
        {
            row.Add(cell.ToString());
            cell.Clear();
        }
    }
}
