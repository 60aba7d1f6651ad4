using System.Text.Json;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.Lms;
using LtiBadgeConnector.Core.Reading;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Lms.Moodle;
using LtiBadgeConnector.Lms.Platforms;

namespace LtiBadgeConnector.IntegrationTests.Lms;

/// <summary>Answers of Moodle's web services are read as the list beside them says; the list is data, and so are the answers.</summary>
public sealed class MoodleRestSampleTests : IDisposable
{
    private const string Course = "57";
    private const int Learner = 1204;
    private const ReaderAbilities Everything = ReaderAbilities.Grades | ReaderAbilities.ActivityCompletion | ReaderAbilities.CourseCompletion | ReaderAbilities.Outcomes;

    private static readonly ItemKey total = new("moodle-grade-item:600");

    private readonly FakeLms lms = new();

    public static TheoryData<string> Facts => new(Listed().Where(sample => !KindOf(sample).StartsWith("api", StringComparison.Ordinal)).Select(File));

    public static TheoryData<string, string> Refusals => new()
    {
        { "error-invalidtoken.json", "moodle-token-refused" },
        { "error-accessexception.json", "moodle-function-missing" },
        { "error-nopermissions.json", "moodle-permission-missing" },
        { "error-invalidparameter.json", "moodle-refused" },
    };

    public void Dispose() => lms.Dispose();

    [Theory]
    [MemberData(nameof(Facts))]
    public async Task Is_read_as_the_list_says(string file)
    {
        var meaning = Listed().Single(sample => File(sample) == file).GetProperty("meaning");
        var item = meaning.TryGetProperty("item", out var named) ? named.GetProperty("value").GetString() : null;
        var found = (await Read()).First(one => KindOf(one) == meaning.GetProperty("kind").GetString() && (item is null || one.Item?.Value.EndsWith(":" + item, StringComparison.Ordinal) is true));

        Assert.Contains(LearnerKey.LmsUser($"{Learner}"), found.Learner);
        Assert.Equal(Course, found.CourseId);
        if (meaning.TryGetProperty("completion", out var completion)) Assert.Equal(completion.GetString(), found.Completion?.ToString().ToLowerInvariant());
        if (meaning.TryGetProperty("mastery", out var mastery)) Assert.Equal(mastery.GetBoolean(), found.Details.Holds);
        // Moodle tells whole seconds: what was read holds until the end of its second.
        if (meaning.TryGetProperty("occurred_at", out var at)) Assert.Equal(at.GetDateTimeOffset().ToUnixTimeSeconds(), found.OccurredAt!.Value.ToUnixTimeSeconds());
        if (meaning.TryGetProperty("score", out var score))
            Assert.Equal((score.GetProperty("given").GetDecimal(), score.GetProperty("max").GetDecimal()), (found.Score!.Given!.Value, found.Score.Maximum!.Value));
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refusal_that_comes_as_200_is_told_by_its_code(string file, string problem)
    {
        lms.Answer(MoodleFunctions.GradeItems, Text(file));
        Assert.Equal(problem, (await Assert.ThrowsAsync<LmsException>(Read)).Problem);
    }

    [Theory]
    [InlineData("error-usernotenroled.json")]
    [InlineData("error-nocriteriaset.json")]
    public async Task A_course_without_criteria_or_a_learner_who_left_only_has_no_completion(string file)
    {
        lms.Answer(MoodleFunctions.CourseCompletion, Text(file));
        Assert.DoesNotContain(await Read(), one => one.Kind == LmsEventKind.CourseCompletion);
    }

    [Fact]
    public void Every_answer_is_in_the_list_and_every_refusal_is_read_above() => Assert.Equal(
        Directory.EnumerateFiles(Folder).Select(Path.GetFileName).Where(name => name != "INDEX.json").Order(StringComparer.Ordinal),
        Listed().Select(File).Order(StringComparer.Ordinal));

    private async Task<List<LmsEvent>> Read()
    {
        lms.Answer(MoodleFunctions.CourseCompetencies, """[{"competency":{"id":19,"shortname":"DS-2"}}]""");
        return await new MoodleReader(lms.Moodle(), Course, Everything, PlatformProfiles.Unknown, lms.Time).Read(null, default).ToListAsync();
    }

    public MoodleRestSampleTests()
    {
        lms.Answer(MoodleFunctions.EnrolledUsers, Text("core_enrol_get_enrolled_users.json"));
        lms.Answer(MoodleFunctions.GradeItems, Text("gradereport_user_get_grade_items.json"));
        lms.Answer(MoodleFunctions.CourseCompletion, Text("core_completion_get_course_completion_status.json"), Learner);
        lms.Answer(MoodleFunctions.ActivityCompletion, Text("core_completion_get_activities_completion_status.json"), Learner);
        lms.Answer(MoodleFunctions.UserCompetency, Text("tool_lp_data_for_user_competency_summary_in_course.json"), Learner);
    }

    private static string KindOf(LmsEvent read) => read.Kind switch
    {
        LmsEventKind.Grade when read.Item == total => "course_grade",
        LmsEventKind.Grade => "item_grade",
        LmsEventKind.ActivityCompletion => "activity_completion",
        LmsEventKind.CourseCompletion => "course_completion",
        LmsEventKind.Outcome => "outcome_result",
        _ => "",
    };

    private static string KindOf(JsonElement sample) => sample.GetProperty("meaning").GetProperty("kind").GetString()!;

    private static string File(JsonElement sample) => sample.GetProperty("file").GetString()!;

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Lms", "Samples", "moodle");

    private static string Text(string file) => System.IO.File.ReadAllText(Path.Combine(Folder, file));

    private static IReadOnlyList<JsonElement> Listed() => [.. JsonDocument.Parse(Text("INDEX.json")).RootElement.GetProperty("samples").EnumerateArray()];
}
