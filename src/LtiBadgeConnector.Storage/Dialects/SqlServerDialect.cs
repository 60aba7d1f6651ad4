using System.Data.Common;
using Microsoft.Data.SqlClient;

namespace LtiBadgeConnector.Storage.Dialects;

internal sealed class SqlServerDialect : SqlDialect
{
    private const int DuplicateInIndex = 2601;
    private const int DuplicateInConstraint = 2627;
    private const int Deadlock = 1205;
    private const string Ordinal = "COLLATE Latin1_General_BIN2";

    public override DatabaseProvider Provider => DatabaseProvider.SqlServer;

    // The binary collation everywhere: text compares by code point on all three engines.
    public override string TypeOf(string token, string? length) => token switch
    {
        "uuid" => "uniqueidentifier",
        "text" => $"nvarchar({length ?? "max"}) {Ordinal}",
        "lmsid" => $"nvarchar(255) {Ordinal}",
        "json" => "nvarchar(max)",
        "score" => "decimal(28,10)",
        "int" => "int",
        "bigint" => "bigint",
        "bool" => "bit",
        "instant" => "datetimeoffset(3)",
        "bytes" => "varbinary(max)",
        _ => throw UnknownToken(token),
    };

    // Two sessions may both find nothing; then the unique key decides, and the loser's insert counts as none.
    public override string InsertIfAbsent(string table, string[] columns, string[] key) => $"""
        BEGIN TRY
            INSERT INTO {table} ({ColumnList(columns)})
            SELECT {ValueList(columns)}
            WHERE NOT EXISTS (SELECT 1 FROM {table} WHERE {string.Join(" AND ", key.Select(column => $"{column} = {Sql.ParameterOf(column)}"))});
        END TRY
        BEGIN CATCH
            IF ERROR_NUMBER() NOT IN ({DuplicateInIndex}, {DuplicateInConstraint}) THROW;
        END CATCH
        """;

    protected override string Page(string? skip, string most) => $"OFFSET {skip ?? "0"} ROWS FETCH NEXT {most} ROWS ONLY";

    protected override string Bool(bool value) => value ? "1" : "0";

    // A UUIDv7 is not ordered for SQL Server, which compares its last six bytes first.
    protected override string DropIndex(string index, string table) => $"DROP INDEX {index} ON {table}";

    protected override string Nonclustered => "NONCLUSTERED";

    // There is no such ending here: the transaction is run again, and then sees the row.
    protected override string OrIgnore => "";

    public override IReadOnlyList<string> BeginMigration =>
    [
        "BEGIN TRANSACTION",
        """
        DECLARE @granted int;
        EXEC @granted = sp_getapplock @Resource = 'lti-badge-connector-migration', @LockMode = 'Exclusive', @LockOwner = 'Transaction', @LockTimeout = 600000;
        IF @granted < 0 THROW 50000, 'Another process holds the migration lock.', 1;
        """,
    ];

    public override DbConnection Connect(string connectionString) => new SqlConnection(connectionString);

    public override bool IsUniqueViolation(DbException exception) =>
        exception is SqlException { Number: DuplicateInIndex or DuplicateInConstraint };

    public override bool IsWorthRepeating(DbException exception) => exception is SqlException { Number: Deadlock or DuplicateInIndex or DuplicateInConstraint };
}
