using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Lti.Roles;
using LtiBadgeConnector.TestKit;

namespace LtiBadgeConnector.IntegrationTests.Public;

/// <summary>An instructor takes an award back: learner, visitors and verifiers see date and reason, and the signed list says so.</summary>
public sealed partial class WithdrawalTests(PublicConnector connector) : IClassFixture<PublicConnector>
{
    private const string Reason = "It was awarded to the wrong person.";

    [Fact]
    public async Task A_withdrawn_award_is_withdrawn_everywhere()
    {
        await connector.Show(AwardVisibility.Public);
        var token = Encoding.ASCII.GetString((await connector.Token()).Bytes);
        var list = StatusListIn(token);
        var before = await Verdict(token);
        Assert.Contains("data-verdict=\"valid\"", before, StringComparison.Ordinal);
        Assert.Contains("data-code=\"status-good\"", before, StringComparison.Ordinal);
        Assert.Contains("not withdrawn", before, StringComparison.Ordinal);
        using var fresh = await connector.Send(HttpMethod.Get, list);
        Assert.Equal((HttpStatusCode.OK, "application/vc"), (fresh.StatusCode, fresh.Content.Headers.ContentType!.MediaType));
        using var asToken = await connector.Send(HttpMethod.Get, list, accept: "application/vc+jwt");
        Assert.Equal("application/vc+jwt", asToken.Content.Headers.ContentType!.MediaType);
        Assert.Equal("*", fresh.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.InRange(fresh.Headers.CacheControl!.MaxAge!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(59));

        await WithdrawAsInstructor();

        var page = await Read(await connector.Send(HttpMethod.Get, $"/awards/{connector.AwardId}", accept: "text/html"));
        Assert.Contains("Genuine, but withdrawn by the issuer", page, StringComparison.Ordinal);
        Assert.Contains(Reason, page, StringComparison.Ordinal);

        var (root, secret) = await connector.Launch();
        foreach (var mine in new[] { "/progress", "/mine" })
        {
            var shown = await Read(await connector.Send(HttpMethod.Get, root + mine, secret));
            Assert.Contains(Reason, shown, StringComparison.Ordinal);
            Assert.DoesNotContain("You have earned it", shown, StringComparison.Ordinal);
        }

        await Eventually.True(async () => (await Verdict(token)).Contains("data-verdict=\"revoked\"", StringComparison.Ordinal), TimeSpan.FromSeconds(60), "the list says that it is withdrawn");
        var after = await Verdict(token);
        Assert.Contains("data-code=\"status-revoked\"", after, StringComparison.Ordinal);
        Assert.Contains(Reason, after, StringComparison.Ordinal);

        using var old = await connector.Send(HttpMethod.Get, $"/awards/{connector.AwardId}/ob2.jwt");
        Assert.Equal(HttpStatusCode.Conflict, old.StatusCode);

        using var unchanged = await Get(list, fresh.Headers.ETag!.ToString());
        using var known = await Get(list, unchanged.Headers.ETag!.ToString());
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotModified), (unchanged.StatusCode, known.StatusCode));
    }

    [Fact]
    public async Task A_learner_cannot_withdraw()
    {
        var (root, secret) = await connector.Launch();
        using var response = await Withdraw(root, secret, Reason);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.DoesNotContain(Reason, await Read(await connector.Send(HttpMethod.Get, $"{root}/mine", secret)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_list_is_not_found()
    {
        using var response = await connector.Send(HttpMethod.Get, "/status/none");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("document-not-found", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task WithdrawAsInstructor()
    {
        var (root, secret) = await connector.Launch(role: ProductRole.Instructor);
        var staff = root + await connector.StaffPage();
        var award = connector.AwardId;

        var road = await Read(await connector.Send(HttpMethod.Get, staff, secret));
        Assert.Contains($"?withdraw={award}", road, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"reason\"", road, StringComparison.Ordinal);
        var asks = await Read(await connector.Send(HttpMethod.Get, $"{staff}?withdraw={award}", secret));
        Assert.Contains("Withdraw this credential?", asks, StringComparison.Ordinal);

        using var without = await Withdraw(root, secret, " ");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, without.StatusCode);
        Assert.Contains("withdrawal-reason-missing", await without.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var tooLong = await Withdraw(root, secret, new string('a', 501));
        Assert.Contains("withdrawal-reason-too-long", await tooLong.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        using var done = await Withdraw(root, secret, Reason);
        Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        using var again = await Withdraw(root, secret, "Another reason");
        Assert.Equal(HttpStatusCode.Redirect, again.StatusCode);
        road = await Read(await connector.Send(HttpMethod.Get, staff, secret));
        Assert.Contains(Reason, road, StringComparison.Ordinal);
        Assert.DoesNotContain("Another reason", road, StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> Withdraw(string root, string secret, string reason) =>
        await connector.Send(HttpMethod.Post, $"{root}{await connector.StaffPage()}?handler=Decide", secret, content: new FormUrlEncodedContent(
            [new("award", connector.AwardId.Value), new("reason", reason), new("op", "withdraw")]));

    private async Task<string> Verdict(string token) =>
        await Read(await connector.Client.PostAsync("/verify", new MultipartFormDataContent { { new StringContent(token), "text" } }));

    private async Task<HttpResponseMessage> Get(string path, string etag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("If-None-Match", etag);
        return await connector.Client.SendAsync(request);
    }

    private string StatusListIn(string token)
    {
        var payload = Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1]));
        var url = ListAddress().Match(payload).Groups[1].Value;
        Assert.StartsWith(connector.Origin, url, StringComparison.Ordinal);
        return url[connector.Origin.Length..];
    }

    private static async Task<string> Read(HttpResponseMessage response)
    {
        using (response)
        {
            var body = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
            Assert.True(response.StatusCode == HttpStatusCode.OK, $"{response.StatusCode}: {body}");
            return body;
        }
    }

    [GeneratedRegex("\"statusListCredential\":\"([^\"]+)\"")]
    private static partial Regex ListAddress();
}
