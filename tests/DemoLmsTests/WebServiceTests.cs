using System.Text.Json.Nodes;

namespace LtiBadgeConnector.DemoLmsTests;

public sealed class WebServiceTests : IAsyncLifetime
{
    private RunningCampus campus = null!;

    public async Task InitializeAsync() => campus = await RunningCampus.Start();

    public async Task DisposeAsync() => await campus.DisposeAsync();

    [Fact]
    public async Task Grade_items_of_everybody_come_with_the_course_total_last()
    {
        var everybody = (await campus.WebService("gradereport_user_get_grade_items", ("courseid", "2")))["usergrades"]!.AsArray();
        var first = everybody[0]!;
        var items = first["gradeitems"]!.AsArray();

        Assert.Equal(13, everybody.Count);
        Assert.Equal(2, (int)first["courseid"]!);
        Assert.Equal(21, (int)first["userid"]!);
        Assert.Equal("S-2101", (string?)first["useridnumber"]);
        Assert.Equal(["Quiz 1", "Quiz 2", "Final project", null], items.Select(i => (string?)i!["itemname"]));
        Assert.Equal("course", (string?)items[^1]!["itemtype"]);
        Assert.Equal(123m, (decimal)items[^1]!["graderaw"]!);
        Assert.Equal(140m, (decimal)items[^1]!["grademax"]!);
    }

    [Fact]
    public async Task A_grade_item_has_all_members_that_moodle_gives()
    {
        string[] members =
        [
            "id", "itemname", "itemtype", "itemmodule", "iteminstance", "itemnumber", "idnumber", "categoryid", "outcomeid", "scaleid", "locked",
            "cmid", "graderaw", "gradedatesubmitted", "gradedategraded", "gradehiddenbydate", "gradeneedsupdate", "gradeishidden", "gradeislocked",
            "gradeisoverridden", "gradeformatted", "grademin", "grademax", "rangeformatted", "percentageformatted", "feedback", "feedbackformat",
        ];

        Assert.Equal(members, (await Item(21, "Quiz 1")).AsObject().Select(m => m.Key));
    }

    [Fact]
    public async Task What_was_handed_in_is_listed_and_given_to_whoever_has_the_token()
    {
        var submission = (await campus.WebService("mod_assign_get_submission_status", ("assignid", "1"), ("userid", "21")))["lastattempt"]!["submission"]!;
        var files = submission["plugins"]![0]!["fileareas"]![0]!["files"]!.AsArray();
        Assert.Equal(("submitted", 21), ((string?)submission["status"], (int)submission["userid"]!));
        Assert.Equal(["rainfall-report.pdf", "札幌の降水量.csv"], files.Select(file => (string?)file!["filename"]));
        Assert.Equal("new", (string?)(await campus.WebService("mod_assign_get_submission_status", ("assignid", "1"), ("userid", "32")))["lastattempt"]!["submission"]!["status"]);
        Assert.Equal("nopermission", (string?)(await campus.WebService("mod_assign_get_submission_status", ("assignid", "2"), ("userid", "22")))["errorcode"]);

        var url = (string)files[1]!["fileurl"]!;
        using var client = campus.Anybody();
        using var given = await client.PostForm(url, ("token", await campus.WebServiceToken()));
        Assert.Equal((int)files[1]!["filesize"]!, (await given.Content.ReadAsByteArrayAsync()).Length);
        Assert.Equal("attachment", given.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("invalidtoken", (string?)(await (await client.PostForm(url, ("token", "0"))).Json())["errorcode"]);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await client.PostForm(url + "x", ("token", await campus.WebServiceToken()))).StatusCode);
    }

    [Fact]
    public async Task Grades_tell_what_is_missing_hidden_or_not_final()
    {
        Assert.Null((await Item(23, "Final project"))["graderaw"]);
        Assert.Null((await Item(23, "Final project"))["gradedategraded"]);
        Assert.True((bool)(await Item(29, "Final project"))["gradeishidden"]!);
        Assert.True((bool)(await Item(30, "Final project"))["gradeneedsupdate"]!);
        Assert.Equal(69.5m, (decimal)(await Item(28, "Final project"))["graderaw"]!);
        Assert.False((bool)(await Item(28, "Final project"))["gradeneedsupdate"]!);
    }

    [Fact]
    public async Task Course_completion_is_told_for_each_learner()
    {
        Assert.True(await IsComplete(21));
        Assert.False(await IsComplete(25));
    }

    [Fact]
    public async Task Activities_have_moodles_states_and_a_failed_one_is_no_success()
    {
        var misaki = await Statuses(21);
        var shota = await Statuses(24);
        var sofia = await Statuses(32);

        Assert.Equal([2, 2, 2, 1, 0], misaki.Select(s => (int)s!["state"]!));
        Assert.Equal(3, (int)shota[0]!["state"]!);
        Assert.False((bool)shota[0]!["isoverallcomplete"]!);
        Assert.Equal(0, (int)sofia[0]!["state"]!);
        Assert.Equal([51, 52, 53, 54, 55], misaki.Select(s => (int)s!["cmid"]!));
    }

    [Fact]
    public async Task Enrolled_users_have_roles_and_only_the_attributes_they_have()
    {
        var users = (await campus.WebService("core_enrol_get_enrolled_users", ("courseid", "2"))).AsArray();
        var aoi = users.Single(u => (int)u!["id"]! == 31)!.AsObject();

        Assert.Equal(14, users.Count);
        Assert.Equal("editingteacher", (string?)users[0]!["roles"]![0]!["shortname"]);
        Assert.Equal("student", (string?)aoi["roles"]![0]!["shortname"]);
        Assert.DoesNotContain("email", aoi.Select(m => m.Key));
        Assert.DoesNotContain("idnumber", aoi.Select(m => m.Key));
    }

    [Fact]
    public async Task Enrolled_users_can_be_read_in_pages()
    {
        var users = (await campus.WebService(
            "core_enrol_get_enrolled_users", ("courseid", "2"),
            ("options[0][name]", "limitfrom"), ("options[0][value]", "10"), ("options[1][name]", "limitnumber"), ("options[1][value]", "3"))).AsArray();

        Assert.Equal([30, 31, 32], users.Select(u => (int)u!["id"]!));
    }

    [Fact]
    public async Task Site_info_names_the_functions()
    {
        var info = await campus.WebService("core_webservice_get_site_info");

        Assert.Equal(campus.Origin, (string?)info["siteurl"]);
        Assert.Contains("gradereport_user_get_grade_items", info["functions"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("core_nothing", "2", "21", "invalidrecord")]
    [InlineData("core_enrol_get_enrolled_users", "x", "21", "invalidparameter")]
    [InlineData("core_enrol_get_enrolled_users", "999", "21", "invalidrecord")]
    [InlineData("core_completion_get_course_completion_status", "2", "2", "notenroled")]
    [InlineData("core_completion_get_activities_completion_status", "2", "", "invalidparameter")]
    [InlineData("gradereport_user_get_grade_items", "3", "28", "usernotincourse")]
    public async Task Errors_come_with_status_200_and_a_code(string function, string course, string user, string code)
    {
        var json = await campus.WebService(function, ("courseid", course), ("userid", user));

        Assert.Equal(["exception", "errorcode", "message"], json.AsObject().Select(m => m.Key));
        Assert.Equal(code, (string?)json["errorcode"]);
    }

    [Fact]
    public async Task Refuses_a_token_that_was_replaced()
    {
        using var admin = await campus.As("admin");
        var old = (string)(await admin.GetJson("/admin"))["webServiceToken"]!;
        await admin.PostForm("/admin/web-service-token");
        using var client = campus.Anybody();
        var answer = await client.PostForm("/webservice/rest/server.php", ("wstoken", old), ("wsfunction", "core_webservice_get_site_info"), ("moodlewsrestformat", "json"));

        Assert.Equal("invalidtoken", (string?)(await answer.Json())["errorcode"]);
    }

    [Fact]
    public async Task Exactly_four_learners_fulfil_the_rule_of_the_demo()
    {
        var earners = new List<int>();
        foreach (var user in (await campus.WebService("gradereport_user_get_grade_items", ("courseid", "2")))["usergrades"]!.AsArray())
        {
            var id = (int)user!["userid"]!;
            var items = user["gradeitems"]!.AsArray();
            if (Share(items[0]!) >= 0.6m && Share(items[2]!) >= 0.7m && await IsComplete(id)) earners.Add(id);
        }

        Assert.Equal([21, 22, 27, 31, 40], earners);    // 40 is the test user, who never earns
    }

    private static decimal? Share(JsonNode item) =>
        (bool)item["gradeishidden"]! || (bool)item["gradeneedsupdate"]! ? null : (decimal?)item["graderaw"] / (decimal)item["grademax"]!;

    private async Task<JsonNode> Item(int user, string name)
    {
        var json = await campus.WebService("gradereport_user_get_grade_items", ("courseid", "2"), ("userid", $"{user}"));
        return Assert.Single(json["usergrades"]!.AsArray())!["gradeitems"]!.AsArray().Single(i => (string?)i!["itemname"] == name)!;
    }

    private async Task<bool> IsComplete(int user) =>
        (bool)(await campus.WebService("core_completion_get_course_completion_status", ("courseid", "2"), ("userid", $"{user}")))["completionstatus"]!["completed"]!;

    private async Task<JsonArray> Statuses(int user) =>
        (await campus.WebService("core_completion_get_activities_completion_status", ("courseid", "2"), ("userid", $"{user}")))["statuses"]!.AsArray();
}
