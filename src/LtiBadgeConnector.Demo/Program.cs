using LtiBadgeConnector.Demo;

// The connector and a small foreign LMS, started together and set up through the doors an administrator uses.
await using var demo = await DemoSetup.Start(DemoOptions.Read(args), CancellationToken.None);
Console.WriteLine($"""

    The demo is ready. Open   {demo.LmsUrl}

    The connector itself:     {demo.ConnectorUrl}
    Its console, first time:  {demo.ConsoleSignIn}
    Its data:                 {demo.DataDirectory}

    Ctrl+C ends both.
    """);
await demo.WaitForShutdown();
