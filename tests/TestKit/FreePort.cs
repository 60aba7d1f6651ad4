using System.Net;
using System.Net.Sockets;

namespace LtiBadgeConnector.TestKit;

/// <summary>
/// A TCP port of the loopback interface that was free a moment ago. Prefer port 0 wherever the program can say
/// which port it got; this is for programs that must know their address before they start.
/// </summary>
public static class FreePort
{
    private static readonly HashSet<int> Given = [];

    public static int Next()
    {
        while (true)
        {
            var port = AskTheSystem();
            lock (Given)
                if (Given.Add(port))
                    return port;
        }
    }

    private static int AskTheSystem()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
