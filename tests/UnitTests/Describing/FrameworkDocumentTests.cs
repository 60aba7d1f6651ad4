using LtiBadgeConnector.Core.Frameworks;
using LtiBadgeConnector.UnitTests.Ui;
using LtiBadgeConnector.Web.Describing;

namespace LtiBadgeConnector.UnitTests.Describing;

public class FrameworkDocumentTests
{
    private static readonly string Document = Path.Combine(SourceTree.Root, "docs", "frameworks.md");

    [Fact]
    public void The_document_says_the_same_as_the_data()
    {
        var written = FrameworkDocument.Write(FrameworkCatalogue.Shipped);
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1") File.WriteAllText(Document, written);

        Assert.Equal(written, File.ReadAllText(Document).ReplaceLineEndings("\n"));
    }
}
