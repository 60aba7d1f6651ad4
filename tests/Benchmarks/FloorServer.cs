using System.Buffers;
using System.Data.Common;
using System.Threading.Channels;
using LtiBadgeConnector.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace LtiBadgeConnector.Benchmarks;

/// <summary>The floor of intake: a bare Kestrel endpoint that keeps the body, many in one durable commit, and answers 202 afterwards.</summary>
internal static class FloorServer
{
    private const int MostInCommit = 512;

    public static async Task Run(DatabaseProvider provider, string connectionString, string url)
    {
        var queue = Channel.CreateUnbounded<(byte[] Body, TaskCompletionSource Stored)>(new UnboundedChannelOptions { SingleReader = true });
        await using var connection = await Open(provider, connectionString);
        var committing = Task.Run(() => Commit(queue.Reader, connection));

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.Urls.Add(url);
        app.MapPost("/", async context =>
        {
            var read = await context.Request.BodyReader.ReadAtLeastAsync((int)context.Request.ContentLength!.Value);
            var stored = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await queue.Writer.WriteAsync((read.Buffer.ToArray(), stored));
            context.Request.BodyReader.AdvanceTo(read.Buffer.End);
            await stored.Task;
            context.Response.StatusCode = StatusCodes.Status202Accepted;
        });
        await app.StartAsync();
        Console.WriteLine("listens");
        await committing;
    }

    private static async Task<DbConnection> Open(DatabaseProvider provider, string connectionString)
    {
        DbConnection connection = provider == DatabaseProvider.Sqlite ? new SqliteConnection(connectionString) : new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = provider == DatabaseProvider.Sqlite
            ? "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE floor (id INTEGER PRIMARY KEY, body BLOB NOT NULL)"
            : "CREATE TABLE floor (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body bytea NOT NULL)";
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    private static async Task Commit(ChannelReader<(byte[] Body, TaskCompletionSource Stored)> queue, DbConnection connection)
    {
        List<(byte[] Body, TaskCompletionSource Stored)> group = [];
        while (await queue.WaitToReadAsync())
        {
            while (group.Count < MostInCommit && queue.TryRead(out var one)) group.Add(one);
            await (connection is NpgsqlConnection npgsql ? Store(npgsql, [.. group.Select(one => one.Body)]) : Store((SqliteConnection)connection, [.. group.Select(one => one.Body)]));
            foreach (var (_, stored) in group) stored.SetResult();
            group.Clear();
        }
    }

    private static async Task Store(NpgsqlConnection connection, byte[][] bodies)
    {
        await using var command = new NpgsqlCommand("INSERT INTO floor (body) SELECT unnest(@bodies)", connection);
        command.Parameters.AddWithValue("bodies", NpgsqlDbType.Array | NpgsqlDbType.Bytea, bodies);
        await command.ExecuteNonQueryAsync();
    }

    private static Task Store(SqliteConnection connection, byte[][] bodies)
    {
        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "INSERT INTO floor (body) VALUES (@body)";
        var parameter = command.Parameters.Add("@body", SqliteType.Blob);
        foreach (var body in bodies)
        {
            parameter.Value = body;
            command.ExecuteNonQuery();
        }
        transaction.Commit();
        return Task.CompletedTask;
    }
}
