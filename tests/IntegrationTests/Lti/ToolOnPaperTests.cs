using System.IO.Compression;
using System.Net;
using System.Text.Json.Nodes;
using LtiBadgeConnector.IntegrationTests.Public;
using LtiBadgeConnector.TestKit;
using LtiBadgeConnector.Web.Registering;

namespace LtiBadgeConnector.IntegrationTests.Lti;

/// <summary>What an LMS's administrator gets on paper is what dynamic registration would send, and what the repository holds.</summary>
public sealed class ToolOnPaperTests(PublicConnector connector) : IClassFixture<PublicConnector>
{
    [Theory]
    [InlineData("canvas.json")]
    [InlineData("tool.json")]
    public async Task A_file_is_served_with_this_servers_address_and_nothing_else_changed(string file)
    {
        var (status, text) = await Get($"/lti/config/{file}", "*/*");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(
            File.ReadAllText(PathOf(file)),
            text.Replace(connector.Origin, "https://HOST", StringComparison.Ordinal).Replace(new Uri(connector.Origin).Authority, "HOST", StringComparison.Ordinal));
        Assert.DoesNotContain("HOST", text, StringComparison.Ordinal);
        Assert.Equal($"{connector.Origin}/lti/launch", (string)JsonNode.Parse(text)!["target_link_uri"]!);
    }

    [Theory]
    [InlineData("canvas.json", "custom_fields")]
    [InlineData("tool.json", "custom_parameters")]
    public void A_file_asks_for_what_dynamic_registration_asks_for(string file, string parameters)
    {
        var json = JsonNode.Parse(File.ReadAllText(PathOf(file)))!;
        Assert.Equal(OurTool.Description.Scopes, json["scopes"]!.AsArray().Select(scope => (string)scope!));
        Assert.Equal(OurTool.Description.CustomParameters.Keys.Order(StringComparer.Ordinal), json[parameters]!.AsObject().Select(pair => pair.Key).Order(StringComparer.Ordinal));
        var family = file == "canvas.json" ? "canvas" : null;
        Assert.All(json[parameters]!.AsObject(), pair => Assert.Equal(OurTool.For(family).CustomParameters[pair.Key], (string)pair.Value!));
        Assert.Equal((OurTool.Description.Name, OurTool.Description.Description), ((string)json["title"]!, (string)json["description"]!));
    }

    [Fact]
    public async Task Moodles_form_is_a_page_and_the_same_as_json()
    {
        var rows = JsonNode.Parse((await Get("/lti/config/moodle", "application/json")).Text)!.AsArray()
            .Select(row => ((string)row!["field"]!, (string)row["value"]!)).ToList();
        Assert.Contains(("Public keyset", $"{connector.Origin}/lti/jwks.json"), rows);
        Assert.Contains(("Initiate login URL", $"{connector.Origin}/lti/login"), rows);
        Assert.Contains(("Redirection URI(s)", $"{connector.Origin}/lti/launch"), rows);
        Assert.True(rows.Count >= 15);
        Assert.All(rows.Where(row => row.Item1 == "Custom parameters"), row => Assert.Equal(OurTool.Description.CustomParameters[row.Item2.Split('=')[0]], row.Item2.Split('=')[1]));

        var page = WebUtility.HtmlDecode((await Get("/lti/config/moodle", "text/html")).Text);
        Assert.All(rows, row => Assert.Contains(row.Item2, page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Moodles_plugin_is_served_as_the_repository_holds_it_and_packed_the_same_each_time()
    {
        var first = await Bytes("/lti/config/moodle/local_ltibadgeconnector.zip");
        Assert.Equal(first, await Bytes("/lti/config/moodle/local_ltibadgeconnector.zip"));

        using var zip = new ZipArchive(new MemoryStream(first));
        var folder = PathOf("moodle/local_ltibadgeconnector");
        Assert.Equal(
            Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => "ltibadgeconnector/" + Path.GetRelativePath(folder, file).Replace('\\', '/')).Order(StringComparer.Ordinal),
            zip.Entries.Select(entry => entry.FullName));
        Assert.All(zip.Entries, entry => Assert.Equal(File.ReadAllBytes(Path.Combine(folder, entry.FullName["ltibadgeconnector/".Length..])), Read(entry)));
        Assert.Contains(zip.Entries, entry => entry.FullName == "ltibadgeconnector/lang/ja/local_ltibadgeconnector.php");
    }

    private async Task<byte[]> Bytes(string path)
    {
        using var answer = await connector.Send(HttpMethod.Get, path);
        Assert.Equal("application/zip", answer.Content.Headers.ContentType?.MediaType);
        return await answer.Content.ReadAsByteArrayAsync();
    }

    private static byte[] Read(ZipArchiveEntry entry)
    {
        using var content = entry.Open();
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return bytes.ToArray();
    }

    private async Task<(HttpStatusCode Status, string Text)> Get(string path, string accept)
    {
        using var answer = await connector.Send(HttpMethod.Get, path, accept: accept);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static string PathOf(string file) => Path.Combine(Repository.Root, "lti-config", file);
}
