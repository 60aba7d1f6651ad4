using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage;
using LtiBadgeConnector.Storage.Backups;
using LtiBadgeConnector.Storage.Migrations;
using LtiBadgeConnector.Web.Commands;
using LtiBadgeConnector.Web.Configuration;
using LtiBadgeConnector.Web.Security;

namespace LtiBadgeConnector.Web.Backups;

/// <summary>
/// Makes backups of a server, running or not, and puts them into an empty place. The embedded database is copied whole; of a
/// database server only its own tools make a consistent copy, so there the backup holds the key and says what to run.
/// </summary>
internal sealed class BackupDesk(ConnectorOptions connector, DatabaseOptions database, IssuerOptions issuer, TimeProvider time)
{
    private const string DatabaseName = "connector.db";
    private const string KeyName = "master.key";

    private string KeyPath => MasterKey.PathIn(connector.DataDirectory);

    // A key that the configuration names is the administrator's to keep.
    private bool KeyIsInDirectory => issuer.KeyEncryption is { Secret: null or "", SecretFile: null or "", CertificateFile: null or "" };

    /// <exception cref="CommandException">There is nothing to back up, or something lies in the folder already.</exception>
    public BackupManifest Make(string folder, bool withKey)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()) throw new CommandException("backup-target-not-empty", $"{folder} holds something already. Name a folder that is empty or not there.");
        var source = DatabaseFile.PathOf(database);
        if (source is not null && !File.Exists(source)) throw new CommandException("backup-nothing-there", $"{source} is not there. Give the settings the server runs with.");

        CreatePrivate(folder);
        List<string> files = [];
        if (source is not null)
        {
            DatabaseFile.Copy(database, Path.Combine(folder, DatabaseName));
            files.Add(DatabaseName);
        }
        if (withKey && KeyIsInDirectory && File.Exists(KeyPath))
        {
            File.Copy(KeyPath, Path.Combine(folder, KeyName));
            files.Add(KeyName);
        }
        foreach (var file in files) MakePrivate(Path.Combine(folder, file));

        var manifest = new BackupManifest(
            BackupManifest.PresentFormat, Migrator.ProgramVersion, time.Now(), connector.PublicUrl, database.Provider.ToString(), DatabaseFile.KnownMigrations, KeyIsInDirectory,
            [.. files.Select(file => BackupFile.Of(folder, file))]);
        // Last: a folder without it is no backup.
        manifest.Write(folder);
        return manifest;
    }

    /// <summary>What the administrator runs for the database itself; null where the backup holds it.</summary>
    public string? CommandForDatabase(string folder, bool isRestore) => (database.Provider, isRestore) switch
    {
        (DatabaseProvider.PostgreSql, false) => $"pg_dump --format=custom --file={Path.Combine(folder, "connector.dump")} <connection>",
        (DatabaseProvider.PostgreSql, true) => $"pg_restore --no-owner --dbname=<connection> {Path.Combine(folder, "connector.dump")}",
        (DatabaseProvider.SqlServer, false) => "BACKUP DATABASE <name> TO DISK = '<file on the database server>' WITH CHECKSUM",
        (DatabaseProvider.SqlServer, true) => "RESTORE DATABASE <name> FROM DISK = '<file on the database server>'",
        _ => null,
    };

    /// <exception cref="CommandException">The backup is damaged or does not fit this program, its settings, or what is there already.</exception>
    public BackupManifest Restore(string folder)
    {
        var manifest = BackupManifest.Read(folder) ?? throw new CommandException("backup-unreadable", $"{folder} holds no backup that this program can read.");
        RefuseWhatDoesNotFit(manifest, folder);

        CreatePrivate(connector.DataDirectory);
        var target = DatabaseFile.PathOf(database);
        RefuseWhatIsThere(target);
        if (manifest.Files.Any(file => file.Name == KeyName)) Put(Path.Combine(folder, KeyName), KeyPath);
        if (target is not null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            Put(Path.Combine(folder, DatabaseName), target);
        }
        return manifest;
    }

    private void RefuseWhatDoesNotFit(BackupManifest manifest, string folder)
    {
        if (manifest.Damaged(folder) is { } damaged) throw new CommandException("backup-damaged", $"{damaged.Name} is missing, or not as it was when the backup was made.");
        if (manifest.Provider != database.Provider.ToString())
            throw new CommandException("backup-of-another-database", $"The backup is of {manifest.Provider}, and Database:Provider is {database.Provider}.");
        if (manifest.Migrations.FirstOrDefault(name => !DatabaseFile.KnownMigrations.Contains(name)) is { } unknown)
            throw new CommandException(StorageException.DatabaseNewer, $"The backup was made by version {manifest.ProgramVersion}, which had {unknown}; this program ({Migrator.ProgramVersion}) does not know it. Take a program at least as new.");
        if (manifest.PublicUrl != connector.PublicUrl && !connector.FormerPublicUrls.Contains(manifest.PublicUrl, StringComparer.Ordinal))
            throw new CommandException("public-url-changed", $"The backup's credentials were issued under {manifest.PublicUrl}, and Connector:PublicUrl is {connector.PublicUrl}. Set it to the same, or name the old one in Connector:FormerPublicUrls and keep it leading here.");
        if (database.Provider == DatabaseProvider.Sqlite && DatabaseFile.Damage(Path.Combine(folder, DatabaseName)) is { } damage)
            throw new CommandException("backup-damaged", $"{DatabaseName}: {damage}.");
    }

    private void RefuseWhatIsThere(string? target)
    {
        var taken = new[] { target, target is null ? null : target + "-wal", KeyPath }.FirstOrDefault(path => path is not null && File.Exists(path));
        if (taken is not null) throw new CommandException("restore-target-not-empty", $"{taken} is there already, and a restore overwrites nothing. Stop the server, move it away, and run the command again.");
    }

    // Written beside and moved: a crash in between leaves nothing that looks whole.
    private static void Put(string from, string to)
    {
        var draft = to + ".restoring";
        File.Copy(from, draft, overwrite: true);
        MakePrivate(draft);
        File.Move(draft, to, overwrite: false);
    }

    private static void CreatePrivate(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static void MakePrivate(string file)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
