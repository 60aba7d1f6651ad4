using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;

namespace LtiBadgeConnector.TestKit;

/// <summary>
/// A real PostgreSQL of the test process's own, made with the installed <c>initdb</c> in a temporary folder and
/// reached through a socket in that folder; it commits durably as a production server does. One serves the whole
/// process. It is stopped and its folder deleted when the process ends, also when that is killed; what even then
/// stayed behind goes when the next one starts.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private static readonly PostgresInstallation Installation = PostgresInstallation.Find();
    private static readonly Lazy<Task<PostgresServer>> OfThisProcess = new(StartForProcess);
    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(1);

    private readonly PostgresFolder folder;
    private readonly Process keeper;
    private readonly ConcurrentDictionary<string, Lazy<Task>> templates = new();
    private int databases;

    private PostgresServer(PostgresFolder folder, Process keeper)
    {
        this.folder = folder;
        this.keeper = keeper;
    }

    /// <summary>Why PostgreSQL tests cannot run here; null when they can.</summary>
    public static string? SkipReason => Installation.Lack;

    /// <summary>Where its data, socket and log are.</summary>
    internal string Folder => folder.Path;

    /// <summary>The server of this test process, started by the first caller.</summary>
    public static Task<PostgresServer> Shared() => OfThisProcess.Value;

    /// <summary>A new empty database (UTF-8, sorted by code point).</summary>
    public Task<TestDatabase> CreateDatabase() => CopyOf("template0");

    /// <summary>
    /// A new database with what <paramref name="prepare"/> made, given a connection string: it runs once for each
    /// <paramref name="template"/> name in the process, every further call is a copy (milliseconds).
    /// </summary>
    public async Task<TestDatabase> CreateDatabase(string template, Func<string, Task> prepare)
    {
        await templates.GetOrAdd(template, name => new Lazy<Task>(() => Prepare(name, prepare))).Value;
        return await CopyOf(template);
    }

    public async ValueTask DisposeAsync()
    {
        keeper.StandardInput.Close();
        await keeper.WaitForExitAsync();
        keeper.Dispose();
        folder.Dispose();
    }

    /// <summary>Starts a server beside the shared one.</summary>
    internal static async Task<PostgresServer> Start()
    {
        if (SkipReason is { } reason)
            throw new InvalidOperationException(reason);

        PostgresFolder.DeleteAbandoned(Installation);
        var folder = PostgresFolder.Create();
        var server = new PostgresServer(folder, Process.Start(Installation.Keeper(folder))!);
        try
        {
            await server.WaitUntilItAnswers();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    private static async Task<PostgresServer> StartForProcess()
    {
        var server = await Start();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.DisposeAsync().AsTask().Wait(TimeSpan.FromSeconds(10));
        return server;
    }

    private async Task WaitUntilItAnswers()
    {
        try
        {
            await Eventually.True(Answers, StartTime, "PostgreSQL answers");
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"PostgreSQL did not start. {e.Message}\n{folder.Log}", e);
        }
    }

    private async Task<bool> Answers()
    {
        if (keeper.HasExited)
            throw new InvalidOperationException($"It ended with {keeper.ExitCode}.");

        try
        {
            await Execute("SELECT 1");
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private async Task Prepare(string template, Func<string, Task> prepare)
    {
        await Execute($"""CREATE DATABASE "{template}" TEMPLATE template0""");
        // Pooled connections would stay open, and a database somebody is connected to cannot be copied.
        await prepare(ConnectionString(template, pooling: false));
    }

    private async Task<TestDatabase> CopyOf(string template)
    {
        var name = $"test_{Interlocked.Increment(ref databases)}";
        await Execute($"""CREATE DATABASE {name} TEMPLATE "{template}" """);
        var connectionString = ConnectionString(name, pooling: true);
        return new TestDatabase(connectionString, () => Drop(name, connectionString));
    }

    private async Task Drop(string name, string connectionString)
    {
        await using (var pooled = new NpgsqlConnection(connectionString))
            NpgsqlConnection.ClearPool(pooled);
        await Execute($"DROP DATABASE {name} WITH (FORCE)");
    }

    private async Task Execute(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres", pooling: false));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private string ConnectionString(string database, bool pooling)
        => new NpgsqlConnectionStringBuilder { Host = folder.Path, Username = "postgres", Database = database, Pooling = pooling }.ConnectionString;
}
