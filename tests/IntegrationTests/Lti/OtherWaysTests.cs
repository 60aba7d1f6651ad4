using System.Net;
using System.Net.Http.Json;
using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Inbox;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Lti.Ags;
using LtiBadgeConnector.Lti.Messages;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Storage.Platforms;
using LtiBadgeConnector.Storage.Road;
using LtiBadgeConnector.TestKit;
using LtiBadgeConnector.Worker.Jobs;

namespace LtiBadgeConnector.IntegrationTests.Lti;

/// <summary>Where the LMS does not send our own events: another plugin does, or nothing does, or LTI is all there is.</summary>
public sealed class OtherWaysTests(Campus campus) : IClassFixture<Campus>
{
    private static readonly CancellationToken Ct = CancellationToken.None;
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Without_any_webhook_the_next_reading_finds_a_grade()
    {
        await Only(ConnectionKinds.MoodleWebServices);
        var mapping = await campus.ARunningOne("Polled Statistics");
        await Grade("sofia", "Quiz 1", 18);

        await ReadUntil(async () => (await Road(32)).Awards.Any(award => award.Mapping == mapping.Id), "the award of the reading");
        Assert.Equal(ResultSource.Read, (await Road(32)).Results.Single(result => result.ItemName == "Quiz 1").Source);
        Assert.Empty((await Road(32)).Arrivals);
    }

    [Fact]
    public async Task An_event_of_local_webhooks_is_confirmed_by_reading_and_awarded()
    {
        await Only(ConnectionKinds.MoodleWebServices);
        var mapping = await campus.ARunningOne("Forwarded Statistics");
        var connection = await Add(ConnectionKinds.MoodleLocalWebhooks);
        await Grade("shota", "Quiz 1", 16);

        // The event says less than the gradebook: what was read counts.
        Assert.Equal(HttpStatusCode.Accepted, await Post(connection, new { eventname = @"\core\event\user_graded", courseid = Campus.CourseNumber, relateduserid = "24", timecreated = Now, token = connection.Secrets[0], other = new { itemid = 11, finalgrade = "15.00000" } }));

        await Eventually.True(async () => (await Road(24)).Awards.Any(award => award.Mapping == mapping.Id), patience, "the award after the event");
        var road = await Road(24);
        Assert.Equal((InboxState.Done, "Moodle local_webhooks"), (Assert.Single(road.Arrivals).State, road.Arrivals[0].Connection));
        Assert.Equal(16, road.Results.Single(result => result.ItemName == "Quiz 1").Given);
    }

    [Fact]
    public async Task An_event_with_another_token_is_refused_and_stands_in_the_log()
    {
        var connection = await Add(ConnectionKinds.MoodleLocalWebhooks);
        Assert.Equal(HttpStatusCode.Unauthorized, await Post(connection, new { eventname = @"\core\event\user_graded", courseid = Campus.CourseNumber, relateduserid = "24", token = "guessed" }));
        Assert.Equal("webhook-credential-wrong", Assert.Single(await Connections.Log(campus.Tenant, connection.Id, 5, Ct)).Problem);
    }

    [Fact]
    public async Task By_LTI_alone_what_a_teacher_types_into_our_column_is_read_and_awarded()
    {
        await Only();
        var course = await campus.Course();
        var registration = Assert.Single(await campus.Get<PlatformRepository>().List(campus.Tenant, Ct)).Registration;
        var endpoint = new AgsEndpoint(course.ServiceScopes!.Split(' '), course.LineItemsUrl, null);
        await campus.Get<AgsClient>().Create(registration, endpoint, new LineItem { Label = "Oral examination", ScoreMaximum = 100 }, Ct);
        await Grade("sofia", "Oral examination", 40);
        var mapping = await campus.ARunningOne("Examined Statistics", "Oral examination");
        Assert.DoesNotContain((await Road(32)).Awards, award => award.Mapping == mapping.Id);

        await Grade("sofia", "Oral examination", 85);
        await ReadUntil(async () => (await Road(32)).Awards.Any(award => award.Mapping == mapping.Id), "the award of the reading by LTI");
    }

    private ConnectionRepository Connections => campus.Get<ConnectionRepository>();

    private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    private async Task Only(params string[] kinds)
    {
        foreach (var connection in await Connections.OfTenant(campus.Tenant, Ct)) await Connections.SetEnabled(campus.Tenant, connection.Id, kinds.Contains(connection.Kind), Ct);
    }

    private async Task<Connection> Add(string kind)
    {
        var platform = Assert.Single(await campus.Get<PlatformRepository>().List(campus.Tenant, Ct));
        var made = NewConnection.Of(kind, campus.Tenant, platform.Id, name: null, new Dictionary<string, string?>(), TimeProvider.System).Connection!;
        await Connections.Add(made, Ct);
        return made;
    }

    private async Task<HttpStatusCode> Post(Connection connection, object body)
    {
        using var http = new HttpClient();
        using var answer = await http.PostAsJsonAsync($"{campus.Connector}/webhooks/{connection.Key}", body);
        return answer.StatusCode;
    }

    private async Task Grade(string person, string item, int points)
    {
        using var teacher = await campus.SignIn("instructor");
        await teacher.Post($"/courses/{Campus.CourseNumber}/grades", ("person", person), ("item", item), ("grade", $"{points}"));
        Assert.Equal(HttpStatusCode.OK, teacher.Status);
    }

    private Task ReadUntil(Func<Task<bool>> holds, string what) => Eventually.True(
        async () =>
        {
            var course = await campus.Course();
            await campus.Get<ICourses>().SetNextReading(course.Tenant, course.Id, attempts: 0, TimeProvider.System.GetUtcNow(), Ct);
            await campus.Get<ReadCoursesJob>().Run(Ct);
            return await holds();
        },
        patience, what);

    private async Task<LearnerRoad> Road(int person)
    {
        var platform = Assert.Single(await campus.Get<PlatformRepository>().List(campus.Tenant, Ct));
        var key = new LearnerReference(campus.Tenant, platform.Id, LearnerKey.LmsUser($"{person}"));
        return (await campus.Get<ILearners>().Resolve([key], Ct)).TryGetValue(key, out var learner)
            ? await campus.Get<RoadPages>().Of(campus.Tenant, learner, Ct)
            : new([], [], [], [], [], []);
    }
}
