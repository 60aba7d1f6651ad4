using System.Net;
using System.Text;
using LtiBadgeConnector.Core.Awarding;

namespace LtiBadgeConnector.IntegrationTests.Public;

/// <summary>The copy for use without a network, and how the check page tells a key from a name.</summary>
public sealed class OfflineCopyTests(PublicConnector connector) : IClassFixture<PublicConnector>
{
    [Fact]
    public async Task Whoever_sees_the_award_may_take_it_and_the_page_does_not_say_by_whom_it_is_signed()
    {
        await connector.Show(AwardVisibility.Private);
        using (var hidden = await connector.Send(HttpMethod.Get, $"/awards/{connector.AwardId}/offline.json")) Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);

        await connector.Show(AwardVisibility.Public);
        using var copy = await connector.Send(HttpMethod.Get, $"/awards/{connector.AwardId}/offline.json");
        Assert.Equal((HttpStatusCode.OK, "application/vc"), (copy.StatusCode, copy.Content.Headers.ContentType!.MediaType));
        var text = await copy.Content.ReadAsStringAsync();
        Assert.Contains("\"id\":\"did:key:z6Mk", text, StringComparison.Ordinal);

        var page = await Verdict(text);
        Assert.Contains("data-verdict=\"valid\"", page, StringComparison.Ordinal);
        Assert.Contains("by whom is not confirmed", page, StringComparison.Ordinal);
        Assert.Contains("nobody has put this issuer on this server's list", page, StringComparison.Ordinal);

        var own = await Verdict(Encoding.ASCII.GetString((await connector.Token()).Bytes));
        Assert.Contains($"on this server's list of issuers ({connector.Origin})", own, StringComparison.Ordinal);
        Assert.Contains("(localhost)", own, StringComparison.Ordinal);
    }

    private async Task<string> Verdict(string badge)
    {
        using var answer = await connector.Client.PostAsync("/verify", new MultipartFormDataContent { { new StringContent(badge), "text" } });
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }
}
