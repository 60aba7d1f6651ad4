using LtiBadgeConnector.DemoLms.Campus;

namespace LtiBadgeConnector.Demo;

/// <summary>Two ports on loopback, under two host names, so that the tool stands in a cross-site frame as at a real LMS.</summary>
/// <param name="Data">Where the connector keeps its data; null makes a folder that goes when the demo ends.</param>
public sealed record DemoOptions(int ConnectorPort, int LmsPort, string? Data)
{
    /// <summary>As which product the LMS behaves.</summary>
    public Personality Personality { get; init; } = Personality.Hokuto;

    public string ConnectorUrl => $"http://localhost:{ConnectorPort}";

    public string LmsUrl => $"http://127.0.0.1:{LmsPort}";

    public static DemoOptions Read(string[] args)
    {
        var given = new ConfigurationBuilder().AddCommandLine(args).Build();
        return new(given.GetValue("connector-port", 5080), given.GetValue("lms-port", 5090), given["data"]) { Personality = Personality.Named(given.GetValue("personality", Personality.Hokuto.Name)!) };
    }
}
