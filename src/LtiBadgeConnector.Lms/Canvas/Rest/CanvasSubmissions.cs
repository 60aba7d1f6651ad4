using System.Text.Json;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.Reading;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Lms.Platforms;
using LtiBadgeConnector.Lms.StandardWebhooks;

namespace LtiBadgeConnector.Lms.Canvas.Rest;

/// <summary>Files that were uploaded for assignments. Their addresses carry what opens them; our token is not sent there.</summary>
public sealed class CanvasSubmissions(CanvasRest rest, CanvasSite site, string courseId, PlatformProfile profile) : ISubmissionReader
{
    private static readonly HashSet<string> handedIn = ["submitted", "pending_review", "graded"];

    public async Task<IReadOnlyList<SubmittedFile>> Files(IReadOnlyList<LearnerKey> learner, IReadOnlyCollection<ItemKey> items, CancellationToken ct)
    {
        var assignments = items.Where(item => item.Scheme == ItemSchemes.CanvasAssignment).Select(item => item.Value[(ItemSchemes.CanvasAssignment.Length + 1)..]).ToList();
        if (assignments.Count == 0 || profile.UserIdOf(learner) is not { } userId) return [];

        var which = string.Concat(assignments.Select(assignment => $"&assignment_ids[]={Uri.EscapeDataString(assignment)}"));
        List<SubmittedFile> files = [];
        try
        {
            await foreach (var json in rest.Get(site, $"{CanvasScopes.PathIn(CanvasScopes.Submissions, courseId)}?student_ids[]={Uri.EscapeDataString(userId)}{which}&include[]=group&per_page=100", ct))
            {
                var submission = new EventFields(json, "", []);
                // Such a call may take a filter for advice.
                if (submission.Id("user_id") == userId && submission.Id("assignment_id") is { } assignment && assignments.Contains(assignment)
                    && submission.Word("workflow_state") is { } state && handedIn.Contains(state) && submission.Object("group").Id("id") is null)
                    files.AddRange(FilesIn(json, ItemKey.Of(ItemSchemes.CanvasAssignment, assignment)));
            }
        }
        catch (LmsException e) when (e.Problem == CanvasProblems.CourseUnknown)
        {
            // Also how Canvas hides a learner who has left.
            return [];
        }
        return files;
    }

    public Task<byte[]> Fetch(SubmittedFile file, int most, CancellationToken ct) => rest.Download(site, new Uri(file.Address), most, ct);

    private static IEnumerable<SubmittedFile> FilesIn(JsonElement submission, ItemKey item)
    {
        if (!submission.TryGetProperty("attachments", out var attachments) || attachments.ValueKind != JsonValueKind.Array) yield break;
        foreach (var json in attachments.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.Object))
        {
            var file = new EventFields(json, "", []);
            // One that is locked has no address.
            if (file.Id("id") is { } id && (file.Name("display_name") ?? file.Name("filename")) is { } name && Uri.TryCreate(file.Word("url"), UriKind.Absolute, out var address))
                yield return new(item, name, file.Name("content-type"), (long?)file.Number("size"), $"{id} {file.Word("updated_at")}", address.AbsoluteUri);
        }
    }
}
