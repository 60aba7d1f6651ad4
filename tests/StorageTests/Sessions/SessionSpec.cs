using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Lti.Roles;
using LtiBadgeConnector.Storage.Sessions;

namespace LtiBadgeConnector.StorageTests.Sessions;

public abstract class SessionSpec(TestEngine engine) : Spec(engine)
{
    private static readonly DateTimeOffset Now = new(2026, 4, 1, 9, 0, 0, TimeSpan.Zero);

    private static readonly LaunchSession Launched = new(
        "h1", new(Guid.NewGuid()), new(Guid.NewGuid()), new CourseId(Guid.NewGuid()), new LearnerId(Guid.NewGuid()), ProductRole.Learner | ProductRole.Assistant,
        """{"link":"1"}""", Now, Now.AddHours(2));

    [SkippableFact]
    public async Task Is_found_by_its_secret_until_it_expires()
    {
        var sessions = new SessionRepository(await Engine.Migrated());
        var secret = await sessions.Create(Launched, Ct);

        Assert.Equal(Launched, await sessions.Find(secret, Now, Ct));
        Assert.Null(await sessions.Find("guess", Now, Ct));
        Assert.Null(await sessions.Find(secret, Now.AddHours(2), Ct));
    }

    [SkippableFact]
    public async Task Needs_neither_course_nor_learner()
    {
        var sessions = new SessionRepository(await Engine.Migrated());
        var launched = Launched with { Course = null, Learner = null };

        Assert.Equal(launched, await sessions.Find(await sessions.Create(launched, Ct), Now, Ct));
    }

    [SkippableFact]
    public async Task Ends_when_deleted_and_is_purged_when_expired()
    {
        var sessions = new SessionRepository(await Engine.Migrated());
        var ended = await sessions.Create(Launched, Ct);
        await sessions.Create(Launched, Ct);

        await sessions.Delete(ended, Ct);

        Assert.Null(await sessions.Find(ended, Now, Ct));
        Assert.Equal(1, await sessions.Purge(Now.AddDays(1), Ct));
    }

    [SkippableFact]
    public async Task Keeps_what_the_pages_store_in_it()
    {
        var sessions = new SessionRepository(await Engine.Migrated());
        var secret = await sessions.Create(Launched, Ct);

        await sessions.SetContent(secret, "{}", Ct);

        Assert.Equal(Launched with { Content = "{}" }, await sessions.Find(secret, Now, Ct));
    }
}

public sealed class SessionsOnSqlite() : SessionSpec(TestEngine.Sqlite());

public sealed class SessionsOnPostgreSql() : SessionSpec(TestEngine.PostgreSql());

public sealed class SessionsOnSqlServer() : SessionSpec(TestEngine.SqlServer());
