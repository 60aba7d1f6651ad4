using System.Net;
using System.Text.Json;
using System.Xml.Linq;

namespace LtiBadgeConnector.IntegrationTests.Public;

public sealed class CatalogueTests(PublicConnector connector) : IClassFixture<PublicConnector>
{
    [Theory]
    [InlineData("", 2)]
    [InlineData("?q=LITERACY", 1)]
    [InlineData("?q=tables", 2)]
    [InlineData("?q=literacy+DATA", 1)]
    [InlineData("?q=%EF%BC%AC%EF%BD%89%EF%BD%94%EF%BD%85%EF%BD%92%EF%BD%81%EF%BD%83%EF%BD%99%E3%80%80data", 1)]
    [InlineData("?q=literacy+nothing-like-it", 0)]
    [InlineData("?q=nothing-like-it", 0)]
    [InlineData("?framework=jp-mc-1.0", 2)]
    [InlineData("?framework=eu-2022", 0)]
    [InlineData("?effort=30", 2)]
    [InlineData("?effort=10", 0)]
    [InlineData("?effort=soon", 0)]
    [InlineData("?level=EQF+5", 0)]
    public async Task The_page_and_its_feeds_find_the_same(string query, int count)
    {
        var page = await Text($"/catalogue{query}", "text/html", "text/html");
        var achievements = JsonDocument.Parse(await Text($"/catalogue.json{query}", "*/*", "application/ld+json")).RootElement;
        var schema = JsonDocument.Parse(await Text($"/catalogue.jsonld{query}", "*/*", "application/ld+json")).RootElement;
        var atom = XDocument.Parse(await Text($"/catalogue.atom{query}", "*/*", "application/atom+xml"));

        Assert.Equal(count, page.Split("name=\"id\"").Length - 1);
        Assert.Equal(count, achievements.GetArrayLength());
        Assert.Equal(count, schema.GetProperty("@graph").GetArrayLength());
        Assert.Equal(count, atom.Root!.Elements(XName.Get("entry", "http://www.w3.org/2005/Atom")).Count());
        Assert.Equal(
            [$"{connector.Origin}/catalogue.atom", $"{connector.Origin}/catalogue"],
            atom.Root.Elements(XName.Get("link", "http://www.w3.org/2005/Atom")).Select(link => link.Attribute("href")!.Value.Split('?')[0]));
        var asked = query.Length > 0 ? $"{query.Replace("+", "%20", StringComparison.Ordinal)}&culture=en" : "?culture=en";
        Assert.All(atom.Root.Elements(XName.Get("link", "http://www.w3.org/2005/Atom")), link => Assert.Equal(asked, new Uri(link.Attribute("href")!.Value).Query));
    }

    [Fact]
    public async Task Schema_org_and_Atom_name_the_published_version()
    {
        var credential = JsonDocument.Parse(await Text("/catalogue.jsonld?q=literacy", "*/*", "application/ld+json")).RootElement.GetProperty("@graph")[0];

        Assert.Equal("EducationalOccupationalCredential", credential.GetProperty("@type").GetString());
        Assert.Equal("PT24H", credential.GetProperty("timeRequired").GetString());
        Assert.StartsWith($"{connector.Origin}/achievements/", credential.GetProperty("@id").GetString(), StringComparison.Ordinal);
        Assert.Contains(credential.GetProperty("@id").GetString()!, await Text("/catalogue.atom", "*/*", "application/atom+xml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_of_learners_is_in_it()
    {
        foreach (var path in (string[])["/catalogue", "/catalogue.json", "/catalogue.jsonld", "/catalogue.atom"])
            Assert.DoesNotContain(PublicConnector.LearnerName, await Text(path, "*/*", mediaType: null), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_are_compared_row_by_row_and_strangers_ids_are_left_out()
    {
        var achievements = JsonDocument.Parse(await Text("/catalogue.json", "*/*", "application/ld+json")).RootElement;
        var ids = achievements.EnumerateArray().Select(one => one.GetProperty("id").GetString()!.Split('/')[^1]).ToList();

        var page = await Text($"/catalogue/compare?id={ids[0]}&id={ids[1]}&id=nobody", "text/html", "text/html");

        Assert.Equal(2, page.Split("<th scope=\"col\">").Length - 1);
        Assert.Contains(PublicConnector.Title, page, StringComparison.Ordinal);
        Assert.Contains("24 hours", page, StringComparison.Ordinal);
        Assert.DoesNotContain("left out", page, StringComparison.Ordinal);
        Assert.Contains("1 more was chosen and is left out.", await Text($"/catalogue/compare?id={ids[0]}&id={ids[1]}&id=a&id=b&id=c", "text/html", "text/html"), StringComparison.Ordinal);
        Assert.Contains("Nothing is chosen", await Text("/catalogue/compare?id=nobody", "text/html", "text/html"), StringComparison.Ordinal);
    }

    private async Task<string> Text(string path, string accept, string? mediaType)
    {
        using var response = await connector.Send(HttpMethod.Get, path, accept: accept);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        if (mediaType is not null) Assert.Equal(mediaType, response.Content.Headers.ContentType!.MediaType);
        return await response.Content.ReadAsStringAsync();
    }
}
