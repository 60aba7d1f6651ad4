using LtiBadgeConnector.Storage.Migrations;
using Microsoft.Data.Sqlite;

namespace LtiBadgeConnector.Storage.Backups;

/// <summary>The file of the embedded database: copied while the server runs, and looked at before it takes a place.</summary>
public static class DatabaseFile
{
    /// <returns>Null when the database is no file of ours.</returns>
    public static string? PathOf(DatabaseOptions options) =>
        options.Provider == DatabaseProvider.Sqlite ? Path.GetFullPath(new SqliteConnectionStringBuilder(options.ConnectionString).DataSource) : null;

    /// <summary>A consistent copy as of one moment; writers are not kept waiting. The copy is one file, without a log beside it.</summary>
    public static void Copy(DatabaseOptions options, string target)
    {
        using var source = new SqliteConnection(new SqliteConnectionStringBuilder(options.ConnectionString) { Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);
        source.Open();
        using var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = target, Pooling = false }.ConnectionString);
        copy.Open();
        source.BackupDatabase(copy);
        Tell(copy, "PRAGMA journal_mode = DELETE");
    }

    /// <summary>What the engine itself finds wrong with the file; null when it is sound.</summary>
    public static string? Damage(string path)
    {
        try
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);
            connection.Open();
            return Tell(connection, "PRAGMA quick_check") is "ok" ? null : "the engine's own check failed";
        }
        catch (SqliteException e)
        {
            return e.Message;
        }
    }

    /// <summary>The migrations of this program, as a backup names them.</summary>
    public static IReadOnlyList<string> KnownMigrations { get; } = [.. Migration.All.Select(migration => migration.Name)];

    private static object? Tell(SqliteConnection connection, string pragma)
    {
        using var command = connection.CreateCommand();
        command.CommandText = pragma;
        return command.ExecuteScalar();
    }
}
