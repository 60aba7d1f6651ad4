using System.Text.Json;
using System.Text.Json.Nodes;
using LtiBadgeConnector.Lti;
using LtiBadgeConnector.Lti.Http;
using LtiBadgeConnector.Lti.Keys;
using LtiBadgeConnector.Lti.Launch;
using LtiBadgeConnector.Lti.Login;
using LtiBadgeConnector.Lti.Messages;
using LtiBadgeConnector.Lti.Registrations;
using LtiBadgeConnector.Lti.Roles;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using LtiBadgeConnector.ProtocolTests.Lti.Support;

namespace LtiBadgeConnector.ProtocolTests.Lti;

/// <summary>What a real Moodle 4.5 sent, read by the real flows.</summary>
public sealed class MoodleCaptureTests
{
    private const string Moodle = "http://127.0.0.1:8100";
    private const string Tool = "http://127.0.0.1:9200";

    private readonly Stores stores = new();
    private readonly World world = new();
    private readonly LtiOptions options = new() { PublicUrl = Tool, AllowPlainHttpFor = [Moodle] };

    private FakeHttp Http => world.Http;

    [Fact]
    public async Task Accepts_the_token_as_Moodle_signed_it()
    {
        var vector = Samples.Node("moodle/signed-idtoken-vector.json");
        Http.On("GET", Moodle + "/mod/lti/certs.php", _ => FakeHttp.Json(vector["jwks"]!.ToJsonString()));
        var token = (string)vector["id_token"]!;

        var accepted = Assert.IsType<LaunchResult.Accepted>(await Post(token, DateTimeOffset.FromUnixTimeSeconds((long)vector["nowForTest"]!)));

        Assert.Equal(("4", "2", "1"), (accepted.Message.Subject, accepted.Message.Context!.Id, accepted.Message.ResourceLink!.Id));
        Assert.Equal(ProductRole.Learner, accepted.Message.Roles.ProductRoles);
        Assert.Equal("Asia/Tokyo", accepted.Message.Custom.Value("v_person_tz"));
        Assert.Null(accepted.Message.Custom.Value("v_user_org"));
        Assert.True(accepted.Message.Custom.Values.ContainsKey("V-Mixed.Key"));
        Assert.Null(accepted.Message.Ags!.LineItem);
    }

    [Fact]
    public async Task Refuses_that_token_with_one_bit_changed_and_after_its_minute()
    {
        var vector = Samples.Node("moodle/signed-idtoken-vector.json");
        Http.On("GET", Moodle + "/mod/lti/certs.php", _ => FakeHttp.Json(vector["jwks"]!.ToJsonString()));
        var token = (string)vector["id_token"]!;
        var now = DateTimeOffset.FromUnixTimeSeconds((long)vector["nowForTest"]!);
        var dot = token.LastIndexOf('.');
        var changed = token[..(dot - 1)] + (token[dot - 1] == 'A' ? 'B' : 'A') + token[dot..];

        Assert.Equal("launch-signature-invalid", Assert.IsType<LaunchResult.Refused>(await Post(changed, now, token)).Code);
        Assert.Equal("launch-expired", Assert.IsType<LaunchResult.Refused>(await Post(token, now + TimeSpan.FromMinutes(5))).Code);
    }

    [Theory]
    [InlineData("idtoken-admin.json", ProductRole.Instructor | ProductRole.Administrator, "LtiResourceLinkRequest")]
    [InlineData("idtoken-teacher1.json", ProductRole.Instructor, "LtiResourceLinkRequest")]
    [InlineData("idtoken-student1.json", ProductRole.Learner, "LtiResourceLinkRequest")]
    [InlineData("idtoken-student5.json", ProductRole.Learner, "LtiResourceLinkRequest")]
    [InlineData("idtoken-student1-private.json", ProductRole.Learner, "LtiResourceLinkRequest")]
    [InlineData("idtoken-student1-deeplinked.json", ProductRole.Learner, "LtiResourceLinkRequest")]
    [InlineData("idtoken-deeplink.json", ProductRole.Instructor, "LtiDeepLinkingRequest")]
    [InlineData("idtoken-submission-review.json", ProductRole.Instructor, "LtiSubmissionReviewRequest")]
    public async Task Reads_each_kind_of_message(string file, ProductRole roles, string messageType)
    {
        var claims = Samples.Node("moodle/" + file)["claims"]!.AsObject();
        Http.On("GET", Moodle + "/mod/lti/certs.php", _ => FakeHttp.Json($$"""{"keys":[{{SigningKey.Platform.Jwk().ToJsonString()}}]}"""));

        var result = await Post(World.Sign(claims), DateTimeOffset.FromUnixTimeSeconds((long)claims["iat"]!));

        var message = Assert.IsType<LaunchResult.Accepted>(result).Message;
        Assert.Equal((roles, messageType), (message.Roles.ProductRoles, message.MessageType));
        Assert.True(JsonNode.DeepEquals(claims, JsonNode.Parse(message.Claims.GetRawText())));
        if (message is SubmissionReviewRequest review)
        {
            Assert.Equal("4", review.ForUser.UserId);
            Assert.Null(review.RefuseViewer());
        }

        if (message is DeepLinkingRequest request) Assert.Equal((true, false, null), (request.Settings.AcceptMultiple, request.Settings.AutoCreate, request.Settings.Data));
        if (file.Contains("private", StringComparison.Ordinal)) Assert.Equal((null, null, "S-001"), (message.Person.Name, message.Person.Email, message.Lis!.PersonSourcedId));
    }

    [Theory]
    [InlineData("login-initiation.json", "resourceLink")]
    [InlineData("login-initiation-deeplink.json", null)]
    public void Reads_a_login_initiation(string file, string? member)
    {
        var node = Samples.Node("moodle/" + file);
        var parameters = JsonSerializer.Deserialize<Dictionary<string, string>>((member is null ? node : node[member])!.ToJsonString())!;

        var (initiation, refusal) = LoginInitiation.Parse(parameters);

        Assert.Null(refusal);
        Assert.Equal(parameters["lti_message_hint"], initiation!.MessageHint);
        Assert.Equal(parameters.OrderBy(pair => pair.Key), initiation.Parameters().OrderBy(pair => pair.Key));
    }

    [Fact]
    public async Task Reads_Moodles_error_answers()
    {
        foreach (var answer in Samples.List("moodle/auth-responses.json").Where(answer => answer!["form"]?["error"] is not null))
        {
            var form = JsonSerializer.Deserialize<Dictionary<string, string>>(answer!["form"]!.ToJsonString())!;
            Assert.Equal("launch-platform-error", Assert.IsType<LaunchResult.Refused>(await Flow(new FakeTimeProvider()).Receive(form, World.NoCookie, World.Ct)).Code);
        }
    }

    private LaunchFlow Flow(TimeProvider time) =>
        new(stores, stores, stores, new PlatformKeys(new LtiHttp(() => new HttpClient(Http, false), options, time), time, NullLogger<PlatformKeys>.Instance),
            options, time, NullLogger<LaunchFlow>.Instance);

    // The captured nonce belongs to a login of that day: a login record with its hash stands in for it.
    private async Task<LaunchResult> Post(string token, DateTimeOffset now, string? original = null)
    {
        var time = new FakeTimeProvider(now);
        var claims = SigningKey.PartOf(original ?? token, 1);
        var registration = new Registration
        {
            Id = RegistrationId.New(time), TenantId = World.TenantId, Name = "Moodle", Issuer = Moodle, ClientId = (string)claims["aud"]!,
            AuthorizationEndpoint = Moodle + "/mod/lti/auth.php", TokenEndpoint = Moodle + "/mod/lti/token.php", JwksUri = Moodle + "/mod/lti/certs.php",
            DeploymentPolicy = DeploymentPolicy.AutoAccept,
        };
        stores.Registrations.Add(registration);
        var (state, verifier) = (LoginSecret.New(), LoginSecret.New());
        await stores.Issue(
            new PendingLogin(
                LoginSecret.Hash(state), LoginSecret.Hash((string)claims["nonce"]!), LoginSecret.Hash(verifier), registration.Id,
                new LoginInitiation(Moodle, "4", (string?)claims[LtiClaims.TargetLinkUri]), now, now + TimeSpan.FromMinutes(10)),
            World.Ct);

        var form = new Dictionary<string, string> { ["id_token"] = token, ["state"] = state };
        return await Flow(time).Receive(form, name => name == LoginCookie.NameFor(state) ? verifier : null, World.Ct);
    }
}
