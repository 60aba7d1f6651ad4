using System.Globalization;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.Administrators;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Web.Api;
using LtiBadgeConnector.Web.Configuration;

namespace LtiBadgeConnector.Web.Commands;

internal static class AdminCommands
{
    private static readonly TimeSpan linkLifetime = TimeSpan.FromHours(1);

    public static async Task<int> Link(Arguments arguments)
    {
        await using var app = await Host.Open(arguments);
        var code = await app.Services.GetRequiredService<AdministratorRepository>().CreateLink(
            administrator: null, linkLifetime, app.Services.GetRequiredService<TimeProvider>().Now(), CancellationToken.None);
        return Host.Print(arguments, ("link", $"{app.Services.GetRequiredService<ConnectorOptions>().PublicUrl}/admin/sign-in?code={code}"));
    }

    public static async Task<int> Token(Arguments arguments)
    {
        if (arguments.Every("scope") is not { Count: > 0 } scopes) throw new CommandException("argument-missing", $"--scope is needed at least once: {string.Join(", ", ApiScopes.All.Select(scope => scope.Name))}.");
        if (scopes.FirstOrDefault(scope => !ApiScopes.IsKnown(scope)) is { } unknown)
            throw new CommandException("api-scope-unknown", $"{unknown} is none of {string.Join(", ", ApiScopes.All.Select(scope => scope.Name))}.");
        await using var app = await Host.Open(arguments);
        var now = app.Services.GetRequiredService<TimeProvider>().Now();
        var tenant = await PlatformCommands.TenantOf(arguments, app.Services);
        var token = await app.Services.GetRequiredService<ApiTokenRepository>().Add(
            tenant.Id, arguments.Find("name") ?? "command line", scopes, Expiry(arguments, now), now, CancellationToken.None);
        await app.Services.GetRequiredService<AuditRepository>().Append(
            AuditEntry.Of(tenant.Id, now, "command", null, "api-token-made", token.Hash), CancellationToken.None);
        return Host.Print(arguments, ("token", token.Token));
    }

    private static DateTimeOffset? Expiry(Arguments arguments, DateTimeOffset now) => arguments.Find("days") switch
    {
        null => null,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days > 0 => now.AddDays(days),
        var text => throw new CommandException("argument-invalid", $"--days {text} is not a number of days."),
    };
}
