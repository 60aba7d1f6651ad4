using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Storage.Learners;

namespace LtiBadgeConnector.StorageTests.Learners;

public abstract class IdentityConflictSpec(TestEngine engine) : Spec(engine)
{
    private World world = null!;
    private Course course = null!;
    private LearnerId owner;
    private LearnerId claimant;

    [SkippableFact]
    public async Task An_id_that_two_people_claim_stays_and_waits_for_an_administrator()
    {
        var conflicts = await Claimed();

        var conflict = Assert.Single(await conflicts.Undecided(world.Tenant, 10, Ct));
        Assert.Equal(
            ("lms-user-id", "7", claimant, "Ren", owner, "Aoi", "Moodle"),
            (conflict.Scheme, conflict.Value, conflict.ClaimedBy, conflict.ClaimedByName!, conflict.Owner, conflict.OwnerName!, conflict.PlatformName));
        Assert.Equal(1, await conflicts.Count(world.Tenant, Ct));
        Assert.Equal(owner, await OwnerOfSeven());
    }

    [SkippableFact]
    public async Task The_same_claim_again_is_one_claim()
    {
        var conflicts = await Claimed();
        await Claim();

        Assert.Single(await conflicts.Undecided(world.Tenant, 10, Ct));
    }

    [SkippableFact]
    public async Task The_id_is_given_to_the_claimant_when_an_administrator_says_so()
    {
        var conflicts = await Claimed();

        Assert.True(await conflicts.GiveToClaimant(world.Tenant, (await conflicts.Undecided(world.Tenant, 10, Ct))[0].Key, Ct));

        Assert.Equal(claimant, await OwnerOfSeven());
        Assert.Empty(await conflicts.Undecided(world.Tenant, 10, Ct));
    }

    [SkippableFact]
    public async Task A_claim_that_was_left_as_it_is_does_not_come_back()
    {
        var conflicts = await Claimed();

        Assert.True(await conflicts.Leave(world.Tenant, (await conflicts.Undecided(world.Tenant, 10, Ct))[0].Key, Ct));
        await Claim();

        Assert.Equal(owner, await OwnerOfSeven());
        Assert.Equal(0, await conflicts.Count(world.Tenant, Ct));
    }

    [SkippableFact]
    public async Task Two_people_who_are_joined_claim_nothing_from_each_other()
    {
        var conflicts = await Claimed();

        await world.Learners.Join(world.Tenant, claimant, owner, world.Now, Ct);

        Assert.Empty(await conflicts.Undecided(world.Tenant, 10, Ct));
    }

    [SkippableFact]
    public async Task Nobody_takes_an_id_without_a_claim_or_from_another_tenant()
    {
        var conflicts = await Claimed();
        var key = (await conflicts.Undecided(world.Tenant, 10, Ct))[0].Key;

        Assert.False(await conflicts.GiveToClaimant(new TenantId(Guid.NewGuid()), key, Ct));
        Assert.False(await conflicts.Leave(new TenantId(Guid.NewGuid()), key, Ct));
        Assert.False(await conflicts.GiveToClaimant(world.Tenant, key with { ClaimedBy = new LearnerId(Guid.NewGuid()) }, Ct));
        Assert.Equal(owner, await OwnerOfSeven());
    }

    private async Task<IdentityConflictRepository> Claimed()
    {
        world = await World.In(await Engine.Migrated());
        course = await world.ACourse();
        owner = (await Apply("s1", "Aoi")).Learners[0];
        claimant = (await Claim()).Learners[0];
        return new(world.Database);
    }

    private Task<RosterChange> Claim() => Apply("s2", "Ren");

    private Task<RosterChange> Apply(string sub, string name) =>
        world.Learners.Apply(course, [World.AMember(sub, name, keys: [LearnerKey.LmsUser("7")])], isWhole: false, world.Now, Ct);

    private async Task<LearnerId> OwnerOfSeven() => (await world.Learners.Resolve([new(world.Tenant, world.Platform, LearnerKey.LmsUser("7"))], Ct)).Values.Single();
}

public sealed class IdentityConflictsOnSqlite() : IdentityConflictSpec(TestEngine.Sqlite());

public sealed class IdentityConflictsOnPostgreSql() : IdentityConflictSpec(TestEngine.PostgreSql());

public sealed class IdentityConflictsOnSqlServer() : IdentityConflictSpec(TestEngine.SqlServer());
