using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Core.Reviewing;
using LtiBadgeConnector.Storage.MicroCredentials;

namespace LtiBadgeConnector.StorageTests.MicroCredentials;

public abstract class ReviewSpec(TestEngine engine) : Spec(engine)
{
    private World world = null!;
    private ReviewRepository reviews = null!;
    private MicroCredential made = null!;

    [SkippableFact]
    public async Task A_review_is_opened_by_its_key_and_decided_once()
    {
        var (key, asked) = await Begin();

        var found = await reviews.FindByKey(key, world.Now, Ct);
        Assert.Equal((asked.Id, "Prof. Mori", true, ReviewState.Asked, "One", "Do it.", "行うこと。"), (found!.Id, found.Reviewer, found.IsExternal, found.State, found.Definition.Title, found.CriteriaNarrative, found.OtherNarrative));
        Assert.Null(await reviews.FindByKey(key + "x", world.Now, Ct));

        Assert.True(await reviews.Decide(found, isApproved: true, ["outcomes", "assessed"], "良い", world.Now, Ct));
        Assert.False(await reviews.Decide(found, isApproved: false, [], null, world.Now, Ct));

        var decided = Assert.Single(await reviews.Of(world.Tenant, made.Id, 10, Ct));
        Assert.Equal((ReviewState.Approved, "良い", world.Now), (decided.State, decided.Comment, decided.DecidedAt));
        Assert.Equal(["outcomes", "assessed"], decided.Confirmed);
    }

    [SkippableFact]
    public async Task A_link_ends_when_it_expires_or_is_taken_back()
    {
        var (key, asked) = await Begin();

        Assert.Null(await reviews.FindByKey(key, asked.ExpiresAt, Ct));
        Assert.True(await reviews.TakeBack(world.Tenant, made.Id, asked.Id, world.Now, Ct));
        Assert.False(await reviews.TakeBack(world.Tenant, made.Id, asked.Id, world.Now, Ct));
        Assert.Null(await reviews.FindByKey(key, world.Now, Ct));
        Assert.False(await reviews.Decide(asked, isApproved: true, [], null, world.Now, Ct));
    }

    [SkippableFact]
    public async Task Another_tenant_sees_and_changes_nothing()
    {
        var (_, asked) = await Begin();
        var other = new TenantId(Guid.NewGuid());

        Assert.Empty(await reviews.Of(other, made.Id, 10, Ct));
        Assert.False(await reviews.TakeBack(other, made.Id, asked.Id, world.Now, Ct));
        Assert.False(await reviews.Decide(asked with { Tenant = other }, isApproved: true, [], null, world.Now, Ct));
    }

    private async Task<(string Key, Review Asked)> Begin()
    {
        world = await World.In(await Engine.Migrated());
        reviews = new(world.Database);
        made = await world.AMicroCredential("One");
        var asked = new Review(
            ReviewId.New(world.Time), world.Tenant, made.Id, "Prof. Mori", IsExternal: true, Reviews.HashOf(made.Draft, "Do it."), made.Draft, "Do it.", ReviewState.Asked, [], null,
            world.Now, world.Now.AddDays(30), null)
        {
            OtherNarrative = "行うこと。",
        };
        return (await reviews.Ask(asked, Ct), asked);
    }
}

public sealed class ReviewsOnSqlite() : ReviewSpec(TestEngine.Sqlite());

public sealed class ReviewsOnPostgreSql() : ReviewSpec(TestEngine.PostgreSql());

public sealed class ReviewsOnSqlServer() : ReviewSpec(TestEngine.SqlServer());
