using LtiBadgeConnector.Web.Localisation;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Http;

namespace LtiBadgeConnector.UnitTests.Ui;

public class LanguageTests
{
    [Theory]
    [InlineData("ja-JP", "ja")]
    [InlineData("ja_JP", "ja")]
    [InlineData("EN-gb", "en")]
    [InlineData("fr", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_tag_from_elsewhere_finds_our_language(string? tag, string? language) => Assert.Equal(language, Languages.Matching(tag));

    [Theory]
    [InlineData("/learn", "", null, "/learn?culture=ja")]
    [InlineData("/learn", "?q=a%26b&after=9", null, "/learn?q=a%26b&after=9&culture=ja")]
    [InlineData("/learn", "?culture=en&q=x", null, "/learn?q=x&culture=ja")]
    [InlineData("/lti/launch", "", "/course/7?tab=1", "/course/7?tab=1&culture=ja")]
    public void The_switch_stays_on_the_page(string path, string query, string? here, string expected)
    {
        var request = new DefaultHttpContext().Request;
        request.Path = path;
        request.QueryString = new QueryString(query);

        Assert.Equal(expected, LanguageSwitch.Href(request, here, "ja"));
    }
}
