using LtiBadgeConnector.Core.Addresses;
using LtiBadgeConnector.Storage;
using LtiBadgeConnector.Web.Configuration;
using Microsoft.Extensions.Options;

namespace LtiBadgeConnector.Web.Hosting;

internal static class StorageSetup
{
    public static void AddConnectorStorage(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddOptions<DatabaseOptions>().PostConfigure<IOptions<ConnectorOptions>>(UseDataDirectory);
        builder.Services.AddStorage();
        builder.Services.AddSingleton(services => new PublicAddresses(services.GetRequiredService<ConnectorOptions>().PublicUrl));
    }

    private static void UseDataDirectory(DatabaseOptions database, IOptions<ConnectorOptions> connector)
    {
        if (database is not { Provider: DatabaseProvider.Sqlite, ConnectionString: "" }) return;
        var directory = Directory.CreateDirectory(connector.Value.DataDirectory);
        database.ConnectionString = $"Data Source={Path.Combine(directory.FullName, "connector.db")}";
    }
}
