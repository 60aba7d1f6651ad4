using System.Net;
using System.Net.Sockets;

namespace LtiBadgeConnector.TestKit;

/// <summary>
/// A TCP port of the loopback interface that was free a moment ago. Prefer port 0 wherever the program can say
/// which port it got; this is for programs that must know their address before they start. It lies below the
/// ports that systems give to outgoing connections, one of which could take it in that moment.
/// </summary>
public static class FreePort
{
    private const int First = 10_000;
    private const int AfterLast = 32_000;

    private static readonly HashSet<int> Given = [];

    public static int Next()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, AfterLast);
            lock (Given)
                if (IsFree(port) && Given.Add(port))
                    return port;
        }
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
