using System.Globalization;
using System.Text.Json.Nodes;
using LtiBadgeConnector.DemoLms.Campus;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LtiBadgeConnector.DemoLms.WebServices;

/// <summary>
/// The calls of a Moodle site that a connector reads a course with, in Moodle's shapes: numbers for people,
/// Unix seconds for times, and errors with status 200.
/// </summary>
internal sealed class MoodleWebServices(CampusStore store, CampusOrigin origin)
{
    private const string Release = "4.5.6 (Build: 20250811)";
    private const string Version = "2024100706";
    private const string FileScript = "/webservice/pluginfile.php";

    private static readonly string[] Functions =
    [
        "core_completion_get_activities_completion_status", "core_completion_get_course_completion_status",
        "core_course_get_contents", "core_enrol_get_enrolled_users", "core_webservice_get_site_info", "gradereport_user_get_grade_items", "mod_assign_get_submission_status",
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/webservice/rest/server.php", (MoodleWebServices s, HttpRequest request, CancellationToken ct) => s.Answer(request, ct));
        routes.MapMethods($"{FileScript}/{{context:int}}/assignsubmission_file/submission_files/{{submission:int}}/{{name}}", ["GET", "POST"], (MoodleWebServices s, HttpRequest request, int submission, string name, CancellationToken ct) =>
            s.File(request, submission, name, ct));
    }

    private async Task<IResult> Answer(HttpRequest request, CancellationToken ct)
    {
        var form = request.HasFormContentType ? await request.ReadFormAsync(ct) : FormCollection.Empty;
        return TypedResults.Json(Call(new Arguments(form)), contentType: "application/json; charset=utf-8");
    }

    private async Task<IResult> File(HttpRequest request, int submission, string name, CancellationToken ct)
    {
        var token = request.HasFormContentType ? (await request.ReadFormAsync(ct))["token"].ToString() : request.Query["token"].ToString();
        if (token != store.Current.WebServiceToken) return FileError(200, "invalidtoken", "Invalid token - token not found");
        return store.Current.Courses.SelectMany(course => course.Work).FirstOrDefault(file => file.Submission == submission && file.Name == name) is { } found
            ? TypedResults.Bytes(found.Content, found.MediaType, found.Name)
            : FileError(404, "filenotfound", "Sorry, the requested file could not be found");
    }

    private static JsonHttpResult<JsonObject> FileError(int status, string code, string message) =>
        TypedResults.Json(new JsonObject { ["error"] = message, ["errorcode"] = code, ["stacktrace"] = null, ["debuginfo"] = null, ["reproductionlink"] = null }, contentType: "application/json; charset=utf-8", statusCode: status);

    private JsonNode Call(Arguments arguments)
    {
        if (arguments["wstoken"] != store.Current.WebServiceToken) return Error("moodle_exception", "invalidtoken", "Invalid token - token not found");
        if (arguments["moodlewsrestformat"] != "json") return Error("invalid_parameter_exception", "invalidparameter", "Invalid parameter value detected");

        return arguments["wsfunction"] switch
        {
            "core_webservice_get_site_info" => SiteInfo(),
            "gradereport_user_get_grade_items" => InCourse(arguments, GradeItems),
            "core_completion_get_course_completion_status" => ForLearner(arguments, CourseCompletion),
            "core_completion_get_activities_completion_status" => ForLearner(arguments, ActivityCompletion),
            "core_enrol_get_enrolled_users" => InCourse(arguments, EnrolledUsers),
            "core_course_get_contents" => InCourse(arguments, (_, course) => Contents(course)),
            "mod_assign_get_submission_status" => SubmissionStatus(arguments),
            _ => Error("dml_missing_record_exception", "invalidrecord", "Can't find data record in database table external_functions."),
        };
    }

    private JsonNode InCourse(Arguments arguments, Func<Arguments, Course, JsonNode> answer)
    {
        if (arguments.Number("courseid") is not { } id) return Error("invalid_parameter_exception", "invalidparameter", "Invalid parameter value detected");

        return store.Current.Course(id) is { } course
            ? answer(arguments, course)
            : Error("dml_missing_record_exception", "invalidrecord", "Can't find data record in database table course.");
    }

    private JsonNode ForLearner(Arguments arguments, Func<Course, Person, JsonNode> answer) => InCourse(arguments, (_, course) =>
    {
        if (arguments.Number("userid") is not { } id) return Error("invalid_parameter_exception", "invalidparameter", "Invalid parameter value detected");

        return store.Current.Person(id) is { IsGraded: true } person && course.Enrols(id)
            ? answer(course, person)
            : Error("moodle_exception", "notenroled", "You are not enrolled in this course");
    });

    private JsonObject SiteInfo() => new()
    {
        ["sitename"] = "Hokuto Campus",
        ["username"] = "admin",
        ["firstname"] = "Naoko",
        ["lastname"] = "Kitamura",
        ["fullname"] = "北村 直子",
        ["lang"] = "en",
        ["userid"] = 2,
        ["siteurl"] = origin.Value,
        ["userpictureurl"] = origin.At("/assets/campus.svg"),
        ["functions"] = new JsonArray([.. Functions.Select(f => new JsonObject { ["name"] = f, ["version"] = Version })]),
        ["downloadfiles"] = 1,
        ["uploadfiles"] = 0,
        ["release"] = Release,
        ["version"] = Version,
        ["usercanmanageownfiles"] = true,
        ["userissiteadmin"] = true,
        ["siteid"] = 1,
    };

    private JsonNode GradeItems(Arguments arguments, Course course)
    {
        var wanted = arguments.Number("userid") ?? 0;
        if (wanted != 0 && !(store.Current.Person(wanted) is { IsGraded: true } && course.Enrols(wanted)))
        {
            return Error("moodle_exception", "usernotincourse", "The user is not in this course!");
        }

        var people = store.Current.LearnersOf(course).Where(p => wanted == 0 || p.Id == wanted);
        return new JsonObject
        {
            ["usergrades"] = new JsonArray([.. people.Select(p => new JsonObject
            {
                ["courseid"] = course.Id,
                ["courseidnumber"] = course.IdNumber,
                ["userid"] = p.Id,
                ["userfullname"] = p.FullName,
                ["useridnumber"] = p.IdNumber,
                ["maxdepth"] = 2,
                ["gradeitems"] = new JsonArray([.. course.Items.Select(i => GradeItem(course, i, p)), TotalItem(course, p)]),
            })]),
            ["warnings"] = new JsonArray(),
        };
    }

    private static JsonObject GradeItem(Course course, GradeItem item, Person person)
    {
        var grade = course.GradeOf(item.Id, person.Id);
        var json = new JsonObject
        {
            ["id"] = item.Id,
            ["itemname"] = item.Name,
            ["itemtype"] = item.IsActivity ? "mod" : "manual",
            ["itemmodule"] = item.IsActivity ? item.Module : null,
            ["iteminstance"] = item.IsActivity ? item.Instance : null,
            ["itemnumber"] = 0,
            ["idnumber"] = item.IdNumber,
            ["categoryid"] = 1,
            ["outcomeid"] = null,
            ["scaleid"] = null,
            ["locked"] = false,
        };
        if (item.CourseModule is { } courseModule) json["cmid"] = courseModule;
        return AddGrade(json, grade?.Value, item.Maximum, grade?.Value is null ? null : grade.At, grade);
    }

    private static JsonObject TotalItem(Course course, Person person)
    {
        var total = course.TotalOf(person.Id);
        var json = new JsonObject
        {
            ["id"] = course.Id,
            ["itemname"] = null,
            ["itemtype"] = "course",
            ["itemmodule"] = null,
            ["iteminstance"] = course.Id,
            ["itemnumber"] = null,
            ["idnumber"] = null,
            ["categoryid"] = null,
            ["outcomeid"] = null,
            ["scaleid"] = null,
            ["locked"] = false,
        };
        return AddGrade(json, total.Value, total.Maximum, total.At, grade: null);
    }

    // A grade that is not final yet is told the only way Moodle has: as one that still has to be recomputed.
    private static JsonObject AddGrade(JsonObject json, decimal? value, decimal maximum, DateTimeOffset? at, Grade? grade)
    {
        json["graderaw"] = value;
        json["gradedatesubmitted"] = null;
        json["gradedategraded"] = at?.ToUnixTimeSeconds();
        json["gradehiddenbydate"] = false;
        json["gradeneedsupdate"] = grade is { Final: false };
        json["gradeishidden"] = grade is { Hidden: true };
        json["gradeislocked"] = false;
        json["gradeisoverridden"] = false;
        json["gradeformatted"] = value is { } shown ? shown.ToString("0.00", CultureInfo.InvariantCulture) : "-";
        json["grademin"] = 0;
        json["grademax"] = maximum;
        json["rangeformatted"] = string.Create(CultureInfo.InvariantCulture, $"0&ndash;{maximum:0.##}");
        json["percentageformatted"] = value is { } part && maximum > 0 ? string.Create(CultureInfo.InvariantCulture, $"{part / maximum * 100:0.00} %") : "-";
        json["feedback"] = grade?.Comment ?? "";
        json["feedbackformat"] = value is null ? 0 : 2;
        return json;
    }

    private static JsonObject CourseCompletion(Course course, Person person)
    {
        var completion = course.CompletionOf(person.Id);
        return new JsonObject
        {
            ["completionstatus"] = new JsonObject
            {
                ["completed"] = completion is not null,
                ["aggregation"] = 1,
                ["completions"] = new JsonArray(new JsonObject
                {
                    ["type"] = 7,
                    ["title"] = "Manual completion by others",
                    ["status"] = completion is null ? "No" : "Yes",
                    ["complete"] = completion is not null,
                    ["timecompleted"] = completion?.At.ToUnixTimeSeconds(),
                    ["details"] = new JsonObject
                    {
                        ["type"] = "Manual completion by others", ["criteria"] = "Teacher", ["requirement"] = "Marked complete by Teacher", ["status"] = "",
                    },
                }),
            },
            ["warnings"] = new JsonArray(),
        };
    }

    private static JsonObject ActivityCompletion(Course course, Person person) => new()
    {
        ["statuses"] = new JsonArray(
        [
            .. course.Items.Where(i => i.IsActivity && i.ToolClientId is null).Select(i => GradedActivity(course, i, person)),
            .. course.Activities.Select(a => ManualActivity(course, a, person)),
        ]),
        ["warnings"] = new JsonArray(),
    };

    private static JsonObject GradedActivity(Course course, GradeItem item, Person person)
    {
        var grade = course.GradeOf(item.Id, person.Id);
        var (state, received, passed) = CourseDesk.GradedState(item, grade?.Value) switch
        {
            "passed" => (2, 2, 2),
            "failed" => (3, 1, 3),
            _ => (0, 0, 0),
        };
        var at = state == 0 ? 0 : grade!.At.ToUnixTimeSeconds();
        return Status(item.CourseModule!.Value, item.Module, item.Instance, state, at, automatic: true, new JsonArray(
            Rule("completionusegrade", received, "Receive a grade"), Rule("completionpassgrade", passed, "Receive a passing grade")));
    }

    private static JsonObject ManualActivity(Course course, Activity activity, Person person)
    {
        var mark = course.MarkOf(activity.CourseModule, person.Id);
        return Status(activity.CourseModule, activity.Module, activity.Instance, mark is null ? 0 : 1, mark?.At.ToUnixTimeSeconds() ?? 0, automatic: false, []);
    }

    private JsonObject SubmissionStatus(Arguments arguments)
    {
        if (arguments.Number("assignid") is not { } id || arguments.Number("userid") is not { } userId) return Error("invalid_parameter_exception", "invalidparameter", "Invalid parameter value detected");
        if (store.Current.Courses.Find(c => c.Items.Exists(i => i.Module == "assign" && i.Instance == id)) is not { } course)
            return Error("dml_missing_record_exception", "invalidrecord", "Can't find data record in database table assign.");
        if (store.Current.Person(userId) is not { IsGraded: true } || !course.Enrols(userId)) return Error("required_capability_exception", "nopermission", "Sorry, but you do not currently have permissions to do that");

        var item = course.Items.Find(i => i.Module == "assign" && i.Instance == id)!;
        HandedIn[] files = [.. course.WorkOf(item.Id, userId)];
        var at = files.Length > 0 ? files[0].At.ToUnixTimeSeconds() : 0;
        return new JsonObject
        {
            ["lastattempt"] = new JsonObject
            {
                ["submission"] = new JsonObject
                {
                    ["id"] = (item.Id * 1000) + userId, ["userid"] = userId, ["attemptnumber"] = 0, ["timecreated"] = at, ["timemodified"] = at, ["timestarted"] = null,
                    ["status"] = files.Length > 0 ? "submitted" : "new", ["groupid"] = 0, ["assignment"] = id, ["latest"] = 1,
                    ["plugins"] = new JsonArray(new JsonObject
                    {
                        ["type"] = "file",
                        ["name"] = "File submissions",
                        ["fileareas"] = new JsonArray(new JsonObject { ["area"] = "submission_files", ["files"] = new JsonArray([.. files.Select(file => FileOf(item, file))]) }),
                    }),
                },
                ["submissiongroupmemberswhoneedtosubmit"] = new JsonArray(),
                ["submissionsenabled"] = true,
                ["locked"] = false,
                ["graded"] = course.GradeOf(item.Id, userId)?.Value is not null,
                ["canedit"] = false,
                ["caneditowner"] = true,
                ["cansubmit"] = false,
                ["extensionduedate"] = null,
                ["blindmarking"] = false,
                ["gradingstatus"] = course.GradeOf(item.Id, userId)?.Value is null ? "notgraded" : "graded",
                ["usergroups"] = new JsonArray(),
            },
            ["warnings"] = new JsonArray(),
        };
    }

    private JsonObject FileOf(GradeItem item, HandedIn file) => new()
    {
        ["filename"] = file.Name,
        ["filepath"] = "/",
        ["filesize"] = file.Content.Length,
        ["fileurl"] = $"{origin.Value}{FileScript}/{1000 + item.CourseModule}/assignsubmission_file/submission_files/{file.Submission}/{Uri.EscapeDataString(file.Name)}",
        ["timemodified"] = file.At.ToUnixTimeSeconds(),
        ["mimetype"] = file.MediaType,
        ["isexternalfile"] = false,
    };

    private static JsonObject Status(int courseModule, string module, int instance, int state, long at, bool automatic, JsonArray details) => new()
    {
        ["cmid"] = courseModule,
        ["modname"] = module,
        ["instance"] = instance,
        ["state"] = state,
        ["timecompleted"] = at,
        ["tracking"] = automatic ? 2 : 1,
        ["overrideby"] = null,
        ["valueused"] = false,
        ["hascompletion"] = true,
        ["isautomatic"] = automatic,
        ["istrackeduser"] = true,
        ["uservisible"] = true,
        ["details"] = details,
        ["isoverallcomplete"] = state is 1 or 2,
    };

    private static JsonObject Rule(string name, int status, string description) => new()
    {
        ["rulename"] = name, ["rulevalue"] = new JsonObject { ["status"] = status, ["description"] = description },
    };

    private static JsonArray Contents(Course course) =>
    [
        new JsonObject
        {
            ["id"] = course.Id,
            ["name"] = "General",
            ["visible"] = 1,
            ["summary"] = "",
            ["summaryformat"] = 1,
            ["section"] = 0,
            ["hiddenbynumsections"] = 0,
            ["uservisible"] = true,
            ["modules"] = new JsonArray(
            [
                .. course.Items.Where(i => i.IsActivity && i.ToolClientId is null).Select(i => Module(i.CourseModule!.Value, i.Module, i.Instance, i.Name)),
                .. course.Activities.Select(a => Module(a.CourseModule, a.Module, a.Instance, a.Name)),
            ]),
        },
    ];

    private static JsonObject Module(int courseModule, string module, int instance, string name) => new()
    {
        ["id"] = courseModule, ["name"] = name, ["instance"] = instance, ["visible"] = 1, ["uservisible"] = true, ["visibleoncoursepage"] = 1,
        ["modname"] = module, ["modplural"] = module, ["indent"] = 0, ["noviewlink"] = false, ["completion"] = 1,
    };

    private JsonArray EnrolledUsers(Arguments arguments, Course course)
    {
        var people = course.Enrolments
            .Where(e => e.Active)
            .Select(e => store.Current.Person(e.PersonId)!)
            .OrderBy(p => p.Id)
            .Skip(arguments.Option("limitfrom") ?? 0)
            .Take(arguments.Option("limitnumber") is { } limit and > 0 ? limit : int.MaxValue);
        return new JsonArray([.. people.Select(p => User(course, p))]);
    }

    private JsonObject User(Course course, Person person)
    {
        var json = new JsonObject
        {
            ["id"] = person.Id,
            ["username"] = person.Username,
            ["firstname"] = person.GivenName,
            ["lastname"] = person.FamilyName,
            ["fullname"] = person.FullName,
        };
        if (person.Email.Length > 0) json["email"] = person.Email;
        json["department"] = "";
        if (person.IdNumber.Length > 0) json["idnumber"] = person.IdNumber;
        json["firstaccess"] = 0;
        json["lastaccess"] = 0;
        json["lastcourseaccess"] = 0;
        json["country"] = "JP";
        json["profileimageurlsmall"] = origin.At("/assets/campus.svg");
        json["profileimageurl"] = origin.At("/assets/campus.svg");
        json["roles"] = new JsonArray(person.Teaches
            ? new JsonObject { ["roleid"] = 3, ["name"] = "", ["shortname"] = "editingteacher", ["sortorder"] = 0 }
            : new JsonObject { ["roleid"] = 5, ["name"] = "", ["shortname"] = "student", ["sortorder"] = 0 });
        json["enrolledcourses"] = new JsonArray([.. store.Current.Courses.Where(c => c.Enrols(person.Id)).Select(c =>
            new JsonObject { ["id"] = c.Id, ["fullname"] = c.Title, ["shortname"] = c.ShortName })]);
        return json;
    }

    private static JsonObject Error(string exception, string code, string message) => new()
    {
        ["exception"] = exception.StartsWith("dml", StringComparison.Ordinal) ? exception : "core\\exception\\" + exception,
        ["errorcode"] = code,
        ["message"] = message,
    };
}
