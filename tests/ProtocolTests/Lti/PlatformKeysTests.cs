using LtiBadgeConnector.Lti.Launch;
using LtiBadgeConnector.Lti.Login;
using LtiBadgeConnector.ProtocolTests.Lti.Support;

namespace LtiBadgeConnector.ProtocolTests.Lti;

/// <summary>The cache of platforms' key sets: digest section 3.</summary>
public sealed class PlatformKeysTests
{
    private readonly World world = new();

    private int Fetches => world.Http.Count("GET", World.JwksUri);

    [Fact]
    public async Task Fetches_a_set_once_for_many_launches()
    {
        for (var i = 0; i < 5; i++) Assert.IsType<LaunchResult.Accepted>(await Launch());

        Assert.Equal(1, Fetches);
        Assert.Equal("LtiBadgeConnector/1.0 (+https://badges.example.org)", world.Http.Seen[0].Headers["User-Agent"].Replace(", ", " ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Fetches_one_set_at_a_time()
    {
        var logins = new List<LoginStart>();
        for (var i = 0; i < 8; i++) logins.Add(await world.Login());

        var results = await Task.WhenAll(logins.Select(login => Task.Run(() => world.Post(login, World.Sign(world.Claims(login))))));

        Assert.All(results, result => Assert.IsType<LaunchResult.Accepted>(result));
        Assert.Equal(1, Fetches);
    }

    [Fact]
    public async Task Finds_a_key_that_was_rotated_in()
    {
        await Launch();
        world.ServeKeys(SigningKey.Platform.Jwk(), SigningKey.Another.Jwk());
        world.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.IsType<LaunchResult.Accepted>(await Launch(SigningKey.Another));
        Assert.Equal(2, Fetches);
    }

    [Fact]
    public async Task Fetches_for_an_unknown_kid_at_most_once_a_minute()
    {
        await Launch();
        for (var i = 0; i < 5; i++) Assert.Equal("launch-key-unknown", Code(await Launch(SigningKey.Another)));
        Assert.Equal(1, Fetches);

        world.Time.Advance(TimeSpan.FromMinutes(1));
        for (var i = 0; i < 5; i++) Assert.Equal("launch-key-unknown", Code(await Launch(SigningKey.Another)));
        Assert.Equal(2, Fetches);
    }

    [Theory]
    [InlineData("down")]
    [InlineData("html")]
    [InlineData("huge")]
    [InlineData("slow")]
    [InlineData("redirect")]
    public async Task Keeps_the_set_it_has_when_a_fetch_fails(string how)
    {
        await Launch();
        Break(how);
        world.Time.Advance(TimeSpan.FromDays(2));

        Assert.IsType<LaunchResult.Accepted>(await Launch());
        Assert.Equal(2, Fetches);
    }

    [Theory]
    [InlineData("down")]
    [InlineData("html")]
    [InlineData("huge")]
    [InlineData("slow")]
    [InlineData("redirect")]
    public async Task Says_that_a_set_cannot_be_had(string how)
    {
        Break(how);
        Assert.Equal("launch-keys-unavailable", Code(await Launch()));
    }

    [Fact]
    public async Task Takes_a_key_without_alg_and_use()
    {
        var jwk = SigningKey.Platform.Jwk();
        jwk.Remove("alg");
        jwk.Remove("use");
        world.ServeKeys(jwk);

        Assert.IsType<LaunchResult.Accepted>(await Launch());
    }

    [Theory]
    [InlineData("alg", "PS256")]
    [InlineData("kty", "EC")]
    [InlineData("use", "enc")]
    [InlineData("n", "!!")]
    public async Task Refuses_a_key_that_is_not_for_this(string member, string value)
    {
        var jwk = SigningKey.Platform.Jwk();
        jwk[member] = value;
        world.ServeKeys(jwk);

        Assert.Equal("launch-key-refused", Code(await Launch()));
    }

    [Fact]
    public async Task Skips_members_it_cannot_use()
    {
        var nameless = SigningKey.Another.Jwk();
        nameless.Remove("kid");
        world.ServeKeys(nameless, SigningKey.Platform.Jwk());

        Assert.IsType<LaunchResult.Accepted>(await Launch());
    }

    [Fact]
    public async Task Remembers_no_more_sets_than_its_capacity()
    {
        for (var i = 0; i < LtiBadgeConnector.Lti.Keys.PlatformKeys.Capacity + 1; i++)
        {
            var url = $"https://lms{i}.example/jwks";
            var set = $$"""{"keys":[{{SigningKey.Platform.Jwk().ToJsonString()}}]}""";
            if (i == 0) world.Http.On("GET", url, _ => FakeHttp.Json(set));
            world.Change(registration => registration with { JwksUri = url });
            await Launch();
        }

        world.Change(registration => registration with { JwksUri = "https://lms0.example/jwks" });
        await Launch();

        Assert.Equal(2, world.Http.Count("GET", "https://lms0.example/jwks"));
    }

    private void Break(string how)
    {
        switch (how)
        {
            case "down":
                world.Http.On("GET", World.JwksUri, _ => throw new HttpRequestException("no route to host"));
                break;
            case "html":
                world.Http.On("GET", World.JwksUri, _ => FakeHttp.Json("<html>maintenance</html>", "text/html"));
                break;
            case "huge":
                world.Http.On("GET", World.JwksUri, _ => FakeHttp.Json("{\"keys\":[],\"x\":\"" + new string('x', 300 * 1024) + "\"}"));
                break;
            case "redirect":
                world.Http.On("GET", World.JwksUri, _ => FakeHttp.Status(302));
                break;
            default:
                world.Http.OnSlow("GET", World.JwksUri, async (_, ct) =>
                {
                    var never = Task.Delay(Timeout.Infinite, ct);
                    world.Time.Advance(TimeSpan.FromSeconds(5));
                    await never;
                    return FakeHttp.Status(200);
                });
                break;
        }
    }

    private async Task<LaunchResult> Launch(SigningKey? key = null)
    {
        var login = await world.Login();
        return await world.Post(login, World.Sign(world.Claims(login), key));
    }

    private static string Code(LaunchResult result) => Assert.IsType<LaunchResult.Refused>(result).Code;
}
