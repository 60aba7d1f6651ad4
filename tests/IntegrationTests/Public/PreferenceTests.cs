using System.Net;
using System.Text.RegularExpressions;
using LtiBadgeConnector.Core.Awarding;

namespace LtiBadgeConnector.IntegrationTests.Public;

/// <summary>What a learner decides once for all courses, and the one link for all that they published.</summary>
public sealed partial class PreferenceTests(PublicConnector connector) : IClassFixture<PublicConnector>
{
    [Fact]
    public async Task Language_and_name_are_kept()
    {
        var (root, secret) = await connector.Launch();
        Assert.Contains("<html lang=\"en\">", await Read($"{root}/preferences", secret), StringComparison.Ordinal);

        await Post($"{root}/preferences", secret, ("language", "ja"), ("name", "true"));
        var page = await Read($"{root}/preferences?saved=true", secret);
        Assert.Contains("<html lang=\"ja\">", page, StringComparison.Ordinal);
        Assert.Matches("name=\"name\" value=\"true\"[^>]*checked", page);

        await Post($"{root}/preferences", secret, ("language", ""));
        page = await Read($"{root}/preferences", secret);
        Assert.Contains("<html lang=\"en\">", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("name=\"name\" value=\"true\"[^>]*checked", page);
    }

    [Fact]
    public async Task One_link_shows_what_is_published_and_nothing_else_until_it_is_taken_back()
    {
        var (root, secret) = await connector.Launch();
        await connector.Show(AwardVisibility.Unlisted);
        await Post($"{root}/mine?handler=Collection", secret, ("open", "true"));
        var link = Link().Match(await Read($"{root}/mine", secret)).Groups[1].Value[connector.Origin.Length..];

        Assert.DoesNotContain(PublicConnector.Title, await Read(link), StringComparison.Ordinal);
        await connector.Show(AwardVisibility.Public);
        await Post($"{root}/preferences", secret, ("name", "true"));
        var shown = await Read(link);
        Assert.Contains(PublicConnector.Title, shown, StringComparison.Ordinal);
        Assert.Contains(PublicConnector.LearnerName, shown, StringComparison.Ordinal);
        await Post($"{root}/preferences", secret);
        Assert.DoesNotContain(PublicConnector.LearnerName, await Read(link), StringComparison.Ordinal);

        await Post($"{root}/mine?handler=Collection", secret, ("open", "false"));
        using var gone = await connector.Send(HttpMethod.Get, link);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        await Post($"{root}/mine?handler=Collection", secret, ("open", "true"));
        Assert.DoesNotContain(link, await Read($"{root}/mine", secret), StringComparison.Ordinal);
    }

    private async Task Post(string path, string secret, params (string Name, string Value)[] fields)
    {
        using var response = await connector.Send(HttpMethod.Post, path, secret, content: new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))));
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
    }

    private async Task<string> Read(string path, string? secret = null)
    {
        using var response = await connector.Send(HttpMethod.Get, path, secret, accept: "text/html");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
    }

    [GeneratedRegex("id=\"collection-link\">([^<]+)<")]
    private static partial Regex Link();
}
