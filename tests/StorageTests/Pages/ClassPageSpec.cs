using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Storage.Road;
using LtiBadgeConnector.Storage.StatusLists;
using LtiBadgeConnector.StorageTests.Road;

namespace LtiBadgeConnector.StorageTests.Pages;

public abstract class ClassPageSpec(TestEngine engine) : RoadSpec(engine)
{
    private static readonly Sql ForgetMarks = new("UPDATE evaluations SET marks = NULL");
    private static readonly Sql Suspend = new("INSERT INTO suspensions (tenant_id, award_id, state, by_rule, reason, decided_at) VALUES (@Tenant, @Award, @State, {false}, 'Looked at again.', @Now)");
    private static readonly Sql SetIssued = new("UPDATE awards SET state = @Issued WHERE tenant_id = @Tenant");

    [SkippableFact]
    public async Task Totals_count_those_who_can_earn_by_where_they_stand()
    {
        await using var world = await AWorld();
        await AClass(world);
        await world.AddLearner("Teacher", canEarn: false);

        var totals = await new MappingPages(world.Database).Totals(world.Tenant, world.Mapping, Ct);

        Assert.Equal(new(Members: 4, Awarded: 1, Met: 1, Near: 1, WaitingForGrade: 1, NotYet: 1, Unknown: 0, Undecided: 1, NeedsDecision: 0), totals);
    }

    [SkippableFact]
    public async Task What_was_withdrawn_counts_as_earned_no_more()
    {
        await using var world = await AWorld();
        await AClass(world);
        var ben = Assert.Single(await AllPages(world, new(State: ClassState.Earned)));
        await Withdraw(world, ben.Learner);

        var totals = await new MappingPages(world.Database).Totals(world.Tenant, world.Mapping, Ct);
        Assert.Equal((4, 0, 0), (totals.Members, totals.Awarded, totals.NeedsDecision));
        Assert.Empty(await AllPages(world, new(State: ClassState.Earned)));
        Assert.Equal(["Ben"], (await AllPages(world, new(State: ClassState.Withdrawn))).Select(row => row.Name));
    }

    [SkippableFact]
    public async Task What_is_suspended_stands_by_itself_and_states_are_counted_as_they_are_listed()
    {
        await using var world = await AWorld();
        await AClass(world);
        var pages = new MappingPages(world.Database);
        var ben = Assert.Single(await AllPages(world, new(State: ClassState.Earned)));
        var award = (await new SharedAwards(world.Database).FindOfLearner(world.Tenant, world.MicroCredential, ben.Learner, Ct))!.Id;
        await world.Database.Write(session => session.Execute(Suspend, new { world.Tenant, Award = award, State = SuspensionState.Suspended, world.Now }, Ct), Ct);

        Assert.Equal(["Ben"], (await AllPages(world, new(State: ClassState.Suspended))).Select(row => row.Name));
        Assert.Empty(await AllPages(world, new(State: ClassState.Earned)));
        var states = await pages.States(world.Tenant, world.Mapping, null, Ct);
        Assert.Equal(1, states[ClassState.Suspended]);
        foreach (var state in Enum.GetValues<ClassState>()) Assert.Equal((await AllPages(world, new(State: state))).Count, states.GetValueOrDefault(state));
        Assert.Equal(new() { [ClassState.Suspended] = 1 }, (await pages.States(world.Tenant, world.Mapping, "BEN", Ct)).ToDictionary());
        Assert.Empty(await pages.States(TenantId.New(Time), world.Mapping, null, Ct));
    }

    [SkippableFact]
    public async Task Criteria_count_who_shows_each_and_who_waits_for_a_grade()
    {
        await using var world = await AWorld();
        await AClass(world);

        var criteria = await new MappingPages(world.Database).Criteria(world.Tenant, world.Mapping, RoadWorld.Rule, Ct);

        Assert.Equal(new(Met: 1, WaitingForGrade: 1, Rest: 1), Assert.Single(criteria).Value);
        Assert.Equal("c1", criteria.Keys.Single());
    }

    [SkippableFact]
    public async Task Criteria_of_verdicts_that_were_kept_without_marks_are_counted_alike()
    {
        await using var world = await AWorld();
        await AClass(world);
        await world.Database.Write(session => session.Execute(ForgetMarks, null, Ct), Ct);

        Assert.Equal(new(Met: 1, WaitingForGrade: 1, Rest: 1), Assert.Single(await new MappingPages(world.Database).Criteria(world.Tenant, world.Mapping, RoadWorld.Rule, Ct)).Value);
    }

    [SkippableFact]
    public async Task Pages_follow_each_other_by_name_and_show_the_verdict_and_the_award()
    {
        await using var world = await AWorld();
        await AClass(world);

        var rows = await AllPages(world, new());

        Assert.Equal(["Aoi", "Ben", "Chie", "Dai"], rows.Select(row => row.Name));
        Assert.Equal([ClassState.Near, ClassState.Earned, ClassState.NotYet, ClassState.WaitsForGrade], rows.Select(row => row.State));
        Assert.Equal([false, true, false, false], rows.Select(row => row.Award is not null && row.AwardedAt == world.Now));
        Assert.Equal([false, true, null, false], rows.Select(row => row.Evaluation?.IsMet));
        Assert.Equal([true, true, false, true], rows.Select(row => row.DecidedAt == world.Now));
    }

    [SkippableFact]
    public async Task Pages_sort_by_state_with_what_needs_a_person_first()
    {
        await using var world = await AWorld();
        await AClass(world);

        Assert.Equal(["Aoi", "Dai", "Chie", "Ben"], (await AllPages(world, new(Sort: ClassSort.State))).Select(row => row.Name));
    }

    [SkippableFact]
    public async Task A_page_shows_only_the_state_or_the_name_asked_for()
    {
        await using var world = await AWorld();
        await AClass(world);

        Assert.Equal(["Ben"], (await AllPages(world, new(State: ClassState.Earned))).Select(row => row.Name));
        Assert.Equal(["Chie"], (await AllPages(world, new(Text: "HI"))).Select(row => row.Name));
        Assert.Equal(["Dai"], (await AllPages(world, new(Text: "dai@"))).Select(row => row.Name));
    }

    private static async Task Withdraw(RoadWorld world, LearnerId learner)
    {
        var award = (await new SharedAwards(world.Database).FindOfLearner(world.Tenant, world.MicroCredential, learner, Ct))!.Id;
        await world.Awards.StoreDocuments([new(award, world.Tenant, [])], Ct);
        var entry = AuditEntry.Of(world.Tenant, world.Now, "instructor", null, "award-withdrawn", award.ToString());
        Assert.Equal(WithdrawOutcome.Withdrawn, await new WithdrawalRepository(world.Database).Withdraw(world.Tenant, award, new(world.Now, "Mixed up."), entry, Ct));
    }

    [SkippableFact]
    public async Task What_matches_is_counted_and_only_awards_in_force_are_held()
    {
        await using var world = await AWorld();
        await AClass(world);
        var pages = new MappingPages(world.Database);

        var states = await pages.States(world.Tenant, world.Mapping, null, Ct);
        Assert.Equal((4, 1), (states.Values.Sum(), states[ClassState.Earned]));
        Assert.Equal(1, (await pages.States(world.Tenant, world.Mapping, "dai@", Ct)).Values.Sum());
        // Awarded, but no document of it is signed yet: there is nothing to withdraw.
        Assert.Empty(await pages.Held(world.Tenant, world.Mapping, null, null, Ct));
        await world.Database.Write(session => session.Execute(SetIssued, new { world.Tenant, AwardState.Issued }, Ct), Ct);
        var held = Assert.Single(await pages.Held(world.Tenant, world.Mapping, ClassState.Earned, "ben", Ct));
        Assert.Empty(await pages.Held(world.Tenant, world.Mapping, ClassState.Near, null, Ct));

        var withdrawals = new WithdrawalRepository(world.Database);
        foreach (var now in new[] { 1, 0 })
            Assert.Equal(now, await withdrawals.Withdraw(world.Tenant, [held.Award], new(world.Now, "Entered twice."), _ => AuditEntry.Of(world.Tenant, world.Now, "instructor", null, "award-withdrawn"), Ct));
        Assert.Empty(await pages.Held(world.Tenant, world.Mapping, null, null, Ct));
    }

    [SkippableFact]
    public async Task Awards_are_counted_between_instants()
    {
        await using var world = await AWorld();
        var pages = new MappingPages(world.Database);
        Assert.Null(await pages.FirstAwardedAt(world.Tenant, world.Mapping, Ct));
        var first = world.Now;
        await world.AddAward(await world.AddLearner("A"));
        Time.Advance(TimeSpan.FromDays(3));
        await world.AddAward(await world.AddLearner("B"));
        await world.AddAward(await world.AddLearner("C"));

        Assert.Equal(first, await pages.FirstAwardedAt(world.Tenant, world.Mapping, Ct));
        Assert.Equal([1, 0, 2], await pages.AwardedBetween(world.Tenant, world.Mapping, [first, first.AddDays(1), world.Now, world.Now.AddDays(1)], Ct));
    }

    [SkippableFact]
    public async Task Some_of_a_class_are_made_due_again_and_nobody_else()
    {
        await using var world = await AWorld();
        await AClass(world);
        var rows = await AllPages(world, new());
        var retries = new Retries(world.Database, Time);

        Assert.Equal(1, await retries.Evaluations(world.Tenant, world.Mapping, [rows.Single(row => row.Name == "Aoi").Learner, LearnerId.New(Time)], Ct));
        Assert.Equal(0, await retries.Evaluations(TenantId.New(Time), world.Mapping, [.. rows.Select(row => row.Learner)], Ct));
    }

    private static async Task<IReadOnlyList<ClassRow>> AllPages(RoadWorld world, ClassQuery query)
    {
        List<ClassRow> all = [];
        while (await new MappingPages(world.Database).Class(world.Tenant, world.Mapping, query with { Most = 1, After = all.LastOrDefault()?.Position }, Ct) is [var row]) all.Add(row);
        return all;
    }

    // Aoi just misses, Ben has earned it, of Chie nothing is known, and Dai waits for a grade.
    private static async Task AClass(RoadWorld world)
    {
        await world.AddAward(await world.AddLearner("Ben"));
        await Decide(world, await world.AddLearner("Dai", "dai@example.edu"), points: null);
        await Decide(world, await world.AddLearner("Aoi"), points: 59);
        await world.AddLearner("Chie");
    }

    private static async Task Decide(RoadWorld world, LearnerId learner, decimal? points)
    {
        var due = await world.Results.Apply([world.AGrade(learner, points)], [], world.Now, Ct);
        await world.Evaluations.Record([.. (await world.Evaluations.Load(due, Ct)).Select(world.Decide)], Ct);
    }
}

public sealed class ClassPagesOnSqlite() : ClassPageSpec(TestEngine.Sqlite());

public sealed class ClassPagesOnPostgreSql() : ClassPageSpec(TestEngine.PostgreSql());

public sealed class ClassPagesOnSqlServer() : ClassPageSpec(TestEngine.SqlServer());
