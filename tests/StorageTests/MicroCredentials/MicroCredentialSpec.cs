using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Storage.MicroCredentials;

namespace LtiBadgeConnector.StorageTests.MicroCredentials;

public abstract class MicroCredentialSpec(TestEngine engine) : Spec(engine)
{
    private World world = null!;

    [SkippableFact]
    public async Task Two_editors_cannot_overwrite_each_other_unseen()
    {
        await Begin();
        var made = await world.AMicroCredential("Old");

        Assert.True(await world.MicroCredentials.SaveDraft(world.Tenant, made.Id, Definition.Blank("Mine", "ja"), 1, Ct));
        Assert.False(await world.MicroCredentials.SaveDraft(world.Tenant, made.Id, Definition.Blank("Theirs", "en"), 1, Ct));

        var now = await world.MicroCredentials.Find(world.Tenant, made.Id, Ct);
        Assert.Equal(("Mine", "ja", 2), (now!.Draft.Title, now.Draft.Language, now.DraftRevision));
    }

    [SkippableFact]
    public async Task Versions_count_up_and_never_change()
    {
        await Begin();
        var made = await world.AMicroCredential("One");
        var first = await Publish(made);
        await world.MicroCredentials.SaveDraft(world.Tenant, made.Id, Definition.Blank("Two", "en"), 1, Ct);

        var second = await Publish((await world.MicroCredentials.Find(world.Tenant, made.Id, Ct))!);

        Assert.Equal((1, 2), (first!.Number, second!.Number));
        Assert.Equal((null, first.Url), (first.FormerUrl, second.FormerUrl));
        Assert.Equal(first.Url, (await world.MicroCredentials.FindVersion(world.Tenant, second.Id, Ct))!.FormerUrl);
        Assert.Equal("One", (await world.MicroCredentials.FindVersion(world.Tenant, first.Id, Ct))!.Definition.Title);
        Assert.Equal("Two", (await world.MicroCredentials.FindVersionByPublicId(second.PublicId, Ct))!.Definition.Title);
        Assert.Equal([2, 1], (await world.MicroCredentials.Versions(world.Tenant, made.Id, Ct)).Select(version => version.Number));
        Assert.Equal(second.Id, (await world.MicroCredentials.Find(world.Tenant, made.Id, Ct))!.Published);
    }

    [SkippableFact]
    public async Task A_draft_that_changed_since_it_was_checked_is_not_published()
    {
        await Begin();
        var made = await world.AMicroCredential();
        await world.MicroCredentials.SaveDraft(world.Tenant, made.Id, Definition.Blank("Changed", "en"), 1, Ct);

        Assert.Null(await Publish(made));

        Assert.Empty(await world.MicroCredentials.Versions(world.Tenant, made.Id, Ct));
        Assert.Null((await world.MicroCredentials.Find(world.Tenant, made.Id, Ct))!.Published);
    }

    [SkippableFact]
    public async Task A_course_shows_what_was_made_in_it_and_what_is_attached_to_it()
    {
        await Begin();
        var course = await world.ACourse();
        var made = await world.AMicroCredential("Made here", course.Id);
        world.Time.Advance(TimeSpan.FromSeconds(1));
        var attached = await world.AMicroCredential("Attached");
        await world.AMapping(course, of: attached);
        await world.AMicroCredential("Elsewhere");

        Assert.Equal([made.Id, attached.Id], (await world.MicroCredentials.OfCourse(world.Tenant, course.Id, Ct)).Select(found => found.Id));
        Assert.Equal(3, (await world.MicroCredentials.List(world.Tenant, 10, Ct)).Count);
    }

    [SkippableFact]
    public async Task Another_tenant_sees_and_changes_nothing()
    {
        await Begin();
        var course = await world.ACourse();
        var made = await world.AMicroCredential(createdIn: course.Id);
        var version = await Publish(made);
        var other = new TenantId(Guid.NewGuid());

        Assert.Null(await world.MicroCredentials.Find(other, made.Id, Ct));
        Assert.Null(await world.MicroCredentials.FindVersion(other, version!.Id, Ct));
        Assert.Empty(await world.MicroCredentials.Versions(other, made.Id, Ct));
        Assert.Empty(await world.MicroCredentials.OfCourse(other, course.Id, Ct));
        Assert.Empty(await world.MicroCredentials.List(other, 10, Ct));
        Assert.False(await world.MicroCredentials.SaveDraft(other, made.Id, Definition.Blank("x", "en"), 1, Ct));
        Assert.Null(await Publish(made with { Tenant = other }));
    }

    [SkippableFact]
    public async Task Keeps_pictures_byte_for_byte()
    {
        await Begin();
        var images = new ImageRepository(world.Database);
        var id = await images.Add(world.Tenant, "image/png", [0x89, 0x50, 0x00, 0xff], world.Now, Ct);

        var found = await images.Find(id, Ct);

        Assert.Equal(("image/png", 64), (found!.MediaType, found.ContentHash.Length));
        Assert.Equal([0x89, 0x50, 0x00, 0xff], found.Content);
        Assert.Null(await images.Find(new(Guid.NewGuid()), Ct));
    }

    private Task<DefinitionVersion?> Publish(MicroCredential seen)
    {
        var id = PublicId.New();
        return world.MicroCredentials.Publish(seen, id, $"https://badges.example/achievements/{id}", "Do it.", world.Now, Ct);
    }

    private async Task Begin() => world = await World.In(await Engine.Migrated());
}

public sealed class MicroCredentialsOnSqlite() : MicroCredentialSpec(TestEngine.Sqlite());

public sealed class MicroCredentialsOnPostgreSql() : MicroCredentialSpec(TestEngine.PostgreSql());

public sealed class MicroCredentialsOnSqlServer() : MicroCredentialSpec(TestEngine.SqlServer());
