using System.Text;
using System.Text.Json;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.Reading;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Lms.Moodle;
using LtiBadgeConnector.Lms.Platforms;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;

namespace LtiBadgeConnector.IntegrationTests.Lms;

public sealed class MoodleSubmissionsTests : IDisposable
{
    private static readonly ItemKey project = new("moodle-grade-item:13");
    private static readonly ItemKey essay = new("moodle-cmid:57");
    private static readonly IReadOnlyList<LearnerKey> learner = [LearnerKey.LmsUser("4")];

    private readonly FakeLms lms = new();

    public MoodleSubmissionsTests()
    {
        lms.Answer(MoodleFunctions.GradeItems, """
            {"usergrades":[{"userid":4,"gradeitems":[
              {"id":12,"itemtype":"mod","itemmodule":"quiz","iteminstance":1,"cmid":51},
              {"id":13,"itemtype":"mod","itemmodule":"assign","iteminstance":"31","cmid":53}]}]}
            """);
        lms.Answer(MoodleFunctions.ActivityCompletion, """{"statuses":[{"cmid":57,"modname":"assign","instance":32,"state":1,"hascompletion":true}]}""");
        lms.Answer(MoodleFunctions.SubmissionStatus, Status(Submission(File("report.pdf"), File("data.csv", mediaType: "text/csv"))));
    }

    [Fact]
    public async Task Lists_the_files_of_an_assignment_that_a_grade_names()
    {
        var files = await Files(project);

        Assert.Equal(["report.pdf", "data.csv"], files.Select(file => file.Name));
        Assert.Equal((project, "application/pdf", 5L, "/91/assignsubmission_file/submission_files/7/report.pdf"), (files[0].Item, files[0].MediaType, files[0].Size!.Value, files[0].Address));
        Assert.Contains("assignid=31&userid=4", Assert.Single(lms.Bodies(MoodleFunctions.SubmissionStatus)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_those_of_one_that_is_only_completed_and_of_nothing_else()
    {
        Assert.Equal(["report.pdf", "data.csv"], (await Files(essay)).Select(file => file.Name));
        Assert.Contains("assignid=32&", lms.Bodies(MoodleFunctions.SubmissionStatus)[^1], StringComparison.Ordinal);
        Assert.Empty(await Files(new ItemKey("moodle-grade-item:12")));
        Assert.Single(lms.Bodies(MoodleFunctions.SubmissionStatus));
    }

    [Theory]
    [InlineData("draft", 4)]
    [InlineData("new", 4)]
    [InlineData("reopened", 4)]
    [InlineData("submitted", 5)]
    public async Task A_draft_is_not_handed_in_and_work_of_somebody_else_is_not_the_learners(string status, int owner)
    {
        lms.Answer(MoodleFunctions.SubmissionStatus, Status(Submission(status, owner, File("report.pdf"))));
        Assert.Empty(await Files(project));
    }

    [Fact]
    public async Task While_a_further_attempt_is_written_the_one_before_counts()
    {
        var (present, earlier) = (Submission("reopened", 4, File("second.pdf")), Submission(File("first.pdf")));
        lms.Answer(MoodleFunctions.SubmissionStatus, JsonSerializer.Serialize(new { lastattempt = new { submission = present }, previousattempts = new[] { new { submission = earlier } } }));
        Assert.Equal(["first.pdf"], (await Files(project)).Select(file => file.Name));
    }

    [Fact]
    public async Task Work_of_a_group_is_not_the_learners_alone()
    {
        lms.Answer(MoodleFunctions.SubmissionStatus, JsonSerializer.Serialize(new { lastattempt = new { teamsubmission = Submission("submitted", 0, File("ours.pdf")) } }));
        Assert.Empty(await Files(project));
    }

    [Fact]
    public async Task A_file_that_was_changed_is_another_version()
    {
        var first = (await Files(project))[0];
        lms.Answer(MoodleFunctions.SubmissionStatus, Status(Submission(File("report.pdf", changedAt: 1795360001))));
        Assert.NotEqual(first.Version, (await Files(project))[0].Version);
    }

    [Fact]
    public async Task Who_has_left_has_no_files_here_and_a_service_without_the_function_says_so()
    {
        lms.Answer(MoodleFunctions.SubmissionStatus, FakeLms.Recorded("error: no such function"));
        Assert.Equal(MoodleProblems.FunctionMissing, (await Assert.ThrowsAsync<LmsException>(() => Files(project))).Problem);
        lms.Answer(MoodleFunctions.GradeItems, FakeLms.Recorded("completion: nobody enrolled"));
        Assert.Empty(await Files(project));
        Assert.Empty(await Reader.Files([LearnerKey.Email("a@b.example")], [project], default));
    }

    [Fact]
    public async Task A_file_is_fetched_with_the_token_in_the_body_and_nowhere_else()
    {
        Serve("/webservice/pluginfile.php/91/assignsubmission_file/submission_files/7/report.pdf", Response.Create().WithHeader("Content-Disposition", "attachment; filename=\"report.pdf\"").WithHeader("Content-Type", "application/pdf").WithBody("%PDF-"));

        Assert.Equal("%PDF-"u8.ToArray(), await Reader.Fetch((await Files(project))[0], 5, default));

        var asked = lms.Server.LogEntries[^1].RequestMessage!;
        Assert.Equal("token=" + FakeLms.Token, asked.Body);
        Assert.DoesNotContain(FakeLms.Token, asked.Url, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, """{"error":"x","errorcode":"invalidtoken"}""", "moodle-token-refused")]
    [InlineData(200, """{"error":"x","errorcode":"accessexception"}""", "moodle-function-missing")]
    [InlineData(200, """{"error":"x","errorcode":"filenotfound"}""", "evidence-file-gone")]
    [InlineData(404, """{"error":"x","errorcode":"filenotfound"}""", "evidence-file-gone")]
    [InlineData(200, "<html>", "moodle-answer-malformed")]
    [InlineData(500, "", "moodle-busy")]
    [InlineData(302, "", "moodle-address-wrong")]
    public async Task A_refusal_is_no_file(int status, string body, string problem)
    {
        Serve("/webservice/pluginfile.php/91/assignsubmission_file/submission_files/7/report.pdf", Response.Create().WithStatusCode(status).WithHeader("Content-Type", "text/html; charset=UTF-8").WithBody(body));
        Assert.Equal(problem, (await Assert.ThrowsAsync<LmsException>(async () => await Reader.Fetch((await Files(project))[0], 1000, default))).Problem);
    }

    [Fact]
    public async Task JSON_that_was_handed_in_is_a_file()
    {
        Serve("/webservice/pluginfile.php/91/assignsubmission_file/submission_files/7/report.pdf", Response.Create().WithHeader("Content-Disposition", "attachment").WithHeader("Content-Type", "application/json").WithBody("""{"errorcode":"mine"}"""));
        Assert.Equal("""{"errorcode":"mine"}""", Encoding.UTF8.GetString(await Reader.Fetch((await Files(project))[0], 1000, default)));
    }

    [Fact]
    public async Task What_is_too_large_is_not_read_to_its_end()
    {
        Serve("/webservice/pluginfile.php/91/assignsubmission_file/submission_files/7/report.pdf", Response.Create().WithHeader("Content-Disposition", "attachment").WithBody(new string('x', 1001)));
        Assert.Equal(SubmissionProblems.TooLarge, (await Assert.ThrowsAsync<LmsException>(async () => await Reader.Fetch((await Files(project))[0], 1000, default))).Problem);
    }

    [Theory]
    [InlineData("/../rest/server.php")]
    [InlineData("/../../admin/index.php")]
    [InlineData("@other.example/x")]
    public async Task An_address_that_leads_elsewhere_is_not_asked(string path)
    {
        var file = (await Files(project))[0] with { Address = path };
        var asked = lms.Server.LogEntries.Count;
        await Assert.ThrowsAsync<LmsException>(() => Reader.Fetch(file, 1000, default));
        Assert.DoesNotContain(lms.Server.LogEntries.Skip(asked), entry => !entry.RequestMessage!.Path.StartsWith("/webservice/pluginfile.php", StringComparison.Ordinal));
    }

    public void Dispose() => lms.Dispose();

    private MoodleSubmissions Reader => new(lms.Moodle(), FakeLms.Course, PlatformProfiles.For("moodle"));

    private Task<IReadOnlyList<SubmittedFile>> Files(ItemKey item) => Reader.Files(learner, [item], default);

    private void Serve(string path, IResponseBuilder response) => lms.Server.Given(Request.Create().WithPath(path).UsingPost()).AtPriority(1).RespondWith(response);

    private static string Status(object submission) => JsonSerializer.Serialize(new { lastattempt = new { submission } });

    private static object Submission(params object[] files) => Submission("submitted", 4, files);

    private static object Submission(string status, int owner, params object[] files) => new
    {
        id = 7, userid = owner, status, groupid = 0,
        plugins = new object[] { new { type = "onlinetext" }, new { type = "file", fileareas = new[] { new { area = "submission_files", files } } } },
    };

    // As it comes: the site knows itself by another address than we do.
    private static object File(string name, string mediaType = "application/pdf", long changedAt = 1795360000) => new
    {
        filename = name, filepath = "/", filesize = 5, timemodified = changedAt, mimetype = mediaType, isexternalfile = false,
        fileurl = $"https://moodle.example/sub/webservice/pluginfile.php/91/assignsubmission_file/submission_files/7/{name}",
    };
}
