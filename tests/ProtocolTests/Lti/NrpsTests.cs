using LtiBadgeConnector.Lti.Http;
using LtiBadgeConnector.Lti.Messages;
using LtiBadgeConnector.Lti.Nrps;
using LtiBadgeConnector.Lti.Roles;
using LtiBadgeConnector.ProtocolTests.Lti.Support;

namespace LtiBadgeConnector.ProtocolTests.Lti;

/// <summary>Names and Role Provisioning Services 2.0: digest section 11.</summary>
public sealed class NrpsTests
{
    private const string Url = World.Issuer + "/nrps/crs-77?memberships=1";
    private const string MediaType = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json";

    private static readonly NrpsEndpoint endpoint = new(Url, ["1.0", "2.0"]);
    private static readonly MembershipQuery everybody = new(Limit: null);

    private readonly World world = new();
    private readonly NrpsClient nrps;

    public NrpsTests()
    {
        world.ServeTokens();
        nrps = new NrpsClient(world.Service);
    }

    [Fact]
    public async Task Reads_all_pages_and_joins_the_roles_of_one_person()
    {
        Page(Url + "&limit=500", """{"user_id":"a","roles":["Learner"],"name":"A"},{"user_id":7,"roles":["Instructor"]}""", Url + "&p=2");
        Page(Url + "&p=2", """{"user_id":"a","roles":["Mentor"],"name":"A2"},{"roles":["Learner"]},{"user_id":"c","roles":[],"status":"Inactive"}""", Url + "&since=9", "differences");

        var roster = await nrps.Roster(world.Registration, endpoint, new MembershipQuery(), World.Ct);

        Assert.Equal(["7", "a", "c"], roster.Members.Keys.Order());
        Assert.Equal(ProductRole.Learner | ProductRole.Mentor, roster.Members["a"].Roles.ProductRoles);
        Assert.Equal("A2", roster.Members["a"].Person.Name);
        Assert.Equal((MemberStatus.Inactive, MemberStatus.Active), (roster.Members["c"].Status, roster.Members["7"].Status));
        Assert.Equal(Url + "&since=9", roster.DifferencesUrl);
        Assert.All(world.Http.Seen.Where(seen => seen.Method == "GET"), seen => Assert.Equal(MediaType, seen.Headers["Accept"]));
    }

    [Fact]
    public async Task Reads_the_differences_since_a_roster()
    {
        Page(Url + "&since=9", """{"user_id":"a","status":"Deleted","roles":["Learner"]}""");

        var page = Assert.Single(await nrps.Differences(world.Registration, endpoint, Url + "&since=9", World.Ct).ToListAsync());

        Assert.Equal(MemberStatus.Deleted, Assert.Single(page.Members).Status);
    }

    [Fact]
    public void Refuses_differences_at_another_host() =>
        Assert.Equal("service-url-refused", Assert.Throws<LtiServiceException>(() => nrps.Differences(world.Registration, endpoint, "https://evil.example/", World.Ct)).Code);

    [Fact]
    public async Task Filters_by_role_itself_because_the_next_link_may_drop_the_filter()
    {
        Page(Url + "&role=Learner", """{"user_id":"a","roles":["Learner"]}""", Url + "&p=2");
        Page(Url + "&p=2", """{"user_id":"b","roles":["Instructor"]},{"user_id":"c","roles":["http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"]}""");

        var members = await nrps.Members(world.Registration, endpoint, everybody with { Role = "Learner" }, World.Ct).ToListAsync();

        Assert.Equal(["a", "c"], members.Select(member => member.UserId));
    }

    [Fact]
    public async Task Reads_the_custom_parameters_of_one_links_members()
    {
        Page(Url + "&rlid=rl-900", """
            {"user_id":"a","roles":["Learner"],"message":[{"x":1},{"https://purl.imsglobal.org/spec/lti/claim/message_type":"LtiResourceLinkRequest",
             "https://purl.imsglobal.org/spec/lti/claim/custom":{"group":"3"}}]}
            """);

        var member = Assert.Single(await nrps.Members(world.Registration, endpoint, everybody with { ResourceLinkId = "rl-900" }, World.Ct).ToListAsync());

        Assert.Equal("3", member.Custom.Value("group"));
    }

    [Fact]
    public async Task Gives_members_before_the_next_page_is_asked_for()
    {
        Page(Url, """{"user_id":"a","roles":[]}""", Url + "&p=2");

        await using var members = nrps.Members(world.Registration, endpoint, everybody, World.Ct).GetAsyncEnumerator(World.Ct);
        Assert.True(await members.MoveNextAsync());

        Assert.Equal(0, world.Http.Count("GET", Url + "&p=2"));
    }

    [Fact]
    public async Task Gives_no_roster_when_a_page_fails()
    {
        Page(Url, """{"user_id":"a","roles":[]}""", Url + "&p=2");
        world.Http.On("GET", Url + "&p=2", _ => FakeHttp.Status(500));

        Assert.Equal("service-busy", (await Assert.ThrowsAsync<LtiServiceException>(() => nrps.Roster(world.Registration, endpoint, everybody, World.Ct))).Code);
    }

    [Fact]
    public async Task Calls_no_service_that_is_not_version_2()
    {
        var refused = await Assert.ThrowsAsync<LtiServiceException>(() => nrps.Roster(world.Registration, endpoint with { ServiceVersions = ["1.0"] }, everybody, World.Ct));
        Assert.Equal("service-not-offered", refused.Code);
        Assert.Empty(world.Http.Seen);
    }

    [Theory]
    [InlineData(403, "", "service-forbidden")]
    [InlineData(200, "{\"id\":\"x\"}", "service-answer-malformed")]
    [InlineData(200, "<html>", "service-answer-malformed")]
    public async Task Refuses(int status, string body, string code)
    {
        world.Http.On("GET", Url, _ => FakeHttp.Status(status, body));
        Assert.Equal(code, (await Assert.ThrowsAsync<LtiServiceException>(() => nrps.Roster(world.Registration, endpoint, everybody, World.Ct))).Code);
    }

    [Theory]
    [InlineData("members", 6, "Aiko Sato")]
    [InlineData("resource link", 6, "Aiko Sato")]
    public async Task Reads_what_Moodle_answered(string name, int count, string learner)
    {
        var capture = Samples.List("moodle/nrps.json").Single(capture => (string)capture!["name"]! == name)!;
        world.Http.On("GET", Url, _ => FakeHttp.Json(capture["body"]!.ToJsonString(), MediaType));

        var roster = await nrps.Roster(world.Registration, endpoint, everybody, World.Ct);

        Assert.Equal(count, roster.Members.Count);
        Assert.Equal((learner, "S-001"), (roster.Members["4"].Person.Name, roster.Members["4"].PersonSourcedId));
        Assert.True(roster.Members["3"].Roles.Has(ProductRole.Instructor));
        Assert.Equal("student1", roster.Members["4"].Source.GetProperty("ext_user_username").GetString());
    }

    [Fact]
    public async Task Reads_members_whose_names_are_withheld()
    {
        world.Http.On("GET", Url, _ => FakeHttp.Json(Samples.Text("moodle/nrps-private.json"), MediaType));

        Assert.All((await nrps.Roster(world.Registration, endpoint, everybody, World.Ct)).Members.Values, member => Assert.Null(member.Person.Email));
    }

    private void Page(string url, string members, string? link = null, string relation = "next") =>
        world.Http.On("GET", url, _ => FakeHttp.Json($$"""{"id":"x","members":[{{members}}]}""", MediaType, link: link is null ? null : $"<{link}>; rel=\"{relation}\""));
}
