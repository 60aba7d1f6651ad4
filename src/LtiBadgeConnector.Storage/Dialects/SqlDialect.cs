using System.Data.Common;
using System.Text.RegularExpressions;

namespace LtiBadgeConnector.Storage.Dialects;

/// <summary>What the engines say differently, and nothing else.</summary>
internal abstract partial class SqlDialect
{
    /// <summary>By the numbers of <see cref="DatabaseProvider"/>.</summary>
    public static IReadOnlyList<SqlDialect> All { get; } = [new SqliteDialect(), new SqlServerDialect(), new PostgreSqlDialect()];

    public static SqlDialect For(DatabaseProvider provider) => All[(int)provider];

    public abstract DatabaseProvider Provider { get; }

    /// <summary>The column type of a token such as <c>uuid</c> or <c>text:200</c> in a migration.</summary>
    public abstract string TypeOf(string token, string? length);

    public abstract string InsertIfAbsent(string table, string[] columns, string[] key);

    /// <summary>Ends an ordered SELECT; <paramref name="skip"/> is null for the first page.</summary>
    protected abstract string Page(string? skip, string most);

    protected abstract string Bool(bool value);

    /// <summary>Begins a transaction that no other migration can enter until it ends.</summary>
    public abstract IReadOnlyList<string> BeginMigration { get; }

    /// <summary>The administrator's connection string with what the program needs beside it.</summary>
    public virtual string Complete(string connectionString) => connectionString;

    /// <param name="connectionString">A complete one.</param>
    public abstract DbConnection Connect(string connectionString);

    /// <summary>What the connection, just opened, is to be told first; null for nothing.</summary>
    public virtual string? ToSayOnOpen(DbConnection connection) => null;

    public abstract bool IsUniqueViolation(DbException exception);

    /// <summary>Whether the same transaction may succeed when it is run again: a deadlock or a lost race.</summary>
    public abstract bool IsWorthRepeating(DbException exception);

    public string Translate(string text) => Tokens.Replace(text, match => (match.Groups[1].Value, match.Groups[2].Value) switch
    {
        ("true", _) => Bool(true),
        ("false", _) => Bool(false),
        ("page", "") => Page(null, "@Most"),
        ("page", var names) when names.Split(',') is [var skip, var most] => Page($"@{skip}", $"@{most}"),
        ("or_ignore", _) => OrIgnore,
        ("drop_index", var names) when names.Split(',') is [var index, var table] => DropIndex(index, table),
        ("nonclustered", _) => Nonclustered,
        var (token, length) => TypeOf(token, length is "" ? null : length),
    });

    protected virtual string Nonclustered => "";

    protected virtual string DropIndex(string index, string table) => $"DROP INDEX {index}";

    /// <summary>Ends an INSERT … SELECT that skips rows which somebody else adds at the same moment.</summary>
    protected virtual string OrIgnore => "ON CONFLICT DO NOTHING";

    protected static string ColumnList(IEnumerable<string> columns) => string.Join(", ", columns);

    protected static string ValueList(IEnumerable<string> columns) => string.Join(", ", columns.Select(Sql.ParameterOf));

    protected static NotSupportedException UnknownToken(string token) => new($"The token {{{token}}} means nothing.");

    [GeneratedRegex(@"\{(\w+)(?::([\w,]+))?\}")]
    private static partial Regex Tokens { get; }
}
