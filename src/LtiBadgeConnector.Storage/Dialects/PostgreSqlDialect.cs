using System.Data.Common;
using Npgsql;

namespace LtiBadgeConnector.Storage.Dialects;

internal sealed class PostgreSqlDialect : SqlDialect
{
    // Any number, the same in every version of the program.
    private const long MigrationLock = 0x4C42_435F_4D49_4752;

    public override DatabaseProvider Provider => DatabaseProvider.PostgreSql;

    // COLLATE "C" everywhere: text compares by code point on all three engines. json would be checked but is never queried.
    public override string TypeOf(string token, string? length) => token switch
    {
        "uuid" => "uuid",
        "text" or "lmsid" => "text COLLATE \"C\"",
        "json" => "text",
        "score" => "numeric(28,10)",
        "int" => "integer",
        "bigint" => "bigint",
        "bool" => "boolean",
        "instant" => "timestamptz",
        "bytes" => "bytea",
        _ => throw UnknownToken(token),
    };

    public override string InsertIfAbsent(string table, string[] columns, string[] key) =>
        $"INSERT INTO {table} ({ColumnList(columns)}) VALUES ({ValueList(columns)}) ON CONFLICT ({ColumnList(key)}) DO NOTHING";

    protected override string Page(string? skip, string most) => skip is null ? $"LIMIT {most}" : $"LIMIT {most} OFFSET {skip}";

    protected override string Bool(bool value) => value ? "TRUE" : "FALSE";

    public override IReadOnlyList<string> BeginMigration => ["BEGIN", $"SELECT pg_advisory_xact_lock({MigrationLock})"];

    public override string Complete(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString) { MaxAutoPrepare = 200 }.ConnectionString;

    public override DbConnection Connect(string connectionString) => new NpgsqlConnection(connectionString);

    public override bool IsUniqueViolation(DbException exception) => exception.SqlState == PostgresErrorCodes.UniqueViolation;

    public override bool IsWorthRepeating(DbException exception) =>
        exception.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure;
}
