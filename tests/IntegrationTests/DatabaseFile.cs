using Microsoft.Data.Sqlite;

namespace LtiBadgeConnector.IntegrationTests;

/// <summary>The SQLite file of a connector, looked into past the product's own code.</summary>
internal static class DatabaseFile
{
    /// <summary>Read-only: it must not tidy up what a killed process left, which is for the next start to do.</summary>
    public static async Task<SqliteConnection> Open(string dataFolder)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(dataFolder, "connector.db")};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        return connection;
    }

    public static async Task<long> Number(string dataFolder, string sql)
    {
        await using var connection = await Open(dataFolder);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
