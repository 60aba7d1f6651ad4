using LtiBadgeConnector.Core.Addresses;
using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Storage.Platforms;
using LtiBadgeConnector.Storage.Road;

namespace LtiBadgeConnector.Web.Commands;

internal static class ConnectionCommands
{
    public static async Task<int> Add(Arguments arguments)
    {
        await using var app = await Host.Open(arguments);
        var tenant = await PlatformCommands.TenantOf(arguments, app.Services);
        var platforms = await app.Services.GetRequiredService<PlatformRepository>().List(tenant.Id, CancellationToken.None);
        var wanted = arguments.Need("platform");
        var platform = platforms.FirstOrDefault(candidate => candidate.Id.ToString() == wanted || candidate.Registration.Name == wanted)
            ?? throw new CommandException("platform-unknown", $"No platform is called {wanted}.");

        var (connection, problem) = NewConnection.Of(
            arguments.Need("kind"), tenant.Id, platform.Id, arguments.Find("name"), arguments.Find("site-url"), arguments.Find("token"),
            app.Services.GetRequiredService<TimeProvider>());
        if (connection is null) throw new CommandException(problem!, "Kinds are standard-webhooks, and moodle with --site-url and --token.");
        await app.Services.GetRequiredService<ConnectionRepository>().Add(connection, CancellationToken.None);

        var addresses = app.Services.GetRequiredService<PublicAddresses>();
        return Host.Print(
            arguments, ("connection", connection.Id.ToString()),
            ("webhookUrl", connection.Key is { } key ? addresses.Webhook(key) : null),
            ("secret", connection.Secrets is [var secret, ..] ? secret : null));
    }

    public static async Task<int> List(Arguments arguments)
    {
        await using var app = await Host.Open(arguments);
        var tenant = await PlatformCommands.TenantOf(arguments, app.Services);
        var connections = await app.Services.GetRequiredService<ConnectionRepository>().OfTenant(tenant.Id, CancellationToken.None);
        var lines = connections.Select(connection => new { Id = connection.Id.ToString(), connection.Kind, connection.Name, Platform = connection.Platform.ToString(), connection.IsEnabled });
        return Host.PrintList(arguments, [.. lines], line => $"{line.Id}  {line.Kind,-18} {(line.IsEnabled ? "on " : "off")}  {line.Name}");
    }
}
