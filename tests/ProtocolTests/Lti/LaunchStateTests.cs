using LtiBadgeConnector.Lti.Launch;
using LtiBadgeConnector.Lti.Login;
using LtiBadgeConnector.Lti.Registrations;
using LtiBadgeConnector.ProtocolTests.Lti.Support;

namespace LtiBadgeConnector.ProtocolTests.Lti;

/// <summary>State, nonce and browser binding: digest sections 2.3 to 2.5 and 14.3.</summary>
public sealed class LaunchStateTests
{
    private readonly World world = new();

    [Fact]
    public async Task Shows_an_error_answer_without_looking_at_a_token()
    {
        var login = await world.Login();
        var form = new Dictionary<string, string>
        {
            ["error"] = "login_required", ["error_description"] = "<b>sign in</b>", ["state"] = login.State, ["id_token"] = World.Sign(world.Claims(login)),
        };

        var refused = Assert.IsType<LaunchResult.Refused>(await world.Post(form, World.CookieOf(login)));

        Assert.Equal("launch-platform-error", refused.Code);
        Assert.Contains("login_required", refused.Refusal.Detail, StringComparison.Ordinal);
        Assert.Empty(world.Http.Seen);
    }

    [Fact]
    public async Task Refuses_an_answer_without_a_token() => await Refuses("launch-token-missing", form => form.Remove("id_token"));

    [Fact]
    public async Task Refuses_an_answer_without_a_state() => await Refuses("launch-state-missing", form => form.Remove("state"));

    [Fact]
    public async Task Refuses_a_state_we_never_issued() => await Refuses("launch-state-unknown", form => form["state"] = LoginSecret.New());

    [Fact]
    public async Task Refuses_text_that_cannot_be_a_state() => await Refuses("launch-state-unknown", form => form["state"] = "' OR 1=1 --");

    [Fact]
    public async Task Fetches_no_keys_for_a_state_we_never_issued()
    {
        await Refuses("launch-state-unknown", form => form["state"] = LoginSecret.New());
        Assert.Empty(world.Http.Seen);
    }

    [Fact]
    public async Task Refuses_a_state_that_took_too_long()
    {
        var login = await world.Login();
        world.Time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal("launch-state-expired", Code(await world.Post(login, World.Sign(world.Claims(login)))));
    }

    [Fact]
    public async Task Refuses_the_same_answer_twice()
    {
        var login = await world.Login();
        var token = World.Sign(world.Claims(login));
        Assert.IsType<LaunchResult.Accepted>(await world.Post(login, token));

        Assert.Equal("launch-state-reused", Code(await world.Post(login, token)));
    }

    [Fact]
    public async Task Accepts_exactly_one_of_many_answers_posted_at_once()
    {
        for (var round = 0; round < 20; round++)
        {
            var login = await world.Login();
            var token = World.Sign(world.Claims(login));

            var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => world.Post(login, token))));

            Assert.Single(results.OfType<LaunchResult.Accepted>());
            Assert.All(results.OfType<LaunchResult.Refused>(), refused => Assert.Contains(refused.Code, new[] { "launch-nonce-reused", "launch-state-reused" }));
        }
    }

    [Fact]
    public async Task Refuses_the_one_that_lost_the_race_for_the_nonce()
    {
        var login = await world.Login();
        var token = World.Sign(world.Claims(login));
        // Between our look at the login and its use, another post uses it.
        var result = await world.Post(World.Form(login, token), name =>
        {
            world.Stores.Consume(LoginSecret.Hash(login.State), World.Now, World.Ct).GetAwaiter().GetResult();
            return World.CookieOf(login)(name);
        });

        Assert.Equal("launch-nonce-reused", Code(result));
    }

    [Fact]
    public async Task Refuses_the_nonce_of_another_login()
    {
        var one = await world.Login();
        var two = await world.Login();

        Assert.Equal("launch-nonce-unknown", Code(await world.Post(one, World.Sign(world.Claims(two)))));
    }

    [Fact]
    public async Task Refuses_a_token_of_another_registration_than_the_states()
    {
        var second = world.Registration with { Id = RegistrationId.New(world.Time), ClientId = "second" };
        world.Stores.Registrations.Add(second);
        var login = await world.Login(("client_id", "second"));

        Assert.Equal("launch-audience-mismatch", Code(await world.Post(login, World.Sign(world.Claims(login)))));
    }

    [Fact]
    public async Task Refuses_a_registration_switched_off_during_the_login()
    {
        var login = await world.Login();
        world.Change(registration => registration with { State = RegistrationState.Disabled });

        Assert.Equal("launch-registration-disabled", Code(await world.Post(login, World.Sign(world.Claims(login)))));
    }

    [Fact]
    public async Task Refuses_another_browsers_cookie()
    {
        var login = await world.Login();

        var result = await world.Post(World.Form(login, World.Sign(world.Claims(login))), _ => LoginSecret.New());

        Assert.Equal("launch-browser-unbound", Code(result));
        Assert.Null(world.Stores.Logins.Values.Single().ConsumedAt);
    }

    [Fact]
    public async Task Asks_for_proof_when_the_cookie_was_blocked_and_accepts_the_verifier_from_platform_storage()
    {
        var (login, proof) = await Held();

        Assert.Equal((login.State, login.StorageKey, "_parent", World.Issuer), (proof.State, proof.StorageKey, proof.StorageTarget, proof.PlatformOrigin));
        Assert.Null(world.Stores.Logins.Values.Single().ConsumedAt);
        // The id_token itself lives 60 s at Moodle; the person may take longer than that now.
        world.Time.Advance(TimeSpan.FromMinutes(5));
        var accepted = Assert.IsType<LaunchResult.Accepted>(await world.LaunchFlow.Confirm(login.State, login.Verifier, World.Ct));
        Assert.Equal("u-5a1f", accepted.Message.Subject);
        Assert.Null(world.Stores.Logins.Values.Single().HeldClaims);
    }

    [Fact]
    public async Task Confirms_once()
    {
        var (login, _) = await Held();
        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => world.LaunchFlow.Confirm(login.State, login.Verifier, World.Ct))));

        Assert.Single(results.OfType<LaunchResult.Accepted>());
        Assert.Equal("launch-state-reused", Code(await world.LaunchFlow.Confirm(login.State, login.Verifier, World.Ct)));
    }

    [Fact]
    public async Task Refuses_the_verifier_of_another_login()
    {
        var (login, _) = await Held();
        var other = await world.Login();

        Assert.Equal("launch-browser-unbound", Code(await world.LaunchFlow.Confirm(login.State, other.Verifier, World.Ct)));
    }

    [Fact]
    public async Task Refuses_the_state_as_its_own_verifier()
    {
        var (login, _) = await Held();
        Assert.Equal("launch-browser-unbound", Code(await world.LaunchFlow.Confirm(login.State, login.State, World.Ct)));
    }

    [Fact]
    public async Task Refuses_to_confirm_what_was_never_launched()
    {
        var login = await world.Login();
        Assert.Equal("launch-not-held", Code(await world.LaunchFlow.Confirm(login.State, login.Verifier, World.Ct)));
        Assert.Equal("launch-state-unknown", Code(await world.LaunchFlow.Confirm(LoginSecret.New(), login.Verifier, World.Ct)));
    }

    [Fact]
    public async Task Refuses_to_confirm_after_the_logins_life()
    {
        var (login, _) = await Held();
        world.Time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal("launch-state-expired", Code(await world.LaunchFlow.Confirm(login.State, login.Verifier, World.Ct)));
    }

    [Fact]
    public async Task Refuses_to_confirm_for_a_registration_switched_off_meanwhile()
    {
        var (login, _) = await Held();
        world.Change(registration => registration with { State = RegistrationState.Disabled });

        Assert.Equal("launch-registration-disabled", Code(await world.LaunchFlow.Confirm(login.State, login.Verifier, World.Ct)));
    }

    [Fact]
    public async Task Refuses_a_second_post_while_the_first_waits_for_its_proof()
    {
        var (login, _) = await Held();
        Assert.Equal("launch-state-reused", Code(await world.Post(login, World.Sign(world.Claims(login)))));
    }

    [Fact]
    public async Task Holds_one_of_many_answers_posted_at_once_without_a_cookie()
    {
        var login = await world.Login();
        var token = World.Sign(world.Claims(login));

        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => world.Post(World.Form(login, token), World.NoCookie))));

        Assert.Single(results.OfType<LaunchResult.NeedsBrowserProof>());
        Assert.All(results.OfType<LaunchResult.Refused>(), refused => Assert.Equal("launch-state-reused", refused.Code));
    }

    [Fact]
    public async Task Purges_logins_that_nobody_finished()
    {
        await world.Login();
        Assert.Equal(0, await world.Stores.Purge(World.Now, World.Ct));
        Assert.Equal(1, await world.Stores.Purge(World.Now + TimeSpan.FromHours(1), World.Ct));
    }

    private async Task<(LoginStart, LaunchResult.NeedsBrowserProof)> Held()
    {
        var login = await world.Login(("lti_storage_target", "_parent"));
        var result = await world.Post(World.Form(login, World.Sign(world.Claims(login))), World.NoCookie);
        return (login, Assert.IsType<LaunchResult.NeedsBrowserProof>(result));
    }

    private async Task Refuses(string code, Action<Dictionary<string, string>> change)
    {
        var login = await world.Login();
        var form = World.Form(login, World.Sign(world.Claims(login)));
        change(form);
        Assert.Equal(code, Code(await world.Post(form, World.CookieOf(login))));
    }

    private static string Code(LaunchResult result) => Assert.IsType<LaunchResult.Refused>(result).Code;
}
