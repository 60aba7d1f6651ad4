using System.Text.Json;
using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Delivering;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Reading;
using LtiBadgeConnector.Lms.Gradebook;
using LtiBadgeConnector.Lti;
using LtiBadgeConnector.Lti.Messages;
using LtiBadgeConnector.Lti.Registrations;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;

namespace LtiBadgeConnector.IntegrationTests.Lms;

public sealed class GradebookChannelTests : IDisposable
{
    private readonly FakeLms lms = new();
    private readonly Ledger ledger = new();

    private string Column => lms.Url + "/lineitems/31/lineitem?type_id=1";

    public GradebookChannelTests()
    {
        ledger.Column = Column;
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
    public async Task The_same_score_again_carries_the_same_time_so_that_it_counts_once()
    {
        await Deliver();
        lms.Time.Advance(TimeSpan.FromMinutes(2));
        await Deliver();
        Assert.Equal([FakeLms.Now, FakeLms.Now], Sent().Select(sent => sent.GetProperty("timestamp").GetDateTimeOffset()));
    }

    [Fact]
    public async Task Another_score_in_the_same_cell_is_a_second_later()
    {
        ledger.Last = new SentScore(FakeLms.Now, 0);
        await Deliver();
        Assert.Equal(FakeLms.Now.AddSeconds(1), Assert.Single(Sent()).GetProperty("timestamp").GetDateTimeOffset());
    }

    [Fact]
    public async Task What_counts_no_more_is_taken_back_where_it_was_written_and_nowhere_else()
    {
        ledger.Score = 0;
        await Deliver();
        Assert.Empty(Sent());

        ledger.Last = new SentScore(FakeLms.Now, 100);
        await Deliver();
        Assert.Equal(0, Assert.Single(Sent()).GetProperty("scoreGiven").GetDecimal());
    }

    [Fact]
    public async Task A_timestamp_is_used_up_before_the_score_is_sent()
    {
        Answer(503);
        var failure = await Assert.ThrowsAsync<LmsException>(Deliver);
        Assert.Equal(("service-busy", true), (failure.Problem, failure.IsTransient));
        Assert.Equal(new SentScore(FakeLms.Now, 100), ledger.Last);
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
    public async Task Without_a_column_one_is_made_and_used()
    {
        ledger.Column = null;
        lms.Get("/lineitems", "[]");
        Create("/lineitems/31/lineitem?type_id=1");

        await Deliver();

        var made = JsonElement.Parse(Assert.Single(lms.Server.LogEntries, entry => entry.RequestMessage is { Path: "/lineitems", Method: "POST" }).RequestMessage!.Body!);
        Assert.Equal(
            ("Data Literacy", 100m, Mapping.ToString(), "micro-credential"),
            (made.GetProperty("label").GetString(), made.GetProperty("scoreMaximum").GetDecimal(), made.GetProperty("resourceId").GetString(), made.GetProperty("tag").GetString()));
        Assert.Equal("https://badges.example/lti/launch", made.GetProperty("submissionReview").GetProperty("url").GetString());
        Assert.Equal(Column, ledger.Column);
        Assert.Single(Sent());
    }

    [Fact]
    public async Task A_column_that_is_there_already_is_found_and_none_is_made()
    {
        ledger.Column = null;
        lms.Get("/lineitems", $$"""
            [{"id":"{{lms.Url}}/lineitems/7/lineitem","label":"Other","scoreMaximum":10,"resourceId":"x","tag":"micro-credential"},
             {"id":"{{Column}}","label":"Mine","scoreMaximum":100,"resourceId":"{{Mapping}}","tag":"micro-credential"}]
            """);

        await Deliver();

        Assert.Equal(Column, ledger.Column);
        Assert.Single(Sent());
        Assert.DoesNotContain(lms.Server.LogEntries, entry => entry.RequestMessage is { Path: "/lineitems", Method: "POST" });
    }

    [Fact]
    public async Task A_column_that_somebody_deleted_is_made_again()
    {
        ledger.Column = lms.Url + "/lineitems/30/lineitem?type_id=1";
        lms.Server.Given(Request.Create().WithPath("/lineitems/30/lineitem/scores").UsingPost()).RespondWith(Response.Create().WithStatusCode(404));
        lms.Get("/lineitems", "[]");
        Create("/lineitems/31/lineitem?type_id=1");

        await Deliver();

        Assert.Equal(Column, ledger.Column);
        Assert.Equal(["/lineitems/30/lineitem/scores", "/lineitems/31/lineitem/scores"], Posts());
    }

    [Fact]
    public async Task A_column_that_another_node_made_meanwhile_wins()
    {
        ledger.Column = null;
        lms.Get("/lineitems", "[]");
        Create("/lineitems/32/lineitem?type_id=1");
        lms.Server.Given(Request.Create().WithPath("/lineitems/32/lineitem").UsingDelete()).RespondWith(Response.Create().WithStatusCode(204));
        ledger.Faster = Column;

        await Deliver();

        Assert.Contains(lms.Server.LogEntries, entry => entry.RequestMessage is { Path: "/lineitems/32/lineitem", Method: "DELETE" });
        Assert.Equal(["/lineitems/31/lineitem/scores"], Posts());
    }

    [Fact]
    public async Task A_course_without_a_gradebook_for_us_is_not_written_into()
    {
        ledger.Column = null;
        Assert.Equal("gradebook-column-missing", (await Assert.ThrowsAsync<LmsException>(() => Deliver(RegistrationState.Active, lineItems: null))).Problem);
    }

    [Fact]
    public async Task A_learner_whom_the_platform_does_not_know_gets_no_score()
    {
        ledger.Sub = null;
        Assert.Equal("gradebook-learner-unknown", (await Assert.ThrowsAsync<LmsException>(Deliver)).Problem);
    }

    [Fact]
    public async Task A_registration_that_is_switched_off_is_not_spoken_to()
    {
        var failure = await Assert.ThrowsAsync<LmsException>(() => Deliver(RegistrationState.Disabled));
        Assert.Equal("gradebook-platform-inactive", failure.Problem);
        Assert.Empty(lms.Server.LogEntries);
    }

    [Fact]
    public async Task Progress_is_posted_as_a_part_of_100_and_the_same_again_keeps_its_time()
    {
        var reports = new Reports(Courses.At(lms), Column, 62.5m, 62.5m, 100);
        Assert.Equal(2, await Progress(reports).Run(2, CancellationToken.None));
        lms.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(1, await Progress(reports).Run(9, CancellationToken.None));

        var sent = Sent();
        Assert.Equal([62.5m, 62.5m, 100m], sent.Select(score => score.GetProperty("scoreGiven").GetDecimal()));
        Assert.Equal(["InProgress", "InProgress", "Completed"], sent.Select(score => score.GetProperty("activityProgress").GetString()));
        Assert.Equal([FakeLms.Now, FakeLms.Now, FakeLms.Now.AddMinutes(2)], sent.Select(score => score.GetProperty("timestamp").GetDateTimeOffset()));
        Assert.Equal([62.5m, 62.5m, 100m], reports.Sent);
    }

    [Fact]
    public async Task An_LMS_that_does_not_answer_is_not_asked_for_everybody()
    {
        Answer(503);
        var reports = new Reports(Courses.At(lms), Column, 10, 20, 30);

        Assert.Equal(0, await Progress(reports).Run(9, CancellationToken.None));

        Assert.Single(Sent());
        Assert.Equal(["service-busy", "service-busy", "service-busy"], reports.Postponed.Select(one => one.Problem));
        Assert.All(reports.Postponed, one => Assert.True(one.Until > FakeLms.Now));
    }

    [Fact]
    public async Task A_learner_whom_the_platform_does_not_know_keeps_nobody_waiting()
    {
        var reports = new Reports(Courses.At(lms), Column, null, 20);

        Assert.Equal(1, await Progress(reports).Run(9, CancellationToken.None));

        Assert.Equal(("gradebook-learner-unknown", FakeLms.Now.AddDays(1)), Assert.Single(reports.Postponed));
        Assert.Equal([20m], reports.Sent);
    }

    public void Dispose() => lms.Dispose();

    private static MappingId Mapping { get; } = new(Guid.Parse("019a0000-0000-7000-8000-0000000000aa"));

    private Task Deliver() => Deliver(RegistrationState.Active);

    private Task Deliver(RegistrationState state) => Deliver(state, lms.Url + "/lineitems");

    private async Task Deliver(RegistrationState state, string? lineItems)
    {
        var course = Courses.At(lms) with { ServiceScopes = $"{LtiScopes.LineItem} {LtiScopes.Score} {LtiScopes.ResultReadOnly}", LineItemsUrl = lineItems };
        var columns = new GradebookColumns(ledger, lms.Ags(), new LtiOptions { PublicUrl = "https://badges.example" }, lms.Time);
        var cells = new GradebookCells(ledger, columns, new OneCourse(course), new OneRegistration(lms.Registration with { State = state }), lms.Ags(), lms.Time);
        var channel = new GradebookChannel(ledger, cells);
        Assert.Equal("gradebook", channel.Name);
        await channel.Deliver(
            new PendingDelivery(new AwardId(Guid.Empty), course.Tenant, channel.Name, course.Id, new LearnerId(Guid.Empty), Attempts: 0), CancellationToken.None);
    }

    private GradebookProgress Progress(IProgressReports reports)
    {
        var course = Courses.At(lms) with { ServiceScopes = $"{LtiScopes.LineItem} {LtiScopes.Score} {LtiScopes.ResultReadOnly}", LineItemsUrl = lms.Url + "/lineitems" };
        var columns = new GradebookColumns(ledger, lms.Ags(), new LtiOptions { PublicUrl = "https://badges.example" }, lms.Time);
        return new(reports, new GradebookCells(ledger, columns, new OneCourse(course), new OneRegistration(lms.Registration), lms.Ags(), lms.Time), lms.Time);
    }

    private void Create(string path) => lms.Server.Given(Request.Create().WithPath("/lineitems").UsingPost()).RespondWith(
        Response.Create().WithStatusCode(201).WithBody($$"""{"id":"{{lms.Url}}{{path}}","label":"Data Literacy","scoreMaximum":100}"""));

    private List<string> Posts() =>
        [.. lms.Server.LogEntries.Select(entry => entry.RequestMessage!.Path).Where(path => path.EndsWith("/scores", StringComparison.Ordinal))];

    private void Answer(int status) => lms.Server
        .Given(Request.Create().WithPath("/lineitems/31/lineitem/scores").WithParam("type_id", "1").UsingPost())
        .AtPriority(status == 200 ? 2 : 1)
        .RespondWith(Response.Create().WithStatusCode(status));

    private List<JsonElement> Sent() =>
        [.. lms.Server.LogEntries.Where(entry => entry.RequestMessage!.Path.EndsWith("/scores", StringComparison.Ordinal)).Select(entry => JsonElement.Parse(entry.RequestMessage!.Body!))];

    private sealed class Ledger : IScoreLedger
    {
        public string? Column { get; set; }

        public string? Sub { get; set; } = "u-1";

        /// <summary>What another node keeps before we do.</summary>
        public string? Faster { get; set; }

        public SentScore? Last { get; set; }

        public decimal Score { get; set; } = 100;

        public Task<GradebookTarget?> TargetOf(PendingDelivery delivery, CancellationToken ct) =>
            Task.FromResult(Sub is null ? null : new GradebookTarget(Mapping, "Data Literacy", Column, Sub, Score));

        public Task<string> KeepColumn(TenantId tenant, MappingId mapping, string lineItemUrl, DateTimeOffset now, CancellationToken ct) =>
            Task.FromResult(Column = Faster ?? lineItemUrl);

        public Task ForgetColumn(TenantId tenant, string lineItemUrl, CancellationToken ct)
        {
            Assert.Equal(Column, lineItemUrl);
            Column = null;
            return Task.CompletedTask;
        }

        public Task<SentScore?> LastSent(TenantId tenant, string lineItemUrl, string sub, CancellationToken ct) => Task.FromResult(Last);

        public Task NoteSending(TenantId tenant, string lineItemUrl, string sub, SentScore score, CancellationToken ct)
        {
            Last = score;
            return Task.CompletedTask;
        }
    }

    /// <summary>Learners one after the other, each as far as is said; null for one whom the platform does not know.</summary>
    private sealed class Reports(Course course, string column, params decimal?[] scores) : IProgressReports
    {
        private readonly Queue<(DueProgress Due, decimal? Score)> waiting =
            new(scores.Select(one => (new DueProgress(course.Tenant, Mapping, course.Id, LearnerId.New(TimeProvider.System), Attempts: 0), one)));

        private readonly Dictionary<DueProgress, decimal?> taken = [];

        public List<decimal> Sent { get; } = [];

        public List<(string Problem, DateTimeOffset Until)> Postponed { get; } = [];

        public Task<IReadOnlyList<DueProgress>> Take(int most, DateTimeOffset now, CancellationToken ct)
        {
            List<DueProgress> due = [];
            while (due.Count < most && waiting.TryDequeue(out var next))
            {
                due.Add(next.Due);
                taken[next.Due] = next.Score;
            }
            return Task.FromResult<IReadOnlyList<DueProgress>>(due);
        }

        public Task<GradebookTarget?> Find(DueProgress due, CancellationToken ct) =>
            Task.FromResult(taken[due] is { } known ? new GradebookTarget(Mapping, "Data Literacy", column, "u-1", known) : null);

        public Task MarkSent(DueProgress due, decimal score, CancellationToken ct)
        {
            Sent.Add(score);
            return Task.CompletedTask;
        }

        public Task Postpone(DueProgress due, DateTimeOffset until, string problem, CancellationToken ct)
        {
            Postponed.Add((problem, until));
            return Task.CompletedTask;
        }
    }

    private sealed class OneCourse(Course course) : ICourses
    {
        public Task<Course?> Find(TenantId tenant, CourseId id, CancellationToken ct) => Task.FromResult(id == course.Id ? course : null);

        public Task<IReadOnlyDictionary<CourseReference, Course>> ResolveMapped(IReadOnlyCollection<CourseReference> references, CancellationToken ct) => throw new NotSupportedException();

        public Task NoteItem(TenantId tenant, CourseId course, CourseItem item, DateTimeOffset now, CancellationToken ct) => throw new NotSupportedException();

        public Task NoteCopy(Course origin, string lmsCourseId, DateTimeOffset now, CancellationToken ct) => throw new NotSupportedException();

        public Task SaveItems(TenantId tenant, CourseId course, IReadOnlyList<CourseItem> items, DateTimeOffset now, CancellationToken ct) => throw new NotSupportedException();

        public Task<IReadOnlyList<CourseItem>> Items(TenantId tenant, CourseId course, CancellationToken ct) => throw new NotSupportedException();

        public Task<DateTimeOffset?> LastReadAt(TenantId tenant, CourseId course, string reader, CancellationToken ct) => throw new NotSupportedException();

        public Task NoteRead(TenantId tenant, CourseId course, string reader, DateTimeOffset? completedAt, string? problem, DateTimeOffset now, CancellationToken ct) => throw new NotSupportedException();

        public Task<IReadOnlyList<DueCourse>> DueForReading(int most, DateTimeOffset now, CancellationToken ct) => throw new NotSupportedException();

        public Task WaitWithPlatform(TenantId tenant, PlatformId platform, DateTimeOffset until, CancellationToken ct) => throw new NotSupportedException();

        public Task SetNextReading(TenantId tenant, CourseId course, int attempts, DateTimeOffset at, CancellationToken ct) => throw new NotSupportedException();
    }
}
