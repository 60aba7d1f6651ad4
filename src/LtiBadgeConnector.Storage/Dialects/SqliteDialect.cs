using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace LtiBadgeConnector.Storage.Dialects;

internal sealed class SqliteDialect : SqlDialect
{
    private const int Busy = 5;
    private const int ConstraintPrimaryKey = 1555;
    private const int ConstraintUnique = 2067;

    // A handle of the pool keeps what it was told.
    private readonly ConditionalWeakTable<object, object> told = [];

    public override DatabaseProvider Provider => DatabaseProvider.Sqlite;

    // An instant is Unix milliseconds, a score its invariant text: SQLite would keep both as floating point.
    public override string TypeOf(string token, string? length) => token switch
    {
        "uuid" or "text" or "lmsid" or "json" or "score" => "TEXT",
        "int" or "bigint" or "bool" or "instant" => "INTEGER",
        "bytes" => "BLOB",
        _ => throw UnknownToken(token),
    };

    public override string InsertIfAbsent(string table, string[] columns, string[] key) =>
        $"INSERT INTO {table} ({ColumnList(columns)}) VALUES ({ValueList(columns)}) ON CONFLICT ({ColumnList(key)}) DO NOTHING";

    protected override string Page(string? skip, string most) => skip is null ? $"LIMIT {most}" : $"LIMIT {most} OFFSET {skip}";

    protected override string Bool(bool value) => value ? "1" : "0";

    public override IReadOnlyList<string> BeginMigration => ["BEGIN EXCLUSIVE"];

    public override string Complete(string connectionString) => new SqliteConnectionStringBuilder(connectionString) { ForeignKeys = true }.ConnectionString;

    public override DbConnection Connect(string connectionString) => new SqliteConnection(connectionString);

    // Other processes (a backup, a command) may hold the file for a moment; inside this one Database lets one writer in at a time.
    public override string? ToSayOnOpen(DbConnection connection) =>
        told.TryAdd(((SqliteConnection)connection).Handle!, true) ? "PRAGMA busy_timeout = 15000; PRAGMA synchronous = FULL;" : null;

    public override bool IsUniqueViolation(DbException exception) =>
        exception is SqliteException { SqliteExtendedErrorCode: ConstraintPrimaryKey or ConstraintUnique };

    public override bool IsWorthRepeating(DbException exception) => exception is SqliteException { SqliteErrorCode: Busy };
}
