using System.Text.RegularExpressions;
using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Lms.Caliper;

namespace LtiBadgeConnector.Lms.Sources;

/// <summary>
/// Reads names by the patterns of the connection (<c>https://lms.example/users/*</c>), by Moodle's addresses below the
/// connection's site, and by Blackboard's extensions; what fits none of them keeps its IRI.
/// </summary>
internal sealed partial class SourceNames(Connection connection) : ISourceNames
{
    private const int LongestId = 200;

    public IReadOnlyList<LearnerKey> Learner(CaliperEntity person)
    {
        if (person.Extension("bb:user.externalId") is { } external)
            return person.Extension("bb:user.id") is { } id ? [LearnerKey.Sis(external), LearnerKey.LmsUser(id)] : [LearnerKey.Sis(external)];
        return LearnerByIri(person.Iri);
    }

    public IReadOnlyList<LearnerKey> LearnerByIri(string iri) =>
        (ByPattern(ConnectionSettings.LearnerIds, iri) ?? Below(iri, MoodleUser())) is { } id ? [LearnerKey.LmsUser(id)] : Fits(iri) ? [LearnerKey.Iri(iri)] : [];

    /// <summary>An account is one person only together with its home.</summary>
    public IReadOnlyList<LearnerKey> LearnerByAccount(string home, string name) =>
        Site is { } site && home.TrimEnd('/') == site ? [LearnerKey.LmsUser(name)] : Fits(home + "|" + name) ? [LearnerKey.Account(home, name)] : [];

    public string? Course(CaliperEntity group) => group.Text("courseNumber") ?? CourseByIri(group.Iri);

    public string? CourseByIri(string iri) => KnownCourse(iri) ?? (Fits(iri) ? iri : null);

    /// <summary>Null unless a pattern or Moodle's own address says that this is a course.</summary>
    public string? KnownCourse(string iri) => ByPattern(ConnectionSettings.CourseIds, iri) ?? Below(iri, MoodleCourse());

    public ItemKey? Item(CaliperEntity assignable) => ItemByIri(assignable.Iri);

    public ItemKey? ItemByIri(string iri)
    {
        if (Below(iri, MoodleModule()) is { } module) return ItemKey.Of(ItemSchemes.MoodleCourseModule, module);
        if (BlackboardColumn().Match(iri) is { Success: true } column) return ItemKey.Of(ItemSchemes.BlackboardColumn, column.Groups[1].Value);
        return Fits(iri) ? ItemKey.Of(ItemSchemes.Iri, iri) : null;
    }

    private string? Site => connection.Settings.GetValueOrDefault(ConnectionSettings.SiteUrl)?.TrimEnd('/');

    private string? ByPattern(string setting, string iri)
    {
        if (connection.Settings.GetValueOrDefault(setting) is not { } pattern || pattern.Split('*') is not [var before, var after]) return null;
        return iri.Length > before.Length + after.Length && iri.StartsWith(before, StringComparison.Ordinal) && iri.EndsWith(after, StringComparison.Ordinal)
            && iri[before.Length..(iri.Length - after.Length)] is var id && !id.Contains('/', StringComparison.Ordinal) && Fits(id)
            ? id
            : null;
    }

    private string? Below(string iri, Regex form) =>
        Site is { } site && iri.StartsWith(site + "/", StringComparison.Ordinal) && form.Match(iri[site.Length..]) is { Success: true } found ? found.Groups[1].Value : null;

    private static bool Fits(string id) => id.Length is > 0 and <= LongestId && !id.Any(char.IsControl);

    [GeneratedRegex(@"^/user/(?:profile\.php\?id=|view\.php\?id=)?(\d{1,18})\z")]
    private static partial Regex MoodleUser();

    [GeneratedRegex(@"^/course/view\.php\?id=(\d{1,18})\z")]
    private static partial Regex MoodleCourse();

    [GeneratedRegex(@"^/mod/[a-z0-9_]+/[a-z_]+\.php\?(?:[^#]*&)?(?:cmid|id)=(\d{1,18})(?:[&#/].*)?\z")]
    private static partial Regex MoodleModule();

    [GeneratedRegex(@"/gradableItems/(_\d{1,18}_\d{1,4})\z")]
    private static partial Regex BlackboardColumn();
}
