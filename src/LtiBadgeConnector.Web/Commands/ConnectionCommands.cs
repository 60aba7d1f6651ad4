using LtiBadgeConnector.Core.Addresses;
using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Lms;
using LtiBadgeConnector.Storage.Courses;
using LtiBadgeConnector.Storage.Road;

namespace LtiBadgeConnector.Web.Commands;

internal static class ConnectionCommands
{
    public static async Task<int> Add(Arguments arguments)
    {
        await using var app = await Host.Open(arguments);
        var platform = await PlatformCommands.PlatformOf(arguments, arguments.Need("platform"), app.Services);
        var kind = arguments.Need("kind");
        var given = ConnectionKinds.Find(kind)?.Fields.ToDictionary(field => field.Setting, field => arguments.Find(field.Option)) ?? [];
        var (connection, problem) = NewConnection.Of(
            kind, new TenantId(platform.Registration.TenantId), platform.Id, arguments.Find("name"), given, app.Services.GetRequiredService<TimeProvider>());
        if (connection is null) throw new CommandException(problem!, $"Kinds are {string.Join("; ", ConnectionKinds.All.Select(Describe))}.");
        await app.Services.GetRequiredService<ConnectionRepository>().Add(connection, CancellationToken.None);

        var addresses = app.Services.GetRequiredService<PublicAddresses>();
        return Host.Print(
            arguments, ("connection", connection.Id.ToString()),
            ("webhookUrl", connection.Key is { } key ? addresses.Webhook(key) : null),
            ("secret", connection.Secrets is [var secret, ..] ? secret : null));
    }

    private static string Describe(ConnectionKind kind) =>
        string.Join(' ', [kind.Name, .. kind.Fields.Select(field => field.IsNeeded ? $"--{field.Option}" : $"[--{field.Option}]")]);

    /// <summary>Tries what the connection is for; the exit status is 0 only when nothing failed.</summary>
    public static async Task<int> Test(Arguments arguments)
    {
        await using var app = await Host.Open(arguments);
        var wanted = arguments.Word("The connection's id");
        var tenant = await PlatformCommands.TenantOf(arguments, app.Services);
        var connection = (await app.Services.GetRequiredService<ConnectionRepository>().OfTenant(tenant.Id, CancellationToken.None)).FirstOrDefault(candidate => candidate.Id.ToString() == wanted)
            ?? throw new CommandException("connection-unknown", $"No connection has the id {wanted}.");
        if (!ConnectionTests.CanTest(connection.Kind))
            throw new CommandException("connection-not-testable", "The LMS calls this connection; send a test event from there and look at the console's last deliveries.");

        var platform = await PlatformCommands.PlatformOf(arguments, connection.Platform.ToString(), app.Services);
        var course = await app.Services.GetRequiredService<CourseRepository>().LatestOf(tenant.Id, connection.Platform, CancellationToken.None);
        var checks = await app.Services.GetRequiredService<ConnectionTests>().Run(connection, platform.Registration.Issuer, course?.LmsCourseId, CancellationToken.None);
        Host.PrintList(arguments, [.. checks.Select(check => new { check.Name, Result = check.Result.ToString(), check.Code, check.Detail })], check => $"{check.Result,-8} {check.Name} {check.Code} {check.Detail}");
        return checks.All(check => check.Result != CheckResult.Fail) ? 0 : 1;
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
