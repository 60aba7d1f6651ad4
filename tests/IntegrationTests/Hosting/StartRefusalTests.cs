using System.Net;
using System.Net.Sockets;
using LtiBadgeConnector.TestKit;
using LtiBadgeConnector.Web.Hosting;

namespace LtiBadgeConnector.IntegrationTests.Hosting;

public sealed class StartRefusalTests
{
    [Fact]
    public async Task An_address_that_is_taken_is_said_with_its_code()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        using var data = new TemporaryFolder();
        await using var app = ConnectorApp.Create([$"--Connector:DataDirectory={data.Path}", $"--urls=http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}"]);

        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => ConnectorApp.Start(app, CancellationToken.None));

        Assert.Equal("address-in-use", refused.Code);
    }

    [Theory]
    [InlineData("web")]
    [InlineData("worker")]
    public async Task Roles_apart_need_a_shared_database(string role)
    {
        using var data = new TemporaryFolder();
        await using var app = ConnectorApp.Create([$"--Connector:DataDirectory={data.Path}", "--urls=http://127.0.0.1:0", $"--Connector:Role={role}"]);

        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => ConnectorApp.Start(app, CancellationToken.None));

        Assert.Equal("role-needs-shared-database", refused.Code);
    }

    [Fact]
    public async Task A_changed_public_address_stops_the_start_unless_the_old_one_is_named()
    {
        using var data = new TemporaryFolder();
        await using (var first = Create(data, "http://localhost:6001")) await ConnectorApp.Start(first, CancellationToken.None);

        await using (var moved = Create(data, "http://localhost:6002"))
            Assert.Equal("public-url-changed", (await Assert.ThrowsAsync<StartRefusedException>(() => ConnectorApp.Start(moved, CancellationToken.None))).Code);
        await using var told = Create(data, "http://localhost:6002", "--Connector:FormerPublicUrls:0=http://localhost:6001");
        await ConnectorApp.Start(told, CancellationToken.None);
        await told.StopAsync();
    }

    private static Microsoft.AspNetCore.Builder.WebApplication Create(TemporaryFolder data, string publicUrl, params string[] more) =>
        ConnectorApp.Create([$"--Connector:DataDirectory={data.Path}", "--urls=http://127.0.0.1:0", $"--Connector:PublicUrl={publicUrl}", .. more]);
}
