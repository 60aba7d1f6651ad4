using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Storage;
using LtiBadgeConnector.Storage.Mappings;

namespace LtiBadgeConnector.StorageTests.Road;

public abstract class EvaluationSpec(TestEngine engine) : RoadSpec(engine)
{
    private static readonly Sql CountAwards = new("SELECT COUNT(*) FROM awards WHERE learner_id = @Learner");
    private static readonly Sql FindVisibility = new("SELECT visibility FROM awards WHERE learner_id = @Learner");
    private static readonly Sql FindVerdict = new("SELECT permille FROM evaluations WHERE learner_id = @Learner");
    private static readonly Sql FindProblem = new("SELECT problem FROM evaluations WHERE learner_id = @Learner");

    [SkippableFact]
    public async Task A_due_evaluation_comes_with_all_it_needs()
    {
        await using var world = await AWorld();
        var learner = await world.AddLearner();
        var keys = await world.Results.Apply([world.AGrade(learner, 92)], [], world.Now, Ct);

        var due = Assert.Single(await world.Evaluations.Load(keys, Ct));

        Assert.Equal(world.KeyOf(learner), due.Key);
        Assert.Equal(RoadWorld.Rule, due.Mapping.Rule);
        Assert.Equal((world.Course, world.MicroCredential, world.Version, 1), (due.Mapping.Course, due.Mapping.MicroCredential, due.Mapping.Version!.Value, due.Mapping.RuleVersion));
        Assert.Equal(92, due.Progress.GradeOf(RoadWorld.Quiz)!.Score!.Given);
        Assert.True(due.CanEarn);
        Assert.False(due.HasAward);
    }

    [SkippableFact]
    public async Task Staff_and_strangers_cannot_earn()
    {
        await using var world = await AWorld();
        var staff = await world.AddLearner(canEarn: false);
        var stranger = await world.AddLearner(isMember: false);
        var keys = await world.Results.Apply([world.AGrade(staff, 92), world.AGrade(stranger, 92)], [], world.Now, Ct);

        Assert.Equal([false, false], (await world.Evaluations.Load(keys, Ct)).Select(due => due.CanEarn));
    }

    [SkippableFact]
    public async Task Verdict_and_award_are_recorded_together()
    {
        await using var world = await AWorld();
        var learner = await world.AddLearner();

        var award = await world.AddAward(learner);

        Assert.Equal([award], await world.Awards.FindIn(AwardState.Awarded, 10, world.Now, Ct));
        Assert.Equal(1000, await world.Read<int>(FindVerdict, new { Learner = learner }));
        Assert.Empty(await world.Evaluations.FindDue(10, world.Now, Ct));
        await world.Results.Apply([world.AGrade(learner, 95, world.Now.AddMinutes(1))], [], world.Now, Ct);
        Assert.True(Assert.Single(await world.Evaluations.Load([world.KeyOf(learner)], Ct)).HasAward);
    }

    [SkippableFact]
    public async Task Two_nodes_that_award_the_same_learner_at_once_make_one_award()
    {
        await using var world = await AWorld();
        LearnerId[] learners = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => world.AddLearner()));
        var keys = await world.Results.Apply([.. learners.Select(learner => world.AGrade(learner, 92))], [], world.Now, Ct);
        var due = await world.Evaluations.Load(keys, Ct);

        var awarded = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
            world.Evaluations.Record([.. due.OrderBy(_ => Random.Shared.Next()).Select(world.Decide)], Ct))));

        Assert.Equal(20, awarded.Sum(recorded => recorded.Awarded.Count));
        foreach (var learner in learners) Assert.Equal(1, await world.Read<long>(CountAwards, new { Learner = learner }));
    }

    [SkippableFact]
    public async Task A_decision_prepared_before_the_award_was_known_does_not_award_again()
    {
        await using var world = await AWorld();
        var learner = await world.AddLearner();
        await world.AddAward(learner);
        await world.Evaluations.MakeAllDue(world.Tenant, world.Mapping, world.Now, Ct);
        var due = (await world.Evaluations.Load([world.KeyOf(learner)], Ct)).Select(due => due with { Held = null });

        Assert.Empty((await world.Evaluations.Record([.. due.Select(world.Decide)], Ct)).Awarded);

        Assert.Equal(1, await world.Read<long>(CountAwards, new { Learner = learner }));
    }

    [SkippableFact]
    public async Task An_evaluation_asked_for_again_meanwhile_stays_due_and_awards_nothing()
    {
        await using var world = await AWorld();
        var learner = await world.AddLearner();
        var keys = await world.Results.Apply([world.AGrade(learner, 92)], [], world.Now, Ct);
        var stale = await world.Evaluations.Load(keys, Ct);

        await world.Results.Apply([world.AGrade(learner, 10, world.Now.AddSeconds(1))], [], world.Now, Ct);

        Assert.Empty((await world.Evaluations.Record([.. stale.Select(world.Decide)], Ct)).Awarded);
        Assert.Equal(0, await world.Read<long>(CountAwards, new { Learner = learner }));
        Assert.Equal(keys, await world.Evaluations.FindDue(10, world.Now, Ct));
    }

    [SkippableFact]
    public async Task The_tenant_says_whether_unlisted_links_work_from_the_start()
    {
        await using var world = await AWorld(isUnlisted: true);
        var learner = await world.AddLearner();

        await world.AddAward(learner);

        Assert.Equal(AwardVisibility.Unlisted, await world.Read<AwardVisibility>(FindVisibility, new { Learner = learner }));
    }

    [SkippableFact]
    public async Task A_mapping_that_is_not_active_decides_nothing()
    {
        await using var world = await AWorld();
        var keys = await world.Results.Apply([world.AGrade(await world.AddLearner(), 92)], [], world.Now, Ct);

        await world.SetMapping(MappingState.Paused);

        Assert.Empty(await world.Evaluations.Load(keys, Ct));
        Assert.Empty(await world.Evaluations.FindDue(10, world.Now, Ct));
    }

    [SkippableFact]
    public async Task Switching_on_makes_every_member_due()
    {
        await using var world = await AWorld();
        LearnerId[] members = [await world.AddLearner(), await world.AddLearner()];
        await world.AddAward(members[0]);

        Assert.Equal(2, await world.Evaluations.MakeAllDue(world.Tenant, world.Mapping, world.Now, Ct));

        var due = await world.Evaluations.FindDue(10, world.Now, Ct);
        Assert.Equal(members.ToHashSet(), due.Select(key => key.Learner).ToHashSet());
    }

    [SkippableFact]
    public async Task A_postponed_evaluation_waits_with_its_reason()
    {
        await using var world = await AWorld();
        var learner = await world.AddLearner();
        var keys = await world.Results.Apply([world.AGrade(learner, 92)], [], world.Now, Ct);

        await world.Evaluations.Postpone(keys, world.Now.AddMinutes(1), "road-step-failed", Ct);

        Assert.Empty(await world.Evaluations.FindDue(10, world.Now, Ct));
        Assert.Equal("road-step-failed", await world.Read<string>(FindProblem, new { Learner = learner }));
        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(keys, await world.Evaluations.FindDue(10, world.Now, Ct));
    }

    [SkippableFact]
    public async Task Who_was_in_the_course_before_a_change_finishes_by_what_was_in_force_until_a_change_is_for_everybody()
    {
        await using var world = await AWorld();
        var mappings = new MappingRepository(world.Database);
        var (graded, silent) = (await world.AddLearner(), await world.AddLearner());
        var before = (await mappings.Find(world.Tenant, world.Mapping, Ct))!;
        before = (await mappings.Activate(world.Tenant, world.Mapping, world.Version, before.Revision, world.Now, Ct))!;
        await world.Results.Apply([world.AGrade(graded, 70)], [], world.Now, Ct);

        await mappings.SetPolicy(world.Tenant, world.Mapping, new() { WhenChanged = WhenChanged.ForNewcomers }, Ct);
        var essay = new MinimumScore { Id = "c9", Item = new("essay"), Share = 0.9m };
        var after = await Change(essay, before.Revision);
        var newcomer = await world.AddLearner();
        await world.Evaluations.MakeAllDue(world.Tenant, world.Mapping, world.Now, Ct);

        // A grade of what only the former rule looks at still arrives.
        Assert.Equal([world.KeyOf(silent)], await world.Results.Apply([world.AGrade(silent, 95)], [], world.Now, Ct));
        Assert.Equal(
            [(before.RuleVersion, before.Version, before.Rule), (before.RuleVersion, before.Version, before.Rule), (after.RuleVersion, after.Version, essay)],
            (await Load(graded, silent, newcomer)).Select(due => (due.Mapping.RuleVersion, due.Mapping.Version, due.Mapping.Rule)));
        Assert.Equal(before.Rule, (await mappings.For(silent, after, Ct)).Rule);
        Assert.Equal(essay, (await mappings.For(newcomer, after, Ct)).Rule);

        var third = await Change(essay with { Share = 0.95m }, after.Revision);
        Assert.Equal([before.RuleVersion, after.RuleVersion], (await Load(graded, newcomer)).Select(due => due.Mapping.RuleVersion));

        await mappings.SetPolicy(world.Tenant, world.Mapping, AwardPolicy.Default, Ct);
        var last = await Change(essay, third.Revision);
        Assert.Equal([last.RuleVersion, last.RuleVersion], (await Load(graded, newcomer)).Select(due => due.Mapping.RuleVersion));

        async Task<CourseMapping> Change(Criterion rule, int revision)
        {
            Assert.True(await mappings.SaveDraftRule(world.Tenant, world.Mapping, rule, revision, Ct));
            return (await mappings.Activate(world.Tenant, world.Mapping, DefinitionVersionId.New(world.Time), revision + 1, world.Now, Ct))!;
        }

        async Task<IReadOnlyList<DueEvaluation>> Load(params LearnerId[] learners)
        {
            var loaded = (await world.Evaluations.Load([.. learners.Select(world.KeyOf)], Ct)).ToDictionary(due => due.Key.Learner);
            return [.. learners.Select(learner => loaded[learner])];
        }
    }
}

public sealed class EvaluationsOnSqlite() : EvaluationSpec(TestEngine.Sqlite());

public sealed class EvaluationsOnPostgreSql() : EvaluationSpec(TestEngine.PostgreSql());

public sealed class EvaluationsOnSqlServer() : EvaluationSpec(TestEngine.SqlServer());
