using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using LtiBadgeConnector.Storage.Mapping;
using Npgsql;
using NpgsqlTypes;

namespace LtiBadgeConnector.Storage.Dialects;

/// <summary>
/// One statement over many rows of parameters, for PostgreSQL: the rows travel as one array for each parameter, and the
/// statement's own text is joined to them. A batch of the same statement costs its server an execution for each row.
/// </summary>
/// <param name="Text">Gives, for an INSERT or UPDATE, the numbers (from 1) of the rows that had an effect; for a SELECT its rows.</param>
internal sealed partial record SetForm(string Text, Binding[] Bindings)
{
    private static readonly ConcurrentDictionary<(Type, string), SetForm> Known = new();

    /// <exception cref="NotSupportedException">The statement is none of the shapes that can be joined.</exception>
    public static SetForm Of(Type type, string text) => Known.GetOrAdd((type, text), static key => Make(key.Item2, Parameters.Of(key.Item1, key.Item2)));

    public NpgsqlCommand Command<T>(NpgsqlConnection connection, NpgsqlTransaction? transaction, IReadOnlyList<T> items) where T : notnull
    {
        var command = new NpgsqlCommand(Text, connection, transaction);
        foreach (var binding in Bindings)
        {
            var column = Column(binding, items);
            command.Parameters.Add(new NpgsqlParameter(binding.Name, NpgsqlDbType.Array | column.Type) { Value = column.Values });
        }
        return command;
    }

    private static SetForm Make(string text, Binding[] bindings)
    {
        var joined = bindings.Aggregate(text, (changed, binding) => Regex.Replace(changed, binding.Name + @"\b", "p." + Name(binding)));
        var rows = $"unnest({string.Join(", ", bindings.Select(binding => $"{binding.Name}::{TypeName(binding)}[]"))}) WITH ORDINALITY AS p({string.Join(", ", bindings.Select(Name))}, p_row)";
        return new(Join(joined, rows), bindings);
    }

    private static string Join(string text, string rows)
    {
        if (text.StartsWith("SELECT", StringComparison.Ordinal)) return $"SELECT q.* FROM {rows} CROSS JOIN LATERAL ({text}) q ORDER BY p.p_row";
        if (Update().Match(text) is { Success: true } update) return $"{update.Groups[1].Value} FROM {rows} WHERE {update.Groups[2].Value} RETURNING p.p_row::int";
        if (Insert().Match(text) is { Success: true } insert)
        {
            var (into, columns, values, key) = (insert.Groups[1].Value, insert.Groups[2].Value.Split(", "), insert.Groups[3].Value, insert.Groups[4].Value);
            var same = string.Join(" AND ", key.Split(", ").Select(column => $"i.{column} = {values.Split(", ")[Array.IndexOf(columns, column)]}"));
            return $"""
                WITH p AS (SELECT * FROM {rows}),
                i AS ({into} ({insert.Groups[2].Value}) SELECT {values} FROM p ORDER BY p.p_row ON CONFLICT ({key}) DO NOTHING RETURNING {key})
                SELECT MIN(p.p_row)::int FROM i JOIN p ON {same} GROUP BY {string.Join(", ", key.Split(", ").Select(column => "i." + column))}
                """;
        }
        throw new NotSupportedException($"Not a statement that can be run over a set: {text}");
    }

    private static string Name(Binding binding) => "p_" + binding.Name[1..].ToLowerInvariant();

    private static string TypeName(Binding binding) => Values.ArrayTypeOf(binding.Type) switch
    {
        NpgsqlDbType.Uuid => "uuid",
        NpgsqlDbType.Text => "text",
        NpgsqlDbType.TimestampTz => "timestamptz",
        NpgsqlDbType.Numeric => "numeric",
        NpgsqlDbType.Integer => "integer",
        NpgsqlDbType.Bigint => "bigint",
        NpgsqlDbType.Boolean => "boolean",
        NpgsqlDbType.Bytea => "bytea",
        var other => throw new NotSupportedException($"{other} is not a type of a column."),
    };

    private static (NpgsqlDbType Type, Array Values) Column<T>(Binding binding, IReadOnlyList<T> items) where T : notnull
    {
        var type = Values.ArrayTypeOf(binding.Type);
        return (type, type switch
        {
            NpgsqlDbType.Uuid => All<Guid?>(),
            NpgsqlDbType.Text => All<string?>(),
            NpgsqlDbType.TimestampTz => All<DateTimeOffset?>(),
            NpgsqlDbType.Numeric => All<decimal?>(),
            NpgsqlDbType.Integer => All<int?>(),
            NpgsqlDbType.Bigint => All<long?>(),
            NpgsqlDbType.Boolean => All<bool?>(),
            _ => All<byte[]?>(),
        });

        TValue[] All<TValue>()
        {
            var values = new TValue[items.Count];
            for (var at = 0; at < values.Length; at++)
                if (binding.Get(items[at]) is { } value) values[at] = (TValue)Values.ToStored(value, sqlite: false);
            return values;
        }
    }

    [GeneratedRegex(@"^(UPDATE .*?)\sWHERE\s(.*)$", RegexOptions.Singleline)]
    private static partial Regex Update();

    [GeneratedRegex(@"^(INSERT INTO \w+) \(([^)]*)\) VALUES \(([^)]*)\) ON CONFLICT \(([^)]*)\) DO NOTHING$", RegexOptions.Singleline)]
    private static partial Regex Insert();
}
