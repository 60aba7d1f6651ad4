using LtiBadgeConnector.TestKit;

// Stands for a test process that dies: Servers/*Tests start it, kill it and look at what stays behind.
switch (args)
{
    case ["hold-postgres"]:
        Console.WriteLine($"holds {(await PostgresServer.Start()).Folder}");
        break;
    case ["hold-child"]:
        Console.WriteLine($"holds {ChildProcess.Start("sleep", ["600"]).Id}");
        break;
    default:
        Console.Error.WriteLine("These tests are run by tests/run.");
        return 2;
}

await Task.Delay(Timeout.Infinite);
return 0;
