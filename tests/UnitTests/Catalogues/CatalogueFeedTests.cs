using System.Text;
using System.Xml.Linq;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.UnitTests.Frameworks;
using LtiBadgeConnector.Web.Catalogues;

namespace LtiBadgeConnector.UnitTests.Catalogues;

public class CatalogueFeedTests
{
    private static readonly XNamespace atom = "http://www.w3.org/2005/Atom";

    [Theory]
    [InlineData("en", "Data Literacy", "en", "Reads and cleans data.")]
    [InlineData("ja", "データリテラシー", "ja", "Reads and cleans data.")]
    public void Each_text_is_in_the_language_asked_for_where_it_is_written_in_that(string asked, string title, string language, string summary)
    {
        var entry = Feed(asked).Element(atom + "entry")!;

        Assert.Equal((title, language), (entry.Element(atom + "title")!.Value, LanguageOf(entry.Element(atom + "title")!)));
        Assert.Equal((summary, "en"), (entry.Element(atom + "summary")!.Value, LanguageOf(entry.Element(atom + "summary")!)));
    }

    [Fact]
    public void A_feed_leads_to_itself_in_the_same_language_with_its_filters() => Assert.Equal(
        ["https://badges.example/catalogue.atom?q=data&culture=ja", "https://badges.example/catalogue?q=data&culture=ja"],
        Feed("ja").Elements(atom + "link").Select(link => link.Attribute("href")!.Value));

    private static XElement Feed(string asked)
    {
        var definition = Sample.Complete with { OtherTitle = "データリテラシー" };
        var published = new PublishedAchievement(
            MicroCredentialId.New(TimeProvider.System), new("a"), "https://badges.example/achievements/a", DefinitionJson.Write(definition), "Shirakaba University", new("i"), DateTimeOffset.UnixEpoch);
        var query = new CatalogueQuery("data", null, null, null, null, null);
        return XDocument.Parse(Encoding.UTF8.GetString(CatalogueFeeds.Atom(query, [new(published, definition)], "https://badges.example", "Shirakaba University", asked))).Root!;
    }

    private static string LanguageOf(XElement element) => element.Attribute(XNamespace.Xml + "lang")!.Value;
}
