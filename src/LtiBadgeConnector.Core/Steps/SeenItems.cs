using System.Collections.Concurrent;
using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Lms;
using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.Core.Steps;

/// <summary>
/// Lets a course know the items of facts, so that a rule can be made of them where nobody can read the course. What was
/// noted is remembered: a thousand grades of one quiz are one row and one write. One instance per process.
/// </summary>
public sealed class SeenItems(ICourses courses, TimeProvider time)
{
    private const int MostRemembered = 100_000;

    private readonly ConcurrentDictionary<(CourseId, ItemKey), bool> noted = new();

    public async Task Note(IEnumerable<(Course? Course, LmsEvent Event)> told, CancellationToken ct)
    {
        foreach (var (course, lmsEvent) in told)
        {
            if (course is null || lmsEvent is not { IsComplete: true } || KeyOf(lmsEvent) is not { } key || KindOf(lmsEvent) is not { } kind || noted.ContainsKey((course.Id, key))) continue;
            var activity = kind == CourseItemKind.Activity ? key : (ItemKey?)null;
            var item = new CourseItem(key, NameOf(lmsEvent, key), kind, lmsEvent.Score?.Maximum is > 0 and var maximum ? maximum : null, lmsEvent.Details.PassMark, activity, activity is not null, IsGone: false);
            await courses.NoteItem(course.Tenant, course.Id, item, time.Now(), ct);
            if (noted.Count >= MostRemembered) noted.Clear();
            noted[(course.Id, key)] = true;
        }
    }

    private static ItemKey? KeyOf(LmsEvent lmsEvent) => lmsEvent.Item ?? (lmsEvent.Kind == LmsEventKind.Attendance ? CourseItem.WholeAttendance : null);

    private static string NameOf(LmsEvent lmsEvent, ItemKey key) => lmsEvent.ItemName ?? (key == CourseItem.WholeAttendance ? CourseItem.NameOfAttendance : key.Value);

    private static CourseItemKind? KindOf(LmsEvent lmsEvent) => lmsEvent.Kind switch
    {
        LmsEventKind.Grade when lmsEvent.Item?.Scheme is ItemSchemes.CanvasTotal or ItemSchemes.OpenEdxTotal => CourseItemKind.CourseTotal,
        LmsEventKind.Grade => CourseItemKind.Grade,
        LmsEventKind.ActivityCompletion => CourseItemKind.Activity,
        LmsEventKind.Outcome => CourseItemKind.Outcome,
        LmsEventKind.Group => CourseItemKind.Group,
        LmsEventKind.Attendance => CourseItemKind.Attendance,
        _ => null,
    };
}
