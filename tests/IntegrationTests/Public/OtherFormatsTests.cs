using System.Net;
using System.Text.Json;
using LtiBadgeConnector.Core.Awarding;

namespace LtiBadgeConnector.IntegrationTests.Public;

/// <summary>Open Badges 2.0 and baked pictures of one award, from the holder's click to the verdict, and what becomes of them.</summary>
public sealed class OtherFormatsTests(PublicConnector connector) : IClassFixture<PublicConnector>
{
    [Theory]
    [InlineData("png", "image/png")]
    [InlineData("svg", "image/svg+xml")]
    public async Task A_baked_picture_is_checked_like_the_document_in_it(string suffix, string mediaType)
    {
        await connector.Show(AwardVisibility.Public);
        using var response = await connector.Send(HttpMethod.Get, $"/credentials/{(await connector.Document()).PublicId}.{suffix}");
        var picture = await response.Content.ReadAsByteArrayAsync();

        Assert.Equal((HttpStatusCode.OK, mediaType), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        var verdict = await Check(picture);
        Assert.Contains("data-verdict=\"valid\"", verdict, StringComparison.Ordinal);
        Assert.Contains("data-code=\"image-good\"", verdict, StringComparison.Ordinal);
        if (suffix == "png") Assert.Equal("89504E470D0A1A0A", Convert.ToHexString(picture, 0, 8));
    }

    [Fact]
    public async Task A_picture_is_as_private_as_its_award()
    {
        await connector.Show(AwardVisibility.Private);
        using var picture = await connector.Send(HttpMethod.Get, $"/credentials/{(await connector.Document()).PublicId}.png");
        Assert.Equal(HttpStatusCode.NotFound, picture.StatusCode);
        foreach (var requested in new[] { "ob2.jwt", "ob3.jwt" })
        {
            using var document = await connector.Send(HttpMethod.Get, $"/awards/{connector.AwardId}/{requested}");
            Assert.Equal(HttpStatusCode.NotFound, document.StatusCode);
            Assert.Contains("document-not-public", await document.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_holder_downloads_the_picture()
    {
        await connector.Show(AwardVisibility.Private);
        var (root, secret) = await connector.Launch();
        using var ticket = await connector.Send(HttpMethod.Get, $"{root}/mine/download/{(await connector.Document()).PublicId}?suffix=png", secret);
        using var picture = await connector.Send(HttpMethod.Get, ticket.Headers.Location!.ToString());

        Assert.Equal((HttpStatusCode.OK, "image/png"), (picture.StatusCode, picture.Content.Headers.ContentType!.MediaType));
    }

    [Fact]
    public async Task The_token_is_made_once_when_it_is_asked_for()
    {
        await connector.Show(AwardVisibility.Public);
        var first = await Followed(AddressIn(await Text($"/awards/{connector.AwardId}"), "ob3-jwt"));
        using var second = await connector.Send(HttpMethod.Get, $"/awards/{connector.AwardId}/ob3.jwt");

        Assert.Equal("application/vc+jwt", first.Type);
        Assert.Equal(first.Address, second.Headers.Location!.ToString());
        var verdict = await Check(first.Bytes);
        Assert.Contains("data-verdict=\"valid\"", verdict, StringComparison.Ordinal);
        Assert.Contains("data-code=\"status-good\"", verdict, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jwt", "text/plain")]
    [InlineData("png", "image/png")]
    public async Task A_signed_badge_of_version_2_is_made_once_when_it_is_asked_for(string suffix, string mediaType)
    {
        await connector.Show(AwardVisibility.Public);
        var first = await Followed($"/awards/{connector.AwardId}/ob2.{suffix}");
        using var second = await connector.Send(HttpMethod.Get, $"/awards/{connector.AwardId}/ob2.{suffix}");

        Assert.Equal(mediaType, first.Type);
        Assert.Equal(first.Address, second.Headers.Location!.ToString());
        Assert.Contains("data-verdict=\"valid\"", await Check(first.Bytes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hosted_badge_of_version_2_stands_only_while_it_is_published()
    {
        var (root, secret) = await connector.Launch();
        await Decide(root, secret, "Public");
        var page = await Text($"/awards/{connector.AwardId}");
        Assert.Contains("data-format=\"ob2-hosted\"", page, StringComparison.Ordinal);
        var address = await HostedAddress();

        using var open = await connector.Send(HttpMethod.Get, address);
        var assertion = await open.Content.ReadAsByteArrayAsync();
        Assert.Equal((HttpStatusCode.OK, "application/ld+json"), (open.StatusCode, open.Content.Headers.ContentType!.MediaType));
        Assert.Equal("*", open.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Contains("data-verdict=\"valid\"", await Check(assertion), StringComparison.Ordinal);
        foreach (var linked in await Linked(assertion))
        {
            using var part = await connector.Send(HttpMethod.Get, linked, accept: "application/json");
            Assert.Equal(HttpStatusCode.OK, part.StatusCode);
            Assert.Contains(part.Content.Headers.ContentType!.MediaType, new[] { "application/json", "application/ld+json" });
            using var json = JsonDocument.Parse(await part.Content.ReadAsByteArrayAsync());
            Assert.Equal(connector.Origin + linked, json.RootElement.GetProperty("id").GetString());
        }

        await Decide(root, secret, "Private");
        using var closed = await connector.Send(HttpMethod.Get, address);
        Assert.Equal(HttpStatusCode.NotFound, closed.StatusCode);
        Assert.Contains("document-not-public", await closed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Documents_of_version_2_that_do_not_exist_are_not_found()
    {
        foreach (var path in new[] { "/ob2/badges/x", "/ob2/badges/x/image", "/ob2/issuers/x", "/ob2/issuers/x/keys/y", "/ob2/revocations/x", "/ob2/assertions/x" })
        {
            using var response = await connector.Send(HttpMethod.Get, path);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }
    }

    private async Task<string> HostedAddress()
    {
        using var document = JsonDocument.Parse((await Followed(AddressIn(await Text($"/awards/{connector.AwardId}"), "ob2-hosted"))).Bytes);
        return document.RootElement.GetProperty("id").GetString()![connector.Origin.Length..];
    }

    private async Task<IReadOnlyList<string>> Linked(byte[] assertion)
    {
        using var json = JsonDocument.Parse(assertion);
        var badge = json.RootElement.GetProperty("badge").GetString()![connector.Origin.Length..];
        using var badgeClass = JsonDocument.Parse(await Text(badge, "application/json"));
        var issuer = badgeClass.RootElement.GetProperty("issuer").GetString()![connector.Origin.Length..];
        using var profile = JsonDocument.Parse(await Text(issuer, "application/json"));
        using var image = await connector.Send(HttpMethod.Get, badgeClass.RootElement.GetProperty("image").GetString()![connector.Origin.Length..]);
        Assert.Equal("image/png", image.Content.Headers.ContentType!.MediaType);
        return [badge, issuer, profile.RootElement.GetProperty("publicKey")[0].GetString()![connector.Origin.Length..], profile.RootElement.GetProperty("revocationList").GetString()![connector.Origin.Length..]];
    }

    private async Task Decide(string root, string secret, string visibility)
    {
        using var response = await connector.Send(HttpMethod.Post, $"{root}/progress?handler=Visibility", secret, content: new FormUrlEncodedContent([new("award", connector.AwardId.Value), new("visibility", visibility)]));
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
    }

    private async Task<(string Address, byte[] Bytes, string? Type)> Followed(string path)
    {
        using var first = await connector.Send(HttpMethod.Get, path);
        if (first.StatusCode == HttpStatusCode.OK) return (path, await first.Content.ReadAsByteArrayAsync(), first.Content.Headers.ContentType!.MediaType);
        Assert.Equal(HttpStatusCode.Redirect, first.StatusCode);
        var address = first.Headers.Location!.ToString();
        using var second = await connector.Send(HttpMethod.Get, address);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        return (address, await second.Content.ReadAsByteArrayAsync(), second.Content.Headers.ContentType!.MediaType);
    }

    private async Task<string> Text(string path, string accept = "text/html")
    {
        using var response = await connector.Send(HttpMethod.Get, path, accept: accept);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
    }

    private async Task<string> Check(byte[] file)
    {
        using var response = await connector.Client.PostAsync("/verify", new MultipartFormDataContent { { new ByteArrayContent(file), "file", "badge" } });
        return WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
    }

    // The address of the button of one format.
    private static string AddressIn(string page, string format)
    {
        var at = page.IndexOf($"data-format=\"{format}\"", StringComparison.Ordinal);
        var start = page.LastIndexOf("href=\"", at, StringComparison.Ordinal) + 6;
        return page[start..page.IndexOf('"', start)];
    }
}
