namespace LtiBadgeConnector.TestKit;

/// <summary>Finds installed programs.</summary>
internal static class Programs
{
    public static string? Find(params ReadOnlySpan<string> names)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        foreach (var name in names)
            foreach (var folder in folders)
                if (File.Exists(Path.Combine(folder, name)))
                    return Path.Combine(folder, name);

        return null;
    }
}
