using System.Collections.Concurrent;
using System.Data.Common;
using LtiBadgeConnector.Storage.Dialects;
using LtiBadgeConnector.Storage.Mapping;
using Microsoft.Data.Sqlite;

namespace LtiBadgeConnector.Storage;

/// <summary>The one door to the database: connections for reading, transactions for writing.</summary>
public sealed class Database
{
    private const int MostTries = 5;

    private static readonly ConcurrentDictionary<string, WriterLine> Lines = new(StringComparer.Ordinal);

    private readonly string connectionString;
    private readonly WriterLine? line;

    public Database(DatabaseOptions options)
    {
        Values.Register();
        Dialect = SqlDialect.For(options.Provider);
        connectionString = Dialect.Complete(options.ConnectionString);
        if (options.Provider == DatabaseProvider.Sqlite)
            line = Lines.GetOrAdd(Path.GetFullPath(new SqliteConnectionStringBuilder(connectionString).DataSource), _ => new());
    }

    public DatabaseProvider Provider => Dialect.Provider;

    internal SqlDialect Dialect { get; }

    /// <summary>A connection without a transaction, for reading and for a single statement that reads and writes nothing else.</summary>
    public async Task<Session> Read(CancellationToken ct) => new(await Connect(ct), transaction: null, Dialect);

    /// <summary>
    /// Runs the work in one transaction and commits it. The work may be run again from its start after a deadlock, so it must
    /// not change anything but the database.
    /// </summary>
    public Task<T> Write<T>(Func<Session, Task<T>> work, CancellationToken ct) => InTurn(() => Transact(work, ct), isUrgent: false, ct);

    /// <inheritdoc cref="Write{T}"/>
    public Task Write(Func<Session, Task> work, CancellationToken ct) => Write(
        async session =>
        {
            await work(session);
            return true;
        },
        ct);

    /// <summary>One statement that is a transaction by itself, which costs the engine and the network half of <see cref="Write{T}"/>.</summary>
    /// <returns>How many rows were affected.</returns>
    public Task<int> Execute(Sql sql, object parameters, CancellationToken ct) => InTurn(
        async () =>
        {
            await using var session = await Read(ct);
            return await session.Execute(sql, parameters, ct);
        },
        isUrgent: false, ct);

    /// <summary>As <see cref="Write{T}"/>, before all who write without somebody outside waiting, where the engine has one writer.</summary>
    internal Task<T> WriteFirst<T>(Func<Session, Task<T>> work, CancellationToken ct) => InTurn(() => Transact(work, ct), isUrgent: true, ct);

    internal async Task<DbConnection> Connect(CancellationToken ct)
    {
        var connection = Dialect.Connect(connectionString);
        try
        {
            await connection.OpenAsync(ct);
            if (Dialect.ToSayOnOpen(connection) is { } pragmas) await Run(connection, pragmas, ct);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    internal static async Task Run(DbConnection connection, string text, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = text;
        await command.ExecuteNonQueryAsync(ct);
    }

    private async Task<T> InTurn<T>(Func<Task<T>> write, bool isUrgent, CancellationToken ct)
    {
        if (line is not null) await line.Enter(isUrgent, ct);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    return await write();
                }
                catch (DbException e) when (attempt < MostTries && Dialect.IsWorthRepeating(e))
                {
                    await Task.Delay(Random.Shared.Next(5, 20 * attempt), ct);
                }
            }
        }
        finally
        {
            line?.Leave(isUrgent);
        }
    }

    private async Task<T> Transact<T>(Func<Session, Task<T>> work, CancellationToken ct)
    {
        await using var connection = await Connect(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var session = new Session(connection, transaction, Dialect);
        var result = await work(session);
        await session.Commit(ct);
        return result;
    }
}
