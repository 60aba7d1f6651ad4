// The catalogue of SQL. Every statement of the product is a static field of type Sql, beside the repository method that runs
// it; Session takes nothing else. That is what lets a test list all of them by reflection, compile each T-SQL form against
// the migrated schema, and find SQL text outside this project.
//
//     private static readonly Sql Find = new("SELECT id, name FROM learners WHERE tenant_id = @Tenant AND id = @Id");
//
// - Write the subset that SQLite, PostgreSQL and SQL Server share. No MERGE, no locking hints, no RETURNING.
// - Parameters are PascalCase and equal to the names of the properties given: new { Tenant, Id }.
// - {page} ends an ordered SELECT: the first @Most rows. {page:Skip,Most} starts after @Skip rows. ORDER BY is required.
// - {or_ignore} ends an INSERT … SELECT … WHERE NOT EXISTS: rows that somebody else adds at the same moment are skipped.
// - {true} and {false} are literals of the engine.
// - "IN @Ids" takes a list of ids, strings or integers; an empty list finds nothing.
// - What an engine must say in its own words goes through a factory below or, rarely, Sql.Of.
// - Columns are read by position of the record's constructor: SELECT them in that order, names without regard to case and '_'.
//   The record is a class: Dapper does not construct structs.
using System.Text.RegularExpressions;
using LtiBadgeConnector.Storage.Dialects;

namespace LtiBadgeConnector.Storage;

/// <summary>One statement in the words of every engine.</summary>
public sealed partial class Sql
{
    private readonly string[] texts;

    /// <param name="text">In the subset all engines share, with the tokens named at the top of this file.</param>
    public Sql(string text) : this(dialect => dialect.Translate(text)) { }

    private Sql(Func<SqlDialect, string> text)
    {
        texts = [.. SqlDialect.All.Select(dialect => text(dialect).Trim())];
        TakesLists = texts.Any(Lists.IsMatch);
    }

    internal bool TakesLists { get; }

    /// <summary>One row, unless a row of the same key exists: the parameters are the columns' names in PascalCase.</summary>
    /// <remarks>Affects one row or none. Whoever loses a race gets none too, once the winner has committed.</remarks>
    public static Sql InsertIfAbsent(string table, string[] columns, string[] key) =>
        new(dialect => dialect.InsertIfAbsent(table, columns, key));

    /// <summary>For the rare statement that one engine must say otherwise.</summary>
    public static Sql Of(string sqlite, string postgreSql, string sqlServer) => new(dialect => dialect.Translate(dialect.Provider switch
    {
        DatabaseProvider.Sqlite => sqlite,
        DatabaseProvider.PostgreSql => postgreSql,
        _ => sqlServer,
    }));

    public string For(DatabaseProvider provider) => texts[(int)provider];

    /// <summary><c>micro_credential_id</c> is given as <c>@MicroCredentialId</c>.</summary>
    internal static string ParameterOf(string column) => "@" + string.Concat(column.Split('_').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));

    [GeneratedRegex(@"\bIN @(\w+)")]
    internal static partial Regex Lists { get; }
}
