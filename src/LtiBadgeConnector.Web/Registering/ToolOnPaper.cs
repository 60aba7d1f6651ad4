using System.Text;
using LtiBadgeConnector.Lti;

namespace LtiBadgeConnector.Web.Registering;

/// <summary>
/// The files of <c>lti-config</c>, for LMSs without dynamic registration: the same bytes as in the repository, with this
/// server's address in the place of <c>HOST</c>.
/// </summary>
public sealed class ToolOnPaper(LtiOptions options)
{
    private const string Folder = "lti-config/";

    /// <summary>What is served as it is.</summary>
    public static IReadOnlyList<string> Files { get; } = ["canvas.json", "tool.json"];

    /// <summary>Moodle's form, field by field, in its order and in Moodle's own words.</summary>
    public IReadOnlyList<ToolField> MoodleForm =>
    [
        .. from line in Read("moodle.md").Split('\n')
           let cells = line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries)
           where line.StartsWith('|') && cells.Length == 2 && cells[0] is not "Field" && !cells[0].StartsWith("---", StringComparison.Ordinal)
           select new ToolField(cells[0], cells[1]),
    ];

    /// <exception cref="ArgumentException">There is no such file.</exception>
    public string Read(string name)
    {
        using var stream = typeof(ToolOnPaper).Assembly.GetManifestResourceStream(Folder + name) ?? throw new ArgumentException($"There is no {Folder}{name}.", nameof(name));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd()
            .Replace("https://HOST", options.PublicUrl, StringComparison.Ordinal)
            .Replace("HOST", new Uri(options.PublicUrl).Authority, StringComparison.Ordinal);
    }
}

/// <summary>One field of an LMS's form and what goes into it.</summary>
public sealed record ToolField(string Field, string Value);
