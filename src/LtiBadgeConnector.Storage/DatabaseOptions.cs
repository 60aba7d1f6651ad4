using System.ComponentModel.DataAnnotations;

namespace LtiBadgeConnector.Storage;

/// <summary>Which engine holds the data. Names are those an administrator writes in the configuration.</summary>
public enum DatabaseProvider
{
    Sqlite = 0,
    SqlServer = 1,
    PostgreSql = 2,
}

/// <summary>The section <c>Database</c>.</summary>
public sealed class DatabaseOptions
{
    public const string Section = "Database";

    /// <summary><c>Sqlite</c>, <c>SqlServer</c> or <c>PostgreSql</c>.</summary>
    [EnumDataType(typeof(DatabaseProvider))]
    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;

    /// <summary>Empty with SQLite: the host names a file in its data directory.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>Whether a start brings the schema up to date itself. Without it, it refuses an older one: <c>migrate</c> or a database administrator does it.</summary>
    public bool MigrateAtStart { get; set; } = true;
}
