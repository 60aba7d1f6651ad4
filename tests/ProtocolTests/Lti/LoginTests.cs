using LtiBadgeConnector.Lti.Login;
using LtiBadgeConnector.Lti.Registrations;
using LtiBadgeConnector.ProtocolTests.Lti.Support;

namespace LtiBadgeConnector.ProtocolTests.Lti;

/// <summary>OpenID Connect third-party-initiated login: digest sections 2.1 to 2.3 and 2.5.</summary>
public sealed class LoginTests
{
    private readonly World world = new();

    [Fact]
    public async Task Sends_the_browser_to_the_authorization_endpoint_with_the_hints_unchanged()
    {
        var login = await world.Login();
        var url = new Uri(login.AuthorizationUrl);
        var query = url.Query[1..].Split('&').Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]));

        Assert.Equal(World.Issuer + "/auth", url.GetLeftPart(UriPartial.Path));
        Assert.Equal("1", query["site"]);
        Assert.Equal(
            ("openid", "id_token", "form_post", "none", World.ClientId),
            (query["scope"], query["response_type"], query["response_mode"], query["prompt"], query["client_id"]));
        Assert.Equal("https://badges.example.org/lti/launch", query["redirect_uri"]);
        Assert.Equal("u-5a1f", query["login_hint"]);
        Assert.Equal("""{"cmid":6,"launchid":"ltilaunch1_1"}""", query["lti_message_hint"]);
        Assert.Equal((login.State, login.Nonce), (query["state"], query["nonce"]));
    }

    [Fact]
    public async Task Leaves_out_a_message_hint_that_did_not_come() =>
        Assert.DoesNotContain("lti_message_hint", (await world.Login(("lti_message_hint", null))).AuthorizationUrl, StringComparison.Ordinal);

    [Fact]
    public async Task Keeps_the_redirect_uri_that_an_older_registration_knows()
    {
        world.Change(registration => registration with { RedirectUri = "https://old.example.org/lti/launch" });

        Assert.Contains(Uri.EscapeDataString("https://old.example.org/lti/launch"), (await world.Login()).AuthorizationUrl, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stores_only_hashes_and_a_cookie_name_per_login()
    {
        var one = await world.Login(("lti_storage_target", "post_message_forwarding"));
        var two = await world.Login();

        Assert.NotEqual(one.CookieName, two.CookieName);
        Assert.Equal("__Host-lti-" + one.State[..16], one.CookieName);
        Assert.Equal("lti_" + one.State[..16], one.StorageKey);
        Assert.Equal(("post_message_forwarding", World.Issuer), (one.StorageTarget, one.PlatformOrigin));
        Assert.All([one.State, one.Nonce, one.Verifier], secret => Assert.Equal(43, secret.Length));
        var stored = string.Concat(world.Stores.Logins.Values.Select(login => login.ToString()));
        Assert.All([one.State, one.Nonce, one.Verifier], secret => Assert.DoesNotContain(secret, stored, StringComparison.Ordinal));
        Assert.Equal(LoginSecret.Hash(one.State), world.Stores.Logins.Keys.First());
        Assert.Equal(World.Now + TimeSpan.FromMinutes(10), world.Stores.Logins.Values.First().ExpiresAt);
    }

    [Fact]
    public async Task Repeats_the_initiation_for_a_new_window() =>
        Assert.Equal(World.Initiation().OrderBy(pair => pair.Key), (await world.Login()).Initiation.Parameters().OrderBy(pair => pair.Key));

    [Theory]
    [InlineData("iss", null, "login-parameter-missing")]
    [InlineData("login_hint", null, "login-parameter-missing")]
    [InlineData("login_hint", "", "login-parameter-missing")]
    [InlineData("iss", "https://unknown.example", "login-registration-unknown")]
    [InlineData("client_id", "somebody-else", "login-registration-unknown")]
    [InlineData("iss", "https://LMS.kita.example.ac.jp", "login-registration-unknown")]
    [InlineData("iss", "https://lms.kita.example.ac.jp/", "login-registration-unknown")]
    [InlineData("client_id", "Badge-Connector-17", "login-registration-unknown")]
    public async Task Refuses_a_login(string name, string? value, string code) => await Refuses(code, World.Initiation((name, value)));

    [Fact]
    public async Task Refuses_a_parameter_of_nine_kibibytes() =>
        await Refuses("login-parameter-too-long", World.Initiation(("lti_message_hint", new string('x', 9 * 1024))));

    [Theory]
    [InlineData(RegistrationState.Draft, "login-registration-disabled")]
    [InlineData(RegistrationState.Disabled, "login-registration-disabled")]
    [InlineData(RegistrationState.Pending, "login-registration-pending")]
    public async Task Refuses_a_registration_that_is_not_active(RegistrationState state, string code)
    {
        world.Change(registration => registration with { State = state });
        await Refuses(code, World.Initiation());
    }

    [Fact]
    public async Task Finds_the_only_registration_of_an_issuer_without_a_client_id()
    {
        Assert.Equal(world.Registration, (await world.Login(("client_id", null))).Registration);
    }

    [Fact]
    public async Task Refuses_to_guess_between_two_registrations_of_one_issuer()
    {
        world.Stores.Registrations.Add(world.Registration with { Id = RegistrationId.New(world.Time), ClientId = "second" });
        await Refuses("login-registration-ambiguous", World.Initiation(("client_id", null)));
    }

    [Fact]
    public async Task Finds_the_registration_that_the_address_names()
    {
        var second = world.Registration with { Id = RegistrationId.New(world.Time), ClientId = "second" };
        world.Stores.Registrations.Add(second);

        var result = await world.LoginFlow.Start(World.Initiation(("client_id", null)), second.Id, World.Ct);

        Assert.Equal(second, Assert.IsType<LoginResult.Started>(result).Login.Registration);
    }

    [Fact]
    public async Task Refuses_another_issuer_at_the_address_of_a_registration()
    {
        var result = await world.LoginFlow.Start(World.Initiation(("iss", "https://other.example")), world.Registration.Id, World.Ct);

        Assert.Equal("login-registration-unknown", Assert.IsType<LoginResult.Refused>(result).Refusal.Code);
    }

    [Fact]
    public async Task Goes_on_to_the_platform_when_the_browser_kept_the_cookie()
    {
        var login = await world.Login();

        var result = await world.LoginFlow.Resume(login.State, login.Nonce, name => name == login.CookieName ? login.Verifier : null, World.Ct);

        Assert.Equal(login.AuthorizationUrl, Assert.IsType<LoginResult.Kept>(result).AuthorizationUrl);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Offers_a_new_window_that_starts_again_when_the_cookie_is_missing_or_of_another_login(bool hasOther)
    {
        var (login, other) = (await world.Login(), await world.Login());

        var result = await world.LoginFlow.Resume(login.State, login.Nonce, _ => hasOther ? other.Verifier : null, World.Ct);

        var window = Assert.IsType<LoginResult.NeedsWindow>(result);
        Assert.Equal((login.Initiation, login.Registration, World.Issuer), (window.Login, window.Registration, window.PlatformOrigin));
    }

    [Theory]
    [InlineData("state-unknown", "launch-state-unknown")]
    [InlineData("state-malformed", "launch-state-unknown")]
    [InlineData("nonce-of-another-login", "launch-state-unknown")]
    [InlineData("expired", "launch-state-expired")]
    [InlineData("consumed", "launch-state-reused")]
    [InlineData("disabled", "login-registration-disabled")]
    public async Task Refuses_to_go_on_with_a_login(string how, string code)
    {
        var (login, other) = (await world.Login(), await world.Login());
        if (how == "expired") world.Time.Advance(TimeSpan.FromMinutes(10));
        if (how == "consumed") await world.Stores.Consume(LoginSecret.Hash(login.State), World.Now, World.Ct);
        if (how == "disabled") world.Change(registration => registration with { State = RegistrationState.Disabled });
        var state = how switch { "state-unknown" => LoginSecret.New(), "state-malformed" => "<script>", _ => login.State };

        var result = await world.LoginFlow.Resume(state, how == "nonce-of-another-login" ? other.Nonce : login.Nonce, _ => login.Verifier, World.Ct);

        Assert.Equal(code, Assert.IsType<LoginResult.Refused>(result).Refusal.Code);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("short")]
    [InlineData("<script>alert(1)</script>aaaaaaaaaaaaaaaaaa")]
    public void Names_no_cookie_for_text_that_is_no_state_of_ours(string? state)
    {
        Assert.Null(LoginCookie.NameFor(state));
        Assert.Null(LoginCookie.StorageKeyFor(state));
    }

    private async Task Refuses(string code, Dictionary<string, string> parameters)
    {
        var result = await world.LoginFlow.Start(parameters, null, World.Ct);

        Assert.Equal(code, Assert.IsType<LoginResult.Refused>(result).Refusal.Code);
        Assert.Empty(world.Stores.Logins);
    }
}
