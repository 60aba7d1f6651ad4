using System.Net;
using System.Text.Json.Nodes;
using LtiBadgeConnector.DemoLms;
using LtiBadgeConnector.DemoLms.Campus;

namespace LtiBadgeConnector.DemoLmsTests;

/// <summary>What a tool meets at each product, seen from outside; a personality that behaved like another would prove nothing.</summary>
public sealed class PersonalityTests
{
    private const string ItemType = "application/vnd.ims.lis.v2.lineitem+json";
    private const string ItemsType = "application/vnd.ims.lis.v2.lineitemcontainer+json";
    private const string Endpoint = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint";
    private const string Claim = "https://purl.imsglobal.org/spec/lti/claim/";
    private const string Deep = "https://purl.imsglobal.org/spec/lti-dl/claim/";
    private const string Settings = Deep + "deep_linking_settings";

    [Theory]
    [InlineData("hokuto", "rel=\"next\"")]
    [InlineData("moodle", "rel=\u201cnext\u201d")]
    public async Task Links_to_the_next_page_have_the_quotes_of_the_product(string name, string relation)
    {
        await using var seen = await Seen.At(name);
        foreach (var label in (string[])["One", "Two"]) await seen.Service.Send(HttpMethod.Post, seen.LineItems, ItemType, new JsonObject { ["label"] = label, ["scoreMaximum"] = 1 });
        using var answer = await seen.Service.GetAs(seen.LineItems + "&limit=1", ItemsType);
        // The client reads headers as Latin-1; on the wire the quotes are UTF-8.
        Assert.Contains(relation, System.Text.Encoding.UTF8.GetString(System.Text.Encoding.Latin1.GetBytes(answer.Headers.GetValues("Link").Single())), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hokuto", HttpStatusCode.Forbidden)]
    [InlineData("canvas", HttpStatusCode.Unauthorized)]
    public async Task The_column_of_an_activity_is_kept_with_the_answer_of_the_product(string name, HttpStatusCode status)
    {
        await using var seen = await Seen.At(name);
        await seen.Place(new JsonObject { ["type"] = "ltiResourceLink", ["title"] = "Badge", ["url"] = seen.Tool.Origin + "/launch", ["lineItem"] = new JsonObject { ["scoreMaximum"] = 10 } });
        var own = Assert.Single((await (await seen.Service.GetAs(seen.LineItems, ItemsType)).Json()).AsArray());
        Assert.Equal(status, (await seen.Service.DeleteAsync((string)own!["id"]!)).StatusCode);
    }

    [Theory]
    [InlineData("blackboard", "\"true\"")]
    [InlineData("moodle", "true")]
    public async Task Flags_of_deep_linking_are_text_at_one_product(string name, string json)
    {
        await using var seen = await Seen.At(name);
        Assert.Equal(json, (await seen.DeepLinking())[Settings]!["accept_multiple"]!.ToJsonString());
    }

    [Theory]
    [InlineData("moodle", 60)]
    [InlineData("canvas", 3600)]
    public async Task Tokens_live_as_long_as_at_the_product(string name, long seconds)
    {
        await using var seen = await Seen.At(name);
        Assert.Equal(seconds, (long)seen.Claims["exp"]! - (long)seen.Claims["iat"]!);
    }

    [Theory]
    [InlineData("canvas", "https://canvas.instructure.com")]
    [InlineData("blackboard", "https://blackboard.com")]
    public async Task One_issuer_stands_for_all_customers_of_a_vendor(string name, string issuer)
    {
        await using var seen = await Seen.At(name);
        Assert.Equal(issuer, (string?)seen.Claims["iss"]);
    }

    [Fact]
    public async Task Brightspace_sends_no_token_to_register_with_and_names_the_audience_it_wants()
    {
        await using var campus = await RunningCampus.Start(new DemoLmsOptions { Personality = Personality.Brightspace });
        await using var tool = await FakeTool.Start();
        using var admin = await campus.As("admin");
        var link = (string)(await admin.PostForJson("/admin/registration-link", ("registrationUrl", tool.Origin + "/register")))["url"]!;
        Assert.DoesNotContain("registration_token", link, StringComparison.Ordinal);
        using var answer = await campus.TryRegister(tool, token: null);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var anybody = campus.Anybody();
        Assert.Equal("https://api.brightspace.com/auth/token", (string?)(await anybody.GetJson("/openid-configuration"))["authorization_server"]);
        Assert.Null((await anybody.GetJson("/lti/jwks.json"))["keys"]![0]!["alg"]);
    }

    [Fact]
    public async Task Sakais_addresses_have_colons_and_slashes_inside_and_its_roster_names_no_course()
    {
        await using var seen = await Seen.At("sakai");
        var made = await (await seen.Service.Send(HttpMethod.Post, seen.LineItems, ItemType, new JsonObject { ["label"] = "x", ["scoreMaximum"] = 1 })).Json();
        Assert.Contains(":::site-2:::content:17/", (string)made["id"]!, StringComparison.Ordinal);
        Assert.Equal("x", (string?)(await (await seen.Service.GetAs((string)made["id"]!, ItemType)).Json())["label"]);
        var members = (string)seen.Claims["https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"]!["context_memberships_url"]!;
        Assert.Null((await (await seen.Service.GetAs(members, "application/vnd.ims.lti-nrps.v2.membershipcontainer+json")).Json())["context"]!["label"]);
    }

    [Fact]
    public void There_is_no_personality_of_another_name() => Assert.Throws<ArgumentException>(() => Personality.Named("nobody"));

    private sealed record Seen(RunningCampus Campus, FakeTool Tool, string ClientId, HttpClient Service, JsonObject Claims) : IAsyncDisposable
    {
        public string LineItems => (string)Claims[Endpoint]!["lineitems"]!;

        public static async Task<Seen> At(string name)
        {
            var campus = await RunningCampus.Start(new DemoLmsOptions { Personality = Personality.Named(name) });
            var tool = await FakeTool.Start();
            var clientId = (string)(await campus.Register(tool))["client_id"]!;
            using var learner = await campus.As("misaki");
            var launch = await RunningCampus.Launch(learner, $"/lti/launch/{await campus.LinkIn(2)}");
            return new(campus, tool, clientId, await campus.Service(tool, clientId), RunningCampus.ClaimsOf(launch["id_token"]));
        }

        public async Task<JsonObject> DeepLinking()
        {
            using var instructor = await Campus.As("instructor");
            return RunningCampus.ClaimsOf((await RunningCampus.Launch(instructor, $"/lti/deep-link/2/{ClientId}"))["id_token"]);
        }

        public async Task Place(JsonObject item)
        {
            var asked = await DeepLinking();
            using var client = Campus.Anybody();
            using var answer = await client.PostForm((string)asked[Settings]!["deep_link_return_url"]!, ("JWT", Tool.Sign(new()
            {
                ["iss"] = ClientId, ["aud"] = (string?)asked["iss"], ["iat"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds(), ["exp"] = DateTimeOffset.UtcNow.AddMinutes(5).ToUnixTimeSeconds(),
                ["nonce"] = Guid.NewGuid().ToString(), [Claim + "deployment_id"] = (string?)asked[Claim + "deployment_id"], [Claim + "message_type"] = "LtiDeepLinkingResponse", [Claim + "version"] = "1.3.0",
                [Deep + "data"] = (string?)asked[Settings]!["data"], [Deep + "content_items"] = new JsonArray(item),
            })));
            Assert.Contains("deep-link-done", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        public async ValueTask DisposeAsync()
        {
            Service.Dispose();
            await Campus.DisposeAsync();
            await Tool.DisposeAsync();
        }
    }
}
