using System.Text.RegularExpressions;

namespace LtiBadgeConnector.Storage.Migrations;

/// <param name="Type">The migrations' token: <c>uuid</c>, <c>instant</c>, <c>json</c>, …</param>
internal sealed record SchemaColumn(string Name, string Type);

/// <summary>A table as all migrations together make it. What walks these can forget none.</summary>
internal sealed partial record SchemaTable(string Name, IReadOnlyList<SchemaColumn> Columns)
{
    private const string Tenant = "tenant_id";

    private readonly Lazy<Sql> ofTenant = new(() => Select(Name, Columns, "tenant_id = @Tenant"));
    private readonly Lazy<Sql?> ofLearner = new(() => ConditionOfLearner(Name, Columns) is { } condition ? Select(Name, Columns, $"tenant_id = @Tenant AND {condition}") : null);

    public static IReadOnlyList<SchemaTable> All { get; } = Read(Migration.All.Select(migration => migration.Template));

    /// <summary>Those whose rows belong to a tenant.</summary>
    public static IEnumerable<SchemaTable> OfTenants => All.Where(table => table.Has(Tenant));

    public Sql OfTenant => ofTenant.Value;

    /// <summary>Null for a table that says nothing of single people.</summary>
    public Sql? OfLearner => ofLearner.Value;

    /// <exception cref="NotSupportedException">A migration says something that this does not read.</exception>
    public static IReadOnlyList<SchemaTable> Read(IEnumerable<string> templates)
    {
        Dictionary<string, List<SchemaColumn>> tables = new(StringComparer.Ordinal);
        foreach (var statement in templates.SelectMany(Migration.Split)) Apply(tables, statement);
        return [.. tables.Select(table => new SchemaTable(table.Key, table.Value))];
    }

    private static void Apply(Dictionary<string, List<SchemaColumn>> tables, string statement)
    {
        if (CreateTable().Match(statement) is { Success: true } create) tables[create.Groups[1].Value] = [.. Column().Matches(create.Groups[2].Value).Select(ColumnOf)];
        else if (AddColumn().Match(statement) is { Success: true } add) tables[add.Groups[1].Value].Add(ColumnOf(add));
        else if (DropColumn().Match(statement) is { Success: true } drop) tables[drop.Groups[1].Value].RemoveAll(column => column.Name == drop.Groups[2].Value);
        else if (DropTable().Match(statement) is { Success: true } gone) tables.Remove(gone.Groups[1].Value);
        else if (!SaysNothingOfTables().IsMatch(statement)) throw new NotSupportedException($"Not read as a change of tables: {statement}");
    }

    private bool Has(string column) => Columns.Any(candidate => candidate.Name == column);

    private static string? ConditionOfLearner(string table, IReadOnlyList<SchemaColumn> columns) =>
        columns.Any(column => column.Name == "learner_id") ? "learner_id = @Learner"
        : table == "learners" ? "id = @Learner"
        : columns.Any(column => column.Name == "award_id") ? "award_id IN (SELECT a.id FROM awards a WHERE a.tenant_id = @Tenant AND a.learner_id = @Learner)"
        : null;

    private static Sql Select(string table, IReadOnlyList<SchemaColumn> columns, string condition) =>
        new($"SELECT {string.Join(", ", columns.Select(column => column.Name))} FROM {table} WHERE {condition}");

    private static SchemaColumn ColumnOf(Match match) => new(match.Groups["name"].Value, match.Groups["type"].Value);

    [GeneratedRegex(@"^CREATE TABLE (\w+) \((.*)\)$", RegexOptions.Singleline)]
    private static partial Regex CreateTable();

    [GeneratedRegex(@"^\s*(?<name>\w+) \{(?<type>\w+)", RegexOptions.Multiline)]
    private static partial Regex Column();

    [GeneratedRegex(@"^ALTER TABLE (\w+) ADD (?:COLUMN )?(?<name>\w+) \{(?<type>\w+)")]
    private static partial Regex AddColumn();

    [GeneratedRegex(@"^ALTER TABLE (\w+) DROP COLUMN (\w+)$")]
    private static partial Regex DropColumn();

    [GeneratedRegex(@"^DROP TABLE (\w+)$")]
    private static partial Regex DropTable();

    [GeneratedRegex(@"^(CREATE (UNIQUE )?INDEX|\{drop_index|UPDATE|INSERT|DELETE)\b")]
    private static partial Regex SaysNothingOfTables();
}
