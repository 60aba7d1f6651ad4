using System.Text.RegularExpressions;

namespace LtiBadgeConnector.Core.Mailing;

/// <summary>What a mail says, with names in braces where something of the award goes. Plain text: nothing in it is ever read as markup.</summary>
public sealed partial record MailTemplate(string Subject, string Body)
{
    public const int LongestSubject = 150;
    public const int LongestBody = 4000;

    /// <summary>The name that must stand in every body: where the learner opens the credential.</summary>
    public const string Link = "link";

    /// <summary>What may stand in braces.</summary>
    public static IReadOnlyList<string> Names { get; } = ["name", "title", "issuer", "course", "date", "reason", Link];

    /// <summary>Null when it can be used, otherwise a code of the problem catalogue.</summary>
    public string? Problem =>
        Subject.Trim().Length is 0 or > LongestSubject || Subject.AsSpan().ContainsAny('\r', '\n') ? "mail-subject-unusable"
        : Body.Trim().Length is 0 or > LongestBody ? "mail-body-unusable"
        : Unknown is not null ? "mail-placeholder-unknown"
        : !Body.Contains($"{{{Link}}}", StringComparison.Ordinal) ? "mail-link-missing"
        : null;

    /// <summary>The first name in braces that means nothing.</summary>
    public string? Unknown => Hole().Matches($"{Subject}\n{Body}").Select(match => match.Groups[1].Value).FirstOrDefault(name => !Names.Contains(name));

    /// <summary>With everything in its place. What is put in is not searched for braces again, and cannot break out of the subject's line.</summary>
    public (string Subject, string Body) Fill(IReadOnlyDictionary<string, string> values) =>
        (Fill(Subject, values, OneLine), Fill(Body, values, OneLine));

    private static string Fill(string text, IReadOnlyDictionary<string, string> values, Func<string, string> write) =>
        Hole().Replace(text, match => values.TryGetValue(match.Groups[1].Value, out var value) ? write(value) : match.Value).Trim();

    private static string OneLine(string text) => Breaks().Replace(text, " ").Trim();

    [GeneratedRegex(@"\{([^{}\s]*)\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"[\p{Cc}\p{Zl}\p{Zp}]+")]
    private static partial Regex Breaks();
}
