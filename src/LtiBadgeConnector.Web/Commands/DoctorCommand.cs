using LtiBadgeConnector.Web.Hosting;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Storage;
using LtiBadgeConnector.Storage.Issuers;
using LtiBadgeConnector.Storage.Migrations;
using LtiBadgeConnector.Web.Configuration;
using LtiBadgeConnector.Web.Security;

namespace LtiBadgeConnector.Web.Commands;

/// <summary>Says what is well and what a person should look at, without changing anything.</summary>
internal static class DoctorCommand
{
    public static async Task<int> Run(Arguments arguments)
    {
        await using var app = ConnectorApp.Create(arguments.Settings, builder => builder.Logging.SetMinimumLevel(LogLevel.Error));
        List<Line> lines = [];
        await foreach (var line in Examine(app.Services)) lines.Add(line);
        Host.PrintList(arguments, lines, line => $"{line.Result,-5} {line.Name}: {line.Detail}");
        return lines.Any(line => line.Result == "bad") ? 1 : 0;
    }

    private static async IAsyncEnumerable<Line> Examine(IServiceProvider services)
    {
        var connector = services.GetRequiredService<ConnectorOptions>();
        var network = services.GetRequiredService<NetworkOptions>();
        yield return new("public address", connector.PublicUrl.StartsWith("https:", StringComparison.Ordinal) ? "good" : "look", connector.PublicUrl);
        yield return new("database", "good", services.GetRequiredService<DatabaseOptions>().Provider.ToString());

        var pending = await services.GetRequiredService<Migrator>().Pending(CancellationToken.None);
        yield return new("schema", pending.Count == 0 ? "good" : "bad", pending.Count == 0 ? "up to date" : $"run migrate: {string.Join(", ", pending)}");
        yield return services.GetService<MasterKey>() is { IsFromDataDirectory: true }
            ? new("keys at rest", "look", $"{MasterKey.PathIn(connector.DataDirectory)}: losing it loses every signing key and secret; back it up apart from the database")
            : new("keys at rest", "good", "encrypted with the configured secret or certificate");
        if (pending.Count == 0)
        {
            var active = (await services.GetRequiredService<IssuerRepository>().AllPublished(CancellationToken.None)).Count(key => key.State == IssuerKeyState.Active);
            yield return new("issuer keys", active > 0 ? "good" : "look", $"{active} active");
        }
        yield return MailLine(services.GetRequiredService<MailOptions>());
        yield return Exceptions("plain HTTP allowed for", network.AllowPlainHttpFor);
        yield return Exceptions("private addresses allowed", network.AllowedPrivateAddresses);
        yield return new("trusted proxies", "good", network.TrustedProxies is [] ? "none" : string.Join(", ", network.TrustedProxies));
    }

    private static Line MailLine(MailOptions mail) =>
        !mail.IsOn ? new("mails", string.IsNullOrWhiteSpace(mail.Host) ? "good" : "look", string.IsNullOrWhiteSpace(mail.Host) ? "none are sent" : "Mail:From is missing, so none are sent")
        : mail.Security == MailSecurity.None ? new("mails", "look", $"sent through {mail.Host}:{mail.Port} without encryption")
        : new("mails", "good", $"sent through {mail.Host}:{mail.Port} as {mail.From}");

    private static Line Exceptions(string name, string[] values) => new(name, values is [] ? "good" : "look", values is [] ? "none" : string.Join(", ", values));

    private sealed record Line(string Name, string Result, string Detail);
}
