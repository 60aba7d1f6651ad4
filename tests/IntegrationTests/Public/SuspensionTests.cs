using System.Net;
using System.Text;
using LtiBadgeConnector.Lti.Roles;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.TestKit;

namespace LtiBadgeConnector.IntegrationTests.Public;

/// <summary>Suspended by the instructor, objected to by the learner, put in force again, ended: as everybody sees it over HTTP.</summary>
public sealed class SuspensionTests(PublicConnector connector) : IClassFixture<PublicConnector>
{
    private const string Reason = "The project is looked at again.";

    private static readonly TimeSpan aMinute = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_suspension_is_seen_by_everybody_within_a_minute_and_ends_as_quickly()
    {
        var first = await Token();
        Assert.Contains("\"statusPurpose\":\"revocation\"", PayloadOf(first), StringComparison.Ordinal);
        using var refused = await Decide("suspend", Reason);
        Assert.Contains("award-not-suspendable", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var (root, secret) = await connector.Launch();
        using (var early = await Appeal(root, secret, "It counts, and I write all the same.")) Assert.Contains("appeal-without-cause", await early.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        await connector.SetPolicy(new() { MaySuspend = true, ValidMonths = 36 });
        await connector.AwardAgain();
        await Publish();
        var hosted = await connector.Hosted();
        await HostedSays(hosted, HttpStatusCode.OK, "valid");
        var token = await Token();
        Assert.Contains("\"statusPurpose\":\"suspension\"", PayloadOf(token), StringComparison.Ordinal);
        Assert.Contains("\"validUntil\":", PayloadOf(token), StringComparison.Ordinal);

        using (var without = await Decide("suspend", " ")) Assert.Contains("withdrawal-reason-missing", await without.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using (var done = await Decide("suspend", Reason)) Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);

        var page = await Read(await connector.Send(HttpMethod.Get, $"/awards/{connector.AwardId}", accept: "text/html"));
        Assert.Contains("Genuine, but suspended by the issuer", page, StringComparison.Ordinal);
        Assert.Contains(Reason, page, StringComparison.Ordinal);
        await Eventually.True(async () => (await Verdict(token)).Contains("data-verdict=\"suspended\"", StringComparison.Ordinal), aMinute, "the list says that it is suspended");
        Assert.Contains(Reason, await Verdict(token), StringComparison.Ordinal);

        await HostedSays(hosted, HttpStatusCode.Gone, "revoked");
        await Object();

        using (var back = await Decide("let-stand")) Assert.Equal(HttpStatusCode.Redirect, back.StatusCode);
        await Eventually.True(async () => (await Verdict(token)).Contains("data-verdict=\"valid\"", StringComparison.Ordinal), aMinute, "the list says that it counts again");
        await HostedSays(hosted, HttpStatusCode.OK, "valid");

        // A final withdrawal of a credential that can only say "suspended" stays so on the list, and is told as what it is here.
        using (var final = await Decide("withdraw", "For good.")) Assert.Equal(HttpStatusCode.Redirect, final.StatusCode);
        await Eventually.True(async () => (await Verdict(token)).Contains("data-verdict=\"suspended\"", StringComparison.Ordinal), aMinute, "the list says that it does not count");
        var verdict = await Verdict(token);
        Assert.Contains("Genuine, but withdrawn by the issuer", verdict, StringComparison.Ordinal);
        Assert.Contains("For good.", verdict, StringComparison.Ordinal);
        await HostedSays(hosted, HttpStatusCode.Gone, "revoked");
        using (var never = await Decide("let-stand")) Assert.Contains("award-is-withdrawn", await never.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_policy_is_chosen_on_its_page_and_a_wrong_number_is_told_at_its_field()
    {
        var (root, secret) = await connector.Launch(role: ProductRole.Instructor);
        var page = $"{root}/d/{(await connector.Award()).Mapping}/afterwards";
        using var wrong = await Save(page, secret, "0");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);

        using var saved = await Save(page, secret, "\uff13\uff16");
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        Assert.Contains("value=\"36\"", await Read(await connector.Send(HttpMethod.Get, page, secret)), StringComparison.Ordinal);

        var (learnerRoot, learnerSecret) = await connector.Launch();
        using var refused = await Save($"{learnerRoot}/d/{(await connector.Award()).Mapping}/afterwards", learnerSecret, "12");
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    // Open Badges 2.0: a hosted assertion that does not count is gone (HTTP 410), and says why.
    private async Task HostedSays(SharedDocument hosted, HttpStatusCode status, string verdict)
    {
        using var answer = await connector.Send(HttpMethod.Get, new Uri(hosted.Url).AbsolutePath);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(status == HttpStatusCode.Gone, (await answer.Content.ReadAsStringAsync()).Contains("\"revoked\":true", StringComparison.Ordinal));
        Assert.Contains($"data-verdict=\"{verdict}\"", await Verdict(Encoding.UTF8.GetString(hosted.Bytes)), StringComparison.Ordinal);
    }

    private async Task Publish()
    {
        var (root, secret) = await connector.Launch();
        using var published = await connector.Send(HttpMethod.Post, $"{root}/mine?handler=Visibility", secret, content: new FormUrlEncodedContent(
            [new("award", connector.AwardId.Value), new("visibility", "Public")]));
        Assert.Equal(HttpStatusCode.Redirect, published.StatusCode);
    }

    // What the learner writes is read by the staff, and by nobody about a credential that counts.
    private async Task Object()
    {
        var (root, secret) = await connector.Launch();
        var progress = await Read(await connector.Send(HttpMethod.Get, $"{root}/progress", secret));
        Assert.Contains("This credential is suspended", progress, StringComparison.Ordinal);
        using var empty = await Appeal(root, secret, "");
        Assert.Contains("appeal-note-unusable", await empty.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var written = await Appeal(root, secret, "I handed in the second version.");
        Assert.Equal(HttpStatusCode.Redirect, written.StatusCode);

        var (staffRoot, staffSecret) = await connector.Launch(role: ProductRole.Instructor);
        Assert.Contains("I handed in the second version.", await Read(await connector.Send(HttpMethod.Get, staffRoot + await connector.StaffPage(), staffSecret)), StringComparison.Ordinal);
    }

    private Task<HttpResponseMessage> Appeal(string root, string secret, string note) => connector.Send(HttpMethod.Post, $"{root}/progress?handler=Appeal", secret, content: new FormUrlEncodedContent(
        [new("award", connector.AwardId.Value), new("note", note)]));

    private Task<HttpResponseMessage> Save(string page, string secret, string months) => connector.Send(HttpMethod.Post, page, secret, content: new FormUrlEncodedContent(
        [new("Form.WhenGradeFalls", "Keep"), new("Form.MaySuspend", "true"), new("Form.ValidMonths", months), new("op", "save")]));

    private async Task<HttpResponseMessage> Decide(string op, string? reason = null)
    {
        var (root, secret) = await connector.Launch(role: ProductRole.Instructor);
        return await connector.Send(HttpMethod.Post, $"{root}{await connector.StaffPage()}?handler=Decide", secret, content: new FormUrlEncodedContent(
            [new("award", connector.AwardId.Value), new("op", op), new("reason", reason ?? "")]));
    }

    private async Task<string> Token() => Encoding.ASCII.GetString((await connector.Token()).Bytes);

    private static string PayloadOf(string token) => Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1]));

    private async Task<string> Verdict(string token) =>
        await Read(await connector.Client.PostAsync("/verify", new MultipartFormDataContent { { new StringContent(token), "text" } }));

    private static async Task<string> Read(HttpResponseMessage response)
    {
        using (response)
        {
            var body = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
            Assert.True(response.StatusCode == HttpStatusCode.OK, $"{response.StatusCode}: {body}");
            return body;
        }
    }
}
