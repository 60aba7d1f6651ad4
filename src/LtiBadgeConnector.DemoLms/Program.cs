using LtiBadgeConnector.DemoLms;

var settings = new ConfigurationBuilder().AddEnvironmentVariables("CAMPUS_").AddCommandLine(args).Build();
await using var app = DemoLmsApp.Create(new DemoLmsOptions
{
    Listen = settings["Listen"] ?? "http://127.0.0.1:5090",
    PublicOrigin = settings["PublicOrigin"],
    StateFile = settings["StateFile"],
    PlatformStorage = settings["PlatformStorage"] is "true",
    Logging = logging => logging.AddSimpleConsole(),
});
await app.StartAsync();
Console.WriteLine($"Hokuto Campus: {app.Urls.First()}");
await app.WaitForShutdownAsync();
