using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace LtiBadgeConnector.DemoLms.Campus;

/// <summary>A file that a learner handed in for something that is graded.</summary>
internal sealed record HandedIn(int ItemId, int PersonId, string Name, string MediaType, byte[] Content, DateTimeOffset At)
{
    /// <summary>The number of the whole submission: all files of one learner for one thing.</summary>
    public int Submission => (ItemId * 1000) + PersonId;
}

/// <summary>What some learners of the campus handed in: real files, small.</summary>
internal static class SampleWork
{
    private const string Pdf = "application/pdf";

    public static ImmutableList<HandedIn> Of(int project, DateTimeOffset at) =>
    [
        new(project, 21, "rainfall-report.pdf", Pdf, Page("Rainfall in Sapporo, 1990 to 2020", "Misaki Sato. Wet days are fewer and heavier than they were."), at),
        new(project, 21, "札幌の降水量.csv", "text/csv", Encoding.UTF8.GetBytes("year,mm\n1990,1104\n2000,1296\n2010,1325\n2020,926\n"), at),
        new(project, 22, "traffic-report.pdf", Pdf, Page("Bicycles on the bridge", "Daisuke Suzuki. Counts of one week, by hour."), at),
    ];

    /// <summary>One page with a title and a line, as PDF 1.4; ASCII only.</summary>
    private static byte[] Page(string title, string line)
    {
        var shown = $"BT /F1 22 Tf 72 740 Td ({title}) Tj /F1 12 Tf 0 -36 Td ({line}) Tj ET";
        string[] objects =
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            $"<< /Length {shown.Length} >>\nstream\n{shown}\nendstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ];
        var file = new StringBuilder("%PDF-1.4\n");
        var index = new StringBuilder("0000000000 65535 f \n");
        for (var at = 0; at < objects.Length; at++)
        {
            index.Append(file.Length.ToString("D10", CultureInfo.InvariantCulture)).Append(" 00000 n \n");
            file.Append(CultureInfo.InvariantCulture, $"{at + 1} 0 obj\n{objects[at]}\nendobj\n");
        }
        file.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Length + 1}\n{index}trailer\n<< /Size {objects.Length + 1} /Root 1 0 R >>\nstartxref\n{file.Length}\n%%EOF\n");
        return Encoding.ASCII.GetBytes(file.ToString());
    }
}
