using System.Text.Json.Nodes;
using LtiBadgeConnector.DemoLms;
using Microsoft.Extensions.Time.Testing;

namespace LtiBadgeConnector.DemoLmsTests;

public sealed class LaunchTests : IAsyncLifetime
{
    private const string Claim = "https://purl.imsglobal.org/spec/lti/claim/";
    private const string Membership = "http://purl.imsglobal.org/vocab/lis/v2/membership#";

    private readonly FakeTimeProvider time = new(DateTimeOffset.UtcNow);
    private RunningCampus campus = null!;
    private FakeTool tool = null!;
    private string clientId = "";
    private string link = "";

    public async Task InitializeAsync()
    {
        (campus, tool) = (await RunningCampus.Start(new DemoLmsOptions { Time = time }), await FakeTool.Start());
        clientId = (string)(await campus.Register(tool))["client_id"]!;
        link = $"/lti/launch/{await campus.LinkIn(2)}";
    }

    public async Task DisposeAsync()
    {
        await campus.DisposeAsync();
        await tool.DisposeAsync();
    }

    [Fact]
    public async Task A_launch_begins_at_the_tools_login_with_our_hints()
    {
        using var learner = await campus.As("misaki");
        var page = await (await learner.GetAsync(link)).Content.ReadAsStringAsync();

        Assert.Contains($"action=\"{tool.Origin}/login\"", page, StringComparison.Ordinal);
        var fields = RunningCampus.FieldsOf(page);
        Assert.Equal(campus.Origin, fields["iss"]);
        Assert.Equal("21", fields["login_hint"]);
        Assert.Equal(tool.Origin + "/launch", fields["target_link_uri"]);
        Assert.Contains("launchid", JsonNode.Parse(fields["lti_message_hint"])!.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("lti_storage_target", fields.Keys);
    }

    [Fact]
    public async Task The_id_token_says_who_where_and_what_the_tool_may_ask()
    {
        using var learner = await campus.As("misaki");
        var answer = await RunningCampus.Launch(learner, link);
        var claims = RunningCampus.ClaimsOf(answer["id_token"]);

        Assert.True(await campus.IsSignedByUs(answer["id_token"]));
        Assert.Equal("some-state", answer["state"]);
        Assert.Equal(campus.Origin, (string?)claims["iss"]);
        Assert.Equal(clientId, (string?)claims["aud"]);
        Assert.Equal("some-nonce", (string?)claims["nonce"]);
        Assert.Equal(time.GetUtcNow().ToUnixTimeSeconds(), (long)claims["iat"]!);
        Assert.Equal(60, (long)claims["exp"]! - (long)claims["iat"]!);
        Assert.Equal("1.3.0", (string?)claims[Claim + "version"]);
        Assert.Equal("LtiResourceLinkRequest", (string?)claims[Claim + "message_type"]);
        Assert.Equal("2", (string?)claims[Claim + "context"]!["id"]);
        Assert.Equal("佐藤 美咲", (string?)claims["name"]);
        Assert.Equal("misaki@campus.example", (string?)claims["email"]);
        Assert.Equal("en", (string?)claims["locale"]);
        Assert.Equal([Membership + "Learner"], claims[Claim + "roles"]!.AsArray().Select(r => (string?)r));
        Assert.NotNull(claims["https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"]!["lineitems"]);
        Assert.NotNull(claims["https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"]!["context_memberships_url"]);
    }

    [Fact]
    public async Task The_subject_is_not_the_number_that_the_web_services_use()
    {
        using var learner = await campus.As("misaki");
        var claims = RunningCampus.ClaimsOf((await RunningCampus.Launch(learner, link))["id_token"]);

        Assert.DoesNotContain("21", (string)claims["sub"]!, StringComparison.Ordinal);
        Assert.Equal("21", (string?)claims[Claim + "custom"]!["user_id"]);
    }

    [Fact]
    public async Task Custom_variables_are_replaced_and_unknown_ones_stay_as_text()
    {
        using var learner = await campus.As("misaki");
        var custom = RunningCampus.ClaimsOf((await RunningCampus.Launch(learner, link))["id_token"])[Claim + "custom"]!;

        Assert.Equal("S-2101", (string?)custom["sourced_id"]);
        Assert.Equal("Asia/Tokyo", (string?)custom["time_zone"]);
        Assert.Equal("2", (string?)custom["context"]);
        Assert.Equal("", (string?)custom["history"]);
        Assert.Equal("misaki@campus.example", (string?)custom["mail"]);
        Assert.Equal($"/lti/launch/{(string?)custom["link"]}", link);
        Assert.Equal("$Canvas.course.id", (string?)custom["unknown"]);
        Assert.Equal("$Context.id", (string?)custom["literal"]);
    }

    [Theory]
    [InlineData("instructor", "http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor")]
    [InlineData("admin", "http://purl.imsglobal.org/vocab/lis/v2/system/person#Administrator")]
    [InlineData("testuser", "http://purl.imsglobal.org/vocab/lti/system/person#TestUser")]
    public async Task Each_kind_of_person_has_its_role(string person, string role)
    {
        using var client = await campus.As(person);
        var claims = RunningCampus.ClaimsOf((await RunningCampus.Launch(client, link))["id_token"]);

        Assert.Contains(role, claims[Claim + "roles"]!.AsArray().Select(r => (string?)r));
    }

    [Fact]
    public async Task Names_and_mail_stay_here_when_the_tool_did_not_ask_for_them()
    {
        await campus.Register(tool, r => r["https://purl.imsglobal.org/spec/lti-tool-configuration"]!.AsObject()["claims"] = new JsonArray("sub"));
        using var learner = await campus.As("misaki");
        var claims = RunningCampus.ClaimsOf((await RunningCampus.Launch(learner, link))["id_token"]);

        Assert.Null(claims["name"]);
        Assert.Null(claims["email"]);
        Assert.Equal("", (string?)claims[Claim + "custom"]!["mail"]);
    }

    [Fact]
    public async Task A_learner_without_mail_and_id_number_has_none_in_the_token()
    {
        using var learner = await campus.As("aoi");
        var claims = RunningCampus.ClaimsOf((await RunningCampus.Launch(learner, link))["id_token"]);

        Assert.Null(claims["email"]);
        Assert.Equal("", (string?)claims[Claim + "lis"]!["person_sourcedid"]);
    }

    [Fact]
    public async Task The_locale_follows_the_language_switch()
    {
        using var learner = await campus.As("misaki");
        await learner.PostForm("/language", ("language", "ja"), ("returnUrl", "/"));
        var claims = RunningCampus.ClaimsOf((await RunningCampus.Launch(learner, link))["id_token"]);

        Assert.Equal("ja", (string?)claims["locale"]);
        Assert.Equal("ja", (string?)claims[Claim + "launch_presentation"]!["locale"]);
    }

    [Fact]
    public async Task Platform_storage_is_announced_when_it_is_switched_on()
    {
        using var admin = await campus.As("admin");
        await admin.PostForm("/admin/platform-storage", ("enabled", "true"));
        using var learner = await campus.As("misaki");

        var fields = RunningCampus.FieldsOf(await (await learner.GetAsync(link)).Content.ReadAsStringAsync());

        Assert.Equal("_parent", fields["lti_storage_target"]);
        Assert.Contains("data-platform-storage", await learner.GetStringAsync("/courses/2"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("response_mode", "query", "invalid_request", "response-mode-wrong")]
    [InlineData("response_type", "code", "unsupported_response_type", "response-type-wrong")]
    [InlineData("scope", "openid profile", "invalid_scope", "scope-wrong")]
    [InlineData("prompt", "login", "invalid_request", "prompt-wrong")]
    [InlineData("nonce", "", "invalid_request", "nonce-missing")]
    [InlineData("login_hint", "22", "access_denied", "login-hint-of-somebody-else")]
    [InlineData("lti_message_hint", "{}", "invalid_request", "message-hint-unknown")]
    [InlineData("lti_message_hint", "no json", "invalid_request", "message-hint-unknown")]
    public async Task Tells_the_tool_what_was_wrong_with_its_request(string parameter, string value, string error, string code)
    {
        using var learner = await campus.As("misaki");
        var answer = await RunningCampus.Launch(learner, link, request => request[parameter] = value);

        Assert.Equal((error, code, "some-state"), (answer["error"], answer["error_description"], answer["state"]));
        Assert.DoesNotContain("id_token", answer.Keys);
    }

    [Theory]
    [InlineData("client_id", "nobody", "client-unknown")]
    [InlineData("redirect_uri", "https://evil.example/launch", "redirect-uri-not-registered")]
    public async Task Sends_nothing_to_an_address_that_is_not_registered(string parameter, string value, string code)
    {
        using var learner = await campus.As("misaki");
        var answer = await RunningCampus.Launch(learner, link, request => request[parameter] = value);

        Assert.Equal(code, answer["page"]);
        Assert.DoesNotContain("id_token", answer.Keys);
    }

    [Fact]
    public async Task A_launch_is_good_once()
    {
        using var learner = await campus.As("misaki");
        var hint = "";
        await RunningCampus.Launch(learner, link, request => hint = request["lti_message_hint"]);
        var again = await RunningCampus.Launch(learner, link, request => request["lti_message_hint"] = hint);

        Assert.Equal("message-hint-used", again["error_description"]);
    }

    [Fact]
    public async Task Another_persons_browser_cannot_finish_a_launch()
    {
        using var misaki = await campus.As("misaki");
        using var emma = await campus.As("emma");
        Dictionary<string, string> hers = [];
        await RunningCampus.Launch(misaki, link, request =>
        {
            hers = new(request);
            request["nonce"] = "";
        });

        var stolen = await RunningCampus.Launch(emma, link, request => (request["lti_message_hint"], request["login_hint"]) = (hers["lti_message_hint"], hers["login_hint"]));

        Assert.Equal("login-hint-of-somebody-else", stolen["error_description"]);
    }

    [Fact]
    public async Task A_request_that_lost_its_cookie_is_sent_again_from_our_own_page_and_then_refused()
    {
        using var learner = await campus.As("misaki");
        var fields = RunningCampus.FieldsOf(await (await learner.GetAsync(link)).Content.ReadAsStringAsync());
        var request = RunningCampus.AuthorizationFor(fields);
        using var stranger = campus.Anybody();

        var first = RunningCampus.FieldsOf(await (await stranger.PostForm("/lti/authorize", [.. request.Select(p => (p.Key, p.Value))])).Content.ReadAsStringAsync());
        var second = RunningCampus.FieldsOf(await (await stranger.PostForm("/lti/authorize", [.. first.Select(p => (p.Key, p.Value))])).Content.ReadAsStringAsync());
        var own = RunningCampus.FieldsOf(await (await learner.PostForm("/lti/authorize", [.. first.Select(p => (p.Key, p.Value))])).Content.ReadAsStringAsync());

        Assert.Equal("login_required", second["error"]);
        Assert.Contains("id_token", own.Keys);
    }

    [Fact]
    public async Task A_person_outside_the_course_cannot_start_a_launch()
    {
        var writing = await campus.LinkIn(3);
        using var daniel = await campus.As("daniel");

        Assert.Equal("not-allowed", await (await daniel.GetAsync($"/lti/launch/{writing}")).Code());
    }
}
