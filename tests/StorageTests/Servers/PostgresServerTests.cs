using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using LtiBadgeConnector.TestKit;
using Npgsql;

namespace LtiBadgeConnector.StorageTests.Servers;

public sealed class PostgresServerTests
{
    private static readonly TimeSpan AWhile = TimeSpan.FromSeconds(60);

    [PostgresFact]
    public async Task Gives_each_caller_a_database_of_its_own()
    {
        var server = await PostgresServer.Shared();
        await using var one = await server.CreateDatabase();
        await using var other = await server.CreateDatabase();

        await Ask<object>(one, "CREATE TABLE only_here (id int)");

        Assert.Equal("only_here", await Ask<string>(one, "SELECT to_regclass('only_here')::text"));
        Assert.Null(await Ask<string>(other, "SELECT to_regclass('only_here')::text"));
    }

    [PostgresFact]
    public async Task Commits_as_durably_as_a_production_server()
    {
        await using var database = await (await PostgresServer.Shared()).CreateDatabase();

        Assert.Equal("on", await Ask<string>(database, "SHOW fsync"));
        Assert.Equal("on", await Ask<string>(database, "SHOW synchronous_commit"));
    }

    [PostgresFact]
    public async Task Prepares_a_template_once_and_copies_it_for_every_caller()
    {
        var server = await PostgresServer.Shared();
        var prepared = 0;
        async Task Prepare(string connectionString)
        {
            Interlocked.Increment(ref prepared);
            await Ask<object>(connectionString, "CREATE TABLE shared AS SELECT 42 AS answer");
        }

        var copies = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => server.CreateDatabase("prepared_once", Prepare)));
        await Ask<object>(copies[0], "UPDATE shared SET answer = 0");

        Assert.Equal(1, prepared);
        var answers = await Task.WhenAll(copies.Select(copy => Ask<int>(copy, "SELECT answer FROM shared")));
        Assert.Equal([0, 42, 42], answers);
        foreach (var copy in copies)
            await copy.DisposeAsync();
    }

    [PostgresFact]
    public async Task Drops_a_database_that_is_done_with_even_while_it_is_in_use()
    {
        await using var database = await (await PostgresServer.Shared()).CreateDatabase();
        await using var open = new NpgsqlConnection(database.ConnectionString);
        await open.OpenAsync();

        await database.DisposeAsync();

        var refused = await Assert.ThrowsAsync<PostgresException>(() => Ask<int>(database, "SELECT 1"));
        Assert.Equal(PostgresErrorCodes.InvalidCatalogName, refused.SqlState);
    }

    [PostgresFact]
    public async Task Leaves_no_folder_and_no_process_when_it_is_disposed()
    {
        var server = await PostgresServer.Start();
        var postgres = ServerProcessIn(server.Folder);

        await server.DisposeAsync();

        Assert.False(Directory.Exists(server.Folder));
        Assert.False(File.Exists(server.Folder + ".lock"));
        Assert.False(IsRunning(postgres));
    }

    [PostgresFact]
    public async Task Leaves_no_folder_and_no_process_when_the_test_process_is_killed()
    {
        await using var holder = StartHolder();
        var folder = await FolderOf(holder);
        var postgres = ServerProcessIn(folder);

        Process.GetProcessById(holder.Id).Kill();

        await Eventually.True(() => !Directory.Exists(folder) && !IsRunning(postgres), AWhile, "the killed process's server is gone");
    }

    [PostgresFact]
    public async Task Clears_away_at_the_next_start_what_survived_its_keeper()
    {
        await using var holder = StartHolder();
        var folder = await FolderOf(holder);
        var postgres = ServerProcessIn(folder);
        Process.GetProcessById(ParentOf(postgres)).Kill();
        Process.GetProcessById(holder.Id).Kill();
        await Eventually.True(() => holder.HasExited, AWhile, "the holder is gone");
        Assert.True(IsRunning(postgres));

        await using var next = await PostgresServer.Start();

        Assert.False(Directory.Exists(folder));
        Assert.False(File.Exists(folder + ".lock"));
        await Eventually.True(() => !IsRunning(postgres), AWhile, "the abandoned server is gone");
        Assert.True(Directory.Exists(next.Folder));
    }

    private static ChildProcess StartHolder() => ChildProcess.StartDotnet(typeof(PostgresServerTests).Assembly.Location, ["hold-postgres"]);

    private static async Task<string> FolderOf(ChildProcess holder)
        => (await holder.WaitForLine(new Regex("^holds (.+)$"), AWhile)).Groups[1].Value;

    private static int ServerProcessIn(string folder)
        => int.Parse(File.ReadLines(Path.Combine(folder, "data", "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    // A zombie that nobody waits for has ended too.
    private static bool IsRunning(int process)
        => File.Exists($"/proc/{process}/status") && !File.ReadAllText($"/proc/{process}/status").Contains("State:\tZ", StringComparison.Ordinal);

    private static int ParentOf(int process)
        => int.Parse(File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("PPid:", StringComparison.Ordinal))[5..], CultureInfo.InvariantCulture);

    private static Task<T?> Ask<T>(TestDatabase database, string sql) => Ask<T>(database.ConnectionString, sql);

    private static async Task<T?> Ask<T>(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync() is T answer ? answer : default;
    }
}
