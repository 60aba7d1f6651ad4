using LtiBadgeConnector.Core.Addresses;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Core.Recognising;
using LtiBadgeConnector.Core.Steps;
using LtiBadgeConnector.Storage;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Awarding;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Storage.MicroCredentials;
using LtiBadgeConnector.StorageTests.Road;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtiBadgeConnector.StorageTests.Awarding;

/// <summary>A larger credential of which the world's own one is a part, and what is recognised in place of parts.</summary>
public abstract class PathwaySpec(TestEngine engine) : RoadSpec(engine)
{
    private static readonly Sql InsertCourse = new("""
        INSERT INTO courses (id, tenant_id, platform_id, deployment_id, context_id, lms_course_id, title, created_at, launched_at)
        VALUES (@Course, @Tenant, @Platform, '1', '8', '8', 'Another course', @Now, @Now)
        """);

    [SkippableFact]
    public async Task The_last_part_makes_the_larger_one_due_and_a_foreign_badge_can_be_a_part()
    {
        await using var world = await AWorld();
        var larger = await ALargerOne(world, world.Course, new AllOf
        {
            Id = "g0", Of = [new HoldsAward { Id = "c1", MicroCredential = world.MicroCredential }, new ForeignBadge { Id = "c2", What = "Python" }],
        });
        var learner = await world.AddLearner();
        var key = new EvaluationKey(world.Tenant, larger, learner);
        var recognitions = new RecognitionRepository(world.Database);

        var award = await world.AddAward(learner);
        Assert.Equal([key], await world.Evaluations.FindFollowing([award], Ct));
        Assert.Empty(await Step(world).Run([key], Ct));

        var claim = AClaim(world, key, "c2");
        Assert.True(await recognitions.Submit(claim, "badge-1", null, null, Entry(world), Ct));
        Assert.False(await recognitions.Submit(AClaim(world, key with { Learner = await world.AddLearner() }, "c2"), "badge-1", null, null, Entry(world), Ct));
        Assert.Equal(1, await recognitions.Waiting(world.Tenant, larger, Ct));
        var tanaka = await world.AddLearner("Tanaka", canEarn: false);
        Assert.True(await recognitions.Decide(claim, isAccepted: true, tanaka, "The same course.", Entry(world), Ct));
        Assert.False(await recognitions.Decide(claim, isAccepted: false, tanaka, "No.", Entry(world), Ct));

        Assert.Single(await Step(world).Run([key], Ct));
        var shown = Assert.Single(await recognitions.OfLearner(key, Ct));
        Assert.Equal((ClaimState.Accepted, "The same course.", "Tanaka", claim.Badge), (shown.Claim.State, shown.Claim.Reason, shown.DecidedByName, shown.Claim.Badge));
        Assert.Equal(shown, Assert.Single(await recognitions.OfMapping(world.Tenant, larger, 10, Ct)));
        Assert.Equal(shown, await recognitions.Find(world.Tenant, larger, claim.Id, Ct));
        Assert.Null(await recognitions.Find(TenantId.New(TimeProvider.System), larger, claim.Id, Ct));

        // Turned round, and back, by whoever saw the decision that stands.
        Assert.True(await recognitions.Decide(shown.Claim, isAccepted: false, tanaka, "Not the same.", Entry(world) with { At = world.Now.AddHours(1) }, Ct));
        Assert.False(await recognitions.Decide(shown.Claim, isAccepted: false, tanaka, "No.", Entry(world), Ct));
        var refused = Assert.Single(await recognitions.OfLearner(key, Ct)).Claim;
        Assert.Equal((ClaimState.Refused, "Not the same."), (refused.State, refused.Reason));
        Assert.False(Assert.Single(await world.Evaluations.Load([key], Ct)) is var due && due.Mapping.Rule.Evaluate(due.Progress.At(world.Now)).IsMet);
        Assert.True(await recognitions.Decide(refused, isAccepted: true, tanaka, "It is.", Entry(world) with { At = world.Now.AddHours(2) }, Ct));
        Assert.True(Assert.Single(await world.Evaluations.Load([key], Ct)) is var again && again.Mapping.Rule.Evaluate(again.Progress.At(world.Now)).IsMet);
    }

    [SkippableFact]
    public async Task A_badge_that_has_ended_counts_no_longer_and_its_end_is_a_turn()
    {
        await using var world = await AWorld();
        var larger = await ALargerOne(world, world.Course, new ForeignBadge { Id = "c1", What = "Python" });
        var learner = await world.AddLearner();
        var key = new EvaluationKey(world.Tenant, larger, learner);
        var recognitions = new RecognitionRepository(world.Database);
        var claim = AClaim(world, key, "c1");
        claim = claim with { Badge = claim.Badge! with { ValidUntil = world.Now.AddDays(-1) } };
        await recognitions.Submit(claim, "badge-1", null, null, Entry(world), Ct);
        await recognitions.Decide(claim, isAccepted: true, learner, "Yes.", Entry(world), Ct);

        var due = Assert.Single(await world.Evaluations.Load([key], Ct));
        Assert.False(due.Mapping.Rule.Evaluate(due.Progress.At(world.Now)).IsMet);
        Assert.True(due.Mapping.Rule.Evaluate(due.Progress.At(world.Now.AddDays(-2))).IsMet);
        Assert.Equal(world.Now.AddDays(-1).AddMilliseconds(1), due.Mapping.Rule.NextTurn(due.Progress.At(world.Now.AddDays(-2))));
    }

    [SkippableFact]
    public async Task A_badge_that_its_issuer_suspends_counts_again_when_it_may_and_one_withdrawn_never()
    {
        await using var world = await AWorld();
        ForeignBadge python = new() { Id = "c1", What = "Python" };
        var larger = await ALargerOne(world, world.Course, python);
        var key = new EvaluationKey(world.Tenant, larger, await world.AddLearner());
        var recognitions = new RecognitionRepository(world.Database);
        var claim = AClaim(world, key, "c1") with { State = ClaimState.Accepted, DecidedAt = world.Now, Asked = python, RuleVersion = 1 };
        await recognitions.Submit(claim, "badge-1", """{"issuer":"https://other.test"}""", world.Now.AddDays(1), Entry(world), Ct);
        Assert.Single(await Step(world).Run([key], Ct));

        Assert.Empty(await recognitions.DueForCheck(10, world.Now, Ct));
        var due = Assert.Single(await recognitions.DueForCheck(10, world.Now.AddDays(1), Ct));
        Assert.Equal((claim.Id, key, BadgeStanding.InForce), (due.Id, due.About, due.Standing));
        Assert.True(await recognitions.Take(due, world.Now.AddDays(2), Ct));
        Assert.False(await recognitions.Take(due, world.Now.AddDays(2), Ct));

        await Finds(BadgeStanding.Suspended, isMet: false);
        await Finds(BadgeStanding.InForce, isMet: true);
        await Finds(BadgeStanding.Withdrawn, isMet: false);
        var shown = Assert.Single(await recognitions.OfLearner(key, Ct)).Claim;
        Assert.Equal((BadgeStanding.Withdrawn, world.Now, 1, python), (shown.Standing, shown.CheckedAt, shown.RuleVersion, shown.Asked));

        async Task Finds(BadgeStanding standing, bool isMet)
        {
            await recognitions.Note(due, standing, world.Now, next: null, Entry(world), Ct);
            var evaluation = Assert.Single(await world.Evaluations.Load([key], Ct));
            Assert.Equal(isMet, evaluation.Mapping.Rule.Evaluate(evaluation.Progress.At(world.Now)).IsMet);
        }
    }

    [SkippableFact]
    public async Task What_was_taken_for_a_requirement_counts_no_longer_when_it_asks_for_something_else_until_it_is_taken_anew()
    {
        await using var world = await AWorld();
        ForeignBadge python = new() { Id = "c1", What = "Python" };
        var larger = await ALargerOne(world, world.Course, python);
        var key = new EvaluationKey(world.Tenant, larger, await world.AddLearner());
        var recognitions = new RecognitionRepository(world.Database);
        var claim = AClaim(world, key, "c1") with { Asked = python, RuleVersion = 1 };
        await recognitions.Submit(claim, "badge-1", null, null, Entry(world), Ct);
        await recognitions.Decide(claim, isAccepted: true, key.Learner, "Yes.", Entry(world), Ct);
        var statistics = python with { What = "Statistics" };
        var progress = Assert.Single(await world.Evaluations.Load([key], Ct)).Progress.At(world.Now);
        Assert.Equal((true, false), (python.Evaluate(progress).IsMet, statistics.Evaluate(progress).IsMet));

        var taken = Assert.Single(await recognitions.OfLearner(key, Ct)).Claim;
        Assert.True(taken.IsOutdatedIn(statistics));
        Assert.False(taken.IsOutdatedIn(python));
        Assert.True(await recognitions.Decide(taken with { Asked = statistics, RuleVersion = 2 }, isAccepted: true, key.Learner, "That too.", Entry(world) with { At = world.Now.AddHours(1) }, Ct));
        Assert.False(await recognitions.Decide(taken with { Asked = statistics, RuleVersion = 2 }, isAccepted: false, key.Learner, "No.", Entry(world), Ct));
        progress = Assert.Single(await world.Evaluations.Load([key], Ct)).Progress.At(world.Now);
        Assert.Equal((false, true), (python.Evaluate(progress).IsMet, statistics.Evaluate(progress).IsMet));
    }

    [SkippableFact]
    public async Task Open_to_the_institution_it_is_awarded_to_members_of_other_courses_who_hold_the_parts()
    {
        await using var world = await AWorld();
        var other = CourseId.New(TimeProvider.System);
        await world.Database.Write(work => work.Execute(InsertCourse, new { Course = other, world.Tenant, world.Platform, world.Now }, Ct), Ct);
        var larger = await ALargerOne(world, other, new HoldsAward { Id = "c1", MicroCredential = world.MicroCredential });
        var (holder, stranger) = (await world.AddLearner(), await world.AddLearner());
        await world.AddAward(holder);
        var key = new EvaluationKey(world.Tenant, larger, holder);
        Assert.Empty(await Step(world).Run([key], Ct));

        var mappings = new MappingRepository(world.Database);
        Assert.True(await mappings.SetForInstitution(world.Tenant, larger, forInstitution: true, Ct));
        Assert.False(await mappings.SetForInstitution(TenantId.New(TimeProvider.System), larger, forInstitution: true, Ct));
        Assert.True((await mappings.Find(world.Tenant, larger, Ct))!.ForInstitution);
        Assert.Equal(1, await world.Evaluations.MakeAllDue(world.Tenant, larger, world.Now, Ct));

        Assert.Single(await Step(world).Run([key], Ct));
        Assert.Empty(await world.Evaluations.Load([key with { Learner = stranger }], Ct));
        Assert.Equal([larger], (await mappings.Pathways(world.Tenant, 10, Ct)).Select(mapping => mapping.Id));
        Assert.True((await mappings.SeenIn(world.Tenant, world.Course, Ct)).Select(mapping => mapping.Id).ToHashSet().SetEquals([larger, world.Mapping]));
        Assert.Empty(await mappings.Pathways(TenantId.New(TimeProvider.System), 10, Ct));
        Assert.Equal([larger], (await mappings.AskingFor(world.Tenant, world.MicroCredential, Ct)).Select(mapping => mapping.Id));
    }

    [SkippableFact]
    public async Task A_published_version_keeps_its_parts_and_its_criteria_in_both_languages()
    {
        await using var world = await AWorld();
        var repository = new MicroCredentialRepository(world.Database);
        var made = await AMicroCredential(world, repository);
        PathwayPart part = new("Statistics", "https://badges.test/achievements/a", "en");
        var id = PublicId.New();

        var version = (await repository.Publish(made, id, $"https://badges.test/achievements/{id}", new StatedCriteria("Hold it.", "保有。", [part]), world.Now, Ct))!;

        var found = (await repository.FindVersion(world.Tenant, version.Id, Ct))!;
        Assert.Equal(("Hold it.", "保有。", part), (found.CriteriaNarrative, found.OtherNarrative, Assert.Single(found.Parts)));
    }

    private static Claim AClaim(RoadWorld world, EvaluationKey key, string criterion) => new(
        RecognitionId.New(TimeProvider.System), key, criterion, ClaimState.Waiting, "I learned it.", null,
        new("https://other.test/c/1", "Python", "https://other.test", "Other", "https://other.test/a/1", true, null, null, world.Now), world.Now, null, null, null);

    private static async Task<MicroCredential> AMicroCredential(RoadWorld world, MicroCredentialRepository repository)
    {
        var made = new MicroCredential(MicroCredentialId.New(TimeProvider.System), world.Tenant, world.Issuer, Definition.Blank("Analyst", "en"), 1, Published: null, world.Now);
        await repository.Create(made, createdIn: null, Ct);
        return made;
    }

    private static async Task<MappingId> ALargerOne(RoadWorld world, CourseId course, Criterion rule)
    {
        var repository = new MicroCredentialRepository(world.Database);
        var made = await AMicroCredential(world, repository);
        var id = PublicId.New();
        var version = (await repository.Publish(made, id, $"https://badges.test/achievements/{id}", "Hold it.", world.Now, Ct))!;
        var mappings = new MappingRepository(world.Database);
        var mapping = new CourseMapping(MappingId.New(TimeProvider.System), world.Tenant, course, made.Id, Version: null, MappingState.Draft, 0, rule, DraftRule: null, 1, world.Now, ActivatedAt: null);
        await mappings.Create(mapping, Ct);
        return (await mappings.Activate(world.Tenant, mapping.Id, version.Id, 1, world.Now, Ct))!.Id;
    }

    private static AwardStep Step(RoadWorld world) => new(
        world.Evaluations, new PublicAddresses("https://badges.test"), world.Time, NullLogger<AwardStep>.Instance);

    private static AuditEntry Entry(RoadWorld world) => AuditEntry.Of(world.Tenant, world.Now, "instructor", null, "recognition-accepted", world.Mapping.ToString());
}

public sealed class PathwayOnSqlite() : PathwaySpec(TestEngine.Sqlite());

public sealed class PathwayOnPostgreSql() : PathwaySpec(TestEngine.PostgreSql());

public sealed class PathwayOnSqlServer() : PathwaySpec(TestEngine.SqlServer());
