namespace LtiBadgeConnector.TestKit;

/// <summary>
/// The folder of one server, with a lock file beside it that its test process holds open: a folder whose lock can be
/// had belongs to nobody any more.
/// </summary>
internal sealed class PostgresFolder : IDisposable
{
    private const string Prefix = "lbc-test-postgres-";

    private readonly FileStream ownership;

    private PostgresFolder(string path, FileStream ownership)
    {
        Path = path;
        this.ownership = ownership;
    }

    /// <summary>Holds the data folder, the socket and the log. Made by the keeper, since another user may have to own it.</summary>
    public string Path { get; }

    public string Log
    {
        get
        {
            var log = System.IO.Path.Combine(Path, "log");
            return File.Exists(log) ? File.ReadAllText(log) : "";
        }
    }

    public static PostgresFolder Create()
    {
        // Short, because a socket's path may have no more than 107 bytes.
        var path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), Prefix + Guid.NewGuid().ToString("n")[..12]);
        return new PostgresFolder(path, Lock(path + ".lock", FileMode.CreateNew));
    }

    /// <summary>Stops the servers, and deletes the folders, of test processes that died together with their keepers.</summary>
    public static void DeleteAbandoned(PostgresInstallation installation)
    {
        foreach (var path in Directory.GetFiles(System.IO.Path.GetTempPath(), Prefix + "*.lock"))
        {
            try
            {
                using var abandoned = new PostgresFolder(System.IO.Path.ChangeExtension(path, null), Lock(path, FileMode.Open));
                installation.StopServerIn(abandoned);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // In use, or another user's: not ours to delete.
            }
        }
    }

    public void Dispose()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
        File.Delete(ownership.Name);
        ownership.Dispose();
    }

    private static FileStream Lock(string path, FileMode mode) => new(path, mode, FileAccess.ReadWrite, FileShare.None);
}
