using System.Net;
using System.Text;
using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.TestKit;

namespace LtiBadgeConnector.IntegrationTests.Public;

/// <summary>Credentials that are signed anew: when the holder decides about the name, and when the key is void.</summary>
public sealed class ReissueTests(PublicConnector connector) : IClassFixture<PublicConnector>
{
    [Fact]
    public async Task A_name_that_is_agreed_to_later_stands_in_the_credential_and_a_void_key_s_signature_is_replaced()
    {
        await connector.Show(AwardVisibility.Public);
        var first = await connector.Token();
        Assert.DoesNotContain(PublicConnector.LearnerName, PayloadOf(first.Bytes), StringComparison.Ordinal);

        var (root, secret) = await connector.Launch();
        using (var agreed = await connector.Send(HttpMethod.Post, $"{root}/preferences", secret, content: new FormUrlEncodedContent([new("name", "true")])))
            Assert.Equal(HttpStatusCode.Redirect, agreed.StatusCode);

        var named = await Eventually.Some(async () => await connector.Token() is var now && now.ValidFrom > first.ValidFrom ? now : null, TimeSpan.FromSeconds(60), "signed anew");
        Assert.Equal((first.Url, first.PublicId), (named.Url, named.PublicId));
        Assert.Contains(PublicConnector.LearnerName, PayloadOf(named.Bytes), StringComparison.Ordinal);
        Assert.Equal(MemberOf(first.Bytes, "awardedDate"), MemberOf(named.Bytes, "awardedDate"));
        Assert.Equal(MemberOf(first.Bytes, "statusListIndex"), MemberOf(named.Bytes, "statusListIndex"));
        // Two documents of one second: the later one is valid from the next second on.
        await Eventually.True(async () => (await Verdict(named.Bytes)).Contains("data-verdict=\"valid\"", StringComparison.Ordinal), TimeSpan.FromSeconds(60), "the later document is valid");

        var kid = HeaderMember(named.Bytes, "kid");
        await connector.RevokeKeyOf(named);

        var verdict = await Verdict(named.Bytes);
        Assert.Contains("data-verdict=\"invalid\"", verdict, StringComparison.Ordinal);
        Assert.Contains("data-code=\"key-revoked\"", verdict, StringComparison.Ordinal);
        using (var key = await connector.Send(HttpMethod.Get, new Uri(kid).AbsolutePath)) Assert.Equal(HttpStatusCode.Gone, key.StatusCode);
        Assert.DoesNotContain(kid, await connector.Client.GetStringAsync("/.well-known/jwks.json"), StringComparison.Ordinal);
        Assert.DoesNotContain(kid[(kid.LastIndexOf('/') + 1)..], await connector.Client.GetStringAsync("/.well-known/did.json"), StringComparison.Ordinal);

        var anew = await Eventually.Some(async () => await connector.Token() is var now && HeaderMember(now.Bytes, "kid") != kid ? now : null, TimeSpan.FromSeconds(60), "signed with another key");
        await Eventually.True(async () => (await Verdict(anew.Bytes)).Contains("data-verdict=\"valid\"", StringComparison.Ordinal), TimeSpan.FromSeconds(60), "its status list is signed with another key, too");
    }

    private async Task<string> Verdict(byte[] token)
    {
        using var answer = await connector.Client.PostAsync("/verify", new MultipartFormDataContent { { new StringContent(Encoding.ASCII.GetString(token)), "text" } });
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    private static string PayloadOf(byte[] token) => Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(Encoding.ASCII.GetString(token).Split('.')[1]));

    private static string MemberOf(byte[] token, string name) => Value(PayloadOf(token), name);

    private static string HeaderMember(byte[] token, string name) => Value(Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(Encoding.ASCII.GetString(token).Split('.')[0])), name);

    private static string Value(string json, string name)
    {
        var start = json.IndexOf($"\"{name}\":\"", StringComparison.Ordinal) + name.Length + 4;
        return json[start..json.IndexOf('"', start)];
    }
}
