using System.Data.Common;
using LtiBadgeConnector.Storage;
using LtiBadgeConnector.TestKit;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace LtiBadgeConnector.Benchmarks;

/// <summary>A fresh database of one engine, and the settings that lead the connector to it.</summary>
internal sealed class Engine : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly TestDatabase? database;

    private Engine(DatabaseProvider provider, TestDatabase? database)
    {
        Provider = provider;
        this.database = database;
    }

    public DatabaseProvider Provider { get; }

    /// <summary>Where the connector on this database is reached; it issues under no other address.</summary>
    public string Origin { get; } = $"http://localhost:{FreePort.Next()}";

    public string Name => Provider == DatabaseProvider.Sqlite ? "SQLite" : "PostgreSQL";

    public string DataFolder => Directory.CreateDirectory(folder.PathTo("data")).FullName;

    public string ConnectionString => database?.ConnectionString ?? $"Data Source={Path.Combine(DataFolder, "connector.db")}";

    /// <param name="names">The engines asked for; all that are there when it names none.</param>
    public static async IAsyncEnumerable<Engine> Each(IReadOnlyList<string> names)
    {
        if (Wanted("sqlite")) yield return new(DatabaseProvider.Sqlite, null);
        if (!Wanted("postgresql")) yield break;
        if (PostgresServer.SkipReason is { } reason) Console.WriteLine($"not measured: {reason}");
        else yield return new(DatabaseProvider.PostgreSql, await (await PostgresServer.Shared()).CreateDatabase());

        bool Wanted(string name) => names.Contains(name) || !(names.Contains("sqlite") || names.Contains("postgresql"));
    }

    public string[] Settings(string role = "both") =>
    [
        $"--Connector:PublicUrl={Origin}", $"--urls={Origin}", $"--Connector:Role={role}", $"--Connector:DataDirectory={DataFolder}",
        $"--Database:Provider={Provider}", $"--Database:ConnectionString={ConnectionString}", "--Logging:LogLevel:Default=Warning", "--Worker:SweepEvery=01:00:00",
    ];

    public async Task<DbConnection> Connect()
    {
        DbConnection connection = Provider == DatabaseProvider.Sqlite ? new SqliteConnection(ConnectionString) : new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        if (database is not null) await database.DisposeAsync();
        SqliteConnection.ClearAllPools();
        folder.Dispose();
    }
}
