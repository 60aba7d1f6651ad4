using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace LtiBadgeConnector.StorageTests.TSql;

/// <summary>
/// Folds ordered migrations into the schema they lead to. The compiler's model is declarative: fed with ALTER and DROP it would
/// ignore them without a word, so anything that is not understood here is refused.
/// </summary>
internal sealed class SchemaFold
{
    private readonly Dictionary<string, CreateTableStatement> tables = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> indexes = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> data = [];

    public IReadOnlyDictionary<string, CreateTableStatement> Tables => tables;

    public IEnumerable<string> Indexes => indexes.Values;

    /// <summary>Statements that move data; they compile against the schema at the end.</summary>
    public IReadOnlyList<string> Data => data;

    public static string Text(TSqlFragment fragment)
    {
        new Sql160ScriptGenerator().GenerateScript(fragment, out var text);
        return text;
    }

    public static string Key(SchemaObjectName name) => $"{name.SchemaIdentifier?.Value ?? "dbo"}.{name.BaseIdentifier.Value}";

    public void Add(string migration, string script)
    {
        var parsed = (TSqlScript)new TSql160Parser(initialQuotedIdentifiers: true).Parse(new StringReader(script), out var errors);
        if (errors is [var error, ..]) throw new InvalidOperationException($"{migration}({error.Line},{error.Column}): {error.Message}");
        foreach (var statement in parsed.Batches.SelectMany(batch => batch.Statements)) Fold(migration, statement);
    }

    private void Fold(string migration, TSqlStatement statement)
    {
        switch (statement)
        {
            case CreateTableStatement create: tables.Add(Key(create.SchemaObjectName), create); break;
            case DropTableStatement drop: foreach (var table in drop.Objects) tables.Remove(Key(table)); break;
            case AlterTableAddTableElementStatement add: Add(tables[Key(add.SchemaObjectName)].Definition, add.Definition); break;
            case AlterTableAlterColumnStatement alter: Alter(tables[Key(alter.SchemaObjectName)].Definition, alter); break;
            case AlterTableDropTableElementStatement drop: Drop(tables[Key(drop.SchemaObjectName)].Definition, drop); break;
            case CreateIndexStatement index: indexes[index.Name.Value] = Text(index); break;
            case DropIndexStatement drop: foreach (var index in drop.DropIndexClauses.OfType<DropIndexClause>()) indexes.Remove(index.Index.Value); break;
            case InsertStatement or UpdateStatement or DeleteStatement: data.Add(Text(statement)); break;
            default: throw new NotSupportedException($"{migration}: {statement.GetType().Name} is not understood; write it declaratively.");
        }
    }

    private static void Add(TableDefinition table, TableDefinition added)
    {
        foreach (var column in added.ColumnDefinitions) table.ColumnDefinitions.Add(column);
        foreach (var constraint in added.TableConstraints)
        {
            if (constraint is DefaultConstraintDefinition { Column: not null } given)
            {
                ColumnOf(table, given.Column.Value).DefaultConstraint = given;
                given.Column = null;
            }
            else
            {
                table.TableConstraints.Add(constraint);
            }
        }
    }

    private static void Alter(TableDefinition table, AlterTableAlterColumnStatement alter)
    {
        var column = ColumnOf(table, alter.ColumnIdentifier.Value);
        column.DataType = alter.DataType;
        foreach (var nullable in column.Constraints.OfType<NullableConstraintDefinition>().ToList()) column.Constraints.Remove(nullable);
        column.Constraints.Add(new NullableConstraintDefinition { Nullable = alter.AlterTableAlterColumnOption != AlterTableAlterColumnOption.NotNull });
    }

    private static void Drop(TableDefinition table, AlterTableDropTableElementStatement drop)
    {
        foreach (var element in drop.AlterTableDropTableElements)
        {
            if (element.TableElementType == TableElementType.Column)
                table.ColumnDefinitions.Remove(ColumnOf(table, element.Name.Value));
            else if (table.TableConstraints.FirstOrDefault(constraint => constraint.ConstraintIdentifier?.Value == element.Name.Value) is { } named)
                table.TableConstraints.Remove(named);
        }
    }

    private static ColumnDefinition ColumnOf(TableDefinition table, string name) =>
        table.ColumnDefinitions.First(column => column.ColumnIdentifier.Value.Equals(name, StringComparison.OrdinalIgnoreCase));
}
