using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using LtiBadgeConnector.DemoLms.Campus;

namespace LtiBadgeConnector.DemoLms.Webhooks;

/// <summary>Builds the bodies of outgoing events. They carry no names or e-mail: those are the roster's business.</summary>
internal sealed class EventPayload(string site, DateTimeOffset now)
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public Delivery GradeChanged(Course course, Person person, GradeItem item, Grade grade)
    {
        var data = Data("user_graded", grade.At, course, person);
        data["grade_item"] = ItemOf(item);
        data["score"] = ScoreOf(grade.Value, item.Maximum, item.Pass, grade.Final, grade.Hidden);
        return Wrap(grade.Value is null ? "grade.deleted" : "grade.updated", data);
    }

    /// <summary>The course total changes with every grade, and is told as a grade of its own, as Moodle does.</summary>
    public Delivery TotalChanged(Course course, Person person)
    {
        var total = course.TotalOf(person.Id);
        var data = Data("user_graded", now, course, person);
        data["grade_item"] = new JsonObject
        {
            ["id"] = course.Id, ["type"] = "course", ["module"] = null, ["instance"] = course.Id, ["cmid"] = null, ["idnumber"] = "", ["name"] = null,
        };
        data["score"] = ScoreOf(total.Value, total.Maximum, pass: 0, final: true, hidden: false);
        return Wrap(total.Value is null ? "grade.deleted" : "grade.updated", data);
    }

    public Delivery ActivityChanged(Course course, Person person, int courseModule, string module, int instance, string name, string state)
    {
        var data = Data("course_module_completion_updated", now, course, person);
        data["activity"] = new JsonObject { ["cmid"] = courseModule, ["module"] = module, ["instance"] = instance, ["name"] = name };
        data["completion"] = CompletionOf(state);
        return Wrap("activity.completion", data);
    }

    public Delivery CourseCompleted(Course course, Person person, bool complete)
    {
        var data = Data("course_completed", now, course, person);
        data["completion"] = CompletionOf(complete ? "complete" : "incomplete");
        return Wrap("course.completed", data);
    }

    public Delivery CompetencyRated(Course course, Person person, bool mastered)
    {
        var data = Data("competency_user_competency_rated_in_course", now, course, person);
        data["competency"] = new JsonObject { ["id"] = course.Id, ["idnumber"] = "", ["name"] = Course.Competency };
        data["score"] = new JsonObject { ["given"] = mastered ? 3 : 2, ["min"] = 1, ["max"] = 4, ["pass"] = 3 };
        data["proficiency"] = mastered;
        return Wrap("competency.rated", data);
    }

    public Delivery EnrolmentChanged(Course course, Person person, bool active)
    {
        var data = Data(active ? "user_enrolment_created" : "user_enrolment_deleted", now, course, person);
        data["enrolment"] = new JsonObject { ["role"] = person.Teaches ? "editingteacher" : "student", ["status"] = active ? "active" : "removed" };
        return Wrap("enrolment.changed", data);
    }

    public Delivery ConnectionTest() =>
        Wrap("connection.test", new JsonObject { ["site"] = site, ["event"] = "connection_test", ["occurred_at"] = Text(now) });

    private JsonObject Data(string name, DateTimeOffset occurredAt, Course course, Person person) => new()
    {
        ["site"] = site,
        ["event"] = name,
        ["occurred_at"] = Text(occurredAt),
        ["course"] = new JsonObject { ["id"] = course.Id, ["idnumber"] = course.IdNumber, ["shortname"] = course.ShortName },
        ["user"] = new JsonObject { ["id"] = person.Id, ["idnumber"] = person.IdNumber, ["sub"] = person.Sub },
    };

    private static JsonObject ItemOf(GradeItem item) => new()
    {
        ["id"] = item.Id,
        ["type"] = item.IsActivity ? "mod" : "manual",
        ["module"] = item.IsActivity ? item.Module : null,
        ["instance"] = item.Instance,
        ["cmid"] = item.CourseModule,
        ["idnumber"] = item.IdNumber,
        ["name"] = item.Name,
    };

    private static JsonObject ScoreOf(decimal? given, decimal maximum, decimal pass, bool final, bool hidden) => new()
    {
        ["given"] = given, ["min"] = 0, ["max"] = maximum, ["pass"] = pass, ["final"] = final, ["hidden"] = hidden, ["overridden"] = false,
    };

    private JsonObject CompletionOf(string state) => new() { ["state"] = state, ["time"] = Text(now) };

    private Delivery Wrap(string type, JsonObject data)
    {
        var body = new JsonObject { ["type"] = type, ["timestamp"] = Text(now), ["data"] = data }.ToJsonString(Json);
        return new("msg_" + CampusSeed.RandomHex(12), type, body, now);
    }

    private static string Text(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
