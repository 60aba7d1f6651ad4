using System.Reflection;
using Dapper;

namespace LtiBadgeConnector.Storage.Mapping;

/// <summary>
/// Reads a positional record of ours: column by column into its constructor, whatever integer type the engine chose. Dapper's
/// own map asks for exactly equal types, which SQLite (64-bit integers only) never has.
/// </summary>
internal sealed class PositionalMap(ConstructorInfo constructor) : SqlMapper.ITypeMap
{
    public static PositionalMap? For(Type type) =>
        type.Namespace?.StartsWith("LtiBadgeConnector.", StringComparison.Ordinal) == true
        && type.GetConstructors(BindingFlags.Public | BindingFlags.Instance) is [var only]
        && only.GetParameters().Length > 0
            ? type.IsValueType ? throw new NotSupportedException($"{type.Name} is a struct, which Dapper does not construct: read a record class.") : new(only)
            : null;

    public ConstructorInfo FindConstructor(string[] names, Type[] types)
    {
        var parameters = constructor.GetParameters();
        return names.Length == parameters.Length && names.Zip(parameters).All(pair => IsFor(pair.First, pair.Second))
            ? constructor
            : throw new InvalidOperationException(
                $"{constructor.DeclaringType!.Name} is read from ({string.Join(", ", names)}) but has ({string.Join(", ", parameters.Select(parameter => parameter.Name))}).");
    }

    public ConstructorInfo? FindExplicitConstructor() => null;

    public SqlMapper.IMemberMap? GetConstructorParameter(ConstructorInfo constructor, string columnName) =>
        constructor.GetParameters().Where(parameter => IsFor(columnName, parameter)).Select(parameter => new Member(columnName, parameter)).FirstOrDefault();

    public SqlMapper.IMemberMap? GetMember(string columnName) => null;

    private static bool IsFor(string column, ParameterInfo parameter) =>
        string.Equals(column.Replace("_", "", StringComparison.Ordinal), parameter.Name, StringComparison.OrdinalIgnoreCase);

    private sealed class Member(string column, ParameterInfo parameter) : SqlMapper.IMemberMap
    {
        public string ColumnName => column;

        public Type MemberType => parameter.ParameterType;

        public PropertyInfo? Property => null;

        public FieldInfo? Field => null;

        public ParameterInfo? Parameter => parameter;
    }
}
