using System.Text;
using LtiBadgeConnector.Web.Ui;

namespace LtiBadgeConnector.UnitTests.Ui;

/// <summary>Files as the spreadsheets of different countries write them.</summary>
public sealed class CsvReaderTests
{
    private const string Japanese = "email,reason\nmisaki@campus.example,発表で示した";
    private const string German = "email;reason\nemma@campus.example;Prüfung nachgeholt";

    [Fact]
    public void A_file_is_read_in_the_encoding_it_was_written_in()
    {
        var shiftJis = CodePagesEncodingProvider.Instance.GetEncoding(932)!;
        var western = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

        Assert.Equal(Japanese, CsvReader.TextOf(Encoding.UTF8.GetBytes(Japanese), "ja"));
        Assert.Equal(Japanese, CsvReader.TextOf([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Japanese)], "en"));
        Assert.Equal(Japanese, CsvReader.TextOf([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Japanese)], "en"));
        Assert.Equal(Japanese, CsvReader.TextOf(shiftJis.GetBytes(Japanese), "ja"));
        Assert.Equal(German, CsvReader.TextOf(western.GetBytes(German), "en"));
    }

    [Theory]
    [InlineData("email,reason\na@x.example,\"One, two\"\n\n", "One, two", 2)]
    [InlineData("email;reason\na@x.example;\"He said \"\"yes\"\"\"", "He said \"yes\"", 2)]
    [InlineData("email\treason\r\n\r\na@x.example\tTwo\r\n", "Two", 3)]
    [InlineData("email,reason\na@x.example,\"\"\"Yes\"\", she said\"", "\"Yes\", she said", 2)]
    [InlineData("email,reason\na@x.example, \"One, two\"", "One, two", 2)]
    [InlineData("email,reason\na@x.example,A 5\" screen\nb@x.example,Two", "A 5\" screen", 2)]
    public void Commas_semicolons_and_tabs_divide_cells_and_lines_keep_their_number(string text, string reason, int number)
    {
        var line = CsvReader.Read(text)[1];

        Assert.Equal((number, "a@x.example", reason), (line.Number, line.Cells[0], line.Cells[1]));
    }

    [Fact]
    public void A_row_of_nothing_but_quotes_takes_no_longer_than_any_other_text()
    {
        var line = Assert.Single(CsvReader.Read(new string('"', 1_000_000)));

        Assert.Equal(new string('"', 499_999), Assert.Single(line.Cells));
    }
}
