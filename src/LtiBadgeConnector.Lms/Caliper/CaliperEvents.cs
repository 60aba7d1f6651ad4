using System.Text.Json;
using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Lms;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Lms.Sources;
using LtiBadgeConnector.Lms.StandardWebhooks;

namespace LtiBadgeConnector.Lms.Caliper;

/// <summary>Reads one Caliper event. The actor of a grade is who graded; the learner is the attempt's assignee.</summary>
internal static class CaliperEvents
{
    /// <param name="takeAsFacts">An administrator's word that this source tells released and final grades only: Caliper has no term for either.</param>
    public static LmsEvent Read(JsonElement json, ISourceNames names, bool takeAsFacts, List<EventFault> faults)
    {
        var type = CaliperEntity.TypeOf(json) ?? "";
        var action = (CaliperEntity.TextOf(json, "action") ?? "").Split('/', '#')[^1];
        var about = LmsEvent.Unused(Shown(type, action)) with { OccurredAt = new EventFields(json, "", faults).Instant("eventTime")?.ToMilliseconds(), IsFinal = true, IsReleased = true };
        var read = (type, action) switch
        {
            ("GradeEvent" or "OutcomeEvent", "Graded") => Grade(json, about, names, faults),
            ("AssignableEvent" or "AssessmentEvent", "Completed") => Completion(json, about, names),
            _ => about with { IsFinal = false, IsReleased = false },
        };
        return read with { IsComplete = takeAsFacts && SaysEverything(read) };
    }

    private static LmsEvent Grade(JsonElement json, LmsEvent about, ISourceNames names, List<EventFault> faults)
    {
        var attempt = CaliperEntity.Of(json, "object");
        var score = CaliperEntity.Of(json, "generated");
        var person = attempt?.Entity("assignee") ?? score?.Entity("attempt")?.Entity("assignee") ?? attempt?.Entity("actor") ?? score?.Entity("actor");
        var item = attempt?.Entity("assignable") ?? score?.Entity("assignable");
        return Placed(about with { Kind = LmsEventKind.Grade }, json, person, item, names) with { Score = ScoreOf(score, faults) };
    }

    private static LmsEvent Completion(JsonElement json, LmsEvent about, ISourceNames names)
    {
        var person = CaliperEntity.Of(json, "generated")?.Entity("assignee") ?? CaliperEntity.Of(json, "actor");
        return Placed(about with { Kind = LmsEventKind.ActivityCompletion }, json, person, CaliperEntity.Of(json, "object"), names) with { Completion = CompletionState.Complete };
    }

    private static LmsEvent Placed(LmsEvent read, JsonElement json, CaliperEntity? person, CaliperEntity? item, ISourceNames names)
    {
        var key = item is null ? null : names.Item(item);
        var group = CaliperEntity.Of(json, "group");
        return read with
        {
            CourseId = (group is null ? null : names.Course(group)) ?? (key is { } known ? CourseNames.ByItem(known) : null),
            Learner = person is null ? [] : names.Learner(person),
            Item = key,
            ItemName = item?.Text("name"),
        };
    }

    // "Result" is of version 1.0 and of Blackboard: a number without a maximum, whatever stands elsewhere as one.
    private static Score? ScoreOf(CaliperEntity? generated, List<EventFault> faults)
    {
        if (generated?.Object is not { } json) return null;
        var fields = new EventFields(json, "generated.", faults);
        return generated.Type is "Result"
            ? new(fields.Number("normalScore") ?? fields.Number("totalScore"), 0, null)
            : new(fields.Number("scoreGiven"), 0, fields.Number("maxScore"));
    }

    private static bool SaysEverything(LmsEvent read) => read is { CourseId: not null, Learner.Count: > 0, Item: not null, OccurredAt: not null }
        && (read.Kind is LmsEventKind.ActivityCompletion || read.Score is { Given: not null, Maximum: not null });

    private static string Shown(string type, string action) =>
        string.Concat($"{type} {action}".EnumerateRunes().Where(rune => !System.Text.Rune.IsControl(rune)).Take(40));
}
