using LtiBadgeConnector.Web.Hosting;
namespace LtiBadgeConnector.Web.Commands;

internal static class ServeCommand
{
    public static async Task<int> Run(Arguments arguments)
    {
        await using var app = ConnectorApp.Create(arguments.Settings);
        var firstSignIn = await ConnectorApp.Start(app, CancellationToken.None);
        Console.WriteLine($"LTI Badge Connector listens on {string.Join(", ", app.Urls)}");
        if (firstSignIn is not null) Console.WriteLine($"First sign-in to the console (one hour, once): {firstSignIn}");
        await app.WaitForShutdownAsync();
        return 0;
    }
}
