using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace LtiBadgeConnector.Storage.Dialects;

internal sealed class SqliteDialect : SqlDialect
{
    private const int Busy = 5;
    private const int ConstraintPrimaryKey = 1555;
    private const int ConstraintUnique = 2067;

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

    public override DbConnection Connect(string connectionString) =>
        new SqliteConnection(new SqliteConnectionStringBuilder(connectionString) { ForeignKeys = true }.ConnectionString);

    // Other processes (a backup, a command) may hold the file for a moment; inside this one Database lets one writer in at a time.
    public override string OnOpen => "PRAGMA busy_timeout = 15000; PRAGMA synchronous = FULL;";

    public override bool IsUniqueViolation(DbException exception) =>
        exception is SqliteException { SqliteExtendedErrorCode: ConstraintPrimaryKey or ConstraintUnique };

    public override bool IsWorthRepeating(DbException exception) => exception is SqliteException { SqliteErrorCode: Busy };
}
