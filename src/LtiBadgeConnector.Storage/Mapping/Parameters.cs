using System.Collections;
using System.Collections.Concurrent;
using System.Data.Common;
using System.Linq.Expressions;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace LtiBadgeConnector.Storage.Mapping;

/// <summary>Gives statements their parameters from an object's properties. Dapper does this for one command; a batch needs it for each of many.</summary>
internal static partial class Parameters
{
    private static readonly ConcurrentDictionary<(Type, string), Binding[]> Known = new();

    /// <summary>Which properties the text uses; the same for every object of the type.</summary>
    public static Binding[] Of(Type type, string text) => Known.GetOrAdd((type, text), static key => [.. Names(key.Item2).Select(name => Find(key.Item1, name))]);

    public static void Add(DbParameterCollection parameters, Func<DbParameter> create, Binding[] bindings, object values)
    {
        foreach (var binding in bindings)
        {
            var parameter = create();
            parameter.ParameterName = binding.Name;
            Values.Bind(parameter, binding.Get(values), binding.Type);
            parameters.Add(parameter);
        }
    }

    /// <summary>Replaces <c>IN @Ids</c> by what the engine takes, and gives the command its list.</summary>
    public static string AddLists(DbCommand command, string text, object values)
    {
        var sqlite = command is SqliteCommand;
        return Sql.Lists.Replace(text, match =>
        {
            var name = match.Groups[1].Value;
            var list = Values.ToList((IEnumerable)Find(values.GetType(), name).Get(values)!, sqlite);
            return command is Npgsql.NpgsqlCommand ? AddArray(command, name, list) : AddEach(command, name, list);
        });
    }

    private static string AddArray(DbCommand command, string name, Array list)
    {
        Add(command, "@" + name, list);
        return $"= ANY(@{name})";
    }

    // Lists grow in powers of two, the last value repeated, so that the engine sees few different texts.
    private static string AddEach(DbCommand command, string name, Array list)
    {
        if (list.Length == 0) return "IN (NULL)";

        var padded = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)list.Length);
        for (var at = 0; at < padded; at++) Add(command, $"@{name}{at}", list.GetValue(Math.Min(at, list.Length - 1))!);
        return $"IN ({string.Join(", ", Enumerable.Range(0, padded).Select(at => $"@{name}{at}"))})";
    }

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }

    private static IEnumerable<string> Names(string text) =>
        Used.Matches(Sql.Lists.Replace(text, "")).Select(match => match.Groups[1].Value).Distinct();

    private static Binding Find(Type type, string name)
    {
        var property = type.GetProperty(name, BindingFlags.Public | BindingFlags.Instance)
            ?? throw new InvalidOperationException($"The statement uses @{name}, which {type.Name} does not have.");
        var values = Expression.Parameter(typeof(object));
        var get = Expression.Lambda<Func<object, object?>>(
            Expression.Convert(Expression.Property(Expression.Convert(values, type), property), typeof(object)), values).Compile();
        return new("@" + name, property.PropertyType, get);
    }

    [GeneratedRegex(@"(?<!@)@(\w+)")]
    private static partial Regex Used { get; }
}

/// <summary>One parameter of a statement and where its value comes from.</summary>
internal sealed record Binding(string Name, Type Type, Func<object, object?> Get);
