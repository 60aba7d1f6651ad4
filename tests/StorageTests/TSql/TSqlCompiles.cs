using System.Reflection;
using System.Text.RegularExpressions;
using LtiBadgeConnector.Storage;
using LtiBadgeConnector.Storage.Dialects;
using LtiBadgeConnector.Storage.Migrations;
using LtiBadgeConnector.TestKit;
using Xunit.Abstractions;

namespace LtiBadgeConnector.StorageTests.TSql;

/// <summary>Every statement for SQL Server, and every migration, compiled against the schema that the migrations lead to.</summary>
public sealed partial class TSqlCompiles(ITestOutputHelper output)
{
    private static readonly SqlDialect Dialect = SqlDialect.For(DatabaseProvider.SqlServer);

    [Fact]
    public void Every_migration_and_every_statement_compiles()
    {
        var schema = Schema();
        using var compiler = new TSqlCompiler(schema);
        var statements = Catalogue();

        Assert.Empty(compiler.SchemaProblems());
        Assert.Empty(compiler.Problems(statements));
        output.WriteLine($"{statements.Count} T-SQL statements compile against {schema.Tables.Count} tables and {schema.Indexes.Count()} indexes of {Migration.All.Count} migrations.");
    }

    [Fact]
    public void The_catalogue_holds_every_statement_that_the_source_declares()
    {
        var declared = StorageSources().Sum(source => Declarations.Count(WithoutComments(source.Text)));

        Assert.Equal(declared, Catalogue().Count(statement => !statement.Name.StartsWith("migration ", StringComparison.Ordinal)));
        Assert.True(declared > 50, $"only {declared} declarations found");
    }

    [Theory]
    [InlineData("SELECT no_such_column FROM inbox", "no_such_column")]
    [InlineData("SELECT id FROM no_such_table", "no_such_table")]
    [InlineData("SELECT i.id FROM inbox x", "i")]
    [InlineData("SELECT id FROM inbox, awards", "id")]
    [InlineData("SELECT id FROM inbox LIMIT 5", "LIMIT")]
    [InlineData("SELECT id FROM inbox OFFSET 0 ROWS FETCH NEXT 5 ROWS ONLY", "OFFSET")]
    [InlineData("UPDATE inbox SET no_such_column = @X WHERE id IN @Ids", "no_such_column")]
    [InlineData("INSERT INTO tickets (purpose, code_hash, created_at, expires_at) VALUES (@A, @B, @C)", "4 columns, 3 values")]
    [InlineData("INSERT INTO tickets (purpose, code_hash) VALUES (@A, @B)", "NOT NULL")]
    [InlineData("INSERT INTO tickets (purpose, code_hash, created_at, expires_at) SELECT @A, @B, @C", "4 columns, 3 values")]
    [InlineData("INSERT INTO inbox (id) VALUES (@Id) ON CONFLICT (id) DO NOTHING", "ON")]
    public void A_wrong_statement_is_found_among_the_right_ones(string wrong, string needle)
    {
        using var compiler = new TSqlCompiler(Schema());

        var problem = compiler.Problems([.. Catalogue(), ("planted", wrong)]);

        Assert.All(problem, found => Assert.StartsWith("planted: ", found, StringComparison.Ordinal));
        Assert.Contains(problem, found => found.Contains(needle, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void What_an_export_asks_of_every_table_compiles()
    {
        using var compiler = new TSqlCompiler(Schema());
        var asked = SchemaTable.OfTenants.SelectMany(table => new[] { table.OfTenant, table.OfLearner }.OfType<Sql>().Select(sql => (table.Name, sql.For(DatabaseProvider.SqlServer)))).ToList();

        Assert.Empty(compiler.Problems(asked));
        Assert.True(asked.Count > 40, $"only {asked.Count} statements");
        // As many columns as the compiled schema has: what the export reads of the migrations is what they make.
        var made = Schema().Tables;
        Assert.All(SchemaTable.All, table => Assert.Equal(made["dbo." + table.Name].Definition.ColumnDefinitions.Select(column => column.ColumnIdentifier.Value), table.Columns.Select(column => column.Name)));
    }

    [Fact]
    public void A_migration_that_cannot_be_folded_is_refused() =>
        Assert.Throws<NotSupportedException>(() => new SchemaFold().Add("x", "IF OBJECT_ID('a') IS NULL CREATE TABLE a (b int)"));

    [Fact]
    public void Later_migrations_change_the_schema_that_statements_meet()
    {
        var schema = Schema();
        var before = schema.Data.Count;
        schema.Add("9999", "ALTER TABLE inbox ADD priority int NOT NULL CONSTRAINT df_inbox_priority DEFAULT 0;\nALTER TABLE inbox DROP COLUMN type;\nUPDATE inbox SET priority = 1;");
        using var compiler = new TSqlCompiler(schema);

        Assert.Empty(compiler.SchemaProblems());
        Assert.Empty(compiler.Problems([("data", Assert.Single(schema.Data.Skip(before))), ("new", "SELECT priority FROM inbox")]));
        using var after = new TSqlCompiler(schema);
        Assert.NotEmpty(after.Problems([("old", "SELECT type FROM inbox")]));
    }

    [Fact]
    public void Sql_is_nowhere_but_in_the_catalogue()
    {
        var outside = Directory.EnumerateFiles(Repository.PathTo("src"), "*.*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".cshtml", StringComparison.Ordinal))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/LtiBadgeConnector.Storage/", StringComparison.Ordinal))
            .Select(file => (File: file, Text: File.ReadAllText(file)));
        var inside = StorageSources().Where(source => !IsOfTheEngineRoom(source.File)).Select(source => (source.File, Text: Declarations.Replace(source.Text, "")));

        Assert.Empty(outside.Concat(inside).Where(source => HasSql(source.Text)).Select(source => source.File));
    }

    [Theory]
    [InlineData("""var rows = connection.Query("SELECT id FROM inbox");""", true)]
    [InlineData("var sql = \"\"\"\n    update inbox\n    set state = 1\n    \"\"\";", true)]
    [InlineData("command.CommandText = \"DELETE FROM inbox\";", true)]
    [InlineData("var sql = $\"INSERT INTO {table} (id) VALUES (@Id)\";", true)]
    [InlineData("// Learners select a badge from the list and update its state.", false)]
    [InlineData("W[\"Select a course from the list\"]", false)]
    public void The_scan_tells_sql_from_prose(string text, bool isSql) => Assert.Equal(isSql, HasSql(text));

    private static SchemaFold Schema()
    {
        var schema = new SchemaFold();
        schema.Add("journal", Journal.Create(Dialect));
        foreach (var migration in Migration.All) schema.Add(migration.Name, migration.Script(Dialect));
        return schema;
    }

    private static IReadOnlyList<(string Name, string Text)> Catalogue() =>
    [
        .. from type in typeof(Sql).Assembly.GetTypes()
           where !type.ContainsGenericParameters
           from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
           where field.FieldType == typeof(Sql)
           select ($"{type.Name}.{field.Name}", ((Sql)field.GetValue(null)!).For(DatabaseProvider.SqlServer)),
        .. Schema().Data.Select((text, at) => ($"migration data {at}", text)),
        .. Dialect.BeginMigration.Where(text => text != "BEGIN TRANSACTION").Select((text, at) => ($"migration lock {at}", text)),
        .. Migration.All.Select(migration => ($"migration journal {migration.Name}", Journal.Entry(migration, Dialect))),
    ];

    private static IEnumerable<(string File, string Text)> StorageSources() =>
        Directory.EnumerateFiles(Repository.PathTo("src/LtiBadgeConnector.Storage"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .Select(file => (file, File.ReadAllText(file)));

    // Dialects and the migrator speak to one engine in its own words; the rest of the project does not.
    private static bool IsOfTheEngineRoom(string file) =>
        file.Contains("/Dialects/", StringComparison.Ordinal) || file.Contains("/Migrations/", StringComparison.Ordinal) || Path.GetFileName(file) is "Sql.cs";

    private static bool HasSql(string text) => StatementText.IsMatch(WithoutComments(text));

    private static string WithoutComments(string text) =>
        string.Join('\n', text.Split('\n').Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)));

    [GeneratedRegex(@"static readonly Sql \w+ =\s*(?:new|Sql\.\w+)\(.*?\);", RegexOptions.Singleline)]
    private static partial Regex Declarations { get; }

    // All capitals or none: a sentence of a page begins with one.
    [GeneratedRegex("""
        ["\n]\s*(?:(?:SELECT\s[^";]{1,600}?\sFROM\s+\w|INSERT\s+INTO\s|UPDATE\s+[\w{}]+\s+SET\s|DELETE\s+FROM\s|CREATE\s+TABLE\s|ALTER\s+TABLE\s)
        |(?:select\s[^";]{1,600}?\sfrom\s+\w|insert\s+into\s|update\s+[\w{}]+\s+set\s|delete\s+from\s|create\s+table\s|alter\s+table\s))
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex StatementText { get; }
}
