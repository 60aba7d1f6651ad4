using LtiBadgeConnector.Web.Sharing;

namespace LtiBadgeConnector.UnitTests.Sharing;

public class EvidenceFileTypeTests
{
    [Theory]
    [InlineData("application/pdf", "application/pdf")]
    [InlineData("Application/PDF; charset=x", "application/pdf")]
    [InlineData("text/html", "application/octet-stream")]
    [InlineData("image/svg+xml", "application/octet-stream")]
    [InlineData("application/xhtml+xml", "application/octet-stream")]
    [InlineData("text/plain\r\nSet-Cookie: a=b", "application/octet-stream")]
    [InlineData("", "application/octet-stream")]
    [InlineData(null, "application/octet-stream")]
    public void Says_only_what_nothing_runs_of(string? told, string said) => Assert.Equal(said, EvidenceFileType.Of(told));

    [Theory]
    [InlineData("report.pdf", "report.pdf")]
    [InlineData("札幌の降水量.csv", "札幌の降水量.csv")]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("C:\\work\\a.txt", "a.txt")]
    [InlineData("invoice\u202Efdp.exe", "invoicefdp.exe")]
    [InlineData("a\r\nb.txt", "ab.txt")]
    [InlineData("a<b>\"c\"?.txt", "a_b__c__.txt")]
    [InlineData(" .. ", "file")]
    public void Cleans_a_name(string told, string clean) => Assert.Equal(clean, EvidenceFileType.CleanName(told));

    [Fact]
    public void Cuts_a_long_name_and_keeps_its_ending()
    {
        Assert.Equal(new string('x', 146) + ".pdf", EvidenceFileType.CleanName(new string('x', 300) + ".pdf"));
        Assert.Equal(149, EvidenceFileType.CleanName("x" + string.Concat(Enumerable.Repeat("😀", 100))).Length);
    }
}
