using System.Net;
using LtiBadgeConnector.DemoLms;

namespace LtiBadgeConnector.DemoLmsTests;

public sealed class RegistrationTests : IAsyncLifetime
{
    private const string Configuration = "https://purl.imsglobal.org/spec/lti-tool-configuration";

    private RunningCampus campus = null!;
    private FakeTool tool = null!;

    public async Task InitializeAsync() => (campus, tool) = (await RunningCampus.Start(), await FakeTool.Start());

    public async Task DisposeAsync()
    {
        await campus.DisposeAsync();
        await tool.DisposeAsync();
    }

    [Fact]
    public async Task Says_about_itself_what_a_tool_needs_to_register()
    {
        using var client = campus.Anybody();
        var json = await client.GetJson("/.well-known/openid-configuration");

        Assert.Equal(campus.Origin, (string?)json["issuer"]);
        foreach (var endpoint in new[] { "authorization_endpoint", "token_endpoint", "jwks_uri", "registration_endpoint" })
        {
            Assert.StartsWith(campus.Origin + "/", (string?)json[endpoint], StringComparison.Ordinal);
        }

        Assert.Contains("LtiDeepLinkingRequest", json["https://purl.imsglobal.org/spec/lti-platform-configuration"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gives_a_client_id_and_a_deployment_and_places_the_tool_in_each_course()
    {
        var answer = await campus.Register(tool);

        Assert.NotEmpty((string)answer["client_id"]!);
        Assert.NotEmpty((string)answer[Configuration]!["deployment_id"]!);
        Assert.DoesNotContain("unknown-scope", (string)answer["scope"]!, StringComparison.Ordinal);
        Assert.True(await campus.LinkIn(2) > 0);
        Assert.True(await campus.LinkIn(3) > 0);
    }

    [Fact]
    public async Task The_registration_link_keeps_the_query_of_the_address_pasted()
    {
        using var admin = await campus.As("admin");
        var link = await admin.PostForJson("/admin/registration-link", ("registrationUrl", "http://tool.example/lti/register?invitation=abc"));

        Assert.StartsWith("http://tool.example/lti/register?invitation=abc&openid_configuration=", (string)link["url"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Registering_again_updates_the_tool_and_keeps_its_ids()
    {
        var first = await campus.Register(tool);
        var second = await campus.Register(tool, r => r["client_name"] = "Renamed");

        Assert.Equal((string?)first["client_id"], (string?)second["client_id"]);
        Assert.Equal((string?)first[Configuration]!["deployment_id"], (string?)second[Configuration]!["deployment_id"]);
        using var admin = await campus.As("admin");
        var kept = Assert.Single((await admin.GetJson("/admin"))["tools"]!.AsArray());
        Assert.Equal("Renamed", (string?)kept!["name"]);
    }

    [Fact]
    public async Task A_registration_token_is_good_once()
    {
        var token = await campus.RegistrationToken(tool);
        Assert.Equal(HttpStatusCode.OK, (await campus.TryRegister(tool, token)).StatusCode);

        var again = await campus.TryRegister(tool, token);

        Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
        Assert.Equal("registration-token-used", await again.Code());
    }

    [Fact]
    public async Task Refuses_a_registration_without_a_token_or_with_an_invented_one()
    {
        Assert.Equal("registration-token-missing", await (await campus.TryRegister(tool, token: null)).Code());
        Assert.Equal("registration-token-invalid", await (await campus.TryRegister(tool, tool.Sign([]))).Code());
    }

    [Theory]
    [InlineData("application_type", "native", "invalid-application-type")]
    [InlineData("response_types", "code", "invalid-response-types")]
    [InlineData("redirect_uris", null, "missing-redirect-uris")]
    [InlineData("jwks_uri", null, "missing-jwks-uri")]
    [InlineData("initiate_login_uri", null, "missing-initiate-login-uri")]
    [InlineData("token_endpoint_auth_method", "client_secret_basic", "invalid-token-endpoint-auth-method")]
    public async Task Refuses_an_incomplete_registration_and_leaves_its_token_unused(string member, string? value, string code)
    {
        var token = await campus.RegistrationToken(tool);
        var refused = await campus.TryRegister(tool, token, r => r[member] = value);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(code, await refused.Code());
        Assert.Equal(HttpStatusCode.OK, (await campus.TryRegister(tool, token)).StatusCode);
    }

    [Theory]
    [InlineData(null, "missing-domain")]
    [InlineData("elsewhere.example", "domain-differs-from-target-link-uri")]
    public async Task Refuses_a_tool_whose_domain_is_not_its_address(string? domain, string code)
    {
        var refused = await campus.TryRegister(tool, await campus.RegistrationToken(tool), r => r[Configuration]!.AsObject()["domain"] = domain);

        Assert.Equal(code, await refused.Code());
    }

    [Fact]
    public async Task A_pending_tool_cannot_be_opened_until_it_is_activated()
    {
        await using var careful = await RunningCampus.Start(new DemoLmsOptions { ActivateTools = false });
        var clientId = (string)(await careful.Register(tool))["client_id"]!;
        var link = await careful.LinkIn(2);
        using var learner = await careful.As("misaki");
        Assert.Equal("tool-not-active", await (await learner.GetAsync($"/lti/launch/{link}")).Code());

        using var admin = await careful.As("admin");
        await admin.PostForm($"/admin/tools/{clientId}/activate");

        Assert.Equal(HttpStatusCode.OK, (await learner.GetAsync($"/lti/launch/{link}")).StatusCode);
    }

    [Fact]
    public async Task Nobody_but_an_administrator_gets_a_registration_token()
    {
        using var instructor = await campus.As("instructor");
        using var nobody = campus.Anybody();

        Assert.Equal("not-allowed", await (await instructor.PostForm("/admin/registration-link", ("registrationUrl", tool.Origin))).Code());
        Assert.Equal("not-signed-in", await (await nobody.PostForm("/admin/registration-link", ("registrationUrl", tool.Origin))).Code());
    }

    [Fact]
    public async Task A_page_of_another_site_cannot_post_our_forms()
    {
        using var admin = await campus.As("admin");
        admin.DefaultRequestHeaders.Add("Origin", tool.Origin);

        var answer = await admin.PostForm("/admin/reset");

        Assert.Equal("form-from-another-site", await answer.Code());
    }
}
