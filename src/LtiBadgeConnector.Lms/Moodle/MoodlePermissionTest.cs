using System.Text.Json;
using LtiBadgeConnector.Core.Reading;

namespace LtiBadgeConnector.Lms.Moodle;

/// <summary>
/// Tries in one course what the account may read, function by function. That a function is in the service does not mean that the
/// account may call it, and where it may, Moodle can still leave things out and say nothing.
/// </summary>
internal sealed class MoodlePermissionTest(MoodleWebServices moodle, string courseId)
{
    public const string Activities = "activities-visible";
    private const string Prefix = "permission:";

    public async Task<IReadOnlyList<ConnectionCheck>> Run(IReadOnlySet<string> offered, CancellationToken ct)
    {
        var (grades, learner) = await Try(MoodleFunctions.GradeItems, [MoodleArguments.Course(courseId)], FirstLearner, ct);
        List<ConnectionCheck> checks =
        [
            grades,
            (await Try(MoodleFunctions.EnrolledUsers, [MoodleArguments.Course(courseId), .. MoodleArguments.Options(("limitnumber", "1"))], Nothing, ct)).Check,
        ];
        if (offered.Contains(MoodleFunctions.CourseContents)) checks.Add(await VisibleActivities(ct));
        if (learner is null) return checks;

        KeyValuePair<string, string>[] about = [MoodleArguments.Course(courseId), MoodleArguments.User(learner)];
        checks.Add((await Try(MoodleFunctions.ActivityCompletion, about, Nothing, ct)).Check);
        checks.Add((await Try(MoodleFunctions.CourseCompletion, about, Nothing, ct)).Check);
        if (offered.Contains(MoodleFunctions.CourseCompetencies)) checks.Add(await Competencies(about, ct));
        return checks;
    }

    private async Task<(ConnectionCheck Check, string? Found)> Try(
        string function, IEnumerable<KeyValuePair<string, string>> arguments, Func<JsonElement, string?> find, CancellationToken ct)
    {
        try
        {
            return (new(Prefix + function, CheckResult.Pass, null, null), find(await moodle.Call(function, arguments, ct)));
        }
        catch (LmsException e) when (e.Problem is MoodleProblems.NoCompletion or MoodleProblems.NotEnrolled)
        {
            // The course has nothing of that kind; whether the account might read it cannot be told here.
            return (new(Prefix + function, CheckResult.Skipped, e.Problem, null), null);
        }
        catch (LmsException e)
        {
            return (new(Prefix + function, CheckResult.Fail, e.Problem, MoodleFunctions.PermissionsFor(function)), null);
        }
    }

    // An activity that the account does not see is left out of the grade report without a word.
    private async Task<ConnectionCheck> VisibleActivities(CancellationToken ct)
    {
        try
        {
            var contents = await moodle.Call(MoodleFunctions.CourseContents, [MoodleArguments.Course(courseId)], ct);
            string[] hidden =
            [
                .. from section in MoodleJson.Elements(contents, MoodleFunctions.CourseContents)
                   from module in MoodleJson.List(section, "modules", MoodleFunctions.CourseContents)
                   where MoodleJson.Has(module, "uservisible") && !MoodleJson.Flag(module, "uservisible")
                   group module by MoodleJson.Text(module, "modname") ?? "activity" into kind
                   orderby kind.Key
                   select $"mod/{kind.Key}:view",
            ];
            return hidden.Length == 0
                ? new(Activities, CheckResult.Pass, null, null)
                : new(Activities, CheckResult.Fail, MoodleProblems.ActivitiesHidden, string.Join(", ", hidden));
        }
        catch (LmsException e)
        {
            return new(Activities, CheckResult.Fail, e.Problem, MoodleFunctions.PermissionsFor(MoodleFunctions.CourseContents));
        }
    }

    private async Task<ConnectionCheck> Competencies(IReadOnlyList<KeyValuePair<string, string>> about, CancellationToken ct)
    {
        var (listed, first) = await Try(MoodleFunctions.CourseCompetencies, [new("id", courseId)], FirstCompetency, ct);
        return first is null ? listed : (await Try(MoodleFunctions.UserCompetency, [.. about, new("competencyid", first)], Nothing, ct)).Check;
    }

    private static string? FirstLearner(JsonElement report) =>
        MoodleJson.List(report, "usergrades", MoodleFunctions.GradeItems).Select(user => MoodleJson.Id(user, "userid")).FirstOrDefault();

    private static string? FirstCompetency(JsonElement list) =>
        MoodleJson.Elements(list, MoodleFunctions.CourseCompetencies).Select(MoodleCompetency.Read).FirstOrDefault()?.Id;

    private static string? Nothing(JsonElement answer) => null;
}
