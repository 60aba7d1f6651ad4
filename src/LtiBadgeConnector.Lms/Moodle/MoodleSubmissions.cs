using System.Text.Json;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.Reading;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Lms.Platforms;

namespace LtiBadgeConnector.Lms.Moodle;

/// <summary>Files handed in for assignments (<c>mod_assign</c>). The service must be allowed to download files.</summary>
public sealed class MoodleSubmissions(MoodleWebServices moodle, string courseId, PlatformProfile profile) : ISubmissionReader
{
    private const string Assignment = "assign";
    private const string Script = "/webservice/pluginfile.php";

    public async Task<IReadOnlyList<SubmittedFile>> Files(IReadOnlyList<LearnerKey> learner, IReadOnlyCollection<ItemKey> items, CancellationToken ct)
    {
        if (profile.UserIdOf(learner) is not { } userId) return [];
        try
        {
            List<SubmittedFile> files = [];
            foreach (var (item, assignment) in await Assignments(userId, items, ct))
            {
                var status = await moodle.Call(MoodleFunctions.SubmissionStatus, [new("assignid", assignment), MoodleArguments.User(userId)], ct);
                if (Submitted(status, userId) is { } submission) files.AddRange(FilesIn(submission, item));
            }
            return files;
        }
        catch (LmsException e) when (e.Problem == MoodleProblems.NotEnrolled)
        {
            return [];
        }
    }

    public Task<byte[]> Fetch(SubmittedFile file, int most, CancellationToken ct) => moodle.Download(file.Address, most, ct);

    // Grades name an assignment by its own number, completions by that of its course module.
    private async Task<IReadOnlyList<(ItemKey Item, string Assignment)>> Assignments(string userId, IReadOnlyCollection<ItemKey> items, CancellationToken ct)
    {
        KeyValuePair<string, string>[] about = [MoodleArguments.Course(courseId), MoodleArguments.User(userId)];
        var report = await moodle.Call(MoodleFunctions.GradeItems, about, ct);
        List<(ItemKey Item, string Assignment)> found =
        [
            .. from user in MoodleJson.List(report, "usergrades", MoodleFunctions.GradeItems)
               where MoodleJson.Id(user, "userid") == userId
               from graded in MoodleJson.List(user, "gradeitems", MoodleFunctions.GradeItems)
               where MoodleJson.Text(graded, "itemmodule") == Assignment
               let assignment = MoodleJson.Id(graded, "iteminstance")
               where assignment is not null
               from item in items
               where item == Key(ItemSchemes.MoodleGradeItem, MoodleJson.Id(graded, "id")) || item == Key(ItemSchemes.MoodleCourseModule, MoodleJson.Id(graded, "cmid"))
               select (item, assignment),
        ];
        if (items.Where(item => item.Scheme == ItemSchemes.MoodleCourseModule).All(item => found.Any(one => one.Item == item))) return found;

        var tracked = await moodle.Call(MoodleFunctions.ActivityCompletion, about, ct);
        found.AddRange(
            from activity in MoodleJson.List(tracked, "statuses", MoodleFunctions.ActivityCompletion)
            where MoodleJson.Text(activity, "modname") == Assignment
            let item = Key(ItemSchemes.MoodleCourseModule, MoodleJson.Id(activity, "cmid"))
            let assignment = MoodleJson.Id(activity, "instance")
            where item is not null && assignment is not null && items.Contains(item.Value) && found.TrueForAll(one => one.Item != item)
            select (item.Value, assignment));
        return found;
    }

    // A draft is not handed in; while one is written for a further attempt, the one before counts.
    private static JsonElement? Submitted(JsonElement status, string userId)
    {
        var attempts = MoodleJson.Member(status, "previousattempts") is { ValueKind: JsonValueKind.Array } earlier ? earlier.EnumerateArray() : default;
        return new[] { MoodleJson.Member(status, "lastattempt") }.Concat(attempts.Select(attempt => (JsonElement?)attempt))
            .Select(attempt => attempt is { } one ? MoodleJson.Member(one, "submission") : null)
            .FirstOrDefault(submission => submission is { } one && MoodleJson.Text(one, "status") == "submitted" && MoodleJson.Id(one, "userid") == userId);
    }

    private static IEnumerable<SubmittedFile> FilesIn(JsonElement submission, ItemKey item) =>
        from plugin in ListOf(submission, "plugins")
        where MoodleJson.Text(plugin, "type") == "file"
        from area in ListOf(plugin, "fileareas")
        where MoodleJson.Text(area, "area") == "submission_files"
        from file in ListOf(area, "files")
        // The bytes of one in a repository are elsewhere.
        where !MoodleJson.Flag(file, "isexternalfile")
        let name = MoodleJson.Text(file, "filename")
        let address = MoodleJson.Text(file, "fileurl")
        let at = address?.IndexOf(Script, StringComparison.Ordinal) ?? -1
        where name is { Length: > 0 } && at >= 0
        let size = MoodleJson.Grade(file, "filesize")
        select new SubmittedFile(
            item, name, MoodleJson.Text(file, "mimetype"), size is { } bytes ? (long)bytes : null, $"{MoodleJson.Text(file, "timemodified")} {address[at..]}", address[(at + Script.Length)..]);

    private static JsonElement.ArrayEnumerator ListOf(JsonElement element, string name) =>
        MoodleJson.Member(element, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : default;

    private static ItemKey? Key(string scheme, string? id) => id is null ? null : ItemKey.Of(scheme, id);
}
