using LtiBadgeConnector.Lti.Launch;
using LtiBadgeConnector.ProtocolTests.Lti.Support;

namespace LtiBadgeConnector.ProtocolTests.Lti;

/// <summary>Every bad token of <c>launch-refusals.json</c> is refused, with the code that the file says and nothing consumed.</summary>
public sealed class LaunchRefusalTests
{
    public static TheoryData<string> Cases => [.. Samples.List("launch-refusals.json").Select(node => (string)node!["name"]!)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Refuses(string name)
    {
        var sample = Samples.List("launch-refusals.json").Single(node => (string)node!["name"]! == name)!.AsObject();
        var world = new World();
        world.Change(registration => registration with { TrustedAudiences = ["https://trusted.example"] });
        var login = await world.Login(LaunchCase.LoginChanges(sample));

        var result = Assert.IsType<LaunchResult.Refused>(await world.Post(login, LaunchCase.Token(world, login, sample)));

        Assert.Equal((string)sample["code"]!, result.Code);
        Assert.All(world.Stores.Logins.Values, pending => Assert.Null(pending.ConsumedAt));
    }

    [Fact]
    public async Task Leaves_the_login_usable_after_a_refused_token()
    {
        var world = new World();
        var login = await world.Login();
        await world.Post(login, World.Sign(world.Claims(login), SigningKey.Another));

        Assert.IsType<LaunchResult.Accepted>(await world.Post(login, World.Sign(world.Claims(login))));
    }

    [Fact]
    public async Task Refuses_a_token_of_a_mebibyte_without_looking_into_it()
    {
        var world = new World();
        var login = await world.Login();
        var claims = world.Claims(login);
        claims["filler"] = new string('x', 1024 * 1024);

        var result = Assert.IsType<LaunchResult.Refused>(await world.Post(login, World.Sign(claims)));

        Assert.Equal("launch-token-too-large", result.Code);
        Assert.Empty(world.Http.Seen);
    }

    [Fact]
    public async Task Refuses_a_key_set_that_cannot_be_had()
    {
        var world = new World();
        world.Http.On("GET", World.JwksUri, _ => FakeHttp.Status(503));
        var login = await world.Login();

        var result = Assert.IsType<LaunchResult.Refused>(await world.Post(login, World.Sign(world.Claims(login))));

        Assert.Equal(("launch-keys-unavailable", 503), (result.Code, result.Problem.Status));
    }
}
