using System.Data;
using System.Globalization;
using Dapper;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Results;
using Microsoft.Data.Sqlite;

namespace LtiBadgeConnector.Storage.Mapping;

/// <summary>
/// How values look in each engine, both ways. Dapper's handlers belong to the whole process, so each looks at the parameter
/// it is given to learn which engine it speaks to, and all of them are here.
/// </summary>
internal static class Values
{
    private const decimal Limit = 1_000_000_000_000_000_000m;
    private const int Decimals = 10;

    private static readonly Dictionary<Type, Func<object, Guid>> Guids = [];

    /// <summary>Registers the handlers once for the process; every <see cref="Database"/> asks for it.</summary>
    public static void Register() => _ = Registered.Value;

    private static readonly Lazy<bool> Registered = new(() =>
    {
        Id<AdministratorId>();
        Id<AwardId>();
        Id<ConnectionId>();
        Id<CourseId>();
        Id<CredentialId>();
        Id<DefinitionVersionId>();
        Id<DryRunId>();
        Id<ImageId>();
        Id<InboxId>();
        Id<IssuerId>();
        Id<IssuerKeyId>();
        Id<LearnerId>();
        Id<MappingId>();
        Id<MicroCredentialId>();
        Id<PlatformId>();
        Id<ReviewId>();
        Id<RecognitionId>();
        Id<StatusListId>();
        Id<TenantId>();
        Handle(value => new PublicId((string)value));
        Handle(value => new ItemKey((string)value));
        Handle(ToGuid);
        Handle(ToInstant);
        Handle(ToDecimal);

        var fallback = SqlMapper.TypeMapProvider;
        SqlMapper.TypeMapProvider = type => PositionalMap.For(type) ?? fallback(type);
        return true;
    });

    /// <summary>Gives the parameter its value and a type, which a null would not tell.</summary>
    /// <param name="declared">The property's type.</param>
    public static void Bind(IDbDataParameter parameter, object? value, Type declared)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        var sqlite = parameter is SqliteParameter;
        parameter.DbType = DbTypeOf(type, sqlite);
        parameter.Value = value is null ? DBNull.Value : ToStored(value, sqlite);
    }

    /// <summary>The value as the engine's driver takes it.</summary>
    /// <exception cref="StorageException">It cannot be kept as it is, on every engine alike.</exception>
    public static object ToStored(object value, bool sqlite) => value switch
    {
        Guid guid => sqlite ? guid.ToString("D") : guid,
        DateTimeOffset instant => sqlite ? instant.ToUnixTimeMilliseconds() : instant.ToMilliseconds(),
        decimal number => sqlite ? Checked(number).ToString(CultureInfo.InvariantCulture) : Checked(number),
        Enum named => Convert.ToInt32(named, CultureInfo.InvariantCulture),
        string text => Checked(text),
        PublicId id => Checked(id.Value),
        ItemKey item => Checked(item.Value),
        _ => Guids.TryGetValue(value.GetType(), out var guidOf) ? ToStored(guidOf(value), sqlite) : value,
    };

    /// <summary>A list for <c>IN</c>: ids as Guid or text, everything else as it is.</summary>
    public static Array ToList(System.Collections.IEnumerable values, bool sqlite)
    {
        object[] stored = [.. values.Cast<object>().Select(value => ToStored(value, sqlite))];
        var list = Array.CreateInstance(stored is [var first, ..] ? first.GetType() : typeof(string), stored.Length);
        stored.CopyTo(list, 0);
        return list;
    }

    /// <summary>Whether a lone value of the type is what the driver gives, but for the width of integers.</summary>
    public static bool IsPlain(Type type) =>
        (Nullable.GetUnderlyingType(type) ?? type) is var plain
        && (plain == typeof(string) || plain == typeof(byte[]) || plain == typeof(int) || plain == typeof(long) || plain == typeof(bool));

    public static T ReadPlain<T>(object value) => value switch
    {
        DBNull => default!,
        T same => same,
        _ => (T)Convert.ChangeType(value, Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T), CultureInfo.InvariantCulture),
    };

    /// <summary>What PostgreSQL calls an array of the property's values.</summary>
    public static NpgsqlTypes.NpgsqlDbType ArrayTypeOf(Type declared) => DbTypeOf(Nullable.GetUnderlyingType(declared) ?? declared, sqlite: false) switch
    {
        DbType.Guid => NpgsqlTypes.NpgsqlDbType.Uuid,
        DbType.DateTimeOffset => NpgsqlTypes.NpgsqlDbType.TimestampTz,
        DbType.Decimal => NpgsqlTypes.NpgsqlDbType.Numeric,
        DbType.Int32 => NpgsqlTypes.NpgsqlDbType.Integer,
        DbType.Int64 => NpgsqlTypes.NpgsqlDbType.Bigint,
        DbType.Boolean => NpgsqlTypes.NpgsqlDbType.Boolean,
        DbType.Binary => NpgsqlTypes.NpgsqlDbType.Bytea,
        _ => NpgsqlTypes.NpgsqlDbType.Text,
    };

    private static DbType DbTypeOf(Type type, bool sqlite)
    {
        if (type == typeof(string) || type == typeof(PublicId) || type == typeof(ItemKey)) return DbType.String;
        if (type == typeof(Guid) || Guids.ContainsKey(type)) return sqlite ? DbType.String : DbType.Guid;
        if (type == typeof(DateTimeOffset)) return sqlite ? DbType.Int64 : DbType.DateTimeOffset;
        if (type == typeof(decimal)) return sqlite ? DbType.String : DbType.Decimal;
        if (type == typeof(int) || type.IsEnum) return DbType.Int32;
        if (type == typeof(long)) return DbType.Int64;
        if (type == typeof(bool)) return DbType.Boolean;
        if (type == typeof(byte[])) return DbType.Binary;
        throw new NotSupportedException($"{type} is not a kind of value that is stored.");
    }

    /// <exception cref="StorageException"><see cref="StorageException.NumberTooLong"/>: it would have to be rounded.</exception>
    private static decimal Checked(decimal number)
    {
        var plain = Plain(number);
        return plain.Scale <= Decimals && Math.Abs(plain) < Limit
            ? plain
            : throw new StorageException(StorageException.NumberTooLong, $"The number {plain.ToString(CultureInfo.InvariantCulture)} has more digits than can be kept.");
    }

    private static string Checked(string text) =>
        text.Contains('\0', StringComparison.Ordinal) ? throw new StorageException(StorageException.TextUnreadable, "A text holds the character U+0000.") : text;

    // 92.00 and 92.0000000000 are one number and must look like one, whichever engine it went through.
    private static decimal Plain(decimal number) => number / 1.0000000000000000000000000000m;

    private static Guid ToGuid(object value) => value is Guid guid ? guid : Guid.Parse((string)value);

    private static DateTimeOffset ToInstant(object value) => value switch
    {
        long milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds),
        DateTime utc => new(DateTime.SpecifyKind(utc, DateTimeKind.Utc)),
        _ => ((DateTimeOffset)value).ToMilliseconds(),
    };

    private static decimal ToDecimal(object value) => Plain(value is string text
        ? decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)
        : (decimal)value);

    private static void Id<T>() where T : struct, IId<T>
    {
        Guids[typeof(T)] = value => ((T)value).Value;
        Handle(value => T.From(ToGuid(value)));
    }

    private static void Handle<T>(Func<object, T> read)
    {
        // Dapper asks its own table of primitive types before it asks for a handler.
        SqlMapper.RemoveTypeMap(typeof(T));
        SqlMapper.AddTypeHandler(new Handler<T>(read));
    }

    private sealed class Handler<T>(Func<object, T> read) : SqlMapper.TypeHandler<T>
    {
        public override void SetValue(IDbDataParameter parameter, T? value) => Bind(parameter, value, typeof(T));

        public override T Parse(object value) => read(value);
    }
}
