namespace LtiBadgeConnector.UnitTests.Lms;

internal static class SampleFiles
{
    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Lms", "Samples", name));

    public static string Text(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Lms", "Samples", name));

    public static IEnumerable<string> EventExamples() => Directory.EnumerateFiles(EventFolder).Order(StringComparer.Ordinal);

    public static byte[] EventExample(string name) => File.ReadAllBytes(Path.Combine(EventFolder, name + ".json"));

    private static string EventFolder => Path.Combine(AppContext.BaseDirectory, "Lms", "EventExamples");
}
