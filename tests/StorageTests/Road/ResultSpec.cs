using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Inbox;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.Reading;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Storage;

namespace LtiBadgeConnector.StorageTests.Road;

public abstract class ResultSpec(TestEngine engine) : RoadSpec(engine)
{
    private static readonly TimeSpan AMinute = TimeSpan.FromMinutes(1);

    [SkippableFact]
    public async Task A_result_makes_the_mappings_that_look_at_it_due()
    {
        await using var world = await AWorld();
        var learner = await world.AddLearner();

        Assert.Equal([world.KeyOf(learner)], await world.Results.Apply([world.AGrade(learner, 92)], [], world.Now, Ct));
        Assert.Equal([world.KeyOf(learner)], await world.Evaluations.FindDue(10, world.Now, Ct));
    }

    [SkippableFact]
    public async Task The_same_result_again_changes_nothing()
    {
        await using var world = await AWorld();
        var learner = await world.AddLearner();
        await world.Results.Apply([world.AGrade(learner, 92)], [], world.Now, Ct);

        Assert.Empty(await world.Results.Apply([world.AGrade(learner, 92.00m)], [], world.Now, Ct));
        Assert.Empty(await world.Results.Apply([world.AGrade(learner, 92, source: ResultSource.Read)], [], world.Now, Ct));
    }

    [SkippableFact]
    public async Task Looking_again_at_a_grade_that_is_not_there_is_no_news_and_a_grade_that_goes_is()
    {
        await using var world = await AWorld();
        var learner = await world.AddLearner();
        await world.Results.Apply([world.AGrade(learner, null, world.Now, ResultSource.Read)], [], world.Now, Ct);

        Assert.Empty(await world.Results.Apply([world.AGrade(learner, null, world.Now + AMinute, ResultSource.Read)], [], world.Now + AMinute, Ct));
        Assert.Empty(await world.Results.Apply([world.AGrade(learner, 92, world.Now)], [], world.Now + AMinute, Ct));
        Assert.Single(await world.Results.Apply([world.AGrade(learner, 92, world.Now + 2 * AMinute)], [], world.Now + 2 * AMinute, Ct));
        Assert.Single(await world.Results.Apply([world.AGrade(learner, null, world.Now + 3 * AMinute, ResultSource.Read)], [], world.Now + 3 * AMinute, Ct));
    }

    [SkippableFact]
    public async Task What_a_reading_finds_and_no_event_told_counts_as_lost()
    {
        await using var world = await AWorld();
        var (told, lost, fresh) = (await world.AddLearner(), await world.AddLearner(), await world.AddLearner());
        var expected = new EventWindow(world.Now - 10 * AMinute, world.Now - 3 * AMinute);
        await world.Results.Apply([world.AGrade(told, 92, world.Now - 5 * AMinute)], [], world.Now, Ct);

        var reading = await world.Results.ApplyReading(
            [
                world.AGrade(told, 92, world.Now - 5 * AMinute + TimeSpan.FromMilliseconds(999), ResultSource.Read),
                world.AGrade(lost, 81, world.Now - 5 * AMinute, ResultSource.Read),
                world.AGrade(fresh, 70, world.Now - AMinute, ResultSource.Read),
            ],
            expected, world.Now, Ct);
        Assert.Equal(1, reading.Lost);
        Assert.Contains(world.KeyOf(lost), reading.Due);

        Assert.Equal(0, (await world.Results.ApplyReading([world.AGrade(lost, 81, world.Now - 5 * AMinute, ResultSource.Read)], expected, world.Now, Ct)).Lost);
        Assert.Equal(0, (await world.Results.ApplyReading([world.AGrade(lost, 85, world.Now - 4 * AMinute, ResultSource.Read)], null, world.Now, Ct)).Lost);
    }

    [SkippableFact]
    public async Task An_older_result_does_not_replace_a_newer_one()
    {
        await using var world = await AWorld();
        var learner = await world.AddLearner();
        await world.Results.Apply([world.AGrade(learner, 92)], [], world.Now, Ct);

        Assert.Empty(await world.Results.Apply([world.AGrade(learner, 10, world.Now - AMinute, ResultSource.Read)], [], world.Now, Ct));
        Assert.Equal(92, await GradeOf(world, learner));
    }

    [SkippableFact]
    public async Task At_equal_times_a_read_wins_over_an_event_and_otherwise_the_later_arrival()
    {
        await using var world = await AWorld();
        var learner = await world.AddLearner();

        await world.Results.Apply([world.AGrade(learner, 1)], [], world.Now, Ct);
        await world.Results.Apply([world.AGrade(learner, 2)], [], world.Now, Ct);
        Assert.Equal(2, await GradeOf(world, learner));
        await world.Results.Apply([world.AGrade(learner, 3, source: ResultSource.Read)], [], world.Now, Ct);
        await world.Results.Apply([world.AGrade(learner, 4)], [], world.Now, Ct);
        Assert.Equal(3, await GradeOf(world, learner));
        await world.Results.Apply([world.AGrade(learner, 5), world.AGrade(learner, 6, world.Now + AMinute), world.AGrade(learner, 7)], [], world.Now, Ct);
        Assert.Equal(6, await GradeOf(world, learner));
    }

    [SkippableFact]
    public async Task At_equal_times_the_later_arrival_counts_whichever_is_worked_on_first()
    {
        await using var world = await AWorld();
        var learner = await world.AddLearner();
        var (earlier, later) = (world.AGrade(learner, 40) with { ArrivedAt = world.Now.AddSeconds(1) }, world.AGrade(learner, 80) with { ArrivedAt = world.Now.AddSeconds(2) });

        await world.Results.Apply([later], [], world.Now, Ct);
        Assert.Empty(await world.Results.Apply([earlier], [], world.Now.AddMinutes(1), Ct));
        Assert.Equal(80, await GradeOf(world, learner));
    }

    [SkippableFact]
    public async Task Concurrent_writers_leave_the_newest_fact()
    {
        await using var world = await AWorld();
        LearnerId[] learners = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => world.AddLearner()));

        await Task.WhenAll(Enumerable.Range(1, 16).Select(n => Task.Run(() => world.Results.Apply(
            [.. learners.OrderBy(_ => Random.Shared.Next()).Select(learner => world.AGrade(learner, n, world.Now + n * AMinute))], [], world.Now, Ct))));

        foreach (var learner in learners) Assert.Equal(16, await GradeOf(world, learner));
    }

    [SkippableFact]
    public async Task Only_active_mappings_that_look_at_the_item_become_due()
    {
        await using var world = await AWorld();
        var learner = await world.AddLearner();
        var other = world.AGrade(learner, 50) with { Result = world.AGrade(learner, 50).Result with { Item = ItemKey.Of("moodle-grade-item", "999") } };

        Assert.Empty(await world.Results.Apply([other], [], world.Now, Ct));
        await world.SetMapping(MappingState.Paused);
        Assert.Empty(await world.Results.Apply([world.AGrade(learner, 92)], [], world.Now, Ct));
    }

    [SkippableFact]
    public async Task Inbox_rows_are_finished_with_the_results()
    {
        await using var world = await AWorld();
        var learner = await world.AddLearner();
        await world.Inbox.Store(world.ADelivery("msg_1"), Ct);
        var row = Assert.Single(await world.Inbox.Claim(1, world.Now, world.Now + AMinute, Ct));

        await world.Results.Apply([world.AGrade(learner, 92)], [new(row.Id, InboxState.Done, "grade")], world.Now, Ct);

        Assert.Equal(InboxState.Done, Assert.Single(await world.Connections.Log(world.Tenant, world.Connection.Id, 10, Ct)).State);
    }

    [SkippableFact]
    public async Task Values_come_back_as_they_were()
    {
        await using var world = await AWorld();
        var learner = await world.AddLearner();
        PlacedResult[] all =
        [
            world.AGrade(learner, 0.1234567891m, new DateTimeOffset(2026, 3, 1, 1, 2, 3, 456, TimeSpan.FromHours(9)), maximum: 123456789012345678.5m),
            new(world.Tenant, world.Course, learner, new(ResultKind.Grade, new("moodle-grade-item:612"), new(null, -5, null), null, false, false, world.Now, ResultSource.Read)),
            new(world.Tenant, world.Course, learner, new(ResultKind.CourseCompletion, null, null, CompletionState.Passed, true, true, world.Now, ResultSource.Event)),
        ];

        await world.Results.Apply(all, [], world.Now, Ct);

        var progress = Assert.Single(await world.Evaluations.Load([world.KeyOf(learner)], Ct)).Progress;
        Assert.Equal(all.Select(placed => placed.Result).ToHashSet(), progress.All.ToHashSet());
        Assert.Equal("0.1234567891", progress.GradeOf(RoadWorld.Quiz)!.Score!.Given!.Value.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(TimeSpan.Zero, progress.GradeOf(RoadWorld.Quiz)!.OccurredAt.Offset);
    }

    [SkippableFact]
    public async Task Keeps_every_kind_of_fact_with_all_that_is_said_of_it()
    {
        await using var world = await AWorld();
        var learner = await world.AddLearner();
        var competency = ItemKey.Of(ItemSchemes.MoodleCompetency, "19");
        var group = ItemKey.Of(ItemSchemes.MoodleGroup, "5");
        Result[] facts =
        [
            AFact(ResultKind.Grade, RoadWorld.Quiz, new(null, 0, 100)) with { Details = new() { IsExcused = true } },
            AFact(ResultKind.Grade, new("lti-line-item:7"), new(80, 0, 100)) with { Details = new() { Letter = "B+", PassMark = 60.5m, DoneAt = world.Now - AMinute } },
            AFact(ResultKind.Outcome, competency, new(3, 1, 4)) with { Details = new() { Holds = true, PassMark = 3 } },
            AFact(ResultKind.Group, group, null) with { Details = new() { Holds = false } },
            AFact(ResultKind.Attendance, null, new(12, 0, 15)) with { Details = new() { Hours = 18.5m } },
            AFact(ResultKind.Enrolment, null, null) with { Details = new() { DoneAt = world.Now - 9 * AMinute } },
            AFact(ResultKind.Attempt, RoadWorld.Quiz, new(40, 0, 100)) with { Details = new() { Attempt = 1 } },
            AFact(ResultKind.Attempt, RoadWorld.Quiz, new(70, 0, 100)) with { Details = new() { Attempt = 2 } },
        ];

        await world.Results.Apply([.. facts.Select(fact => new PlacedResult(world.Tenant, world.Course, learner, fact))], [], world.Now, Ct);

        Assert.Equal(facts.ToHashSet(), Assert.Single(await world.Evaluations.Load([world.KeyOf(learner)], Ct)).Progress.All.ToHashSet());

        Result AFact(ResultKind kind, ItemKey? item, Score? score) => new(kind, item, score, null, true, true, world.Now, ResultSource.Event);
    }

    [SkippableFact]
    public async Task What_else_is_said_of_a_grade_is_news_too()
    {
        await using var world = await AWorld();
        var learner = await world.AddLearner();
        var grade = world.AGrade(learner, 92);
        await world.Results.Apply([grade], [], world.Now, Ct);

        var later = grade.Result with { OccurredAt = world.Now + AMinute, Details = new() { IsExcused = true } };
        Assert.Single(await world.Results.Apply([grade with { Result = later }], [], world.Now + AMinute, Ct));
    }

    [SkippableFact]
    public async Task Being_in_a_group_is_no_news_the_second_time_whenever_somebody_looked()
    {
        await using var world = await AWorld();
        var learner = await world.AddLearner();
        var group = ItemKey.Of(ItemSchemes.MoodleGroup, "5");
        await world.LookAt(ResultKind.Group, group);
        PlacedResult Member(bool holds, TimeSpan later) => new(
            world.Tenant, world.Course, learner,
            new(ResultKind.Group, group, null, null, true, true, world.Now + later, ResultSource.Read) { Details = new() { Holds = holds } });

        Assert.Single(await world.Results.Apply([Member(true, TimeSpan.Zero)], [], world.Now, Ct));
        Assert.Empty(await world.Results.Apply([Member(true, AMinute)], [], world.Now + AMinute, Ct));
        Assert.Single(await world.Results.Apply([Member(false, 2 * AMinute)], [], world.Now + 2 * AMinute, Ct));
    }

    [SkippableFact]
    public async Task A_new_try_concerns_the_mappings_that_look_at_the_tries_of_its_item()
    {
        await using var world = await AWorld();
        var learner = await world.AddLearner();
        await world.LookAt(ResultKind.Attempt, RoadWorld.Quiz);
        var second = world.AGrade(learner, 70).Result with { Kind = ResultKind.Attempt, Details = new() { Attempt = 2 } };

        Assert.Equal([world.KeyOf(learner)], await world.Results.Apply([new(world.Tenant, world.Course, learner, second)], [], world.Now, Ct));
    }

    [SkippableTheory]
    [InlineData("0.12345678901")]
    [InlineData("1000000000000000000")]
    public async Task A_number_that_would_be_rounded_is_refused(string number)
    {
        await using var world = await AWorld();
        var learner = await world.AddLearner();
        var points = decimal.Parse(number, System.Globalization.CultureInfo.InvariantCulture);

        var refused = await Assert.ThrowsAsync<StorageException>(() => world.Results.Apply([world.AGrade(learner, points)], [], world.Now, Ct));

        Assert.Equal("number-too-long", refused.Code);
    }

    private async Task<decimal?> GradeOf(RoadWorld world, LearnerId learner) =>
        Assert.Single(await world.Evaluations.Load([world.KeyOf(learner)], Ct)).Progress.GradeOf(RoadWorld.Quiz)!.Score!.Given;
}

public sealed class ResultsOnSqlite() : ResultSpec(TestEngine.Sqlite());

public sealed class ResultsOnPostgreSql() : ResultSpec(TestEngine.PostgreSql());

public sealed class ResultsOnSqlServer() : ResultSpec(TestEngine.SqlServer());
