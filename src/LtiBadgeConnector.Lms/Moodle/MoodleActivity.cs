using System.Text.Json;
using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.Lms.Moodle;

/// <summary>An activity whose completion Moodle tracks, with one learner's state.</summary>
internal sealed record MoodleActivity(string CourseModule, string Module, CompletionState State, DateTimeOffset? ChangedAt)
{
    public ItemKey Key => ItemKey.Of(ItemSchemes.MoodleCourseModule, CourseModule);

    /// <summary>Null for an activity that is not tracked, or in a state we do not know.</summary>
    public static MoodleActivity? Read(JsonElement status) =>
        MoodleJson.Id(status, "cmid") is { } module
        && (!MoodleJson.Has(status, "hascompletion") || MoodleJson.Flag(status, "hascompletion"))
        && MoodleJson.Text(status, "state") is { } state && Completions.Parse(state) is { } known
            ? new(module, MoodleJson.Text(status, "modname") ?? "activity", known, MoodleJson.Instant(status, "timecompleted"))
            : null;
}
