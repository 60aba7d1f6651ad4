namespace LtiBadgeConnector.TestKit;

/// <summary>The browser of the browser tests: the one installed on this machine, never one that is downloaded.</summary>
public static class Chromium
{
    private static readonly string? Found = Programs.Find("chromium", "chromium-browser", "google-chrome");

    /// <summary>Why browser tests cannot run here; null when they can.</summary>
    public static string? SkipReason { get; } = Found is null ? "Chromium: not installed" : null;

    public static string ExecutablePath => Found ?? throw new InvalidOperationException(SkipReason);

    /// <summary>Command line arguments this machine needs: Chromium refuses its sandbox to root.</summary>
    public static IReadOnlyList<string> Arguments { get; } =
        OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess ? ["--no-sandbox"] : [];
}
