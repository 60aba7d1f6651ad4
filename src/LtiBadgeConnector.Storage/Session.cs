using System.Data.Common;
using Dapper;
using LtiBadgeConnector.Storage.Dialects;
using LtiBadgeConnector.Storage.Mapping;
using Npgsql;

namespace LtiBadgeConnector.Storage;

/// <summary>
/// One open connection, inside a transaction when it came from <see cref="Database.Write{T}"/>. It runs statements of the
/// catalogue and nothing else.
/// </summary>
public sealed class Session : IAsyncDisposable
{
    private const int MostInBatch = 500;

    private readonly DbConnection connection;
    private readonly DbTransaction? transaction;
    private readonly SqlDialect dialect;

    internal Session(DbConnection connection, DbTransaction? transaction, SqlDialect dialect)
    {
        this.connection = connection;
        this.transaction = transaction;
        this.dialect = dialect;
    }

    /// <returns>How many rows were affected.</returns>
    public async Task<int> Execute(Sql sql, object? parameters, CancellationToken ct)
    {
        await using var command = CommandFor(sql, parameters);
        return Math.Max(0, await command.ExecuteNonQueryAsync(ct));
    }

    public async Task<IReadOnlyList<T>> Query<T>(Sql sql, object? parameters, CancellationToken ct)
    {
        await using var command = CommandFor(sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await ReadAll<T>(reader, ct);
    }

    /// <summary>The first row; the default when there is none.</summary>
    public async Task<T?> First<T>(Sql sql, object? parameters, CancellationToken ct)
    {
        var rows = await Query<T>(sql, parameters, ct);
        return rows.Count > 0 ? rows[0] : default;
    }

    /// <summary>Gives each row as it comes, so that any number fits.</summary>
    /// <returns>How many rows there were.</returns>
    internal async Task<long> Each(Sql sql, object? parameters, Action<DbDataReader> row, CancellationToken ct)
    {
        await using var command = CommandFor(sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(ct);
        long rows = 0;
        for (; await reader.ReadAsync(ct); rows++) row(reader);
        return rows;
    }

    /// <summary>Runs the statement once for each item, in one round trip where the engine has a network. Lists cannot be given.</summary>
    /// <returns>How many rows each item affected.</returns>
    public async Task<int[]> ExecuteMany<T>(Sql sql, IReadOnlyList<T> items, CancellationToken ct) where T : notnull
    {
        if (items.Count == 0) return [];
        if (!connection.CanCreateBatch) return await ExecuteEach(sql, items, ct);

        var affected = new int[items.Count];
        var at = 0;
        foreach (var chunk in items.Chunk(MostInBatch))
        {
            await using var batch = BatchFor(sql, chunk);
            await batch.ExecuteNonQueryAsync(ct);
            foreach (var command in batch.BatchCommands) affected[at++] = Math.Max(0, command.RecordsAffected);
        }
        return affected;
    }

    /// <summary>Runs the query once for each item, in one round trip where the engine has a network; all rows in one list, in the items' order.</summary>
    public async Task<IReadOnlyList<TRow>> QueryMany<TRow, T>(Sql sql, IReadOnlyList<T> items, CancellationToken ct) where T : notnull
    {
        if (items.Count == 0) return [];
        if (!connection.CanCreateBatch) return await QueryEach<TRow, T>(sql, items, ct);

        List<TRow> rows = [];
        foreach (var chunk in items.Chunk(MostInBatch))
        {
            await using var batch = BatchFor(sql, chunk);
            await using var reader = await batch.ExecuteReaderAsync(ct);
            do rows.AddRange(await ReadAll<TRow>(reader, ct)); while (await reader.NextResultAsync(ct));
        }
        return rows;
    }

    /// <summary>
    /// As <see cref="ExecuteMany"/>, for items of which no two concern one row (of several that would insert the same, the
    /// first does): then PostgreSQL can take all of them in one statement.
    /// </summary>
    /// <returns>How many rows each item affected.</returns>
    public async Task<int[]> ExecuteSet<T>(Sql sql, IReadOnlyList<T> items, CancellationToken ct) where T : notnull
    {
        if (connection is not NpgsqlConnection npgsql || items.Count < 2) return await ExecuteMany(sql, items, ct);

        var affected = new int[items.Count];
        await using var command = SetForm.Of(typeof(T), sql.For(dialect.Provider)).Command(npgsql, (NpgsqlTransaction?)transaction, items);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) affected[reader.GetInt32(0) - 1]++;
        return affected;
    }

    /// <summary>As <see cref="QueryMany"/>, in one statement on PostgreSQL. Rows of one item come in any order.</summary>
    public async Task<IReadOnlyList<TRow>> QuerySet<TRow, T>(Sql sql, IReadOnlyList<T> items, CancellationToken ct) where T : notnull
    {
        if (connection is not NpgsqlConnection npgsql || items.Count < 2) return await QueryMany<TRow, T>(sql, items, ct);

        await using var command = SetForm.Of(typeof(T), sql.For(dialect.Provider)).Command(npgsql, (NpgsqlTransaction?)transaction, items);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await ReadAll<TRow>(reader, ct);
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    internal Task Commit(CancellationToken ct) => transaction!.CommitAsync(ct);

    private DbCommand CommandFor(Sql sql, object? parameters)
    {
        var text = sql.For(dialect.Provider);
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        if (parameters is not null)
        {
            Parameters.Add(command.Parameters, command.CreateParameter, Parameters.Of(parameters.GetType(), text), parameters);
            if (sql.TakesLists) text = Parameters.AddLists(command, text, parameters);
        }
        command.CommandText = text;
        return command;
    }

    private DbBatch BatchFor<T>(Sql sql, IReadOnlyList<T> items) where T : notnull
    {
        var text = sql.For(dialect.Provider);
        var bindings = Parameters.Of(typeof(T), text);
        var batch = connection.CreateBatch();
        batch.Transaction = transaction;
        foreach (var item in items)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = text;
            Parameters.Add(command.Parameters, command.CreateParameter, bindings, item);
            batch.BatchCommands.Add(command);
        }
        return batch;
    }

    private async Task<int[]> ExecuteEach<T>(Sql sql, IReadOnlyList<T> items, CancellationToken ct) where T : notnull
    {
        await using var command = CommandFor(sql, items[0]);
        await command.PrepareAsync(ct);
        var bindings = Parameters.Of(typeof(T), sql.For(dialect.Provider));
        var affected = new int[items.Count];
        for (var at = 0; at < items.Count; at++)
        {
            Rebind(command, bindings, items[at]);
            affected[at] = Math.Max(0, await command.ExecuteNonQueryAsync(ct));
        }
        return affected;
    }

    private async Task<IReadOnlyList<TRow>> QueryEach<TRow, T>(Sql sql, IReadOnlyList<T> items, CancellationToken ct) where T : notnull
    {
        await using var command = CommandFor(sql, items[0]);
        await command.PrepareAsync(ct);
        var bindings = Parameters.Of(typeof(T), sql.For(dialect.Provider));
        List<TRow> rows = [];
        foreach (var item in items)
        {
            Rebind(command, bindings, item);
            await using var reader = await command.ExecuteReaderAsync(ct);
            rows.AddRange(await ReadAll<TRow>(reader, ct));
        }
        return rows;
    }

    private static void Rebind<T>(DbCommand command, Binding[] bindings, T item) where T : notnull
    {
        for (var at = 0; at < bindings.Length; at++) Values.Bind(command.Parameters[at], bindings[at].Get(item), bindings[at].Type);
    }

    private static async Task<IReadOnlyList<T>> ReadAll<T>(DbDataReader reader, CancellationToken ct)
    {
        List<T> rows = [];
        Func<DbDataReader, T>? parse = null;
        while (await reader.ReadAsync(ct))
        {
            // Only now: SQLite tells a column's type from the row it stands on.
            parse ??= ParserOf<T>(reader);
            rows.Add(parse(reader));
        }
        return rows;
    }

    // Dapper's typed parser cannot be had for a lone string or byte[], and takes the engine's width of an integer for ours.
    private static Func<DbDataReader, T> ParserOf<T>(DbDataReader reader) =>
        Values.IsPlain(typeof(T)) ? row => Values.ReadPlain<T>(row.GetValue(0)) : reader.GetRowParser<T>();
}
