using System.Runtime.CompilerServices;
using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Inbox;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.Lms;
using LtiBadgeConnector.Core.Reading;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Core.Steps;
using LtiBadgeConnector.IntegrationTests.Sending;
using LtiBadgeConnector.Storage;
using LtiBadgeConnector.Storage.Courses;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Worker;
using LtiBadgeConnector.Worker.Jobs;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtiBadgeConnector.IntegrationTests.Reconciling;

public sealed class ReconcilingTests : IAsyncLifetime
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    private static readonly Sql ConnectedYesterday = new("UPDATE connections SET created_at = @Yesterday");

    private RunningConnector connector = null!;
    private Campus campus = null!;
    private LearnerId learner;

    public async Task InitializeAsync()
    {
        connector = await RunningConnector.Prepare();
        campus = await Campus.Build(connector.App.Services, learners: 1, Ct);
        var key = new LearnerReference(campus.Tenant, campus.Platform, LearnerKey.LmsUser(Campus.UserOf(0)));
        learner = (await connector.Get<ILearners>().Resolve([key], Ct))[key];
    }

    public Task DisposeAsync() => connector.DisposeAsync().AsTask();

    [Fact]
    public async Task A_score_that_would_have_to_be_rounded_is_parked_with_its_own_code_on_the_learners_road()
    {
        await Reconcile(AnEvent(0.12345678901m, isComplete: true), new NoReaders());

        var arrival = await Arrival();
        Assert.Equal((InboxState.Parked, "number-too-long"), (arrival.State, arrival.Problem));
        Assert.Empty((await connector.Get<RoadPages>().Of(campus.Tenant, learner, Ct)).Results);
    }

    [Fact]
    public async Task A_hint_whose_reader_refuses_waits_until_that_is_mended()
    {
        await Reconcile(AnEvent(17, isComplete: false), new BrokenReaders(new LmsException("moodle-token-refused", "The token is refused.", isTransient: false)));

        var arrival = await Arrival();
        Assert.Equal((InboxState.WaitingForReader, "moodle-token-refused"), (arrival.State, arrival.Problem));
        Assert.True(arrival.DueAt > TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task A_hint_whose_reader_does_not_answer_is_tried_again_when_the_lms_wishes()
    {
        var now = TimeProvider.System.GetUtcNow();

        await Reconcile(AnEvent(17, isComplete: false), new BrokenReaders(new LmsException("moodle-unreachable", "No answer.", isTransient: true, retryAfter: TimeSpan.FromHours(1))));

        var arrival = await Arrival();
        Assert.Equal((InboxState.Received, "moodle-unreachable"), (arrival.State, arrival.Problem));
        Assert.InRange(arrival.DueAt!.Value, now.AddMinutes(59), now.AddMinutes(62));
    }

    [Fact]
    public async Task A_course_that_cannot_be_read_gets_a_later_turn_as_the_lms_wishes()
    {
        var courses = connector.Get<ICourses>();
        await courses.SetNextReading(campus.Tenant, campus.Course.Id, attempts: 2, TimeProvider.System.Now(), Ct);
        var readers = new BrokenReaders(new LmsException("moodle-unreachable", "No answer.", isTransient: true, retryAfter: TimeSpan.FromHours(1)));
        var roster = new RosterSync(readers, connector.Get<ILearners>(), connector.Get<IRosterCursors>(), TimeProvider.System);
        var read = new ReadCourseStep(courses, readers, roster, connector.Get<ReconcileStep>(), connector.Get<IConnections>(), connector.Get<IRecoveries>(), TimeProvider.System);

        await new ReadCoursesJob(courses, read, connector.Get<Core.Steps.Road>(), new WorkerOptions(), TimeProvider.System, NullLogger<ReadCoursesJob>.Instance).Run(Ct);

        Assert.Empty(await courses.DueForReading(10, TimeProvider.System.Now().AddMinutes(58), Ct));
        Assert.Equal(3, Assert.Single(await courses.DueForReading(10, TimeProvider.System.Now().AddMinutes(61), Ct)).Attempts);
    }

    [Fact]
    public async Task While_a_course_is_read_no_other_run_reads_it_again_or_fails()
    {
        var courses = connector.Get<ICourses>();
        await courses.SetNextReading(campus.Tenant, campus.Course.Id, attempts: 0, TimeProvider.System.Now(), Ct);
        var readers = new SlowReaders();
        var roster = new RosterSync(readers, connector.Get<ILearners>(), connector.Get<IRosterCursors>(), TimeProvider.System);
        var read = new ReadCourseStep(courses, readers, roster, connector.Get<ReconcileStep>(), connector.Get<IConnections>(), connector.Get<IRecoveries>(), TimeProvider.System);
        var job = new ReadCoursesJob(courses, read, connector.Get<Core.Steps.Road>(), new WorkerOptions(), TimeProvider.System, NullLogger<ReadCoursesJob>.Instance);

        var first = job.Run(Ct);
        await readers.Begun.Task;
        await job.Run(Ct);

        Assert.False(first.IsCompleted);
        Assert.Empty(await courses.DueForReading(10, TimeProvider.System.Now(), Ct));
        readers.End.SetResult();
        await first;
        Assert.Equal(1, readers.Readings);
        Assert.Single(await courses.DueForReading(10, TimeProvider.System.Now().AddMinutes(17), Ct));
    }

    [Fact]
    public async Task A_grade_whose_event_was_lost_is_recovered_counted_and_awarded()
    {
        var courses = connector.Get<ICourses>();
        var (recoveries, now) = (connector.Get<RecoveryRepository>(), TimeProvider.System.Now());
        await connector.Get<Database>().Write(session => session.Execute(ConnectedYesterday, new { Yesterday = now.AddDays(-1) }, Ct), Ct);
        await courses.NoteRead(campus.Tenant, campus.Course.Id, "one-grade", now.AddHours(-1), null, now.AddHours(-1), Ct);
        await courses.NoteRead(campus.Tenant, campus.Course.Id, ReadCourseStep.Whole, now.AddHours(-1), null, now.AddHours(-1), Ct);
        await courses.SetNextReading(campus.Tenant, campus.Course.Id, 0, now, Ct);
        var readers = new OneGradeReader(AnEvent(17, isComplete: true) with { OccurredAt = now.AddMinutes(-30) });
        await ReadDue(readers);

        Assert.Equal(1, await recoveries.SinceInCourse(campus.Tenant, campus.Course.Id, now, Ct));
        Assert.Single((await connector.Get<RoadPages>().Of(campus.Tenant, learner, Ct)).Awards);

        await courses.SetNextReading(campus.Tenant, campus.Course.Id, 0, now, Ct);
        await ReadDue(readers);
        Assert.Equal(1, await recoveries.SinceInCourse(campus.Tenant, campus.Course.Id, now, Ct));
        Assert.Equal(2, readers.Readings);
    }

    [Fact]
    public async Task A_copied_course_knows_its_origin_before_anybody_opens_it()
    {
        var copied = LmsEvent.Unused("course.copied") with { Kind = LmsEventKind.CourseCopied, CourseId = "81", CopiedFrom = Campus.LmsCourse };
        await Reconcile(copied, new NoReaders());

        var courses = connector.Get<CourseRepository>();
        var copy = Assert.Single(await courses.Search(campus.Tenant, null, 10, Ct), course => course.LmsCourseId == "81");
        Assert.Equal(campus.Course.Id, Assert.Single(await courses.Origins(copy, Ct)).Id);
    }

    [Fact]
    public async Task A_course_whose_attendance_is_told_offers_it_to_rules()
    {
        await Reconcile(AnEvent(9, isComplete: true) with { Kind = LmsEventKind.Attendance, Item = null, ItemName = null }, new NoReaders());

        var items = await connector.Get<CourseRepository>().Items(campus.Tenant, campus.Course.Id, Ct);
        Assert.Contains(items, item => item is { Kind: CourseItemKind.Attendance, Name: CourseItem.NameOfAttendance, IsGone: false } && item.Key == CourseItem.WholeAttendance);
        Assert.Equal("", Assert.Single((await connector.Get<RoadPages>().Of(campus.Tenant, learner, Ct)).Results).ItemKey);
    }

    private async Task ReadDue(ICourseReaders readers)
    {
        var courses = connector.Get<ICourses>();
        var roster = new RosterSync(readers, connector.Get<ILearners>(), connector.Get<IRosterCursors>(), TimeProvider.System);
        var read = new ReadCourseStep(courses, readers, roster, connector.Get<ReconcileStep>(), connector.Get<IConnections>(), connector.Get<IRecoveries>(), TimeProvider.System);
        await new ReadCoursesJob(courses, read, connector.Get<Core.Steps.Road>(), new WorkerOptions(), TimeProvider.System, NullLogger<ReadCoursesJob>.Instance).Run(Ct);
    }

    private async Task<RoadArrival> Arrival() => Assert.Single((await connector.Get<RoadPages>().Of(campus.Tenant, learner, Ct)).Arrivals);

    private async Task Reconcile(LmsEvent lmsEvent, ICourseReaders readers)
    {
        var now = TimeProvider.System.Now();
        await connector.Get<IInbox>().Store(new(InboxId.New(TimeProvider.System), campus.Tenant, campus.Connection.Id, "msg_1", [1], "{}"u8.ToArray(), now), Ct);
        var rows = await connector.Get<IInbox>().Claim(1, TimeProvider.System.Now(), now.AddMinutes(1), Ct);
        var step = new ReconcileStep(
            connector.Get<IConnections>(), connector.Get<ICourses>(), connector.Get<ILearners>(), readers, connector.Get<IInbox>(), connector.Get<SeenItems>(), connector.Get<IResults>(), [new OneEvent(lmsEvent)],
            connector.Get<RosterSync>(), TimeProvider.System, NullLogger<ReconcileStep>.Instance);
        await step.Run(rows, Ct);
    }

    private static LmsEvent AnEvent(decimal given, bool isComplete) => new(
        LmsEventKind.Grade, "grade.updated", Campus.LmsCourse, [LearnerKey.LmsUser(Campus.UserOf(0))], ItemKey.Of(ItemSchemes.MoodleGradeItem, "611"), "Quiz 1",
        new Score(given, 0, 20), null, IsFinal: true, IsReleased: true, TimeProvider.System.GetUtcNow(), isComplete);

    private sealed class OneEvent(LmsEvent lmsEvent) : ILmsConnector
    {
        public string Kind => ConnectionKinds.StandardWebhooks;

        public ValueTask<Proof> Prove(Delivery delivery, Connection connection, DateTimeOffset now, CancellationToken ct) => throw new NotSupportedException();

        public IReadOnlyList<LmsEvent> Read(ReadOnlyMemory<byte> body, Connection connection) => [lmsEvent];
    }

    private sealed class NoReaders : ICourseReaders
    {
        public Task<IReadOnlyList<ICourseReader>> For(Course course, CancellationToken ct) => Task.FromResult<IReadOnlyList<ICourseReader>>([]);

        public Task<IRosterReader?> RosterOf(Course course, CancellationToken ct) => Task.FromResult<IRosterReader?>(null);

        public Task<ISubmissionReader?> SubmissionsOf(Course course, CancellationToken ct) => Task.FromResult<ISubmissionReader?>(null);
    }

    private sealed class OneGradeReader(LmsEvent grade) : ICourseReaders, ICourseReader
    {
        public string Name => "one-grade";

        public ReaderAbilities Can => ReaderAbilities.Grades;

        public int Readings { get; private set; }

        public Task<IReadOnlyList<ICourseReader>> For(Course course, CancellationToken ct) => Task.FromResult<IReadOnlyList<ICourseReader>>([this]);

        public Task<IRosterReader?> RosterOf(Course course, CancellationToken ct) => Task.FromResult<IRosterReader?>(null);

        public Task<ISubmissionReader?> SubmissionsOf(Course course, CancellationToken ct) => Task.FromResult<ISubmissionReader?>(null);

        public Task<IReadOnlyList<CourseItem>> Items(CancellationToken ct) =>
            Task.FromResult<IReadOnlyList<CourseItem>>([new(grade.Item!.Value, "Quiz 1", CourseItemKind.Grade, 20, null, null, HasCompletion: false, IsGone: false)]);

        public async IAsyncEnumerable<LmsEvent> Read(DateTimeOffset? since, [EnumeratorCancellation] CancellationToken ct)
        {
            Readings++;
            await Task.CompletedTask;
            yield return grade;
        }

        public Task<IReadOnlyList<LmsEvent>> ReadLearner(IReadOnlyList<LearnerKey> learner, CancellationToken ct) => Task.FromResult<IReadOnlyList<LmsEvent>>([grade]);
    }

    private sealed class SlowReaders : ICourseReaders
    {
        public TaskCompletionSource Begun { get; } = new();

        public TaskCompletionSource End { get; } = new();

        public int Readings { get; private set; }

        public async Task<IReadOnlyList<ICourseReader>> For(Course course, CancellationToken ct)
        {
            Readings++;
            Begun.TrySetResult();
            await End.Task;
            return [];
        }

        public Task<IRosterReader?> RosterOf(Course course, CancellationToken ct) => Task.FromResult<IRosterReader?>(null);

        public Task<ISubmissionReader?> SubmissionsOf(Course course, CancellationToken ct) => Task.FromResult<ISubmissionReader?>(null);
    }

    private sealed class BrokenReaders(LmsException failure) : ICourseReaders, ICourseReader
    {
        public string Name => "broken";

        public ReaderAbilities Can => ReaderAbilities.Grades;

        public Task<IReadOnlyList<ICourseReader>> For(Course course, CancellationToken ct) => Task.FromResult<IReadOnlyList<ICourseReader>>([this]);

        public Task<IRosterReader?> RosterOf(Course course, CancellationToken ct) => Task.FromResult<IRosterReader?>(null);

        public Task<ISubmissionReader?> SubmissionsOf(Course course, CancellationToken ct) => Task.FromResult<ISubmissionReader?>(null);

        public Task<IReadOnlyList<CourseItem>> Items(CancellationToken ct) => throw failure;

        public async IAsyncEnumerable<LmsEvent> Read(DateTimeOffset? since, [EnumeratorCancellation] CancellationToken ct)
        {
            await Task.CompletedTask;
            if (failure is not null) throw failure;
            yield break;
        }

        public Task<IReadOnlyList<LmsEvent>> ReadLearner(IReadOnlyList<LearnerKey> learner, CancellationToken ct) => throw failure;
    }
}
