using System.Text.RegularExpressions;
using Microsoft.SqlServer.Dac.Model;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace LtiBadgeConnector.StorageTests.TSql;

/// <summary>
/// Compiles T-SQL against a schema with Microsoft's own compiler, without a server: syntax, names of tables, columns and
/// aliases, and what an INSERT must and may write. Types and runtime behaviour are not proven by it.
/// </summary>
internal sealed partial class TSqlCompiler : IDisposable
{
    // In a schema of its own the name of a procedure is found in the message, and an unqualified table must be dbo's.
    private const string Schema = "sqlcheck";
    private const string LockProcedure = "CREATE PROCEDURE [dbo].[sp_getapplock] @Resource nvarchar(255), @LockMode varchar(32), @LockOwner varchar(32) = 'Session', @LockTimeout int = -1, @DbPrincipal sysname = 'public' AS RETURN 0";

    private readonly TSqlModel model = new(SqlServerVersion.Sql160, new());
    private readonly SchemaFold schema;

    public TSqlCompiler(SchemaFold schema)
    {
        this.schema = schema;
        foreach (var (name, table) in schema.Tables) Add(SchemaFold.Text(table), name);
        foreach (var (index, at) in schema.Indexes.Select((text, at) => (text, at))) Add(index, $"index {at}");
        Add(LockProcedure, "sp_getapplock");
        Add($"CREATE SCHEMA [{Schema}]", Schema);
    }

    /// <summary>What the compiler has against the schema itself. Its warnings count: an unknown table is "only" a warning.</summary>
    public IReadOnlyList<string> SchemaProblems() => [.. model.Validate().Select(message => message.ToString())];

    /// <summary>What the compiler has against the statements, by their names; nothing when all compile.</summary>
    public IReadOnlyList<string> Problems(IReadOnlyList<(string Name, string Text)> statements)
    {
        List<string> problems = [];
        for (var at = 0; at < statements.Count; at++)
            problems.AddRange(AddProcedure($"s{at}", statements[at].Text).Select(problem => $"{statements[at].Name}: {problem}"));
        foreach (var message in model.Validate())
            if (Procedure.Match(message.Message) is { Success: true } procedure)
                problems.Add($"{statements[int.Parse(procedure.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)].Name}: {message.Prefix}{message.Number} {message.Message}");
        return problems;
    }

    public void Dispose() => model.Dispose();

    private IEnumerable<string> AddProcedure(string name, string text)
    {
        text = Lists.Replace(text, "IN ($1)");
        var parsed = new TSql160Parser(initialQuotedIdentifiers: true).Parse(new StringReader(text), out var errors);
        if (errors.Count > 0) return errors.Select(error => $"({error.Line},{error.Column}) {error.Message}");

        var visitor = new StatementVisitor();
        parsed.Accept(visitor);
        var parameters = visitor.Used.Except(visitor.Declared, StringComparer.OrdinalIgnoreCase).Select(parameter => $"{parameter} nvarchar(4000)");
        try
        {
            Add($"CREATE PROCEDURE [{Schema}].[{name}] {string.Join(", ", parameters)} AS\nBEGIN\n{text}\nEND", name);
        }
        catch (DacModelException e)
        {
            return [e.Message.ReplaceLineEndings(" ")];
        }
        return visitor.Inserts.SelectMany(Check);
    }

    private IEnumerable<string> Check(Insert insert)
    {
        if (!schema.Tables.TryGetValue(insert.Table, out var table)) yield break;
        if (insert.Values.Any(count => count != insert.Columns.Count))
            yield return $"{insert.Table}: {insert.Columns.Count} columns, {string.Join("/", insert.Values)} values";
        if (Required(table).Except(insert.Columns, StringComparer.OrdinalIgnoreCase).ToList() is { Count: > 0 } missing)
            yield return $"{insert.Table}: no value for NOT NULL {string.Join(", ", missing)}";
    }

    private static IEnumerable<string> Required(CreateTableStatement table) => table.Definition.ColumnDefinitions
        .Where(column => column.DefaultConstraint is null && column.IdentityOptions is null && column.ComputedColumnExpression is null)
        .Where(column => column.Constraints.OfType<NullableConstraintDefinition>().Any(constraint => !constraint.Nullable))
        .Select(column => column.ColumnIdentifier.Value);

    private void Add(string text, string name) => model.AddOrUpdateObjects(text, name, new TSqlObjectOptions());

    [GeneratedRegex(@"\bIN (@\w+)")]
    private static partial Regex Lists { get; }

    [GeneratedRegex(@"\[sqlcheck\]\.\[s(\d+)\]")]
    private static partial Regex Procedure { get; }

    private sealed record Insert(string Table, IReadOnlyList<string> Columns, IReadOnlyList<int> Values);

    private sealed class StatementVisitor : TSqlFragmentVisitor
    {
        public HashSet<string> Used { get; } = new(StringComparer.OrdinalIgnoreCase);

        public HashSet<string> Declared { get; } = new(StringComparer.OrdinalIgnoreCase);

        public List<Insert> Inserts { get; } = [];

        public override void Visit(VariableReference node) => Used.Add(node.Name);

        public override void Visit(DeclareVariableElement node) => Declared.Add(node.VariableName.Value);

        // The name on the left of "@Resource = @r" is the procedure's own.
        public override void ExplicitVisit(ExecuteParameter node) => node.ParameterValue?.Accept(this);

        public override void Visit(InsertSpecification node)
        {
            if (node.Target is NamedTableReference table)
                Inserts.Add(new(SchemaFold.Key(table.SchemaObject), [.. node.Columns.Select(column => column.MultiPartIdentifier.Identifiers[^1].Value)], ValuesOf(node.InsertSource)));
        }

        private static IReadOnlyList<int> ValuesOf(InsertSource source) => source switch
        {
            ValuesInsertSource values => [.. values.RowValues.Select(row => row.ColumnValues.Count)],
            SelectInsertSource { Select: QuerySpecification select } => [select.SelectElements.Count],
            _ => [],
        };
    }
}
