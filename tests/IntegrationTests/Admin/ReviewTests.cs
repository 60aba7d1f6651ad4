using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.Steps;
using LtiBadgeConnector.IntegrationTests.Sending;
using LtiBadgeConnector.Lms.Canvas.Rest;
using LtiBadgeConnector.Storage.Courses;
using LtiBadgeConnector.Storage.Learners;
using LtiBadgeConnector.Storage.Road;
using LtiBadgeConnector.TestKit;

namespace LtiBadgeConnector.IntegrationTests.Admin;

/// <summary>What the console says of a connected LMS, and what an administrator decides there.</summary>
public sealed class ReviewTests : IAsyncLifetime
{
    private RunningConnector connector = null!;
    private ConsoleBrowser browser = null!;
    private Sending.Campus campus = null!;

    public async Task InitializeAsync()
    {
        connector = await RunningConnector.Start();
        browser = await ConsoleBrowser.SignedIn(connector);
        campus = await Sending.Campus.Build(connector.App.Services, learners: 1, default);
    }

    public Task DisposeAsync() => connector.DisposeAsync().AsTask();

    [Fact]
    public async Task What_is_red_comes_first_with_its_code_and_what_mends_it()
    {
        await connector.Get<ConnectionRepository>().NoteRefusal(campus.Connection.Id, "webhook-signature-wrong", null, TimeProvider.System.Now(), default);

        var page = await browser.Get(Review);

        Assert.Contains("""href="/problems/webhook-signature-wrong">webhook-signature-wrong""", page, StringComparison.Ordinal);
        Assert.True(page.IndexOf("id=\"mend\"", StringComparison.Ordinal) < page.IndexOf("id=\"works\"", StringComparison.Ordinal));
        Assert.DoesNotContain("Nothing needs to be mended.", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Canvas_is_tried_scope_by_scope_and_its_queue_is_looked_into()
    {
        foreach (var (kind, settings) in ((string, Dictionary<string, string?>)[])[
            (ConnectionKinds.Canvas, new() { [ConnectionSettings.SiteUrl] = "https://school.example", [ConnectionSettings.ClientId] = "1", [ConnectionSettings.ClientSecret] = "secret" }),
            (ConnectionKinds.CanvasQueue, new() { [ConnectionSettings.QueueUrl] = "http://127.0.0.1:9/1/canvas-live-events-x", [ConnectionSettings.Region] = "eu-west-1", [ConnectionSettings.AccessKey] = "A", [ConnectionSettings.SecretKey] = "S" })])
            await connector.Get<ConnectionRepository>().Add(NewConnection.Of(kind, campus.Tenant, campus.Platform, name: null, settings, TimeProvider.System).Connection!, default);

        var page = await browser.Get(Review);
        Assert.Contains("canvas-not-authorised", page, StringComparison.Ordinal);
        Assert.Contains("canvas-queue-unreadable", page, StringComparison.Ordinal);
        foreach (var scope in CanvasScopes.All) Assert.Contains(scope["url:".Length..], page, StringComparison.Ordinal);

        var queue = Assert.Single(await connector.Get<ConnectionRepository>().OfKind(ConnectionKinds.CanvasQueue, default));
        using var tested = await browser.Post($"/admin/connections/{campus.Platform}?handler=Test", ("connection", queue.Id.ToString()));
        Assert.Contains("canvas-queue-unreadable", await tested.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_that_arrives_turns_the_row_of_events_green()
    {
        Assert.Contains("Send a test from the LMS.", await browser.Get(Review), StringComparison.Ordinal);
        using (var client = new HttpClient { BaseAddress = new Uri(connector.Origin) })
        using (var answer = await client.SendAsync(Grades.Delivery(campus.WebhookPath, campus.Secret, "msg_1", Sending.Campus.UserOf(0))))
            Assert.True(answer.IsSuccessStatusCode);

        Assert.DoesNotContain("Send a test from the LMS.", await browser.Get(Review), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_that_nobody_can_confirm_are_red_with_what_mends_it()
    {
        using (var client = new HttpClient { BaseAddress = new Uri(connector.Origin) })
        using (var answer = await client.SendAsync(Grades.Delivery(campus.WebhookPath, campus.Secret, "msg_1", Sending.Campus.UserOf(0), occurredAt: TimeProvider.System.GetUtcNow().AddDays(1))))
            Assert.True(answer.IsSuccessStatusCode);

        await Eventually.True(async () => (await browser.Get(Review)).Contains("/problems/hint-without-reader", StringComparison.Ordinal), TimeSpan.FromSeconds(60), "the row turns red");
    }

    [Fact]
    public async Task Each_scope_is_a_row_of_its_own()
    {
        var page = await browser.Get(Review);
        foreach (var right in (string[])["Read who is in the courses that use it", "Read the grades of its own gradebook columns", "List its own gradebook columns", "Make and change its own gradebook columns", "Write grades into its own gradebook columns"])
            Assert.Contains(right, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lost_events_are_shown_to_the_administrator()
    {
        await connector.Get<RecoveryRepository>().Finished(campus.Course, results: 40, lost: 3, TimeProvider.System.Now(), default);

        Assert.Contains("3 events were lost this week and have been recovered", await browser.Get(Review), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_now_has_the_course_read_whole_at_once()
    {
        var courses = connector.Get<CourseRepository>();
        var later = TimeProvider.System.Now().AddHours(1);
        await courses.NoteRead(campus.Tenant, campus.Course.Id, ReadCourseStep.Whole, later, null, later, default);
        await courses.SetNextReading(campus.Tenant, campus.Course.Id, 0, later, default);
        await browser.Get(Review);

        await browser.Do($"{Review}?handler=Read", ("course", campus.Course.Id.ToString()));

        Assert.Null(await courses.LastReadAt(campus.Tenant, campus.Course.Id, ReadCourseStep.Whole, default));
        Assert.Contains("Reading of a course asked for", await browser.Get("/admin/audit"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("give", "second")]
    [InlineData("leave", "first")]
    [InlineData("join", "first")]
    public async Task An_administrator_decides_to_whom_an_id_belongs(string op, string belongsTo)
    {
        var (first, second) = (await Claim("s1", "Aoi"), await Claim("s2", "Ren"));
        Assert.Contains("1 id is claimed by two people", await browser.Get("/admin/people"), StringComparison.Ordinal);
        Assert.Contains(">7</b>", await browser.Get("/admin/people/conflicts"), StringComparison.Ordinal);

        var page = await browser.Do(
            "/admin/people/conflicts", ("op", op), ("platform", campus.Platform.ToString()), ("scheme", "lms-user-id"), ("value", "7"), ("claimedBy", second.ToString()), ("owner", first.ToString()));

        Assert.Contains("Nothing to decide.", page, StringComparison.Ordinal);
        var key = new LearnerReference(campus.Tenant, campus.Platform, LearnerKey.LmsUser("7"));
        Assert.Equal(belongsTo == "first" ? first : second, (await connector.Get<ILearners>().Resolve([key], default))[key]);
        Assert.Equal(op == "join" ? 2 : 1, (await connector.Get<LearnerRepository>().IdentitiesOf(campus.Tenant, first, default)).Count);
    }

    [Fact]
    public async Task A_decision_about_what_nobody_claims_changes_nothing()
    {
        var first = await Claim("s1", "Aoi");
        await browser.Get("/admin/people/conflicts");

        await browser.Do(
            "/admin/people/conflicts", ("op", "give"), ("platform", campus.Platform.ToString()), ("scheme", "lms-user-id"), ("value", "7"), ("claimedBy", Guid.NewGuid().ToString()), ("owner", first.ToString()));

        var key = new LearnerReference(campus.Tenant, campus.Platform, LearnerKey.LmsUser("7"));
        Assert.Equal(first, (await connector.Get<ILearners>().Resolve([key], default))[key]);
    }

    [Theory]
    [InlineData("moodle", "local_ltibadgeconnector.zip")]
    [InlineData("canvas", "/lti/config/canvas.json")]
    [InlineData("other", "docs/events")]
    public async Task The_steps_follow_the_lms(string lms, string named)
    {
        Assert.DoesNotContain(named, await browser.Get("/admin/connect"), StringComparison.Ordinal);
        Assert.Contains(named, await browser.Get($"/admin/connect?lms={lms}"), StringComparison.Ordinal);
    }

    private string Review => $"/admin/connections/{campus.Platform}/review";

    private async Task<LearnerId> Claim(string sub, string name) => (await connector.Get<ILearners>().Apply(
        campus.Course, [new(sub, [LearnerKey.Sub(sub), LearnerKey.LmsUser("7")], name, null, null, null, null, ["Learner"], CanEarn: true)], isWhole: false, TimeProvider.System.Now(), default)).Learners[0];
}
