using LtiBadgeConnector.Web.Backups;
using LtiBadgeConnector.Web.Configuration;
using LtiBadgeConnector.Web.Hosting;

namespace LtiBadgeConnector.Web.Commands;

/// <summary>Neither opens the server's data as a start does: a backup must not upgrade what it copies, and a restore must find its place empty.</summary>
internal static class BackupCommands
{
    public static async Task<int> Backup(Arguments arguments)
    {
        var folder = Path.GetFullPath(arguments.Need("to"));
        await using var app = Settings(arguments);
        var desk = DeskOf(app);
        var manifest = desk.Make(folder, withKey: !arguments.Has("without-key"));

        var hasKey = manifest.Files.Any(file => file.Name == "master.key");
        return Host.Print(
            arguments, ("backup", folder), ("files", string.Join(", ", manifest.Files.Select(file => file.Name))), ("runForDatabase", desk.CommandForDatabase(folder, isRestore: false)),
            ("keepApart", hasKey ? "master.key opens every secret in the database: keep it in another place" : manifest.KeyIsInDirectory ? "master.key is not in this backup: keep it, nothing can be signed without it" : "Issuer:KeyEncryption names the key: keep it, nothing can be signed without it"));
    }

    public static async Task<int> Restore(Arguments arguments)
    {
        var folder = Path.GetFullPath(arguments.Need("from"));
        await using var app = Settings(arguments);
        var desk = DeskOf(app);
        var manifest = desk.Restore(folder);
        return Host.Print(
            arguments, ("restored", string.Join(", ", manifest.Files.Select(file => file.Name))), ("createdAt", manifest.CreatedAt.ToString("O")), ("runForDatabase", desk.CommandForDatabase(folder, isRestore: true)),
            ("next", "run doctor, then start the server"));
    }

    private static WebApplication Settings(Arguments arguments)
    {
        var builder = ConnectorApp.Configured(arguments.Settings);
        builder.AddConnectorOptions();
        builder.AddConnectorStorage();
        return builder.Build();
    }

    private static BackupDesk DeskOf(WebApplication app) => ActivatorUtilities.CreateInstance<BackupDesk>(app.Services);
}
