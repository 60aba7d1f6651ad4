using System.Collections.Immutable;
using LtiBadgeConnector.DemoLms.Webhooks;

namespace LtiBadgeConnector.DemoLms.Campus;

/// <summary>What can happen in a course. Every change and the events that tell about it are stored in one write.</summary>
internal sealed class CourseDesk(CampusStore store, CampusOrigin origin, OutboxSignal signal, DemoLmsOptions options)
{
    // Older deliveries that reached their end leave the log; what still waits is never dropped.
    private const int KeptDeliveries = 300;

    public void Grade(int courseId, IReadOnlyList<GradeEntry> entries)
    {
        Change((state, events) =>
        {
            foreach (var entry in entries) state = Enter(state, state.Course(courseId)!, entry, events);
            return state;
        });
    }

    public void MarkActivity(int courseId, int personId, int courseModule, bool complete)
    {
        Change((state, events) =>
        {
            var course = state.Course(courseId)!;
            var activity = course.Activities.Find(a => a.CourseModule == courseModule);
            var mark = course.MarkOf(courseModule, personId);
            if (activity is null || complete == mark is not null) return state;

            var person = state.Person(personId)!;
            events.Add(Payload().ActivityChanged(
                course, person, courseModule, activity.Module, activity.Instance, activity.Name, complete ? "complete" : "incomplete"));
            return state.With(course with
            {
                ActivityMarks = complete
                    ? course.ActivityMarks.Add(new(courseModule, personId, Now()))
                    : course.ActivityMarks.Remove(mark!),
            });
        });
    }

    public void CompleteCourse(int courseId, int personId, bool complete)
    {
        Change((state, events) =>
        {
            var course = state.Course(courseId)!;
            var before = course.CompletionOf(personId);
            if (complete == before is not null) return state;

            events.Add(Payload().CourseCompleted(course, state.Person(personId)!, complete));
            return state.With(course with
            {
                Completions = complete ? course.Completions.Add(new(personId, Now())) : course.Completions.Remove(before!),
            });
        });
    }

    /// <summary>Says whether the learner has mastered the course's competency.</summary>
    public void Rate(int courseId, int personId, bool mastered)
    {
        Change((state, events) =>
        {
            var course = state.Course(courseId)!;
            var before = course.MasteryOf(personId);
            if (mastered == before is not null) return state;

            events.Add(Payload().CompetencyRated(course, state.Person(personId)!, mastered));
            return state.With(course with { Masteries = mastered ? course.Masteries.Add(new(personId, Now())) : course.Masteries.Remove(before!) });
        });
    }

    public void Enrol(int courseId, int personId, bool active)
    {
        Change((state, events) =>
        {
            var course = state.Course(courseId)!;
            if (course.Enrols(personId) == active) return state;

            events.Add(Payload().EnrolmentChanged(course, state.Person(personId)!, active));
            var others = course.Enrolments.RemoveAll(e => e.PersonId == personId);
            return state.With(course with { Enrolments = others.Add(new(personId, active)) });
        });
    }

    public void TestConnection() => Change((state, events) =>
    {
        events.Add(Payload().ConnectionTest());
        return state;
    });

    public void Resend(string deliveryId)
    {
        store.Change(s => s with
        {
            Deliveries = s.Deliveries.ConvertAll(d => d.Id == deliveryId
                ? d with { State = DeliveryState.Waiting, Tries = 0, NextTryAt = Now() }
                : d),
        });
        signal.Wake();
    }

    private CampusState Enter(CampusState state, Course course, GradeEntry entry, List<Delivery> events)
    {
        var item = course.Item(entry.ItemId)!;
        var person = state.Person(entry.PersonId)!;
        var before = course.GradeOf(item.Id, person.Id);
        var grade = new Grade(item.Id, person.Id, entry.Value, entry.Hidden, entry.Final, entry.At ?? Now()) { Comment = entry.Comment };
        if (SameToPeople(before, grade) && entry.At is null) return state;

        var after = course with
        {
            Grades = before is null ? course.Grades.Add(grade) : course.Grades.Replace(before, grade),
        };
        if (before?.Value is null && grade.Value is null) return state.With(after);

        events.Add(Payload().GradeChanged(after, person, item, grade));
        events.Add(Payload().TotalChanged(after, person));
        if (item.ToolClientId is null && GradedState(item, before?.Value) != GradedState(item, grade.Value))
        {
            events.Add(Payload().ActivityChanged(
                after, person, item.CourseModule!.Value, item.Module, item.Instance, item.Name, GradedState(item, grade.Value)));
        }

        return state.With(after);
    }

    /// <summary>A graded activity completes by its grade: passed, failed, or not yet.</summary>
    public static string GradedState(GradeItem item, decimal? value) => value switch
    {
        null => "incomplete",
        _ when value >= item.Pass => "passed",
        _ => "failed",
    };

    private static bool SameToPeople(Grade? before, Grade after) =>
        (before?.Value, before?.Hidden ?? false, before?.Final ?? true) == (after.Value, after.Hidden, after.Final);

    private void Change(Func<CampusState, List<Delivery>, CampusState> change)
    {
        store.Change(state =>
        {
            var events = new List<Delivery>();
            var next = change(state, events);
            return next.Webhook.IsConfigured && events.Count > 0
                ? next with { Deliveries = Trim(next.Deliveries.AddRange(events)) }
                : next;
        });
        signal.Wake();
    }

    private static ImmutableList<Delivery> Trim(ImmutableList<Delivery> deliveries)
    {
        var tooMany = deliveries.Count - KeptDeliveries;
        return tooMany <= 0
            ? deliveries
            : deliveries.RemoveRange(deliveries.Where(d => d.State != DeliveryState.Waiting).Take(tooMany));
    }

    private EventPayload Payload() => new(origin.Value, Now());

    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(options.Time.GetUtcNow().ToUnixTimeMilliseconds());
}

/// <summary>One cell of the gradebook as somebody entered it; <paramref name="At"/> is set when a tool names the time itself.</summary>
internal sealed record GradeEntry(
    int PersonId, int ItemId, decimal? Value, bool Hidden, bool Final, DateTimeOffset? At = null, string Comment = "");
