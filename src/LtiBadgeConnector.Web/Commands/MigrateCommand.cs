using LtiBadgeConnector.Web.Hosting;
using LtiBadgeConnector.Storage;
using LtiBadgeConnector.Storage.Migrations;

namespace LtiBadgeConnector.Web.Commands;

internal static class MigrateCommand
{
    public static async Task<int> Run(Arguments arguments)
    {
        await using var app = ConnectorApp.Create(arguments.Settings, builder => builder.Logging.SetMinimumLevel(LogLevel.Error));
        if (arguments.Has("script"))
        {
            Console.WriteLine(Migrator.Script(app.Services.GetRequiredService<DatabaseOptions>().Provider));
            return 0;
        }
        var applied = await app.Services.GetRequiredService<Migrator>().Upgrade(CancellationToken.None);
        return Host.PrintList(arguments, applied, name => $"applied {name}");
    }
}
