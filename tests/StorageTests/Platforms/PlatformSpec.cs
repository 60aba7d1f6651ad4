using LtiBadgeConnector.Lti.Registrations;
using LtiBadgeConnector.Storage.Platforms;

namespace LtiBadgeConnector.StorageTests.Platforms;

public abstract class PlatformSpec(TestEngine engine) : Spec(engine)
{
    private World world = null!;
    private PlatformRepository platforms = null!;

    [SkippableFact]
    public async Task Finds_a_registration_by_id_and_by_issuer_and_client_exactly_as_saved()
    {
        await Begin();
        var saved = World.ARegistration(world.Tenant) with
        {
            TokenAudience = "https://lms.example/aud", RedirectUri = "https://old.example/lti/launch", TrustedAudiences = ["a b", "c"],
            ProductFamilyCode = "moodle", FrameAncestors = ["https://lms.example", "https://lti.example"], GrantedScopes = ["s1", "s2"],
            DeploymentPolicy = DeploymentPolicy.AutoAccept,
        };

        Assert.IsType<PlatformSaved.Added>(await platforms.Save(saved, world.Now, Ct));

        Assert.Equivalent(saved, await platforms.Find(saved.Id, Ct), strict: true);
        Assert.Equivalent(saved, await platforms.Find(saved.Issuer, saved.ClientId, Ct), strict: true);
        Assert.Null(await platforms.Find("https://LMS.example", saved.ClientId, Ct));
        Assert.Null(await platforms.Find(saved.Issuer, saved.ClientId.ToUpperInvariant(), Ct));
    }

    [SkippableFact]
    public async Task Saying_the_same_again_updates_and_keeps_the_id()
    {
        await Begin();
        var first = World.ARegistration(world.Tenant);
        await platforms.Save(first, world.Now, Ct);

        var again = await platforms.Save(World.ARegistration(world.Tenant) with { Name = "Moodle, renamed" }, world.Now, Ct);

        Assert.Equal(new PlatformSaved.Updated(new(first.Id.Value)), again);
        Assert.Equal("Moodle, renamed", (await platforms.Find(first.Id, Ct))!.Name);
    }

    [SkippableFact]
    public async Task Never_takes_over_another_tenants_registration()
    {
        await Begin();
        var other = await World.In(world.Database, beside: world);
        var theirs = World.ARegistration(other.Tenant);
        await platforms.Save(theirs, world.Now, Ct);

        Assert.IsType<PlatformSaved.Taken>(await platforms.Save(World.ARegistration(world.Tenant) with { TokenEndpoint = "https://evil.example" }, world.Now, Ct));
        Assert.IsType<PlatformSaved.Taken>(await platforms.Save(theirs with { TenantId = world.Tenant.Value, TokenEndpoint = "https://evil.example" }, world.Now, Ct));

        Assert.Equal(theirs.TokenEndpoint, (await platforms.Find(theirs.Id, Ct))!.TokenEndpoint);
        Assert.Equal("platform-taken", PlatformSaved.Taken.Code);
    }

    [SkippableFact]
    public async Task Another_tenant_sees_and_changes_nothing()
    {
        await Begin();
        var other = await World.In(world.Database, beside: world);
        await platforms.Remember(new(world.Registration.Id, "d1", null, DeploymentState.Pending), Ct);

        Assert.Null(await platforms.Find(other.Tenant, world.Platform, Ct));
        Assert.DoesNotContain(await platforms.List(other.Tenant, Ct), platform => platform.Id == world.Platform);
        Assert.Empty(await platforms.Deployments(other.Tenant, world.Platform, Ct));
        Assert.False(await platforms.SetState(other.Tenant, world.Platform, RegistrationState.Disabled, world.Now, Ct));
        Assert.False(await platforms.Approve(other.Tenant, world.Platform, "d1", other.Tenant, world.Now, Ct));
        Assert.False(await platforms.Refuse(other.Tenant, world.Platform, "d1", world.Now, Ct));
        Assert.False(await platforms.Remove(other.Tenant, world.Platform, Ct));
        Assert.NotNull(await platforms.Find(world.Registration.Id, "d1", Ct));
    }

    [SkippableFact]
    public async Task A_disabled_registration_is_no_longer_among_the_active_ones()
    {
        await Begin();
        Assert.Single(await platforms.ActiveOf(world.Issuer, 2, Ct));

        Assert.True(await platforms.SetState(world.Tenant, world.Platform, RegistrationState.Disabled, world.Now, Ct));

        Assert.Empty(await platforms.ActiveOf(world.Issuer, 2, Ct));
    }

    [SkippableFact]
    public async Task Two_first_launches_at_once_leave_one_deployment()
    {
        await Begin();

        var seen = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
            platforms.Remember(new(world.Registration.Id, "d1", null, DeploymentState.Pending), Ct))));

        Assert.Single(seen.Distinct());
        Assert.Single(await platforms.Deployments(world.Tenant, world.Platform, Ct));
    }

    [SkippableFact]
    public async Task An_approved_deployment_belongs_to_its_tenant_for_good()
    {
        await Begin();
        var other = await World.In(world.Database, beside: world);
        await platforms.Remember(new(world.Registration.Id, "d1", null, DeploymentState.Pending), Ct);

        Assert.True(await platforms.Approve(world.Tenant, world.Platform, "d1", other.Tenant, world.Now, Ct));
        Assert.False(await platforms.Approve(world.Tenant, world.Platform, "d1", world.Tenant, world.Now, Ct));

        Assert.Equal(new(world.Registration.Id, "d1", other.Tenant.Value, DeploymentState.Active), await platforms.Find(world.Registration.Id, "d1", Ct));
        Assert.True(await platforms.Refuse(world.Tenant, world.Platform, "d1", world.Now, Ct));
        Assert.Equal(DeploymentState.Refused, (await platforms.Find(world.Registration.Id, "d1", Ct))!.State);
    }

    [SkippableFact]
    public async Task A_platform_with_courses_cannot_be_removed()
    {
        await Begin();
        await platforms.Remember(new(world.Registration.Id, "d1", null, DeploymentState.Pending), Ct);
        await world.ACourse();
        Assert.False(await platforms.Remove(world.Tenant, world.Platform, Ct));
        Assert.Single(await platforms.Deployments(world.Tenant, world.Platform, Ct));

        var unused = World.ARegistration(world.Tenant, clientId: "unused");
        await platforms.Save(unused, world.Now, Ct);
        await platforms.Remember(new(unused.Id, "d1", null, DeploymentState.Pending), Ct);
        Assert.True(await platforms.Remove(world.Tenant, new(unused.Id.Value), Ct));
        Assert.Null(await platforms.Find(unused.Id, Ct));
    }

    [SkippableFact]
    public async Task Tells_when_it_last_launched()
    {
        await Begin();
        await platforms.NoteLaunch(world.Platform, "5.1", world.Now, Ct);
        await platforms.NoteLaunch(world.Platform, null, world.Now.AddHours(1), Ct);

        var platform = await platforms.Find(world.Tenant, world.Platform, Ct);
        Assert.Equal(("5.1", world.Now.AddHours(1)), (platform!.PlatformVersion, platform.LastLaunchAt));
    }

    [SkippableFact]
    public async Task Tells_the_accounts_that_its_launches_came_from()
    {
        await Begin();
        await platforms.Remember(new(world.Registration.Id, "d1", world.Tenant.Value, DeploymentState.Active), Ct);
        await platforms.Remember(new(world.Registration.Id, "d2", world.Tenant.Value, DeploymentState.Active), Ct);
        await platforms.NoteLaunch(world.Platform, null, world.Now, Ct, ("d1", "account-1"));
        await platforms.NoteLaunch(world.Platform, null, world.Now, Ct, ("d2", "account-1"));

        Assert.Equal(["account-1"], await platforms.Accounts(world.Tenant, world.Platform, Ct));
        Assert.Empty(await platforms.Accounts(new(Guid.NewGuid()), world.Platform, Ct));
    }

    private async Task Begin()
    {
        world = await World.In(await Engine.Migrated());
        platforms = new(world.Database, world.Time);
    }
}

public sealed class PlatformsOnSqlite() : PlatformSpec(TestEngine.Sqlite());

public sealed class PlatformsOnPostgreSql() : PlatformSpec(TestEngine.PostgreSql());

public sealed class PlatformsOnSqlServer() : PlatformSpec(TestEngine.SqlServer());
