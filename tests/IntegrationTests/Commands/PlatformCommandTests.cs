using System.Text.Json;
using LtiBadgeConnector.DemoLms;
using LtiBadgeConnector.TestKit;

namespace LtiBadgeConnector.IntegrationTests.Commands;

/// <summary>The executable itself, as a script would run it.</summary>
public sealed class PlatformCommandTests : IDisposable
{
    private static readonly TimeSpan patience = TimeSpan.FromMinutes(2);
    private readonly TemporaryFolder data = new();

    [Fact]
    public async Task A_platform_is_added_asked_refused_when_it_knows_no_such_client_and_removed()
    {
        await using var lms = DemoLmsApp.Create(new DemoLmsOptions { Listen = "http://127.0.0.1:0" });
        await lms.StartAsync();
        var url = lms.Urls.First();

        var added = await Json(0, "platform", "add", "--name", "Campus", "--issuer", url, "--client-id", "nobody", "--auth-url", $"{url}/auth", "--token-url", $"{url}/token", "--jwks-url", $"{url}/nowhere", "--deployment", "1", "--json");
        Assert.EndsWith("/lti/login/" + added.GetProperty("platform").GetString(), added.GetProperty("loginUrl").GetString(), StringComparison.Ordinal);

        var tested = await Json(1, "platform", "test", "Campus", "--json", "--Network:AllowedPrivateAddresses:0=127.0.0.0/8", $"--Network:AllowPlainHttpFor:0={url}");
        Assert.Equal("launch-keys-unavailable", tested.EnumerateArray().First().GetProperty("code").GetString());
        Assert.All(tested.EnumerateArray(), check => Assert.NotEqual(JsonValueKind.Null, check.GetProperty("code").ValueKind));

        Assert.Equal(added.GetProperty("platform").GetString(), (await Json(0, "platform", "remove", "Campus", "--json")).GetProperty("removed").GetString());
        Assert.Empty((await Json(0, "platform", "list", "--json")).EnumerateArray());
    }

    [Theory]
    [InlineData("platform-unknown", "platform", "test", "Nowhere")]
    [InlineData("argument-missing", "platform", "remove")]
    [InlineData("connection-unknown", "connection", "test", "Nowhere")]
    public async Task What_is_not_there_is_said_with_its_code(string code, params string[] command)
    {
        await using var run = Start(command);
        Assert.Equal(2, await run.WaitForExit(patience));
        Assert.Contains(run.Output, line => line.StartsWith(code + ":", StringComparison.Ordinal));
    }

    public void Dispose() => data.Dispose();

    private async Task<JsonElement> Json(int status, params string[] command)
    {
        await using var run = Start(command);
        var ended = await run.WaitForExit(patience);
        Assert.True(status == ended, string.Join('\n', run.Output));
        return JsonElement.Parse(run.Output.Single(line => line.StartsWith('{') || line.StartsWith('[')));
    }

    private ChildProcess Start(string[] command) =>
        ChildProcess.StartDotnet(Repository.BuiltAssembly("LtiBadgeConnector.Web"), [.. command, $"--Connector:DataDirectory={data.Path}"], folder: data.Path);
}
