using LtiBadgeConnector.Core.Addresses;
using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.StatusLists;
using LtiBadgeConnector.Core.Steps;
using LtiBadgeConnector.Storage;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Storage.Road;
using LtiBadgeConnector.Storage.StatusLists;
using LtiBadgeConnector.StorageTests.Road;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtiBadgeConnector.StorageTests.StatusLists;

/// <summary>What becomes of an award when its grade falls, when a person decides, and when its time ends: the step and the tables together.</summary>
public abstract class SuspensionSpec(TestEngine engine) : RoadSpec(engine)
{
    private static readonly PublicAddresses Addresses = new("https://badges.test");

    private static readonly Sql CountSet = new("SELECT COUNT(*) FROM status_entries WHERE award_id = @Award AND is_set = {true}");

    [SkippableFact]
    public async Task A_policy_is_kept_with_its_mapping_and_is_the_default_until_then()
    {
        await using var world = await AWorld();
        var mappings = new MappingRepository(world.Database);
        var policy = new AwardPolicy { WhenGradeFalls = WhenGradeFalls.Suspend, ValidMonths = 36, RenewsByResults = true };
        Assert.Equal(AwardPolicy.Default, (await mappings.Find(world.Tenant, world.Mapping, Ct))!.Policy);

        Assert.True(await mappings.SetPolicy(world.Tenant, world.Mapping, policy, Ct));
        Assert.False(await mappings.SetPolicy(TenantId.New(Time), world.Mapping, AwardPolicy.Default, Ct));

        Assert.Equal(policy, (await mappings.Find(world.Tenant, world.Mapping, Ct))!.Policy);
    }

    [SkippableFact]
    public async Task By_default_a_fallen_grade_takes_nothing_away_and_asks_a_person()
    {
        await using var world = await AWorld();
        var (learner, award) = await AnIssuedAward(world);

        await Grade(world, learner, 10);

        var review = await Review(world, learner, award);
        Assert.Equal((true, null, null), (review.NeedsDecision, review.Suspension, review.Withdrawal));
        Assert.Equal(0, await BitsSet(world, award));

        Assert.Equal(SuspendOutcome.Done, await LetStand(world, award));
        await Grade(world, learner, 20);
        review = await Review(world, learner, award);
        Assert.Equal((false, true), (review.NeedsDecision, review.IsLetStand));

        // Met again and fallen anew: that is another question.
        await Grade(world, learner, 90);
        await Grade(world, learner, 20);
        Assert.True((await Review(world, learner, award)).NeedsDecision);
    }

    [SkippableFact]
    public async Task Where_the_policy_says_so_a_fallen_grade_suspends_and_a_risen_one_reinstates()
    {
        await using var world = await AWorld();
        var (learner, award) = await AnIssuedAward(world, new() { WhenGradeFalls = WhenGradeFalls.Suspend });
        var list = await Signed(world);
        Assert.Equal(StatusPurpose.Suspension, list.Purpose);

        await Grade(world, learner, 10);

        var review = await Review(world, learner, award);
        Assert.Equal((AwardChange.NoLongerMet, false), (review.Suspension!.Reason, review.NeedsDecision));
        Assert.Equal(2, await BitsSet(world, award));
        Assert.Equal(2, (await Signed(world)).Set.Count);
        Assert.Single(await Audit(world, "award-suspended"));

        await Grade(world, learner, 90);

        Assert.Null((await Review(world, learner, award)).Suspension);
        Assert.Equal(0, await BitsSet(world, award));
        Assert.Empty((await Signed(world)).Set);
        Assert.Single(await Audit(world, "award-reinstated"));
    }

    [SkippableFact]
    public async Task A_policy_younger_than_the_credential_suspends_nothing_and_asks_a_person()
    {
        await using var world = await AWorld();
        var (learner, award) = await AnIssuedAward(world);
        await new MappingRepository(world.Database).SetPolicy(world.Tenant, world.Mapping, new() { WhenGradeFalls = WhenGradeFalls.Suspend }, Ct);

        await Grade(world, learner, 10);

        var review = await Review(world, learner, award);
        Assert.Equal((null, true, false), (review.Suspension, review.NeedsDecision, review.MaySuspend));
        Assert.Equal(0, await BitsSet(world, award));
        Assert.Empty(await Audit(world, "award-suspended"));
    }

    [SkippableFact]
    public async Task A_person_s_word_stands_above_the_rule_s()
    {
        await using var world = await AWorld();
        var (learner, award) = await AnIssuedAward(world, new() { WhenGradeFalls = WhenGradeFalls.Suspend });

        await Grade(world, learner, 10);
        Assert.Equal(SuspendOutcome.Done, await LetStand(world, award));
        await Grade(world, learner, 5);
        Assert.Equal((null, true), ((await Review(world, learner, award)).Suspension, (await Review(world, learner, award)).IsLetStand));

        Assert.Equal(SuspendOutcome.Done, await Suspend(world, award, "Under investigation."));
        await Grade(world, learner, 95);
        Assert.Equal("Under investigation.", (await Review(world, learner, award)).Suspension!.Reason);
        Assert.Equal(2, await BitsSet(world, award));
    }

    [SkippableFact]
    public async Task Only_a_credential_whose_status_can_say_so_is_suspended()
    {
        await using var world = await AWorld();
        var (_, award) = await AnIssuedAward(world);
        var (_, suspendable) = await AnIssuedAward(world, new() { MaySuspend = true });
        var unissued = await world.AddAward(await world.AddLearner());

        Assert.Equal(SuspendOutcome.NotSuspendable, await Suspend(world, award, "No"));
        Assert.Equal(SuspendOutcome.NotIssued, await Suspend(world, unissued, "No"));
        Assert.Equal(SuspendOutcome.Done, await Suspend(world, suspendable, "Yes"));

        var withdrawal = new Withdrawal(world.Now, "For good");
        Assert.Equal(WithdrawOutcome.Withdrawn, await new WithdrawalRepository(world.Database).Withdraw(world.Tenant, suspendable, withdrawal, Entry(world, "award-withdrawn"), Ct));
        Assert.Equal(SuspendOutcome.Withdrawn, await LetStand(world, suspendable));
        Assert.Equal(2, await BitsSet(world, suspendable));
    }

    [SkippableFact]
    public async Task A_withdrawal_by_the_rule_opens_the_next_cycle_when_the_rule_is_met_again()
    {
        await using var world = await AWorld();
        var (learner, award) = await AnIssuedAward(world, new() { WhenGradeFalls = WhenGradeFalls.WithdrawAndAwardAgain });

        await Grade(world, learner, 10);
        Assert.Equal(AwardChange.NoLongerMet, (await Review(world, learner, award)).Withdrawal!.Reason);

        var next = Assert.Single(await Grade(world, learner, 90));
        Assert.Empty(await Grade(world, learner, 91));
        var reviews = await new SuspensionRepository(world.Database).OfLearner(world.Tenant, learner, Ct);
        Assert.Equal((1, false), (reviews[award].Cycle, reviews[award].IsNewest));
        Assert.Equal((2, true, null), (reviews[next].Cycle, reviews[next].IsNewest, reviews[next].Withdrawal));
    }

    [SkippableFact]
    public async Task An_award_ends_when_its_policy_says_and_only_new_results_renew_it()
    {
        await using var world = await AWorld();
        var (learner, award) = await AnIssuedAward(world, new() { ValidMonths = 12, RenewsByResults = true });
        var until = (await Review(world, learner, award)).ValidUntil!.Value;
        Assert.Equal(new DateTimeOffset(2027, 11, 22, 9, 0, 1, TimeSpan.Zero), until);

        Time.Advance(TimeSpan.FromDays(200));
        Assert.Empty(await Grade(world, learner, 95));
        Time.Advance(TimeSpan.FromDays(200));
        await world.Evaluations.MakeAllDue(world.Tenant, world.Mapping, world.Now, Ct);
        Assert.Empty(await Step(world).Run([world.KeyOf(learner)], Ct));

        var next = Assert.Single(await Grade(world, learner, 80));
        var review = await Review(world, learner, next);
        Assert.Equal((2, true), (review.Cycle, review.ValidUntil > world.Now));
        Assert.Equal(review.ValidUntil, (await world.Awards.LoadForIssue([next], Ct))[0].Dossier.ValidUntil);
    }

    [SkippableFact]
    public async Task A_person_renews_once_however_often_they_press()
    {
        await using var world = await AWorld();
        var (learner, award) = await AnIssuedAward(world, new() { ValidMonths = 12 });
        var renewals = new RenewalRepository(world.Database, Addresses, Time);
        Assert.Null(await renewals.Open(world.Tenant, award, Entry(world, "award-renewed"), Ct));

        Time.Advance(TimeSpan.FromDays(300));
        var opened = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => renewals.Open(world.Tenant, award, Entry(world, "award-renewed"), Ct))));

        var next = Assert.Single(opened, id => id is not null)!.Value;
        var review = await Review(world, learner, next);
        Assert.Equal((2, true), (review.Cycle, review.IsNewest));
        Assert.Equal([next], await world.Awards.FindIn(AwardState.Awarded, 10, world.Now, Ct));
        Assert.Single(await Audit(world, "award-renewed"));
    }

    [SkippableFact]
    public async Task The_learner_s_note_is_kept_for_its_holder_alone()
    {
        await using var world = await AWorld();
        var (learner, award) = await AnIssuedAward(world);
        var suspensions = new SuspensionRepository(world.Database);

        Assert.False(await suspensions.SaveAppeal(world.Tenant, award, await world.AddLearner(), new(world.Now, "Not mine"), Ct));
        Assert.True(await suspensions.SaveAppeal(world.Tenant, award, learner, new(world.Now, "First"), Ct));
        Assert.True(await suspensions.SaveAppeal(world.Tenant, award, learner, new(world.Now, "Second"), Ct));

        Assert.Equal(new Appeal(world.Now, "Second"), (await Review(world, learner, award)).Appeal);
    }

    private async Task<(LearnerId Learner, AwardId Award)> AnIssuedAward(RoadWorld world, AwardPolicy? policy = null)
    {
        await new MappingRepository(world.Database).SetPolicy(world.Tenant, world.Mapping, policy ?? AwardPolicy.Default, Ct);
        var learner = await world.AddLearner();
        var award = Assert.Single(await Grade(world, learner, 92));
        var purpose = (await world.Awards.LoadForIssue([award], Ct))[0].Purpose;
        var entries = (await Lists(world).Take(world.Tenant, world.Issuer, purpose, 2, Ct)).Entries;
        await world.Awards.StoreDocuments([new(award, world.Tenant, [.. entries.Select((entry, n) => Document(entry, n))])], Ct);
        return (learner, award);
    }

    private IssuedDocument Document(StatusEntry entry, int n)
    {
        var publicId = PublicId.New();
        return new(CredentialId.New(Time), publicId, $"https://badges.test/credentials/{publicId}", new($"format-{n}", "application/vc+jwt", [1], "k", Time.Now()), entry);
    }

    /// <summary>A grade that has just arrived, decided as on the road.</summary>
    private async Task<IReadOnlyList<AwardId>> Grade(RoadWorld world, LearnerId learner, decimal points)
    {
        Time.Advance(TimeSpan.FromSeconds(1));
        return await Step(world).Run(await world.Results.Apply([world.AGrade(learner, points)], [], world.Now, Ct), Ct);
    }

    private AwardStep Step(RoadWorld world) => new(world.Evaluations, Addresses, Time, NullLogger<AwardStep>.Instance);

    private StatusListRepository Lists(RoadWorld world) => new(world.Database, new DossierParts(world.Database, world.Protector, Time), world.Protector, Addresses, Time);

    private async Task<StatusListToSign> Signed(RoadWorld world)
    {
        var list = await Lists(world).Claim(Assert.Single(await Lists(world).FindDue(10, world.Now, Ct)), world.Now.AddMinutes(1), Ct);
        await Lists(world).Store(list!, [], world.Now, world.Now.AddDays(1), Ct);
        return list!;
    }

    private static async Task<AwardReview> Review(RoadWorld world, LearnerId learner, AwardId award) =>
        (await new SuspensionRepository(world.Database).OfLearner(world.Tenant, learner, Ct))[award];

    private static Task<SuspendOutcome> Suspend(RoadWorld world, AwardId award, string reason) =>
        new SuspensionRepository(world.Database).Suspend(world.Tenant, award, new(world.Now, reason), Entry(world, "award-suspended"), Ct);

    private static Task<SuspendOutcome> LetStand(RoadWorld world, AwardId award) =>
        new SuspensionRepository(world.Database).LetStand(world.Tenant, award, world.Now, Entry(world, "award-let-stand"), Ct);

    private static AuditEntry Entry(RoadWorld world, string action) => AuditEntry.Of(world.Tenant, world.Now, "instructor", null, action);

    private static Task<IReadOnlyList<AuditEntry>> Audit(RoadWorld world, string action) => new AuditRepository(world.Database).Page(world.Tenant, null, action, null, 10, Ct);

    private static Task<long> BitsSet(RoadWorld world, AwardId award) => world.Read<long>(CountSet, new { Award = award });
}

public sealed class SuspensionsOnSqlite() : SuspensionSpec(TestEngine.Sqlite());

public sealed class SuspensionsOnPostgreSql() : SuspensionSpec(TestEngine.PostgreSql());

public sealed class SuspensionsOnSqlServer() : SuspensionSpec(TestEngine.SqlServer());
