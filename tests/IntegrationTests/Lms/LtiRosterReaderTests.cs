using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.Reading;
using LtiBadgeConnector.Lms.Moodle;
using LtiBadgeConnector.Lms.Platforms;
using LtiBadgeConnector.Lms.Rosters;
using LtiBadgeConnector.Lti.Messages;

namespace LtiBadgeConnector.IntegrationTests.Lms;

public sealed class LtiRosterReaderTests : IDisposable
{
    private readonly FakeLms lms = new();

    [Fact]
    public async Task Only_learners_can_earn()
    {
        Members(
            """{"user_id":"a","roles":["Learner"]}""",
            """{"user_id":"b","roles":["Instructor"]}""",
            """{"user_id":"c","roles":["Learner","Instructor"]}""",
            """{"user_id":"d","roles":["Learner","http://purl.imsglobal.org/vocab/lis/v2/membership/Instructor#TeachingAssistant"]}""",
            """{"user_id":"e","roles":["http://purl.imsglobal.org/vocab/lis/v2/membership#Learner","http://purl.imsglobal.org/vocab/lti/system/person#TestUser"]}""",
            """{"user_id":"f","roles":["http://purl.imsglobal.org/vocab/lis/v2/membership#Mentor"]}""");
        Assert.Equal(["a"], (await Read()).Where(member => member.CanEarn).Select(member => member.Sub));
    }

    [Fact]
    public async Task Who_is_inactive_is_not_in_the_course()
    {
        Members("""{"user_id":"a","roles":["Learner"]}""", """{"user_id":"b","roles":["Learner"],"status":"Inactive"}""");
        Assert.Equal(["a"], (await Read()).Select(member => member.Sub));
    }

    [Fact]
    public async Task Binds_the_user_id_that_the_link_carries_and_keeps_members_who_cannot_see_the_link()
    {
        Members("""{"user_id":"u-1","roles":["Learner"]}""", """{"user_id":"u-2","roles":["Learner"]}""");
        MembersOfLink(Custom("u-1", "4"));
        var members = await Read(link: "link-1");
        Assert.Equal([LearnerKey.Sub("u-1"), LearnerKey.LmsUser("4")], members[0].Keys);
        Assert.Equal([LearnerKey.Sub("u-2")], members[1].Keys);
    }

    [Fact]
    public async Task A_user_id_that_two_people_share_binds_nobody()
    {
        Members("""{"user_id":"u-1","roles":["Learner"]}""", """{"user_id":"u-2","roles":["Learner"]}""");
        MembersOfLink(Custom("u-1", "4"), Custom("u-2", "4"));
        Assert.All(await Read(link: "link-1"), member => Assert.Single(member.Keys));
    }

    [Fact]
    public async Task A_variable_that_was_not_expanded_binds_nobody()
    {
        Members("""{"user_id":"u-1","roles":["Learner"]}""");
        MembersOfLink(Custom("u-1", "$User.id"));
        Assert.Single((await Read(link: "link-1"))[0].Keys);
    }

    [Fact]
    public async Task A_link_that_is_gone_costs_no_roster()
    {
        Members("""{"user_id":"u-1","roles":["Learner"]}""");
        lms.Get("/members", "", status: 404, link: null, query: ("rlid", "link-1"));
        Assert.Single(await Read(link: "link-1"));
    }

    [Fact]
    public async Task Joins_the_accounts_of_a_connected_moodle_by_the_institutions_own_id()
    {
        Members(
            """{"user_id":"u-1","roles":["Learner"],"lis_person_sourcedid":"S-001"}""",
            """{"user_id":"u-2","roles":["Learner"],"lis_person_sourcedid":"s-002"}""",
            """{"user_id":"u-3","roles":["Learner"],"lis_person_sourcedid":""}""");
        var members = await Read(enrolled: true);
        Assert.Equal([LearnerKey.Sub("u-1"), LearnerKey.LmsUser("4")], members[0].Keys);
        Assert.Single(members[1].Keys);
        Assert.Single(members[2].Keys);
    }

    [Theory]
    [InlineData("""[{"id":4,"idnumber":"S-001"},{"id":5,"idnumber":"S-001"}]""", "S-009")]
    [InlineData("""[{"id":4,"idnumber":"S-001"}]""", "S-001")]
    public async Task An_id_of_the_institution_that_is_not_unique_on_both_sides_binds_nobody(string enrolled, string otherSourcedId)
    {
        Members(
            """{"user_id":"u-1","roles":["Learner"],"lis_person_sourcedid":"S-001"}""",
            $$"""{"user_id":"u-2","roles":["Learner"],"lis_person_sourcedid":"{{otherSourcedId}}"}""");
        lms.Answer(MoodleFunctions.EnrolledUsers, enrolled);
        Assert.All(await Read(enrolled: true), member => Assert.Single(member.Keys));
    }

    [Fact]
    public async Task What_the_link_carries_is_not_given_to_a_second_person_by_the_institutions_id()
    {
        Members("""{"user_id":"u-1","roles":["Learner"]}""", """{"user_id":"u-2","roles":["Learner"],"lis_person_sourcedid":"S-001"}""");
        MembersOfLink(Custom("u-1", "4"));
        var members = await Read(link: "link-1", enrolled: true);
        Assert.Contains(LearnerKey.LmsUser("4"), members[0].Keys);
        Assert.Single(members[1].Keys);
    }

    [Fact]
    public async Task A_moodle_that_refuses_costs_no_roster()
    {
        Members("""{"user_id":"u-1","roles":["Learner"],"lis_person_sourcedid":"S-001"}""");
        lms.Answer(MoodleFunctions.EnrolledUsers, FakeLms.Recorded("error: bad token"));
        Assert.Single(await Read(enrolled: true));
    }

    [Fact]
    public async Task At_a_moodle_the_sub_is_the_user_id()
    {
        lms.ProductFamilyCode = "moodle";
        Members("""{"user_id":"4","roles":["Learner"]}""");
        Assert.Equal([LearnerKey.Sub("4"), LearnerKey.LmsUser("4")], (await Read())[0].Keys);
    }

    [Fact]
    public async Task A_page_that_fails_fails_the_whole_roster()
    {
        lms.Get("/members", """{"members":[{"user_id":"a","roles":["Learner"]}]}""", link: $"<{lms.Url}/more>; rel=\"next\"");
        lms.Get("/more", "busy", status: 503);
        var failure = await Assert.ThrowsAsync<LmsException>(() => Read());
        Assert.Equal(("service-busy", true), (failure.Problem, failure.IsTransient));
    }

    public void Dispose() => lms.Dispose();

    [Fact]
    public async Task Where_the_platform_tells_differences_only_they_are_read_the_next_time()
    {
        lms.Get("/members", """{"members":[{"user_id":"a","roles":["Learner"]},{"user_id":"b","roles":["Learner"]}]}""", link: $"<{lms.Url}/changes?since=1>; rel=\"differences\"");
        lms.Get(
            "/changes", """{"members":[{"user_id":"b","status":"Deleted","roles":["Learner"]},{"user_id":"c","roles":["Learner"]}]}""",
            link: $"<{lms.Url}/changes?since=2>; rel=\"differences\"", status: 200, query: ("since", "1"));

        var whole = await Reader().Read(since: null, CancellationToken.None);
        Assert.True(whole.IsWhole);
        Assert.Equal($"{lms.Url}/changes?since=1", whole.Cursor);

        var changes = await Reader().Read(whole.Cursor, CancellationToken.None);
        Assert.False(changes.IsWhole);
        Assert.Equal([("c", false), ("b", true)], changes.Members.Select(member => (member.Sub, member.HasLeft)));
        Assert.Equal($"{lms.Url}/changes?since=2", changes.Cursor);
    }

    [Fact]
    public async Task A_platform_that_forgot_the_cursor_is_asked_for_everybody()
    {
        Members("""{"user_id":"a","roles":["Learner"]}""");
        lms.Get("/changes", "gone", link: null, status: 410);
        var reading = await Reader().Read(lms.Url + "/changes", CancellationToken.None);
        Assert.True(reading.IsWhole);
        Assert.Null(reading.Cursor);
        Assert.Equal(["a"], reading.Members.Select(member => member.Sub));
    }

    [Fact]
    public async Task A_platform_that_is_busy_is_not_asked_for_more()
    {
        lms.Get("/changes", "busy", link: null, status: 503);
        Assert.True((await Assert.ThrowsAsync<LmsException>(() => Reader().Read(lms.Url + "/changes", CancellationToken.None))).IsTransient);
        Assert.DoesNotContain(lms.Server.LogEntries, entry => entry.RequestMessage!.Path == "/members");
    }

    private async Task<IReadOnlyList<RosterMember>> Read(string? link = null, bool enrolled = false) =>
        (await Reader(link, enrolled).Read(since: null, CancellationToken.None)).Members;

    private LtiRosterReader Reader(string? link = null, bool enrolled = false) =>
        new(
            lms.Nrps(), lms.Registration, new NrpsEndpoint(lms.Url + "/members", ["2.0"]), link, PlatformProfiles.For(lms.ProductFamilyCode),
            enrolled ? new MoodleRoster(lms.Moodle(), FakeLms.Course) : null);

    private void Members(params string[] members) => lms.Get("/members", $$"""{"members":[{{string.Join(',', members)}}]}""");

    private void MembersOfLink(params string[] members) =>
        lms.Get("/members", $$"""{"members":[{{string.Join(',', members)}}]}""", link: null, status: 200, query: ("rlid", "link-1"));

    private static string Custom(string sub, string userId) =>
        $$$"""{"user_id":"{{{sub}}}","roles":["Learner"],"message":[{"https://purl.imsglobal.org/spec/lti/claim/custom":{"lms_user_id":"{{{userId}}}"}}]}""";
}
