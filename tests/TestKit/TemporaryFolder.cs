namespace LtiBadgeConnector.TestKit;

/// <summary>A new empty folder that is deleted, with all it holds, on dispose.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("lbc-test-").FullName;

    public string PathTo(string relative) => System.IO.Path.Combine(Path, relative);

    public void Dispose()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }
}
