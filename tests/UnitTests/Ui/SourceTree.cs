using LtiBadgeConnector.TestKit;

namespace LtiBadgeConnector.UnitTests.Ui;

/// <summary>The files of the repository, for the guards that read them.</summary>
internal static class SourceTree
{
    public static string Root => Repository.Root;

    public static string Web { get; } = Path.Combine(Root, "src", "LtiBadgeConnector.Web");

    /// <summary>Sources under a folder with one of these extensions, without what a build leaves behind.</summary>
    public static IEnumerable<(string Path, string Text)> Files(string folder, params string[] extensions) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => extensions.Contains(Path.GetExtension(path), StringComparer.Ordinal))
            .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"))
            .Select(path => (Path.GetRelativePath(Root, path), File.ReadAllText(path)));
}
