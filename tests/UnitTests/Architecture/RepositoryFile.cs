using LtiBadgeConnector.TestKit;

namespace LtiBadgeConnector.UnitTests.Architecture;

/// <summary>A text file of the repository, or one made up by a guard's twin.</summary>
/// <param name="Path">From the repository's root, with <c>/</c>.</param>
internal sealed record RepositoryFile(string Path, string Text)
{
    // What builds, test runs and editors leave behind (.gitignore), and the version control itself (a file in a worktree).
    private static readonly HashSet<string> NotOurs = ["bin", "obj", ".git", ".vs", ".idea", "node_modules", "TestResults", "data"];

    private static readonly Lazy<IReadOnlyList<RepositoryFile>> Read = new(() => [.. TextFilesIn(new DirectoryInfo(Repository.Root))]);

    public static IReadOnlyList<RepositoryFile> All => Read.Value;

    public static IEnumerable<RepositoryFile> Source => All.Where(file => file.Path.StartsWith("src/", StringComparison.Ordinal));

    public static IEnumerable<RepositoryFile> Projects => All.Where(file => file.Extension == ".csproj");

    public string Extension => System.IO.Path.GetExtension(Path);

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    private static IEnumerable<RepositoryFile> TextFilesIn(DirectoryInfo folder)
        => folder.EnumerateFiles().Where(file => !NotOurs.Contains(file.Name)).Select(Open).OfType<RepositoryFile>()
            .Concat(folder.EnumerateDirectories().Where(child => !NotOurs.Contains(child.Name)).SelectMany(TextFilesIn));

    private static RepositoryFile? Open(FileInfo file)
    {
        var text = File.ReadAllText(file.FullName);
        return text.Contains('\0', StringComparison.Ordinal)
            ? null
            : new RepositoryFile(System.IO.Path.GetRelativePath(Repository.Root, file.FullName).Replace('\\', '/'), text);
    }
}
