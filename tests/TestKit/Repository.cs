namespace LtiBadgeConnector.TestKit;

/// <summary>Where the sources of the running tests lie, found upward from the test assembly.</summary>
public static class Repository
{
    private static readonly Lazy<string> FoundRoot = new(FindRoot);

    /// <summary>The folder that holds <c>LtiBadgeConnector.sln</c>.</summary>
    public static string Root => FoundRoot.Value;

    /// <summary>A path inside the repository, written with <c>/</c>.</summary>
    public static string PathTo(string relative) => Path.GetFullPath(Path.Combine(Root, relative));

    /// <summary>
    /// The assembly that a project under <c>src</c> was built to, in the configuration the tests run in.
    /// It lies in the project's own folder, where its content files and static web assets are found too.
    /// </summary>
    public static string BuiltAssembly(string project)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var path = PathTo($"src/{project}/bin/{output.Parent!.Name}/{output.Name}/{project}.dll");
        return File.Exists(path) ? path : throw new FileNotFoundException($"{project} is not built: the test project must refer to it.", path);
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "LtiBadgeConnector.sln")))
                return folder.FullName;

        throw new DirectoryNotFoundException($"No LtiBadgeConnector.sln above {AppContext.BaseDirectory}.");
    }
}
