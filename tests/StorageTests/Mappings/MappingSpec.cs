using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Storage;

namespace LtiBadgeConnector.StorageTests.Mappings;

public abstract class MappingSpec(TestEngine engine) : Spec(engine)
{
    private static readonly Sql SelectInputs = new("SELECT kind, item_key FROM mapping_inputs WHERE tenant_id = @Tenant AND mapping_id = @Mapping ORDER BY kind, item_key");
    private static readonly Sql SelectRules = new("SELECT rule_json FROM mapping_rules WHERE tenant_id = @Tenant AND mapping_id = @Mapping ORDER BY version");

    private World world = null!;

    [SkippableFact]
    public async Task A_course_has_one_mapping_of_a_micro_credential()
    {
        await Begin();
        var course = await world.ACourse();
        var mapping = await world.AMapping(course);

        Assert.False(await world.Mappings.Create(mapping with { Id = MappingId.New(world.Time) }, Ct));

        Assert.Equal(mapping, await world.Mappings.Find(world.Tenant, mapping.Id, Ct));
        Assert.Equal([mapping], await world.Mappings.OfCourse(world.Tenant, course.Id, Ct));
        Assert.Equal([mapping], await world.Mappings.OfMicroCredential(world.Tenant, mapping.MicroCredential, Ct));
    }

    [SkippableFact]
    public async Task Until_it_is_switched_on_the_draft_is_the_rule()
    {
        await Begin();
        var mapping = await world.AMapping(await world.ACourse());

        Assert.True(await world.Mappings.SaveDraftRule(world.Tenant, mapping.Id, World.AtLeast("essay", 0.7m), 1, Ct));
        Assert.False(await world.Mappings.SaveDraftRule(world.Tenant, mapping.Id, World.AtLeast("other", 0.1m), 1, Ct));

        Assert.Equal(mapping with { Rule = World.AtLeast("essay", 0.7m), Revision = 2 }, await world.Mappings.Find(world.Tenant, mapping.Id, Ct));
    }

    [SkippableFact]
    public async Task Switching_on_puts_rule_version_and_inputs_in_force()
    {
        await Begin();
        AllOf rule = new()
        {
            Id = "g1",
            Of = [World.AtLeast("quiz", 0.6m), World.AtLeast("quiz", 0.8m, "c2"), new CourseCompleted { Id = "c3" }, new ActivityCompleted { Id = "c4", Activity = new("lab") }],
        };
        var of = await world.AMicroCredential();
        var mapping = await world.AMapping(await world.ACourse(), rule, of);
        var version = await world.Published(of);

        var active = await world.Mappings.Activate(world.Tenant, mapping.Id, version, 1, world.Now, Ct);

        Assert.Equal((MappingState.Active, 1, version, 2, world.Now), (active!.State, active.RuleVersion, active.Version, active.Revision, active.ActivatedAt));
        Assert.Equal(
            [new(ResultKind.Grade, "quiz"), new(ResultKind.ActivityCompletion, "lab"), new(ResultKind.CourseCompletion, "")], await Query<Input>(SelectInputs, mapping.Id));
    }

    [SkippableFact]
    public async Task A_changed_rule_is_a_draft_until_it_is_put_in_force()
    {
        await Begin();
        var active = await world.AnActiveMapping(await world.ACourse());

        await world.Mappings.SaveDraftRule(world.Tenant, active.Id, World.AtLeast("essay", 0.9m), active.Revision, Ct);
        var edited = (await world.Mappings.Find(world.Tenant, active.Id, Ct))!;
        Assert.Equal((World.AtLeast("quiz", 0.6m), World.AtLeast("essay", 0.9m)), (edited.Rule, edited.DraftRule));
        Assert.Equal([new(ResultKind.Grade, "quiz")], await Query<Input>(SelectInputs, active.Id));

        var again = await world.Mappings.Activate(world.Tenant, active.Id, edited.Version!.Value, edited.Revision, world.Now, Ct);
        Assert.Equal((World.AtLeast("essay", 0.9m), null, 2), (again!.Rule, again.DraftRule, again.RuleVersion));
        Assert.Equal([new(ResultKind.Grade, "essay")], await Query<Input>(SelectInputs, active.Id));
        Assert.Equal([World.AtLeast("quiz", 0.6m), World.AtLeast("essay", 0.9m)], (await Query<string>(SelectRules, active.Id)).Select(CriterionJson.Read));
    }

    [SkippableFact]
    public async Task What_changed_since_it_was_looked_at_is_not_switched_on()
    {
        await Begin();
        var of = await world.AMicroCredential();
        var mapping = await world.AMapping(await world.ACourse(), of: of);
        var version = await world.Published(of);
        await world.Mappings.SaveDraftRule(world.Tenant, mapping.Id, World.AtLeast("essay", 0.7m), 1, Ct);

        Assert.Null(await world.Mappings.Activate(world.Tenant, mapping.Id, version, 1, world.Now, Ct));

        Assert.Equal(MappingState.Draft, (await world.Mappings.Find(world.Tenant, mapping.Id, Ct))!.State);
        Assert.Empty(await Query<string>(SelectRules, mapping.Id));
    }

    [SkippableFact]
    public async Task Pauses_resumes_and_ends_for_good()
    {
        await Begin();
        var active = await world.AnActiveMapping(await world.ACourse());

        Assert.False(await world.Mappings.Resume(world.Tenant, active.Id, Ct));
        Assert.True(await world.Mappings.Pause(world.Tenant, active.Id, Ct));
        Assert.False(await world.Mappings.Pause(world.Tenant, active.Id, Ct));
        Assert.True(await world.Mappings.Resume(world.Tenant, active.Id, Ct));
        Assert.True(await world.Mappings.End(world.Tenant, active.Id, Ct));
        Assert.False(await world.Mappings.End(world.Tenant, active.Id, Ct));

        var ended = (await world.Mappings.Find(world.Tenant, active.Id, Ct))!;
        Assert.False(await world.Mappings.SaveDraftRule(world.Tenant, active.Id, World.AtLeast("essay", 0.7m), ended.Revision, Ct));
        Assert.Null(await world.Mappings.Activate(world.Tenant, active.Id, active.Version!.Value, ended.Revision, world.Now, Ct));
    }

    [SkippableFact]
    public async Task Reports_to_the_gradebook_only_when_asked()
    {
        await Begin();
        var mapping = await world.AMapping(await world.ACourse());

        Assert.Equal(GradebookContent.Nothing, await world.Mappings.InGradebook(world.Tenant, mapping.Id, Ct));
        foreach (var content in new[] { GradebookContent.Progress, GradebookContent.Awards, GradebookContent.Nothing })
        {
            Assert.True(await world.Mappings.SetInGradebook(world.Tenant, mapping.Id, content, Ct));
            Assert.Equal(content, await world.Mappings.InGradebook(world.Tenant, mapping.Id, Ct));
        }
    }

    [SkippableFact]
    public async Task Another_tenant_sees_and_changes_nothing()
    {
        await Begin();
        var course = await world.ACourse();
        var active = await world.AnActiveMapping(course);
        var other = new TenantId(Guid.NewGuid());

        Assert.Null(await world.Mappings.Find(other, active.Id, Ct));
        Assert.Empty(await world.Mappings.OfCourse(other, course.Id, Ct));
        Assert.Empty(await world.Mappings.OfMicroCredential(other, active.MicroCredential, Ct));
        Assert.False(await world.Mappings.SaveDraftRule(other, active.Id, active.Rule, active.Revision, Ct));
        Assert.Null(await world.Mappings.Activate(other, active.Id, active.Version!.Value, active.Revision, world.Now, Ct));
        Assert.False(await world.Mappings.Pause(other, active.Id, Ct));
        Assert.False(await world.Mappings.End(other, active.Id, Ct));
        Assert.False(await world.Mappings.SetInGradebook(other, active.Id, GradebookContent.Awards, Ct));
        Assert.Equal(active, await world.Mappings.Find(world.Tenant, active.Id, Ct));
    }

    private async Task<IReadOnlyList<T>> Query<T>(Sql sql, MappingId mapping)
    {
        await using var session = await world.Database.Read(Ct);
        return await session.Query<T>(sql, new { world.Tenant, Mapping = mapping }, Ct);
    }

    private async Task Begin() => world = await World.In(await Engine.Migrated());

    public sealed record Input(ResultKind Kind, string ItemKey);
}

public sealed class MappingsOnSqlite() : MappingSpec(TestEngine.Sqlite());

public sealed class MappingsOnPostgreSql() : MappingSpec(TestEngine.PostgreSql());

public sealed class MappingsOnSqlServer() : MappingSpec(TestEngine.SqlServer());
