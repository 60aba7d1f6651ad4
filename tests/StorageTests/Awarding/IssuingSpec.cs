using LtiBadgeConnector.Core.Addresses;
using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Core.Steps;
using LtiBadgeConnector.Storage;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Awarding;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Storage.Road;
using LtiBadgeConnector.Storage.StatusLists;
using LtiBadgeConnector.StorageTests.Road;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtiBadgeConnector.StorageTests.Awarding;

/// <summary>From earned to issued: the ledger, the gate, the brake, runs, confirmations, awards by hand; decided by the real step.</summary>
public abstract class IssuingSpec(TestEngine engine) : RoadSpec(engine)
{
    private static readonly Sql SetRule = new("UPDATE course_mappings SET rule_json = @Rule WHERE tenant_id = @Tenant AND id = @Mapping");

    private static readonly Sql InsertRule = new("""
        INSERT INTO mapping_rules (tenant_id, mapping_id, version, rule_json, definition_version_id, in_force_at) VALUES (@Tenant, @Mapping, 1, @Rule, @Version, @Now)
        """);

    private static readonly Sql InsertSuspension = new("""
        INSERT INTO suspensions (tenant_id, award_id, state, by_rule, reason, decided_at) VALUES (@Tenant, @Award, @State, {false}, 'A doubt.', @Now)
        """);

    private static readonly Sql SetValidUntil = new("UPDATE awards SET valid_until = @Until WHERE tenant_id = @Tenant AND id = @Award");

    private static readonly Sql SelectDue = new("SELECT due_at FROM evaluations WHERE tenant_id = @Tenant AND mapping_id = @Mapping AND learner_id = @Learner");

    [SkippableFact]
    public async Task What_changed_is_kept_with_its_facts_and_decided_again_the_same()
    {
        await using var world = await AWorld();
        var learner = await world.AddLearner("A");
        await Use(world, RoadWorld.Rule);
        var ledger = new DecisionLedger(world.Database);

        await Decide(world, world.AGrade(learner, 58));
        Time.Advance(TimeSpan.FromMinutes(1));
        await Decide(world, world.AGrade(learner, 61));

        var entries = await ledger.Of(world.Tenant, world.Mapping, learner, 10, Ct);
        Assert.Equal([(Verdict.Met, DecisionOutcome.Awarded, 61m), (Verdict.NotYet, DecisionOutcome.Nothing, 58m)], entries.Select(entry => (entry.Evaluation.Verdict, entry.Followed, entry.Inputs.Results[0].Score!.Given!.Value)));
        var rules = await ledger.Rules(world.Tenant, world.Mapping, Ct);
        Assert.All(entries, entry => Assert.True(entry.IsReplayedBy(rules[entry.RuleVersion])));
        Assert.All(entries, entry => Assert.False(entry.IsReplayedBy(new MinimumScore { Id = "c1", Item = RoadWorld.Quiz, Share = 0.59m })));
        Assert.Empty(await ledger.Of(TenantId.New(Time), world.Mapping, learner, 10, Ct));
    }

    [SkippableFact]
    public async Task A_decision_that_says_nothing_new_is_not_written_twice()
    {
        await using var world = await AWorld();
        var learner = await world.AddLearner();
        await Decide(world, world.AGrade(learner, 58));

        await world.Evaluations.MakeAllDue(world.Tenant, world.Mapping, world.Now, Ct);
        await Step(world).Run([world.KeyOf(learner)], Ct);

        Assert.Single(await new DecisionLedger(world.Database).Of(world.Tenant, world.Mapping, learner, 10, Ct));
    }

    [SkippableFact]
    public async Task The_first_batch_waits_until_somebody_approves_it_and_is_one_run()
    {
        await using var world = await AWorld();
        var gates = new GateRepository(world.Database);
        await gates.Set(world.Tenant, world.Mapping, asksApproval: true, holdUntil: null, hasBrake: true, Entry(world), Ct);
        LearnerId[] learners = [await world.AddLearner(), await world.AddLearner()];

        Assert.Empty(await Decide(world, [.. learners.Select(learner => world.AGrade(learner, 90))]));
        Assert.Equal([new Waiting(Hold.Approval, 2)], await gates.Waiting(world.Tenant, world.Mapping, Ct));

        await gates.Approve(world.Tenant, world.Mapping, Entry(world), Ct);
        Assert.Equal(2, await gates.Undecided(world.Tenant, world.Mapping, world.Now, Ct));
        Assert.Equal(2, (await Step(world).Run(await world.Evaluations.FindDue(10, world.Now, Ct), Ct)).Count);

        Assert.Empty(await gates.Waiting(world.Tenant, world.Mapping, Ct));
        var run = Assert.Single(await new RunRepository(world.Database).Of(world.Tenant, world.Mapping, 10, Ct));
        Assert.Equal((AwardRuns.Batch(world.Now), 2), (run.Run, run.Awards));
        Assert.Single(await Decide(world, world.AGrade(await world.AddLearner(), 90)));
    }

    [SkippableFact]
    public async Task Nothing_is_issued_before_the_day_that_was_set_and_the_sweep_finds_it_then()
    {
        await using var world = await AWorld();
        var gates = new GateRepository(world.Database);
        var until = world.Now.AddDays(3);
        await gates.Set(world.Tenant, world.Mapping, asksApproval: false, until, hasBrake: false, Entry(world), Ct);
        var learner = await world.AddLearner();

        Assert.Empty(await Decide(world, world.AGrade(learner, 90)));
        Assert.Empty(await world.Evaluations.FindDue(10, until.AddSeconds(-1), Ct));
        Time.Advance(TimeSpan.FromDays(3));
        Assert.Single(await Step(world).Run(await world.Evaluations.FindDue(10, world.Now, Ct), Ct));
    }

    [SkippableFact]
    public async Task A_run_far_beyond_the_usual_stops_with_nothing_sent_and_a_person_lets_it_go()
    {
        await using var world = await AWorld();
        var gates = new GateRepository(world.Database);
        await gates.Set(world.Tenant, world.Mapping, asksApproval: false, holdUntil: null, hasBrake: true, Entry(world), Ct);
        List<PlacedResult> grades = [];
        for (var person = 0; person <= Brake.AlwaysAllowed; person++) grades.Add(world.AGrade(await world.AddLearner(), 90));

        Assert.Empty(await Decide(world, [.. grades]));
        Assert.NotNull((await gates.Find(world.Mapping, Ct)).BrakedAt);
        Assert.Equal([new Waiting(Hold.Brake, Brake.AlwaysAllowed + 1)], await gates.Waiting(world.Tenant, world.Mapping, Ct));
        Assert.Empty(await Decide(world, world.AGrade(await world.AddLearner(), 90)));

        await gates.Release(world.Tenant, world.Mapping, Entry(world), Ct);
        Assert.Equal(Brake.AlwaysAllowed + 2, (await Step(world).Run(await world.Evaluations.FindDue(200, world.Now, Ct), Ct)).Count);
        Assert.Null((await gates.Find(world.Mapping, Ct)).BrakedAt);
    }

    [SkippableFact]
    public async Task A_rule_waits_for_approval_from_its_first_moment_and_the_brake_of_the_former_one_is_over()
    {
        await using var world = await AWorld();
        var (gates, mappings, notices) = (new GateRepository(world.Database), new MappingRepository(world.Database), new MappingNotices(world.Database));
        await gates.Set(world.Tenant, world.Mapping, asksApproval: true, holdUntil: null, hasBrake: true, Entry(world), Ct);
        await gates.Approve(world.Tenant, world.Mapping, Entry(world), Ct);
        Time.Advance(TimeSpan.FromHours(2));
        List<PlacedResult> grades = [];
        for (var person = 0; person <= Brake.AlwaysAllowed; person++) grades.Add(world.AGrade(await world.AddLearner(), 90));
        await Decide(world, [.. grades]);
        Assert.True(await gates.Find(world.Mapping, Ct) is { ApprovedAt: not null, BrakedAt: not null });
        Assert.Equal(MappingNoticeKind.Stopped, Assert.Single(await notices.Open(world.Tenant, world.Mapping, Ct)).Kind);

        var before = (await mappings.Find(world.Tenant, world.Mapping, Ct))!;
        Assert.NotNull(await mappings.Activate(world.Tenant, world.Mapping, world.Version, before.Revision, world.Now, Ct));

        Assert.True(await gates.Find(world.Mapping, Ct) is { AsksApproval: true, ApprovedAt: null, BrakedAt: null });
        Assert.Empty(await notices.Open(world.Tenant, world.Mapping, Ct));
        Assert.Empty(await Decide(world, world.AGrade(await world.AddLearner(), 90)));
    }

    [SkippableFact]
    public async Task As_many_as_are_usual_on_five_days_are_not_stopped()
    {
        await using var world = await AWorld();
        var gates = new GateRepository(world.Database);
        await gates.Set(world.Tenant, world.Mapping, asksApproval: false, holdUntil: null, hasBrake: true, Entry(world), Ct);
        for (var person = 0; person < 20; person++) await Decide(world, world.AGrade(await world.AddLearner(), 90));
        Time.Advance(TimeSpan.FromDays(2));

        Assert.Equal(new AwardingPace(0, 20), await gates.Pace(world.Tenant, world.Mapping, world.Now, Ct));
        List<PlacedResult> grades = [];
        for (var person = 0; person < 100; person++) grades.Add(world.AGrade(await world.AddLearner(), 90));
        Assert.Equal(100, (await Decide(world, [.. grades])).Count);
        Assert.Equal(new AwardingPace(100, 20), await gates.Pace(world.Tenant, world.Mapping, world.Now, Ct));
    }

    [SkippableFact]
    public async Task Two_nodes_that_award_at_once_stay_within_the_brake_together()
    {
        await using var world = await AWorld();
        var gates = new GateRepository(world.Database);
        await gates.Set(world.Tenant, world.Mapping, asksApproval: false, holdUntil: null, hasBrake: true, Entry(world), Ct);
        var (one, other) = (await Graded(world, 40), await Graded(world, 40));

        var awarded = await Task.WhenAll(Task.Run(() => Step(world).Run(one, Ct)), Task.Run(() => Step(world).Run(other, Ct)));

        Assert.Equal([0, 40], awarded.Select(ids => ids.Count).Order());
        Assert.Equal(new AwardingPace(40, 0), await gates.Pace(world.Tenant, world.Mapping, world.Now, Ct));
        Assert.Equal([new Waiting(Hold.Brake, 40)], await gates.Waiting(world.Tenant, world.Mapping, Ct));
        Assert.NotNull((await gates.Find(world.Mapping, Ct)).BrakedAt);
    }

    [SkippableFact]
    public async Task Two_nodes_that_award_the_same_learners_count_each_once_for_the_brake()
    {
        await using var world = await AWorld();
        var gates = new GateRepository(world.Database);
        await gates.Set(world.Tenant, world.Mapping, asksApproval: false, holdUntil: null, hasBrake: true, Entry(world), Ct);
        var keys = await Graded(world, 40);

        var awarded = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Step(world).Run(keys, Ct))));

        Assert.Equal(40, awarded.Sum(ids => ids.Count));
        Assert.Null((await gates.Find(world.Mapping, Ct)).BrakedAt);
    }

    [SkippableFact]
    public async Task A_decision_made_before_the_brake_closed_waits_with_the_others()
    {
        await using var world = await AWorld();
        var gates = new GateRepository(world.Database);
        await gates.Set(world.Tenant, world.Mapping, asksApproval: false, holdUntil: null, hasBrake: true, Entry(world), Ct);
        var early = await world.Evaluations.Load(await Graded(world, 1), Ct);
        Assert.Empty(await Step(world).Run(await Graded(world, Brake.AlwaysAllowed + 1), Ct));

        var recorded = await world.Evaluations.Record([.. early.Select(world.Decide).Select(decision => decision with { IsBraked = true })], Ct);

        Assert.Empty(recorded.Awarded);
        Assert.Empty(recorded.Stopped);
        Assert.Equal([new Waiting(Hold.Brake, Brake.AlwaysAllowed + 2)], await gates.Waiting(world.Tenant, world.Mapping, Ct));
    }

    [SkippableFact]
    public async Task Who_left_the_course_keeps_the_award_and_is_evaluated_no_more()
    {
        await using var world = await AWorld();
        var (holder, waiting, stays) = (await world.AddLearner("A"), await world.AddLearner("B"), await world.AddLearner("C"));
        await Decide(world, world.AGrade(holder, 90), world.AGrade(waiting, 50), world.AGrade(stays, 50));
        await world.SetLeft(holder);
        await world.SetLeft(waiting);
        Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Single(await Decide(world, world.AGrade(holder, 10), world.AGrade(waiting, 95), world.AGrade(stays, 95)));
        await world.Evaluations.MakeAllDue(world.Tenant, world.Mapping, world.Now, Ct);
        Assert.Empty(await Step(world).Run(await world.Evaluations.FindDue(10, world.Now, Ct), Ct));

        Assert.Empty(await world.Evaluations.FindDue(10, world.Now.AddDays(999), Ct));
        var ledger = new DecisionLedger(world.Database);
        Assert.Equal(90, Assert.Single(await ledger.Of(world.Tenant, world.Mapping, holder, 10, Ct)).Inputs.Results[0].Score!.Given);
        Assert.Equal(50, Assert.Single(await ledger.Of(world.Tenant, world.Mapping, waiting, 10, Ct)).Inputs.Results[0].Score!.Given);

        await world.SetLeft(waiting, hasLeft: false);
        await world.Evaluations.MakeAllDue(world.Tenant, world.Mapping, world.Now, Ct);
        Assert.Single(await Step(world).Run(await world.Evaluations.FindDue(10, world.Now, Ct), Ct));
    }

    [SkippableFact]
    public async Task Nobody_who_left_waits_at_the_gate()
    {
        await using var world = await AWorld();
        var gates = new GateRepository(world.Database);
        await gates.Set(world.Tenant, world.Mapping, asksApproval: true, holdUntil: null, hasBrake: true, Entry(world), Ct);
        var learner = await world.AddLearner();
        await Decide(world, world.AGrade(learner, 90));
        await world.SetLeft(learner);

        await gates.Approve(world.Tenant, world.Mapping, Entry(world), Ct);
        Assert.Empty(await Step(world).Run(await world.Evaluations.FindDue(10, world.Now, Ct), Ct));

        Assert.Empty(await gates.Waiting(world.Tenant, world.Mapping, Ct));
        Assert.Equal(0, await gates.Undecided(world.Tenant, world.Mapping, world.Now, Ct));
    }

    [SkippableFact]
    public async Task Another_credential_is_held_only_while_it_is_in_force()
    {
        await using var world = await AWorld();
        var follower = await world.AddFollower();
        var learner = await world.AddLearner("A");
        var suspensions = new SuspensionRepository(world.Database);
        var key = new EvaluationKey(world.Tenant, follower, learner);
        await Issue(world, await Decide(world, world.AGrade(learner, 90)));
        Assert.Equal([key], await world.Evaluations.FindDue(10, world.Now, Ct));
        Assert.True(await Holds(world, key));

        var award = (await world.Awards.FindIn(AwardState.Issued, 10, world.Now, Ct)).Single();
        await world.Database.Write(work => work.Execute(InsertSuspension, new { world.Tenant, Award = award, State = SuspensionState.Suspended, world.Now }, Ct), Ct);
        Assert.False(await Holds(world, key));
        Assert.Equal(SuspendOutcome.Done, await suspensions.LetStand(world.Tenant, award, world.Now, Entry(world), Ct));
        Assert.Equal([key], await world.Evaluations.FindDue(10, world.Now, Ct));
        Assert.True(await Holds(world, key));

        await SetEnd(world, award, world.Now.AddDays(3));
        Assert.True(await Holds(world, key));
        Assert.Single(await Step(world).Run([key], Ct));
        Assert.Equal([world.Now.AddDays(3).AddMilliseconds(1)], await Dates(world, follower, learner));
        Time.Advance(TimeSpan.FromDays(4));
        Assert.False(await Holds(world, key));

        await SetEnd(world, award, null);
        Assert.True(await Holds(world, key));
        var withdrawals = new WithdrawalRepository(world.Database);
        Assert.Equal(WithdrawOutcome.Withdrawn, await withdrawals.Withdraw(world.Tenant, award, new(world.Now, "Not theirs."), Entry(world), Ct));
        Assert.Equal([key], await world.Evaluations.FindDue(10, world.Now, Ct));
        Assert.False(await Holds(world, key));
    }

    [SkippableFact]
    public async Task Awards_by_hand_are_held_too_and_wake_who_asks_for_them()
    {
        await using var world = await AWorld();
        var follower = await world.AddFollower();
        var (learner, stranger) = (await world.AddLearner("A"), await world.AddLearner("B", isMember: false));

        await new HandAwardRepository(world.Database).Give([.. new[] { learner, stranger }.Select(one => new HandAward(world.AnAward(one), "Did it elsewhere.", null, null))], Entry(world), Ct);

        Assert.Equal([new EvaluationKey(world.Tenant, follower, learner)], await world.Evaluations.FindDue(10, world.Now, Ct));
    }

    [SkippableFact]
    public async Task A_run_that_was_asked_back_is_found_until_none_of_it_stands()
    {
        await using var world = await AWorld();
        var runs = new RunRepository(world.Database);
        await Decide(world, world.AGrade(await world.AddLearner(), 90));
        var undone = new UndoneRun(world.Tenant, world.Mapping, AwardRuns.Day(world.Now), "A wrong key.", null);

        Assert.False(await runs.Undo(undone with { Run = "day:1999-01-01" }, Entry(world), Ct));
        Assert.True(await runs.Undo(undone, Entry(world), Ct));
        Assert.True(await runs.Undo(undone with { Reason = "Another." }, Entry(world), Ct));

        Assert.Equal(undone, Assert.Single(await runs.Unfinished(10, Ct)));
        Assert.Single(await runs.Standing(undone, 10, Ct));
        Assert.Equal(1, Assert.Single(await runs.Of(world.Tenant, world.Mapping, 10, Ct)).Left);
        await runs.Finish(undone, world.Now, Ct);
        Assert.Empty(await runs.Unfinished(10, Ct));
    }

    [SkippableFact]
    public async Task Two_people_confirm_and_one_person_twice_is_one()
    {
        await using var world = await AWorld();
        await Use(world, new Confirmed { Id = "c1", What = "Presented it", People = 2 });
        var (learner, tanaka, suzuki) = (await world.AddLearner(), await world.AddLearner("Tanaka", canEarn: false), await world.AddLearner("Suzuki", canEarn: false));
        var confirmations = new ConfirmationRepository(world.Database);
        var key = world.KeyOf(learner);

        Assert.Equal([key], await confirmations.Confirm([key], "c1", tanaka, "Well done.", Entry(world), Ct));
        Assert.Empty(await confirmations.Confirm([key], "c1", tanaka, "Again.", Entry(world), Ct));
        Assert.Empty(await Step(world).Run([key], Ct));
        Assert.Equal([key], await confirmations.Confirm([key], "c1", suzuki, null, Entry(world), Ct));
        Assert.Equal([key], await confirmations.TakeBack([key], "c1", suzuki, Entry(world), Ct));
        Assert.Empty(await confirmations.TakeBack([key], "c1", suzuki, Entry(world), Ct));
        Assert.Empty(await Step(world).Run([key], Ct));
        Assert.Equal([key], await confirmations.Confirm([key], "c1", suzuki, null, Entry(world), Ct));
        Assert.Single(await Step(world).Run([key], Ct));

        Assert.Equal([("Tanaka", "Well done."), ("Suzuki", null)], (await confirmations.Of(key, Ct)).OrderByDescending(one => one.ByName).Select(one => (one.ByName, one.Note)));
    }

    [SkippableFact]
    public async Task What_was_given_by_hand_is_no_question_when_the_rule_is_not_met()
    {
        await using var world = await AWorld();
        await Use(world, RoadWorld.Rule);
        var (given, earned) = (await world.AddLearner("A"), await world.AddLearner("B"));
        await new HandAwardRepository(world.Database).Give([new(world.AnAward(given) with { Run = AwardRuns.Hand(world.Now) }, "Did it elsewhere.", null, null)], Entry(world), Ct);
        await Decide(world, world.AGrade(earned, 90));
        Time.Advance(TimeSpan.FromMinutes(1));

        await Decide(world, world.AGrade(given, 10), world.AGrade(earned, 10));

        var states = await new MappingPages(world.Database).States(world.Tenant, world.Mapping, null, Ct);
        Assert.Equal((1, 1), (states[ClassState.Earned], states[ClassState.NeedsDecision]));
        Assert.Equal([true, false], (await new MappingPages(world.Database).Class(world.Tenant, world.Mapping, new ClassQuery(), Ct)).Select(row => row.IsByHand));
        Assert.Equal(0, (await new MappingPages(world.Database).Totals(world.Tenant, world.Mapping, Ct)).NotYet);
    }

    [SkippableFact]
    public async Task An_award_by_hand_is_given_once_with_its_reason()
    {
        await using var world = await AWorld();
        var (learner, teacher) = (await world.AddLearner("A", email: "a@example.org"), await world.AddLearner("Tanaka", canEarn: false));
        var awards = new HandAwardRepository(world.Database);
        var wanted = new HandAward(world.AnAward(learner) with { Run = AwardRuns.Hand(world.Now) }, "Did it elsewhere.", "https://example.org/e", teacher);

        var given = Assert.Single(await awards.Give([wanted], Entry(world), Ct));
        Assert.Empty(await awards.Give([wanted with { Award = world.AnAward(learner) }], Entry(world), Ct));

        Assert.Equal(new NamedMember(learner, "A", "a@example.org", HasAward: true), Assert.Single(await awards.Members(world.Tenant, world.Mapping, Ct)));
        Assert.Equal(new NamedMember(learner, "A", "a@example.org", HasAward: true), await awards.Member(world.Tenant, world.Mapping, learner, Ct));
        Assert.Null(await awards.Member(world.Tenant, world.Mapping, teacher, Ct));
        Assert.Equal(new HandReason(given, "Did it elsewhere.", "https://example.org/e", "Tanaka"), (await awards.Reasons(world.Tenant, learner, Ct))[given]);
        Assert.Equal([given], await world.Awards.FindIn(AwardState.Awarded, 10, world.Now, Ct));
    }

    [SkippableFact]
    public async Task A_date_wakes_the_learners_who_wait_for_it()
    {
        await using var world = await AWorld();
        await Use(world, new FromDate { Id = "c1", Date = new(2026, 12, 1) });
        var learner = await world.AddLearner();
        await world.Evaluations.MakeAllDue(world.Tenant, world.Mapping, world.Now, Ct);

        Assert.Empty(await Step(world).Run([world.KeyOf(learner)], Ct));
        Assert.Equal([new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero)], await Dates(world, world.Mapping, learner));
    }

    private static async Task<IReadOnlyList<DateTimeOffset>> Dates(RoadWorld world, MappingId mapping, LearnerId learner)
    {
        await using var session = await world.Database.Read(Ct);
        return await session.Query<DateTimeOffset>(SelectDue, new { world.Tenant, Mapping = mapping, Learner = learner }, Ct);
    }

    private static async Task<bool> Holds(RoadWorld world, EvaluationKey key)
    {
        await world.Evaluations.MakeAllDue(key.Tenant, key.Mapping, world.Now, Ct);
        var due = Assert.Single(await world.Evaluations.Load([key], Ct));
        return due.Mapping.Rule.Evaluate(due.Progress.At(world.Now)).IsMet;
    }

    private static Task Issue(RoadWorld world, IReadOnlyList<AwardId> awards) => world.Awards.StoreDocuments([.. awards.Select(award => new IssuedDocuments(award, world.Tenant, []))], Ct);

    private static Task<int> SetEnd(RoadWorld world, AwardId award, DateTimeOffset? until) =>
        world.Database.Write(work => work.Execute(SetValidUntil, new { world.Tenant, Award = award, Until = until }, Ct), Ct);

    private static async Task<IReadOnlyList<EvaluationKey>> Graded(RoadWorld world, int people)
    {
        List<PlacedResult> grades = [];
        for (var person = 0; person < people; person++) grades.Add(world.AGrade(await world.AddLearner(), 90));
        return await world.Results.Apply(grades, [], world.Now, Ct);
    }

    private static AwardStep Step(RoadWorld world) => new(
        world.Evaluations, new PublicAddresses("https://badges.test"), world.Time, NullLogger<AwardStep>.Instance);

    private static async Task<IReadOnlyList<AwardId>> Decide(RoadWorld world, params PlacedResult[] grades) =>
        await Step(world).Run(await world.Results.Apply(grades, [], world.Now, Ct), Ct);

    private static Task Use(RoadWorld world, Criterion rule) => world.Database.Write(
        async work =>
        {
            var values = new { world.Tenant, world.Mapping, world.Version, Rule = CriterionJson.Write(rule), world.Now };
            await work.Execute(SetRule, values, Ct);
            await work.Execute(InsertRule, values, Ct);
        },
        Ct);

    private static AuditEntry Entry(RoadWorld world) => AuditEntry.Of(world.Tenant, world.Now, "instructor", null, "issuing-guarded", world.Mapping.ToString());
}

public sealed class IssuingOnSqlite() : IssuingSpec(TestEngine.Sqlite());

public sealed class IssuingOnPostgreSql() : IssuingSpec(TestEngine.PostgreSql());

public sealed class IssuingOnSqlServer() : IssuingSpec(TestEngine.SqlServer());
