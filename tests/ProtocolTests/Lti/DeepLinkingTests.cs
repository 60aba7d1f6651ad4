using System.Text.Json.Nodes;
using LtiBadgeConnector.Lti.DeepLinking;
using LtiBadgeConnector.Lti.Keys;
using LtiBadgeConnector.Lti.Launch;
using LtiBadgeConnector.Lti.Messages;
using LtiBadgeConnector.ProtocolTests.Lti.Support;

namespace LtiBadgeConnector.ProtocolTests.Lti;

/// <summary>Deep Linking 2.0 and Submission Review 1.0: digest sections 7 and 10.</summary>
public sealed class DeepLinkingTests
{
    private const string ReturnUrl = "https://lms.kita.example.ac.jp/dl?course=2&sesskey=x";

    private static readonly ResourceLinkItem badge = new()
    {
        Title = "データ分析基礎 バッジ",
        Text = "修得状況",
        Url = World.Target,
        Icon = new ContentImage("https://badges.example.org/i/42.png", 90, 90),
        Custom = new Dictionary<string, string> { ["definition_id"] = "42" },
        LineItem = new ContentLineItem(100, "進捗", "def-42", "badge-progress", "https://badges.example.org/lti/launch?review=1"),
        Iframe = (900, 640),
        WindowTarget = "badge-42",
    };

    private readonly World world = new();

    private DeepLinkingAnswers Answers => new(world.Stores, world.Stores, world.Time);

    [Fact]
    public async Task Signs_the_answer_for_the_platform()
    {
        var request = await Request(settings => settings["data"] = "op=321::x");

        var form = Assert.IsType<DeepLinkingAnswer.Form>(await Answer(request, [badge], new DeepLinkingTexts(Message: "追加しました", Log: "ok")));

        Assert.Equal((ReturnUrl, "JWT"), (form.Action, DeepLinkingAnswer.FieldName));
        var jwk = JsonNode.Parse(ToolJwks.One(world.Stores.Key.Public))!.AsObject();
        Assert.True(SigningKey.Verifies(jwk, form.Jwt));
        var header = SigningKey.PartOf(form.Jwt, 0);
        Assert.Equal(("RS256", "JWT", (string)jwk["kid"]!), ((string)header["alg"]!, (string)header["typ"]!, (string)header["kid"]!));
        var claims = SigningKey.PartOf(form.Jwt, 1);
        Assert.Equal((World.ClientId, World.Issuer), ((string)claims["iss"]!, (string)claims["aud"]!));
        Assert.Equal(300, (long)claims["exp"]! - (long)claims["iat"]!);
        Assert.NotEmpty((string)claims["nonce"]!);
        Assert.Equal((World.DeploymentId, "LtiDeepLinkingResponse", "1.3.0", "op=321::x"),
            ((string)claims[LtiClaims.DeploymentId]!, (string)claims[LtiClaims.MessageType]!, (string)claims[LtiClaims.Version]!, (string)claims[LtiClaims.DeepLinkingData]!));
        Assert.Equal("追加しました", (string)claims[LtiClaims.DeepLinkingMessage]!);
        var item = claims[LtiClaims.ContentItems]![0]!;
        Assert.Equal(("ltiResourceLink", World.Target, "42", 100), ((string)item["type"]!, (string)item["url"]!, (string)item["custom"]!["definition_id"]!, (int)item["lineItem"]!["scoreMaximum"]!));
        Assert.Equal((900, "badge-42", 90), ((int)item["iframe"]!["width"]!, (string)item["window"]!["targetName"]!, (int)item["icon"]!["height"]!));
        Assert.Equal("https://badges.example.org/lti/launch?review=1", (string)item["lineItem"]!["submissionReview"]!["url"]!);
    }

    [Fact]
    public async Task Leaves_out_data_that_did_not_come()
    {
        var form = Assert.IsType<DeepLinkingAnswer.Form>(await Answer(await Request(), []));
        Assert.False(SigningKey.PartOf(form.Jwt, 1).ContainsKey(LtiClaims.DeepLinkingData));
        Assert.Empty(SigningKey.PartOf(form.Jwt, 1)[LtiClaims.ContentItems]!.AsArray());
    }

    [Fact]
    public async Task Leaves_out_the_line_item_where_none_is_accepted()
    {
        var form = Assert.IsType<DeepLinkingAnswer.Form>(await Answer(await Request(settings => settings["accept_lineitem"] = "false"), [badge]));
        Assert.Null(SigningKey.PartOf(form.Jwt, 1)[LtiClaims.ContentItems]![0]!["lineItem"]);
    }

    [Theory]
    [InlineData("false")]
    [InlineData(null)]
    public async Task Refuses_several_items_unless_several_are_accepted(string? acceptMultiple) =>
        await Refuses("deep-linking-multiple-refused", await Request(settings => settings["accept_multiple"] = acceptMultiple), [badge, badge]);

    [Fact]
    public async Task Sends_several_items_where_they_are_accepted() =>
        Assert.IsType<DeepLinkingAnswer.Form>(await Answer(await Request(settings => settings["accept_multiple"] = true), [badge, badge]));

    [Fact]
    public async Task Refuses_items_of_a_type_that_is_not_accepted()
    {
        await Refuses("deep-linking-type-refused", await Request(), [new LinkItem("https://badges.example.org/awards/1")]);
        await Refuses("deep-linking-type-refused", await Request(), [new ImageItem("https://badges.example.org/i/1.png")]);
    }

    [Fact]
    public async Task Says_so_where_no_LTI_links_are_taken_and_answers_empty()
    {
        var request = await Request(settings => settings["accept_types"] = new JsonArray("link"));

        Assert.Equal("deep-linking-type-refused", DeepLinkingAnswers.RefuseSelection(request)!.Code);
        var form = Assert.IsType<DeepLinkingAnswer.Form>(await Answer(request, [], new DeepLinkingTexts(ErrorMessage: "no LTI links here", ErrorLog: "x")));
        Assert.Equal("no LTI links here", (string)SigningKey.PartOf(form.Jwt, 1)[LtiClaims.DeepLinkingErrorMessage]!);
    }

    [Theory]
    [InlineData("http://purl.imsglobal.org/vocab/lis/v2/membership#Learner")]
    [InlineData("http://purl.imsglobal.org/vocab/lis/v2/membership/Instructor#TeachingAssistant")]
    [InlineData("http://purl.imsglobal.org/vocab/lis/v2/institution/person#Instructor")]
    public async Task Lets_only_instructors_choose(string role)
    {
        var request = await Request(role: role);
        Assert.Equal("deep-linking-not-allowed", DeepLinkingAnswers.RefuseSelection(request)!.Code);
        await Refuses("deep-linking-not-allowed", request, [badge]);
    }

    [Fact]
    public async Task Answers_a_request_once()
    {
        var request = await Request();
        Assert.Null(DeepLinkingAnswers.RefuseSelection(request));
        Assert.IsType<DeepLinkingAnswer.Form>(await Answer(request, [badge]));

        await Refuses("deep-linking-answered", request, [badge]);
        Assert.IsType<DeepLinkingAnswer.Form>(await Answer(await Request(), [badge]));
    }

    [Fact]
    public void Uses_the_claims_that_Moodle_understood()
    {
        var understood = Samples.Node("moodle/deeplink-response-and-result.json")["response"]!["claims"]!.AsObject();
        Assert.Contains(LtiClaims.ContentItems, understood.Select(claim => claim.Key));
        Assert.Equal("LtiDeepLinkingResponse", (string)understood[LtiClaims.MessageType]!);
    }

    [Theory]
    [InlineData("Instructor", "u-5a1f", null)]
    [InlineData("Learner", "u-9", null)]
    [InlineData("Learner", "u-5a1f", "review-not-allowed")]
    [InlineData("Learner", null, "review-not-allowed")]
    [InlineData("http://purl.imsglobal.org/vocab/lis/v2/institution/person#Instructor", "u-5a1f", "review-not-allowed")]
    public async Task Shows_a_review_to_staff_and_to_the_learner_only(string role, string? viewer, string? code)
    {
        var login = await world.Login();
        var claims = world.Claims(login);
        claims[LtiClaims.MessageType] = "LtiSubmissionReviewRequest";
        claims[LtiClaims.ForUser] = new JsonObject { ["user_id"] = "u-9" };
        claims[LtiClaims.Roles] = new JsonArray(role);
        if (viewer is null) claims.Remove("sub");
        else claims["sub"] = viewer;

        var review = Assert.IsType<SubmissionReviewRequest>(Assert.IsType<LaunchResult.Accepted>(await world.Post(login, World.Sign(claims))).Message);

        Assert.Equal(code, review.RefuseViewer()?.Code);
        Assert.Null(review.RefuseLineItem([review.LineItem]));
        Assert.Equal("review-foreign-line-item", review.RefuseLineItem([World.Issuer + "/ags/other"])!.Code);
    }

    private Task<DeepLinkingAnswer> Answer(DeepLinkingRequest request, IReadOnlyList<ContentItem> items, DeepLinkingTexts? texts = null) =>
        Answers.Answer(world.Registration, request, items, texts ?? DeepLinkingTexts.None, World.Ct);

    private async Task Refuses(string code, DeepLinkingRequest request, IReadOnlyList<ContentItem> items) =>
        Assert.Equal(code, Assert.IsType<DeepLinkingAnswer.Refused>(await Answer(request, items)).Refusal.Code);

    private async Task<DeepLinkingRequest> Request(Action<JsonObject>? change = null, string role = "Instructor")
    {
        var login = await world.Login();
        var claims = world.Claims(login);
        var settings = new JsonObject { ["deep_link_return_url"] = ReturnUrl, ["accept_types"] = new JsonArray("ltiResourceLink") };
        change?.Invoke(settings);
        claims[LtiClaims.MessageType] = "LtiDeepLinkingRequest";
        claims[LtiClaims.DeepLinkingSettings] = settings;
        claims[LtiClaims.Roles] = new JsonArray(role);
        return Assert.IsType<DeepLinkingRequest>(Assert.IsType<LaunchResult.Accepted>(await world.Post(login, World.Sign(claims))).Message);
    }
}
