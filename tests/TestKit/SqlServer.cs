using Microsoft.Data.SqlClient;

namespace LtiBadgeConnector.TestKit;

/// <summary>
/// The SQL Server named by the environment variable <c>LBC_TEST_SQLSERVER</c> (a connection string whose login
/// may create databases). There is no such server on an ordinary machine: then its tests are skipped by name.
/// </summary>
public static class SqlServer
{
    public const string Variable = "LBC_TEST_SQLSERVER";

    /// <summary>Why SQL Server tests cannot run here; null when they can.</summary>
    public static string? SkipReason
        => string.IsNullOrWhiteSpace(Configured) ? $"SQL Server: not configured ({Variable} holds no connection string)" : null;

    private static string? Configured => Environment.GetEnvironmentVariable(Variable);

    /// <summary>A new empty database on the configured server.</summary>
    public static async Task<TestDatabase> CreateDatabase()
    {
        var name = $"lbc_test_{Guid.NewGuid():n}";
        await Execute($"CREATE DATABASE [{name}]");
        var database = new SqlConnectionStringBuilder(Configured) { InitialCatalog = name };
        return new TestDatabase(database.ConnectionString, () => Drop(name, database.ConnectionString));
    }

    private static async Task Drop(string name, string connectionString)
    {
        using (var pooled = new SqlConnection(connectionString))
            SqlConnection.ClearPool(pooled);
        await Execute($"ALTER DATABASE [{name}] SET SINGLE_USER WITH ROLLBACK IMMEDIATE; DROP DATABASE [{name}]");
    }

    private static async Task Execute(string sql)
    {
        if (SkipReason is { } reason)
            throw new InvalidOperationException(reason);

        var master = new SqlConnectionStringBuilder(Configured) { InitialCatalog = "master" };
        await using var connection = new SqlConnection(master.ConnectionString);
        await connection.OpenAsync();
        await using var command = new SqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
