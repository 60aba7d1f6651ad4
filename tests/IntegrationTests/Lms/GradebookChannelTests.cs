using System.Text.Json;
using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Delivering;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Reading;
using LtiBadgeConnector.Lms.Gradebook;
using LtiBadgeConnector.Lti.Messages;
using LtiBadgeConnector.Lti.Registrations;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;

namespace LtiBadgeConnector.IntegrationTests.Lms;

public sealed class GradebookChannelTests : IDisposable
{
    private readonly FakeLms lms = new();
    private readonly Ledger ledger = new();

    public GradebookChannelTests()
    {
        ledger.Cell = new(lms.Url + "/lineitems/31/lineitem?type_id=1", "u-1");
        Answer(200);
    }

    [Fact]
    public async Task Posts_100_of_100_into_the_column()
    {
        await Deliver();
        var sent = Assert.Single(Sent());
        Assert.Equal(
            ("u-1", 100m, 100m, "Completed", "FullyGraded"),
            (sent.GetProperty("userId").GetString(), sent.GetProperty("scoreGiven").GetDecimal(), sent.GetProperty("scoreMaximum").GetDecimal(),
                sent.GetProperty("activityProgress").GetString(), sent.GetProperty("gradingProgress").GetString()));
        Assert.Equal(FakeLms.Now, sent.GetProperty("timestamp").GetDateTimeOffset());
    }

    [Fact]
    public async Task Every_post_has_a_later_second_than_the_one_before()
    {
        await Deliver();
        await Deliver();
        Assert.Equal([FakeLms.Now, FakeLms.Now.AddSeconds(1)], Sent().Select(sent => sent.GetProperty("timestamp").GetDateTimeOffset()));
    }

    [Fact]
    public async Task A_timestamp_is_used_up_before_the_score_is_sent()
    {
        Answer(503);
        var failure = await Assert.ThrowsAsync<LmsException>(Deliver);
        Assert.Equal(("service-busy", true), (failure.Problem, failure.IsTransient));
        Assert.Equal(FakeLms.Now, ledger.Last);
    }

    [Theory]
    [InlineData("""[{"userId":"u-1","resultScore":50,"resultMaximum":50}]""", null)]
    [InlineData("""[{"userId":"u-1","resultScore":10,"resultMaximum":50}]""", "gradebook-score-outdated")]
    public async Task A_conflict_is_no_failure_when_the_column_holds_the_score_already(string results, string? problem)
    {
        Answer(409);
        lms.Get("/lineitems/31/lineitem/results", results);
        Assert.Equal(problem, (await Record.ExceptionAsync(Deliver) as LmsException)?.Problem);
    }

    [Fact]
    public async Task Without_a_column_there_is_nothing_to_post_to()
    {
        ledger.Cell = null;
        Assert.Equal("gradebook-column-missing", (await Assert.ThrowsAsync<LmsException>(Deliver)).Problem);
    }

    [Fact]
    public async Task A_registration_that_is_switched_off_is_not_spoken_to()
    {
        var failure = await Assert.ThrowsAsync<LmsException>(() => Deliver(RegistrationState.Disabled));
        Assert.Equal("gradebook-platform-inactive", failure.Problem);
        Assert.Empty(lms.Server.LogEntries);
    }

    public void Dispose() => lms.Dispose();

    private Task Deliver() => Deliver(RegistrationState.Active);

    private async Task Deliver(RegistrationState state)
    {
        var course = Courses.At(lms) with { ServiceScopes = $"{LtiScopes.Score} {LtiScopes.ResultReadOnly}", LineItemsUrl = null };
        var channel = new GradebookChannel(
            ledger, new OneCourse(course), new OneRegistration(lms.Registration with { State = state }), lms.Ags(), lms.Time);
        Assert.Equal("gradebook", channel.Name);
        await channel.Deliver(
            new PendingDelivery(new AwardId(Guid.Empty), course.Tenant, channel.Name, course.Id, new LearnerId(Guid.Empty), Attempts: 0), CancellationToken.None);
    }

    private void Answer(int status) => lms.Server
        .Given(Request.Create().WithPath("/lineitems/31/lineitem/scores").WithParam("type_id", "1").UsingPost())
        .AtPriority(status == 200 ? 2 : 1)
        .RespondWith(Response.Create().WithStatusCode(status));

    private List<JsonElement> Sent() =>
        [.. lms.Server.LogEntries.Where(entry => entry.RequestMessage!.Path.EndsWith("/scores", StringComparison.Ordinal)).Select(entry => JsonElement.Parse(entry.RequestMessage!.Body!))];

    private sealed class Ledger : IScoreLedger
    {
        public GradebookCell? Cell { get; set; }

        public DateTimeOffset? Last { get; private set; }

        public Task<GradebookCell?> CellOf(PendingDelivery delivery, CancellationToken ct) => Task.FromResult(Cell);

        public Task<DateTimeOffset?> LastTimestamp(TenantId tenant, GradebookCell cell, CancellationToken ct) => Task.FromResult(Last);

        public Task NoteSending(TenantId tenant, GradebookCell cell, DateTimeOffset timestamp, decimal score, CancellationToken ct)
        {
            Last = timestamp;
            return Task.CompletedTask;
        }
    }

    private sealed class OneCourse(Course course) : ICourses
    {
        public Task<Course?> Find(TenantId tenant, CourseId id, CancellationToken ct) => Task.FromResult(id == course.Id ? course : null);

        public Task<IReadOnlyDictionary<CourseReference, Course>> ResolveMapped(IReadOnlyCollection<CourseReference> references, CancellationToken ct) => throw new NotSupportedException();

        public Task SaveItems(TenantId tenant, CourseId course, IReadOnlyList<CourseItem> items, DateTimeOffset now, CancellationToken ct) => throw new NotSupportedException();

        public Task<IReadOnlyList<CourseItem>> Items(TenantId tenant, CourseId course, CancellationToken ct) => throw new NotSupportedException();

        public Task<DateTimeOffset?> LastReadAt(TenantId tenant, CourseId course, string reader, CancellationToken ct) => throw new NotSupportedException();

        public Task NoteRead(TenantId tenant, CourseId course, string reader, DateTimeOffset? completedAt, string? problem, DateTimeOffset now, CancellationToken ct) => throw new NotSupportedException();

        public Task<IReadOnlyList<Course>> DueForReading(int most, DateTimeOffset before, CancellationToken ct) => throw new NotSupportedException();
    }
}
