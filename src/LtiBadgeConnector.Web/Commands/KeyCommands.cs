using System.Globalization;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Steps;
using LtiBadgeConnector.Credentials.Keys;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Issuers;
using LtiBadgeConnector.Storage.Road;
using LtiBadgeConnector.Web.Admin;

namespace LtiBadgeConnector.Web.Commands;

internal static class KeyCommands
{
    private const int ReissueAtOnce = 200;

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

    public static async Task<int> Revoke(Arguments arguments)
    {
        await using var app = await Host.Open(arguments);
        var services = app.Services;
        var url = arguments.Word("URL");
        var issuers = services.GetRequiredService<IssuerRepository>();
        // key list prints every key that is not void yet.
        var key = (await issuers.AllPublished(CancellationToken.None)).FirstOrDefault(one => one.Url == url)
            ?? throw new CommandException("issuer-key-unknown", $"There is no key {url} that could be revoked; key list shows them.");
        var issuer = await issuers.Find(key.Tenant, key.Issuer, CancellationToken.None) ?? throw new CommandException("issuer-missing", "The key has no issuer.");
        var made = await services.GetRequiredService<IssuerDesk>().Revoke(issuer, key, CancellationToken.None);
        var audit = services.GetRequiredService<AuditRepository>();
        var now = services.GetRequiredService<TimeProvider>().Now();
        if (made is not null) await audit.Append(AuditEntry.Of(key.Tenant, now, "command", null, "issuer-key-rotated", made.Id), CancellationToken.None);
        await audit.Append(AuditEntry.Of(key.Tenant, now, "command", null, "issuer-key-revoked", key.Url), CancellationToken.None);

        // No server runs here that would do it; one that runs beside finds the same work.
        var reissue = services.GetRequiredService<ReissueStep>();
        while (await reissue.Run(ReissueAtOnce, CancellationToken.None) > 0) { }
        var left = await services.GetRequiredService<ReissueRepository>().CountOfKey(key.Tenant, key.Url, CancellationToken.None);
        return Host.Print(arguments, [("revoked", key.Url), ("key", made?.Id), ("left", left.ToString(CultureInfo.InvariantCulture))]);
    }

    private static IReadOnlyList<string>? AlgorithmsOf(Arguments arguments) => arguments.Find("algorithm") switch
    {
        null => null,
        var one when IssuerKeys.Algorithms.Contains(one) => [one],
        var other => throw new CommandException("argument-invalid", $"--algorithm {other} is none of {string.Join(", ", IssuerKeys.Algorithms)}."),
    };
}
