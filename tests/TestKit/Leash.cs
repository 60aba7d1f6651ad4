using System.Diagnostics;

namespace LtiBadgeConnector.TestKit;

/// <summary>
/// Kills a child when this process dies, however it dies: a small shell reads from a pipe whose other end only this
/// process holds. A line means the child is done with; the pipe closing without one means that we are gone.
/// </summary>
internal sealed class Leash : IDisposable
{
    private readonly Process watcher;

    private Leash(Process watcher) => this.watcher = watcher;

    /// <summary>Null on Windows, where there is no such shell.</summary>
    public static Leash? To(int process)
    {
        if (OperatingSystem.IsWindows())
            return null;

        var start = new ProcessStartInfo("/bin/sh", ["-c", "trap '' INT TERM HUP; exec >/dev/null 2>&1; read line || kill -KILL \"$1\"", "leash", $"{process}"])
        {
            RedirectStandardInput = true,
        };
        return new Leash(Process.Start(start)!);
    }

    public void Dispose()
    {
        watcher.StandardInput.WriteLine("released");
        watcher.StandardInput.Close();
        watcher.WaitForExit();
        watcher.Dispose();
    }
}
