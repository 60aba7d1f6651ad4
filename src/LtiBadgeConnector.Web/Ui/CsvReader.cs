using System.Text;

namespace LtiBadgeConnector.Web.Ui;

/// <param name="Number">Of its first line in the file, from 1.</param>
internal sealed record CsvLine(int Number, IReadOnlyList<string> Cells);

/// <summary>Reads what spreadsheets write (RFC 4180): commas, semicolons or tabs, quoted cells, empty lines left out.</summary>
internal static class CsvReader
{
    private static readonly UTF8Encoding strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text of a file as spreadsheets write it: UTF-8, UTF-16 with its mark, or else what they write where this language is spoken.</summary>
    public static string TextOf(byte[] file, string language)
    {
        try
        {
            return Decoded(strict);
        }
        catch (DecoderFallbackException)
        {
            return Decoded(CodePagesEncodingProvider.Instance.GetEncoding(language == "ja" ? 932 : 1252)!);
        }

        string Decoded(Encoding encoding)
        {
            using var reader = new StreamReader(new MemoryStream(file), encoding, detectEncodingFromByteOrderMarks: true);
            return reader.ReadToEnd();
        }
    }

    public static IReadOnlyList<CsvLine> Read(string text)
    {
        text = text.TrimStart('\uFEFF').ReplaceLineEndings("\n");
        var separator = SeparatorOf(text);
        List<CsvLine> lines = [];
        List<string> cells = [];
        StringBuilder cell = new();
        var (isQuoted, isClosed, isBlank, number, began) = (false, false, true, 1, 1);
        foreach (var character in text + "\n")
        {
            if (character == '"' && (isQuoted || isClosed || isBlank))
            {
                // Two quotes inside quotes are one; the second of them opens the quotes again.
                if (isClosed) cell.Append('"');
                else if (!isQuoted) cell.Clear();
                (isQuoted, isClosed, isBlank) = (!isQuoted, isQuoted, isBlank && !isClosed);
                continue;
            }
            isClosed = false;
            if (!isQuoted && character == separator) End();
            else if (!isQuoted && character == '\n')
            {
                End();
                if (cells.Any(one => one.Trim().Length > 0)) lines.Add(new(began, [.. cells]));
                cells.Clear();
                began = number + 1;
            }
            else
            {
                cell.Append(character);
                isBlank = isBlank && char.IsWhiteSpace(character);
            }
            if (character == '\n') number++;
        }
        return lines;

        void End()
        {
            cells.Add(cell.ToString());
            cell.Clear();
            isBlank = true;
        }
    }

    // The first line decides, as spreadsheets of different countries write different ones.
    private static char SeparatorOf(string text)
    {
        var first = text.Split('\n', 2)[0];
        return first.Contains('\t', StringComparison.Ordinal) ? '\t' : first.Contains(';', StringComparison.Ordinal) && !first.Contains(',', StringComparison.Ordinal) ? ';' : ',';
    }
}
