using LtiBadgeConnector.TestKit;
using Microsoft.Data.SqlClient;

namespace LtiBadgeConnector.StorageTests.Servers;

public sealed class SqlServerTests
{
    [SqlServerFact]
    public async Task Gives_each_caller_a_database_of_its_own()
    {
        await using var one = await SqlServer.CreateDatabase();
        await using var other = await SqlServer.CreateDatabase();

        await Ask(one, "CREATE TABLE only_here (id int)");

        Assert.IsType<int>(await Ask(one, "SELECT OBJECT_ID('only_here')"));
        Assert.IsType<DBNull>(await Ask(other, "SELECT OBJECT_ID('only_here')"));
    }

    private static async Task<object?> Ask(TestDatabase database, string sql)
    {
        await using var connection = new SqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new SqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
