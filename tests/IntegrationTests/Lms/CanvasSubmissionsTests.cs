using System.Text.Json.Nodes;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.Reading;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Lms.Canvas.Rest;
using LtiBadgeConnector.Lms.Platforms;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;

namespace LtiBadgeConnector.IntegrationTests.Lms;

public sealed class CanvasSubmissionsTests : IDisposable
{
    private static readonly ItemKey assignment = new("canvas-assignment:5131");
    private static readonly IReadOnlyList<LearnerKey> learner = [LearnerKey.LmsUser(FakeCanvas.Learner)];

    private readonly FakeCanvas canvas = new();

    public CanvasSubmissionsTests() => Answer(Submission());

    [Fact]
    public async Task Lists_what_was_uploaded_for_the_assignments_asked_about()
    {
        var file = Assert.Single(await Files());
        Assert.Equal((assignment, "essay.pdf", "application/pdf", 5L), (file.Item, file.Name, file.MediaType, file.Size!.Value));
        var asked = Assert.Single(canvas.Asked("/students/submissions"));
        Assert.Contains($"student_ids[]={FakeCanvas.Learner}&assignment_ids[]=5131", asked, StringComparison.Ordinal);
        Assert.Empty(await Reader.Files(learner, [new("canvas-total:final")], default));
        Assert.Single(canvas.Asked("/students/submissions"));
    }

    [Theory]
    [InlineData("user_id", "90418")]
    [InlineData("assignment_id", "5132")]
    [InlineData("workflow_state", "\"unsubmitted\"")]
    [InlineData("group", """{"id":"12","name":"Team 1"}""")]
    [InlineData("attachments", "null")]
    [InlineData("attachments", """[{"id":"1","display_name":"locked.pdf","url":""}]""")]
    public async Task Work_of_others_of_a_group_or_not_handed_in_is_not_listed(string member, string value)
    {
        var submission = Submission();
        submission[member] = JsonNode.Parse(value);
        Answer(submission);
        Assert.Empty(await Files());
    }

    [Fact]
    public async Task A_file_is_followed_to_where_it_is_kept_and_our_token_stays_behind()
    {
        Serve("/files/8801/download", Response.Create().WithStatusCode(302).WithHeader("Location", $"{canvas.Server.Url}/store/8801?signature=s"));
        Serve("/store/8801", Response.Create().WithHeader("Content-Type", "application/pdf").WithBody("%PDF-"));

        Assert.Equal("%PDF-"u8.ToArray(), await Fetch(5));

        Assert.DoesNotContain(
            canvas.Server.LogEntries.Where(entry => entry.RequestMessage!.Path is "/files/8801/download" or "/store/8801"), entry => entry.RequestMessage!.Headers!.ContainsKey("Authorization"));
    }

    [Theory]
    [InlineData(404, null, "evidence-file-gone")]
    [InlineData(403, null, "canvas-permission-missing")]
    [InlineData(302, "/login", "canvas-permission-missing")]
    [InlineData(302, "/files/8801/download", "canvas-refused")]
    [InlineData(302, "file:///etc/passwd", "canvas-refused")]
    [InlineData(503, null, "canvas-busy")]
    [InlineData(204, null, "canvas-refused")]
    public async Task What_is_no_file_is_not_taken_for_one(int status, string? location, string problem)
    {
        var response = Response.Create().WithStatusCode(status);
        Serve("/files/8801/download", location is null ? response : response.WithHeader("Location", location));
        Assert.Equal(problem, (await Assert.ThrowsAsync<LmsException>(() => Fetch(1000))).Problem);
    }

    [Fact]
    public async Task What_is_too_large_is_not_read_to_its_end()
    {
        Serve("/files/8801/download", Response.Create().WithBody(new string('x', 1001)));
        Assert.Equal(SubmissionProblems.TooLarge, (await Assert.ThrowsAsync<LmsException>(() => Fetch(1000))).Problem);
    }

    [Fact]
    public async Task A_course_that_canvas_does_not_show_has_no_files()
    {
        canvas.Answer("students/submissions", """{"errors":[{"message":"The specified resource does not exist."}]}""", status: 404);
        Assert.Empty(await Files());
    }

    public void Dispose() => canvas.Dispose();

    private CanvasSubmissions Reader => new(canvas.Rest, canvas.Site, FakeCanvas.Course, PlatformProfiles.For("canvas"));

    private Task<IReadOnlyList<SubmittedFile>> Files() => Reader.Files(learner, [assignment], default);

    private async Task<byte[]> Fetch(int most) => await Reader.Fetch((await Files())[0], most, default);

    private void Answer(JsonNode submission) => canvas.Answer("students/submissions", $"[{submission.ToJsonString()}]");

    private void Serve(string path, IResponseBuilder response) => canvas.Server.Given(Request.Create().WithPath(path).UsingGet()).AtPriority(1).RespondWith(response);

    private JsonNode Submission()
    {
        var submission = JsonNode.Parse(FakeCanvas.Sample("GET-submission-5131-90417"))!;
        submission["group"] = JsonNode.Parse("""{"id":null,"name":null}""");
        submission["attachments"] = new JsonArray(new JsonObject
        {
            ["id"] = 8801, ["display_name"] = "essay.pdf", ["filename"] = "1700000000_essay.pdf", ["content-type"] = "application/pdf", ["size"] = 5, ["updated_at"] = "2026-10-10T09:00:00Z",
            ["url"] = $"{canvas.Server.Url}/files/8801/download?download_frd=1&verifier=v",
        });
        return submission;
    }
}
