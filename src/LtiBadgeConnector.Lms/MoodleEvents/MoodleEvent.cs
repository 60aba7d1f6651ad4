using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.Lms;
using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.Lms.MoodleEvents;

/// <summary>
/// One event of Moodle as other people's plugins pass it on: nested or flat, its numbers as numbers or as text. It never says a
/// maximum or whether the learner sees the grade, so it is a hint.
/// </summary>
internal sealed class MoodleEvent(IReadOnlyDictionary<string, string> fields)
{
    public const string NameMissing = "eventname is missing";

    private const int LongestValue = 200;
    private const int LongestType = 80;
    private const int MostFields = 200;
    private const string Nested = "other";

    private string Name => Text("eventname") ?? "";

    /// <summary>Null when it names no event.</summary>
    public static MoodleEvent? FromJson(JsonElement root)
    {
        Dictionary<string, string> fields = new(StringComparer.Ordinal);
        Add(fields, root, "");
        if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty(Nested, out var other)) Add(fields, other, Nested + "_");
        return Named(fields);
    }

    /// <summary>Null when it names no event.</summary>
    public static MoodleEvent? FromForm(ReadOnlyMemory<byte> body)
    {
        Dictionary<string, string> fields = new(StringComparer.Ordinal);
        foreach (var pair in Encoding.UTF8.GetString(body.Span).Split('&', MostFields))
        {
            if (pair.Split('=', 2) is [var name, var value] && WebUtility.UrlDecode(value) is { Length: <= LongestValue } text) fields.TryAdd(WebUtility.UrlDecode(name), text);
        }
        return Named(fields);
    }

    public LmsEvent Read() => Name.TrimStart('\\') switch
    {
        @"core\event\user_graded" => About(LmsEventKind.Grade, Key(ItemSchemes.MoodleGradeItem, "itemid")) with { Score = new(Points("finalgrade"), 0, Maximum: null) },
        @"core\event\grade_deleted" => About(LmsEventKind.Grade, Key(ItemSchemes.MoodleGradeItem, "itemid")),
        @"core\event\course_module_completion_updated" =>
            About(LmsEventKind.ActivityCompletion, Key(ItemSchemes.MoodleCourseModule, "contextinstanceid")) with { Completion = Text("completionstate") is { } state ? Completions.Parse(state) : null },
        @"core\event\course_completed" => About(LmsEventKind.CourseCompletion, item: null) with { Completion = CompletionState.Complete },
        @"core\event\competency_user_competency_rated_in_course" or @"core\event\competency_evidence_created" =>
            About(LmsEventKind.Outcome, Key(ItemSchemes.MoodleCompetency, "competencyid")),
        @"core\event\group_member_added" or @"core\event\group_member_removed" => About(LmsEventKind.Group, Key(ItemSchemes.MoodleGroup, "objectid")),
        @"core\event\user_enrolment_created" or @"core\event\user_enrolment_updated" or @"core\event\user_enrolment_deleted" =>
            LmsEvent.Unused(Type) with { Kind = LmsEventKind.Enrolment, CourseId = Id("courseid") },
        @"core\event\grade_item_created" or @"core\event\grade_item_updated" or @"core\event\grade_item_deleted" or @"core\event\course_module_updated"
            or @"core\event\course_module_deleted" or @"core\event\course_completion_updated" or @"core\event\course_reset_ended" =>
            LmsEvent.Unused(Type) with { Kind = LmsEventKind.CourseChanged, CourseId = Id("courseid") },
        @"core\event\course_restored" when Text("type") is "course" && Id("originalcourseid") is { } original =>
            LmsEvent.Unused(Type) with { Kind = LmsEventKind.CourseCopied, CourseId = Id("courseid"), CopiedFrom = original },
        _ => LmsEvent.Unused(Type),
    };

    private string Type => Name.TrimStart('\\') is var name && name.Length <= LongestType ? name : name[..LongestType];

    // A source that leaves out what an event is about has told nothing that could be confirmed.
    private LmsEvent About(LmsEventKind kind, ItemKey? item) =>
        Id("courseid") is { } course && Id("relateduserid") is { } user && (item is not null || kind == LmsEventKind.CourseCompletion)
            ? new(kind, Type, course, [LearnerKey.LmsUser(user)], item, null, null, null, IsFinal: false, IsReleased: false, OccurredAt, IsComplete: false)
            : LmsEvent.Unused(Type);

    private DateTimeOffset? OccurredAt =>
        long.TryParse(Text("timecreated"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    private ItemKey? Key(string scheme, string field) => Id(field) is { } id ? ItemKey.Of(scheme, id) : null;

    private string? Id(string name) => Text(name) is { Length: > 0 } id && id != "0" && id.All(char.IsAsciiDigit) ? id : null;

    private decimal? Points(string name) => Text(name) is { Length: > 0 } text ? ExactNumber.Parse(text) : null;

    private string? Text(string name) => fields.GetValueOrDefault(name) ?? fields.GetValueOrDefault($"{Nested}_{name}");

    private static MoodleEvent? Named(Dictionary<string, string> fields) =>
        fields.GetValueOrDefault("eventname") is { Length: > 0 } name && name.All(IsOfAClass) ? new(fields) : null;

    // The name of a PHP class with its namespace.
    private static bool IsOfAClass(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '\\';

    private static void Add(Dictionary<string, string> fields, JsonElement holder, string prefix)
    {
        if (holder.ValueKind != JsonValueKind.Object) return;
        foreach (var member in holder.EnumerateObject())
        {
            var text = member.Value.ValueKind switch
            {
                JsonValueKind.String => member.Value.GetString(),
                JsonValueKind.Number => member.Value.GetRawText(),
                _ => null,
            };
            if (text is { Length: <= LongestValue }) fields.TryAdd(prefix + member.Name, text);
        }
    }
}
