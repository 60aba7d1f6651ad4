using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.DryRuns;
using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Storage.DryRuns;
using LtiBadgeConnector.StorageTests.Road;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtiBadgeConnector.StorageTests.DryRuns;

public abstract class DryRunSpec(TestEngine engine) : RoadSpec(engine)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    [SkippableFact]
    public async Task The_class_comes_whole_and_with_what_is_known()
    {
        await using var world = await AWorld();
        var (awarded, other) = (await world.AddLearner("A"), await world.AddLearner("B"));
        await world.AddAward(awarded);
        await world.Results.Apply([world.AGrade(other, 58)], [], world.Now, Ct);
        await world.AddLearner("Teacher", canEarn: false);
        await world.SetLeft(await world.AddLearner("Left"));
        var runs = new DryRunRepository(world.Database);

        List<ClassMember> members = [];
        await foreach (var piece in runs.Class(world.Tenant, world.Mapping, [.. RoadWorld.Rule.Inputs], Ct)) members.AddRange(piece);

        Assert.Equal(2, await runs.ClassSize(world.Tenant, world.Mapping, Ct));
        Assert.Equal(
            new HashSet<(LearnerId, bool, bool)> { (awarded, true, true), (other, false, false) },
            members.Select(member => (member.Learner, member.HasAward, RoadWorld.Rule.Evaluate(member.Progress).IsMet)).ToHashSet());
    }

    [SkippableFact]
    public async Task A_run_is_taken_once_and_again_only_when_its_worker_died()
    {
        await using var world = await AWorld();
        var runs = new DryRunRepository(world.Database);
        await runs.Ask(ARun(world), Ct);

        var taken = (await runs.Claim(world.Now, world.Now + Lease, Ct))!;
        Assert.Null(await runs.Claim(world.Now, world.Now + Lease, Ct));
        Assert.Equal(taken.Id, (await runs.Claim(world.Now + Lease, world.Now + 2 * Lease, Ct))!.Id);
    }

    [SkippableFact]
    public async Task A_finished_run_says_who_would_earn_who_just_misses_and_what_changed()
    {
        await using var world = await AWorld();
        var (a, b) = (await world.AddLearner("A"), await world.AddLearner("B"));
        var runs = new DryRunRepository(world.Database);

        var first = await Finished(runs, world, Tried(a, Standing.Met), Tried(b, Standing.Near));
        Assert.Equal(["A"], (await runs.List(first, TriedList.WouldEarn, 10, Ct)).Select(row => row.Name));
        Assert.Equal(["B"], (await runs.List(first, TriedList.JustMiss, 10, Ct)).Select(row => row.Name));
        Assert.False(await runs.HasFormer(first, Ct));

        Time.Advance(TimeSpan.FromMinutes(1));
        var second = await Finished(runs, world, Tried(a, Standing.Met) with { Before = Standing.Met, InForce = Verdict.NotYet }, Tried(b, Standing.NotYet) with { Before = Standing.Near, InForce = Verdict.Met });
        Assert.Equal(second.Id, (await runs.Latest(world.Tenant, world.Mapping, Ct))!.Id);
        Assert.Equal(["A"], (await runs.List(second, TriedList.Gain, 10, Ct)).Select(row => row.Name));
        Assert.Equal(["B"], (await runs.List(second, TriedList.Lose, 10, Ct)).Select(row => row.Name));
        Assert.Equal(["B"], (await runs.List(second, TriedList.Changed, 10, Ct)).Select(row => row.Name));
        Assert.Empty(await runs.List(first, TriedList.WouldEarn, 10, Ct));

        Time.Advance(TimeSpan.FromMinutes(1));
        var third = ARun(world);
        await runs.Ask(third, Ct);
        Assert.Equal(Standing.NotYet, (await runs.Before(third, [a, b], Ct))[b]);
    }

    [SkippableFact]
    public async Task A_run_that_failed_is_over_and_one_that_was_let_go_is_taken_again()
    {
        await using var world = await AWorld();
        var runs = new DryRunRepository(world.Database);
        await runs.Ask(ARun(world), Ct);
        var run = (await runs.Claim(world.Now, world.Now + Lease, Ct))!;
        Assert.Null(await runs.Claim(world.Now, world.Now + Lease, Ct));

        await runs.Release(run, Ct);
        Assert.Equal(run.Id, (await runs.Claim(world.Now, world.Now + Lease, Ct))!.Id);

        await runs.Keep(run, [Tried(await world.AddLearner("A"), Standing.Met)], 1, 2, world.Now + Lease, Ct);
        await runs.Fail(run, "dry-run-failed", world.Now, Ct);
        Assert.Empty(await runs.List(run, TriedList.WouldEarn, 10, Ct));
        Assert.Null(await runs.Claim(world.Now + Lease, world.Now + Lease, Ct));
        var failed = (await runs.Latest(world.Tenant, world.Mapping, Ct))!;
        Assert.Equal((true, false, "dry-run-failed"), (failed.IsOver, failed.IsDone, failed.Problem));
        Assert.Null(failed.Counts);
        Assert.False(await runs.HasFormer(ARun(world) with { AskedAt = world.Now + Lease }, Ct));
    }

    [SkippableFact]
    public async Task A_server_that_stops_hands_the_run_on_and_one_that_breaks_says_so()
    {
        await using var world = await AWorld();
        var runs = new DryRunRepository(world.Database);
        await runs.Ask(ARun(world), Ct);

        using var stopping = new CancellationTokenSource();
        var stopped = new BrokenMappings(() =>
        {
            stopping.Cancel();
            return new OperationCanceledException(stopping.Token);
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Step(stopped).RunAll(stopping.Token));
        await Step(new BrokenMappings(() => new InvalidOperationException("Broken."))).RunAll(Ct);

        var failed = (await runs.Latest(world.Tenant, world.Mapping, Ct))!;
        Assert.Equal((DryRunState.Failed, "dry-run-failed"), (failed.State, failed.Problem));

        // What breaks is the first thing that is asked; the course is not reached.
        DryRunStep Step(IMappings mappings) => new(runs, mappings, courses: null!, readCourse: null!, Time, NullLogger<DryRunStep>.Instance);
    }

    private async Task<DryRun> Finished(DryRunRepository runs, RoadWorld world, params TriedLearner[] tried)
    {
        await runs.Ask(ARun(world), Ct);
        var run = (await runs.Claim(world.Now, world.Now + Lease, Ct))!;
        await runs.Keep(run, tried, tried.Length, tried.Length, world.Now + Lease, Ct);
        await runs.Finish(run, new(tried.Length, 0, 1, 1, 0, 0, 0, null, null, null, new Dictionary<string, int> { ["c1"] = 1 }), "moodle-busy", world.Now, Ct);
        var found = (await runs.Latest(world.Tenant, world.Mapping, Ct))!;
        Assert.Equal((DryRunState.Done, "moodle-busy", tried.Length, 1), (found.State, found.Problem, found.Done, found.Counts!.Criteria["c1"]));
        return found;
    }

    private sealed class BrokenMappings(Func<Exception> problem) : IMappings
    {
        public Task<CourseMapping?> Find(TenantId tenant, MappingId id, CancellationToken ct) => Task.FromException<CourseMapping?>(problem());
    }

    private DryRun ARun(RoadWorld world) => new(DryRunId.New(Time), world.Tenant, world.Mapping, RoadWorld.Rule, DryRunState.Asked, 0, 0, null, null, world.Now, null);

    private static TriedLearner Tried(LearnerId learner, Standing standing) => new(
        learner, standing, HasAward: false,
        new("c1", standing == Standing.Met ? Verdict.Met : Verdict.NotYet, standing == Standing.Met ? 1000 : 950, new(standing == Standing.Met ? ReasonCode.Reached : ReasonCode.BelowThreshold), []), null, null);
}

public sealed class DryRunsOnSqlite() : DryRunSpec(TestEngine.Sqlite());

public sealed class DryRunsOnPostgreSql() : DryRunSpec(TestEngine.PostgreSql());

public sealed class DryRunsOnSqlServer() : DryRunSpec(TestEngine.SqlServer());
