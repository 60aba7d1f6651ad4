using System.Text.Json.Nodes;
using LtiBadgeConnector.Lti.Launch;
using LtiBadgeConnector.Lti.Messages;
using LtiBadgeConnector.Lti.Roles;
using LtiBadgeConnector.ProtocolTests.Lti.Support;

namespace LtiBadgeConnector.ProtocolTests.Lti;

/// <summary>Unusual but valid messages are accepted, and nothing in them is lost.</summary>
public sealed class LaunchAcceptanceTests
{
    public static TheoryData<string> Cases => [.. Samples.List("launch-acceptances.json").Select(node => (string)node!["name"]!)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Accepts(string name)
    {
        var sample = Samples.List("launch-acceptances.json").Single(node => (string)node!["name"]! == name)!.AsObject();
        var world = new World();
        world.Change(registration => registration with { TrustedAudiences = ["https://trusted.example"] });
        var login = await world.Login(LaunchCase.LoginChanges(sample));

        var token = LaunchCase.Token(world, login, sample);
        var result = await world.Post(login, token);

        var accepted = Assert.IsType<LaunchResult.Accepted>(result);
        Assert.Equal(World.TenantId, accepted.TenantId);
        if ((string?)sample["productRoles"] is { } roles) Assert.Equal(Enum.Parse<ProductRole>(roles), accepted.Message.Roles.ProductRoles);
        Assert.True(JsonNode.DeepEquals(SigningKey.PartOf(token, 1), JsonNode.Parse(accepted.Message.Claims.GetRawText())), "claims were lost or changed");
    }

    [Fact]
    public async Task Reads_the_members_of_an_ordinary_launch()
    {
        var message = await Launched(_ => { });

        Assert.IsType<ResourceLinkRequest>(message);
        Assert.Equal(("u-5a1f", "佐藤 花子", "hanako@example.invalid"), (message.Subject, message.Person.Name, message.Person.Email));
        Assert.Equal(("crs-77", "DS101", "データサイエンス入門"), (message.Context!.Id, message.Context.Label, message.Context.Title));
        Assert.Equal("rl-900", message.ResourceLink!.Id);
        Assert.Equal((900m, 640m), (message.LaunchPresentation!.Width, message.LaunchPresentation.Height));
        Assert.Equal(["crs-12", "crs-40"], message.Custom.List("context_history"));
        Assert.Null(message.Custom.Value("rl_history"));
        Assert.Equal("$ResourceLink.id.history", message.Custom.Values["rl_history"]);
        Assert.True(message.Nrps!.OffersVersion2);
        Assert.Equal("moodle", message.ToolPlatform!.ProductFamilyCode);
        Assert.Empty(message.Remarks);
    }

    [Fact]
    public async Task Keeps_a_custom_decimal_as_it_was_written()
    {
        var message = await Launched(claims => claims[LtiClaims.Custom] = JsonNode.Parse("""{"d":1.50,"n":null,"b":true}"""));

        Assert.Equal("1.50", message.Custom.Values["d"]);
        Assert.Equal("true", message.Custom.Values["b"]);
        Assert.Null(message.Custom.Values["n"]);
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("http://lms.kita.example.ac.jp/return")]
    [InlineData("/return")]
    public async Task Ignores_a_return_url_that_is_not_https(string url)
    {
        var message = await Launched(claims => claims[LtiClaims.LaunchPresentation] = new JsonObject { ["return_url"] = url });

        Assert.Null(message.LaunchPresentation!.ReturnUrl);
        Assert.Equal(["message-return-url-ignored"], message.Remarks.Select(remark => remark.Code));
    }

    [Fact]
    public async Task Ignores_service_urls_that_are_not_https()
    {
        var message = await Launched(claims =>
        {
            claims[LtiClaims.AgsEndpoint]!["lineitems"] = "http://lms.kita.example.ac.jp/ags";
            claims[LtiClaims.NamesRoleService]!["context_memberships_url"] = "http://lms.kita.example.ac.jp/nrps";
        });

        Assert.Null(message.Ags!.LineItems);
        Assert.Null(message.Nrps);
        Assert.Equal(["message-service-url-ignored", "message-service-url-ignored"], message.Remarks.Select(remark => remark.Code));
    }

    [Fact]
    public async Task Treats_an_absent_AGS_scope_as_no_permission()
    {
        var message = await Launched(claims => claims[LtiClaims.AgsEndpoint]!.AsObject().Remove("scope"));

        Assert.Empty(message.Ags!.Scopes);
        Assert.False(message.Ags.Offers(LtiScopes.Score));
    }

    [Fact]
    public async Task Knows_a_Canvas_placement_that_no_one_made_a_link_for()
    {
        var message = await Launched(claims => claims[LtiClaims.ResourceLink]!["id"] = "crs-77");

        Assert.True(message.ResourceLink!.IsContextItself(message.Context));
    }

    [Fact]
    public async Task Reads_Deep_Linking_settings_with_booleans_as_texts()
    {
        var request = Assert.IsType<DeepLinkingRequest>(await Launched(claims =>
        {
            claims[LtiClaims.MessageType] = "LtiDeepLinkingRequest";
            claims[LtiClaims.DeepLinkingSettings] = JsonNode.Parse(
                """
                {"deep_link_return_url":"https://lms.kita.example.ac.jp/dl?a=1","accept_types":["ltiResourceLink","link"],
                 "accept_multiple":"false","auto_create":"true","accept_media_types":"image/png, text/html"}
                """);
        }));

        Assert.False(request.Settings.AcceptMultiple);
        Assert.True(request.Settings.AutoCreate);
        Assert.Null(request.Settings.AcceptLineItem);
        Assert.Null(request.Settings.Data);
        Assert.Equal(["image/png", "text/html"], request.Settings.AcceptMediaTypes);
    }

    private static async Task<LtiMessage> Launched(Action<JsonObject> change)
    {
        var world = new World();
        var login = await world.Login();
        var claims = world.Claims(login);
        change(claims);
        return Assert.IsType<LaunchResult.Accepted>(await world.Post(login, World.Sign(claims))).Message;
    }
}
