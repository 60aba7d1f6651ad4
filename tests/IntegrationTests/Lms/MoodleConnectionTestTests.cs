using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Reading;
using LtiBadgeConnector.Lms;
using LtiBadgeConnector.Lms.Moodle;

namespace LtiBadgeConnector.IntegrationTests.Lms;

public sealed class MoodleConnectionTestTests : IDisposable
{
    private const string RecordedIssuer = "http://127.0.0.1:8100";
    private readonly FakeLms lms = new();

    [Fact]
    public async Task A_working_connection_passes_every_needed_check()
    {
        var checks = await Run(RecordedIssuer);
        Assert.DoesNotContain(checks, check => check.Result == CheckResult.Fail);
        Assert.Equal(
            ["settings", "site-reachable", "rest-enabled", "token-valid", "site-address"],
            checks.Take(5).Where(check => check.Result == CheckResult.Pass).Select(check => check.Name));
    }

    [Fact]
    public async Task Names_each_function_that_the_service_lacks()
    {
        lms.Answer(MoodleFunctions.SiteInfo, $$"""{"siteurl":"{{RecordedIssuer}}","functions":[{"name":"gradereport_user_get_grade_items"}]}""");
        var failed = (await Run(RecordedIssuer)).Where(check => check.Result == CheckResult.Fail).ToList();
        Assert.Equal(
            ["function:core_completion_get_activities_completion_status", "function:core_completion_get_course_completion_status", "function:core_enrol_get_enrolled_users"],
            failed.Select(check => check.Name));
        Assert.All(failed, check => Assert.Equal("moodle-function-missing", check.Code));
    }

    [Theory]
    [InlineData(1, CheckResult.Pass)]
    [InlineData(0, CheckResult.Skipped)]
    public async Task Says_whether_files_that_were_handed_in_can_be_fetched(int downloads, CheckResult result)
    {
        lms.Answer(MoodleFunctions.SiteInfo, $$"""{"siteurl":"{{RecordedIssuer}}","downloadfiles":{{downloads}},"functions":[{"name":"mod_assign_get_submission_status"}]}""");
        Assert.Equal(result, (await Run(RecordedIssuer)).Single(check => check.Name == MoodleConnectionTest.Downloads).Result);
    }

    [Fact]
    public async Task Another_site_than_the_platform_has_other_people() =>
        Assert.Equal(("site-address", "moodle-other-site"), await FirstFailure("https://moodle.example"));

    [Fact]
    public async Task A_refused_token_fails_at_the_token_and_skips_the_rest()
    {
        lms.Answer(MoodleFunctions.SiteInfo, FakeLms.Recorded("error: bad token"));
        Assert.Equal(("token-valid", "moodle-token-refused"), await FirstFailure(RecordedIssuer));
        var checks = await Run(RecordedIssuer);
        Assert.All(checks.Take(3), check => Assert.Equal(CheckResult.Pass, check.Result));
        Assert.All(checks.Skip(4), check => Assert.Equal(CheckResult.Skipped, check.Result));
    }

    [Theory]
    [InlineData(403, "rest-enabled", "moodle-rest-disabled")]
    [InlineData(404, "site-reachable", "moodle-address-wrong")]
    [InlineData(502, "site-reachable", "moodle-busy")]
    public async Task The_status_tells_which_check_failed(int status, string check, string code)
    {
        lms.Answer(MoodleFunctions.SiteInfo, "", status: status);
        Assert.Equal((check, code), await FirstFailure(RecordedIssuer));
    }

    [Theory]
    [InlineData(null, "token")]
    [InlineData("not a url", "token")]
    [InlineData("ftp://moodle.example", "token")]
    [InlineData("https://user:secret@moodle.example", "token")]
    [InlineData("https://moodle.example", "")]
    public async Task Incomplete_settings_fail_before_anything_is_sent(string? url, string token)
    {
        var checks = await Test().Run(Connection(url, token), RecordedIssuer, courseId: null, CancellationToken.None);
        Assert.Equal(("settings", CheckResult.Fail, "moodle-settings-incomplete"), (checks[0].Name, checks[0].Result, checks[0].Code));
        Assert.Empty(lms.Server.LogEntries);
    }

    [Fact]
    public void A_site_in_a_folder_keeps_its_path() =>
        Assert.Equal(
            "https://school.example/moodle/webservice/rest/server.php",
            MoodleSite.Of(Connection("https://school.example/moodle/", "token"))!.Server.ToString());

    [Fact]
    public async Task What_the_account_may_read_is_tried_in_a_course()
    {
        lms.Answer(MoodleFunctions.ActivityCompletion, FakeLms.Recorded("activities, student1"));
        lms.Answer(MoodleFunctions.CourseContents, "[]");
        lms.Answer(MoodleFunctions.CourseCompetencies, "[]");
        var checks = await Run(RecordedIssuer, FakeLms.Course);
        Assert.DoesNotContain(checks, check => check.Result == CheckResult.Fail);
        Assert.Equal(CheckResult.Pass, (await InCourse("permission:gradereport_user_get_grade_items")).Result);
        Assert.Equal(CheckResult.Pass, (await InCourse("permission:core_completion_get_activities_completion_status")).Result);
    }

    [Fact]
    public async Task A_permission_that_is_missing_is_named()
    {
        lms.Answer(MoodleFunctions.GradeItems, """{"exception":"required_capability_exception","errorcode":"nopermissions","message":""}""");
        var check = await InCourse("permission:gradereport_user_get_grade_items");
        Assert.Equal((CheckResult.Fail, "moodle-permission-missing"), (check.Result, check.Code));
        Assert.Contains("moodle/grade:viewall", check.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Activities_that_moodle_hides_from_the_account_are_found_although_it_says_nothing()
    {
        lms.Answer(MoodleFunctions.SiteInfo, $$"""{"siteurl":"{{RecordedIssuer}}","functions":[{"name":"core_course_get_contents"}]}""");
        lms.Answer(MoodleFunctions.CourseContents, """[{"modules":[{"id":1,"modname":"quiz","uservisible":false},{"id":2,"modname":"page","uservisible":true},{"id":3,"modname":"quiz","uservisible":false}]}]""");
        Assert.Equal(new("activities-visible", CheckResult.Fail, "moodle-activities-hidden", "mod/quiz:view"), await InCourse("activities-visible"));
    }

    [Fact]
    public async Task A_course_that_tracks_no_completion_tells_nothing_of_the_permission()
    {
        lms.Answer(MoodleFunctions.CourseCompletion, """{"exception":"moodle_exception","errorcode":"nocriteriaset","message":""}""");
        Assert.Equal(CheckResult.Skipped, (await InCourse("permission:core_completion_get_course_completion_status")).Result);
    }

    [Fact]
    public async Task The_abilities_follow_the_functions_and_are_remembered()
    {
        lms.Answer(MoodleFunctions.SiteInfo, """{"functions":[{"name":"gradereport_user_get_grade_items"}]}""");
        var abilities = new MoodleAbilities(lms.Time);
        var connection = Connection(lms.Url, FakeLms.Token);
        var site = MoodleSite.Of(connection)!;
        for (var i = 0; i < 3; i++)
            Assert.Equal(ReaderAbilities.Grades, await abilities.Of(connection.Id, site, lms.Moodle(), CancellationToken.None));
        Assert.Single(lms.Server.LogEntries);

        lms.Time.Advance(TimeSpan.FromMinutes(11));
        lms.Answer(MoodleFunctions.SiteInfo, "", status: 503);
        Assert.Equal(
            ReaderAbilities.Grades | ReaderAbilities.ActivityCompletion | ReaderAbilities.CourseCompletion | ReaderAbilities.Groups | ReaderAbilities.Outcomes,
            await abilities.Of(connection.Id, site, lms.Moodle(), CancellationToken.None));
    }

    public void Dispose() => lms.Dispose();

    private MoodleConnectionTest Test() => new(lms.Moodle);

    private Task<IReadOnlyList<ConnectionCheck>> Run(string issuer, string? course = null) => Test().Run(Connection(lms.Url, FakeLms.Token), issuer, course, CancellationToken.None);

    private async Task<ConnectionCheck> InCourse(string name) => Assert.Single(await Run(RecordedIssuer, FakeLms.Course), check => check.Name == name);

    private async Task<(string, string?)> FirstFailure(string issuer)
    {
        var failed = (await Run(issuer)).First(check => check.Result == CheckResult.Fail);
        return (failed.Name, failed.Code);
    }

    internal static Connection Connection(string? url, string token) => new(
        new(Guid.Parse("019a0000-0000-7000-8000-000000000009")), new TenantId(Guid.Empty), new PlatformId(Guid.Parse("019a0000-0000-7000-8000-000000000001")),
        ConnectionKinds.MoodleWebServices, "Moodle", null, [],
        url is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["siteUrl"] = url, ["token"] = token }, IsEnabled: true, FakeLms.Now);
}
