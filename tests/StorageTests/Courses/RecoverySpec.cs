using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.Courses;

namespace LtiBadgeConnector.StorageTests.Courses;

public abstract class RecoverySpec(TestEngine engine) : Spec(engine)
{
    private World world = null!;

    [SkippableFact]
    public async Task What_readings_recover_is_added_up_by_day_and_course()
    {
        var recoveries = await Begin();
        var (one, two) = (await world.ACourse("1"), await world.ACourse("2"));
        await recoveries.Finished(one, results: 10, lost: 2, world.Now, Ct);
        await recoveries.Finished(one, results: 10, lost: 0, world.Now, Ct);
        await recoveries.Finished(one, results: 10, lost: 1, world.Now.AddDays(1), Ct);
        await recoveries.Finished(two, results: 10, lost: 5, world.Now, Ct);

        Assert.Equal(3, await recoveries.SinceInCourse(world.Tenant, one.Id, world.Now, Ct));
        Assert.Equal(1, await recoveries.SinceInCourse(world.Tenant, one.Id, world.Now.AddDays(1), Ct));
        Assert.Equal(0, await recoveries.SinceInCourse(new TenantId(Guid.NewGuid()), one.Id, world.Now, Ct));
    }

    [SkippableFact]
    public async Task A_reading_shows_how_far_it_is_until_it_ends()
    {
        var recoveries = await Begin();
        var course = await world.ACourse(title: "Data Science I");
        await world.AnActiveMapping(course);
        Assert.Null((await OfPlatform()).StartedAt);

        await recoveries.Started(course, isWhole: true, world.Now, Ct);
        await recoveries.Progressed(course, 500, world.Now.AddSeconds(5), Ct);
        Assert.Equal((500, true, null), ((await OfPlatform()).Results, (await OfPlatform()).IsWhole, (await OfPlatform()).FinishedAt));

        await recoveries.Finished(course, 620, lost: 3, world.Now.AddSeconds(9), Ct);
        var read = await OfPlatform();
        Assert.Equal(("Data Science I", 620, world.Now.AddSeconds(9), 3L), (read.Title, read.Results!.Value, read.FinishedAt!.Value, read.Recovered));

        await recoveries.Started(course, isWhole: false, world.Now.AddHours(1), Ct);
        Assert.Equal((0, false, null), ((await OfPlatform()).Results, (await OfPlatform()).IsWhole, (await OfPlatform()).FinishedAt));

        async Task<ReadCourse> OfPlatform() => Assert.Single(await recoveries.OfPlatform(world.Tenant, world.Platform, world.Now.AddDays(-7), 10, Ct));
    }

    [SkippableFact]
    public async Task A_course_without_an_active_mapping_is_not_read_and_not_listed()
    {
        var recoveries = await Begin();
        await world.AMapping(await world.ACourse());

        Assert.Empty(await recoveries.OfPlatform(world.Tenant, world.Platform, world.Now, 10, Ct));
    }

    private async Task<RecoveryRepository> Begin()
    {
        world = await World.In(await Engine.Migrated());
        return new(world.Database);
    }
}

public sealed class RecoveriesOnSqlite() : RecoverySpec(TestEngine.Sqlite());

public sealed class RecoveriesOnPostgreSql() : RecoverySpec(TestEngine.PostgreSql());

public sealed class RecoveriesOnSqlServer() : RecoverySpec(TestEngine.SqlServer());
