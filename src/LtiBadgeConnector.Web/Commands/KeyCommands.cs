using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Credentials.Keys;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Issuers;
using LtiBadgeConnector.Web.Admin;

namespace LtiBadgeConnector.Web.Commands;

internal static class KeyCommands
{
    public static async Task<int> List(Arguments arguments)
    {
        await using var app = await Host.Open(arguments);
        var keys = await app.Services.GetRequiredService<IssuerRepository>().AllPublished(CancellationToken.None);
        var lines = keys.Select(key => new { key.Url, key.Algorithm, State = key.State.ToString(), key.CreatedAt });
        return Host.PrintList(arguments, [.. lines], line => $"{line.State,-8} {line.Algorithm,-6} {line.CreatedAt:yyyy-MM-dd}  {line.Url}");
    }

    public static async Task<int> Rotate(Arguments arguments)
    {
        await using var app = await Host.Open(arguments);
        var time = app.Services.GetRequiredService<TimeProvider>();
        var issuers = app.Services.GetRequiredService<IssuerRepository>();
        var tenant = await PlatformCommands.TenantOf(arguments, app.Services);
        var issuer = await issuers.Default(tenant.Id, CancellationToken.None) ?? throw new CommandException("issuer-missing", "The tenant has no issuer.");

        var made = await app.Services.GetRequiredService<IssuerDesk>().Rotate(issuer, AlgorithmsOf(arguments), CancellationToken.None);
        foreach (var key in made)
            await app.Services.GetRequiredService<AuditRepository>().Append(
                AuditEntry.Of(tenant.Id, time.Now(), "command", null, "issuer-key-rotated", key.Id), CancellationToken.None);
        return Host.Print(arguments, [.. made.Select(key => (made.Count == 1 ? "key" : $"key-{key.Algorithm}", (string?)key.Id))]);
    }

    private static IReadOnlyList<string>? AlgorithmsOf(Arguments arguments) => arguments.Find("algorithm") switch
    {
        null => null,
        var one when IssuerKeys.Algorithms.Contains(one) => [one],
        var other => throw new CommandException("argument-invalid", $"--algorithm {other} is none of {string.Join(", ", IssuerKeys.Algorithms)}."),
    };
}
