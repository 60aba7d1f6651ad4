using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Core.Reviewing;
using LtiBadgeConnector.Core.Steps;
using LtiBadgeConnector.Storage;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Awarding;
using LtiBadgeConnector.Storage.Mailing;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Storage.MicroCredentials;
using LtiBadgeConnector.Storage.StatusLists;
using LtiBadgeConnector.Storage.Tenants;
using LtiBadgeConnector.StorageTests.Road;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtiBadgeConnector.StorageTests.Mappings;

/// <summary>What instructors are told of their mappings, and learners before a credential ends.</summary>
public abstract class MappingNoticeSpec(TestEngine engine) : RoadSpec(engine)
{
    private static readonly Sql SetRoles = new("UPDATE course_members SET roles = 'Instructor' WHERE tenant_id = @Tenant AND learner_id = @Learner");
    private static readonly Sql SetLaunched = new("UPDATE courses SET launched_at = @Now WHERE id = @Course");
    private static readonly Sql SetPolicy = new("UPDATE course_mappings SET policy = @Policy WHERE id = @Mapping");
    private static readonly Sql SetEnd = new("UPDATE awards SET valid_until = @Until WHERE id = @Award");

    [SkippableFact]
    public async Task The_first_credential_is_told_once()
    {
        await using var world = await AMailingWorld();
        var teacher = await ATeacher(world, "Tanaka", "t@example.org");
        var notices = new MappingNotices(world.Database);
        await notices.Look(world.Now, Ct);
        Assert.Empty(await notices.Open(world.Tenant, world.Mapping, Ct));

        await Issued(world, await world.AddAward(await world.AddLearner()));
        await notices.Look(world.Now, Ct);
        await notices.Look(world.Now, Ct);

        var notice = Assert.Single(await notices.Open(world.Tenant, world.Mapping, Ct));
        Assert.Equal(MappingNoticeKind.FirstAward, notice.Kind);
        var mail = Assert.Single(await notices.DueMails(10, world.Now, Ct));
        Assert.Equal((teacher, "t@example.org", "Statistics", "Course"), (mail.Learner, mail.Email, mail.Title, mail.Course));
        Assert.True(await notices.BeginHandOver(mail, Ct));
        Assert.False(await notices.BeginHandOver(mail, Ct));
        await notices.MarkSent(mail, world.Now, Ct);
        Assert.Empty(await notices.DueMails(10, world.Now.AddDays(9), Ct));

        await notices.See(world.Tenant, world.Mapping, notice.Kind, notice.Occasion, world.Now, Ct);
        Assert.Empty(await notices.Open(world.Tenant, world.Mapping, Ct));
        Assert.Empty(await notices.Open(TenantId.New(Time), world.Mapping, Ct));
    }

    [SkippableFact]
    public async Task A_learner_s_note_is_told_until_it_is_seen_or_answered()
    {
        await using var world = await AMailingWorld();
        await ATeacher(world, "Tanaka", "t@example.org");
        var (notices, suspensions) = (new MappingNotices(world.Database), new SuspensionRepository(world.Database));
        var learner = await world.AddLearner();
        var award = await world.AddAward(learner);
        await Issued(world, award);

        Assert.True(await suspensions.SaveAppeal(world.Tenant, award, learner, new(world.Now, "Look again."), Ct));
        var notice = Assert.Single(await notices.Open(world.Tenant, world.Mapping, Ct));
        Assert.Equal((MappingNoticeKind.Appealed, learner.ToString()), (notice.Kind, notice.Occasion));
        Assert.Single(await notices.DueMails(10, world.Now, Ct));
        await notices.See(world.Tenant, world.Mapping, notice.Kind, notice.Occasion, world.Now, Ct);
        Assert.Empty(await notices.Open(world.Tenant, world.Mapping, Ct));

        Assert.True(await suspensions.SaveAppeal(world.Tenant, award, learner, new(world.Now.AddHours(1), "Please."), Ct));
        Assert.Equal(world.Now.AddHours(1), Assert.Single(await notices.Open(world.Tenant, world.Mapping, Ct)).At);
        Assert.Single(await notices.DueMails(10, world.Now, Ct));
        Assert.Equal(SuspendOutcome.Done, await suspensions.LetStand(world.Tenant, award, world.Now.AddHours(2), Entry(world), Ct));
        Assert.Empty(await notices.Open(world.Tenant, world.Mapping, Ct));

        Assert.True(await suspensions.SaveAppeal(world.Tenant, award, learner, new(world.Now.AddHours(3), "Once more."), Ct));
        await new WithdrawalRepository(world.Database).Withdraw(world.Tenant, award, new(world.Now.AddHours(4), "Mixed up."), Entry(world), Ct);
        Assert.Empty(await notices.Open(world.Tenant, world.Mapping, Ct));
    }

    [SkippableFact]
    public async Task A_reviewer_s_decision_is_told_once()
    {
        await using var world = await AMailingWorld();
        await ATeacher(world, "Tanaka", "t@example.org");
        var (notices, reviews) = (new MappingNotices(world.Database), new ReviewRepository(world.Database));
        var draft = Definition.Blank("One", "en");
        var review = new Review(
            ReviewId.New(TimeProvider.System), world.Tenant, world.MicroCredential, "Prof. Mori", IsExternal: true, Reviews.HashOf(draft, "Do it."), draft, "Do it.", ReviewState.Asked, [], null,
            world.Now, world.Now.AddDays(30), null);
        await reviews.Ask(review, Ct);
        Assert.Empty(await notices.Open(world.Tenant, world.Mapping, Ct));

        Assert.True(await reviews.Decide(review, isApproved: false, [], "Say more.", world.Now, Ct));
        Assert.False(await reviews.Decide(review, isApproved: true, [], null, world.Now, Ct));

        var notice = Assert.Single(await notices.Open(world.Tenant, world.Mapping, Ct));
        Assert.Equal((MappingNoticeKind.Reviewed, review.Id.ToString()), (notice.Kind, notice.Occasion));
        Assert.Single(await notices.DueMails(10, world.Now, Ct));
    }

    [SkippableFact]
    public async Task A_stopped_run_is_told_until_somebody_lets_it_go()
    {
        await using var world = await AMailingWorld();
        await ATeacher(world, "Tanaka", "t@example.org");
        var (notices, gates) = (new MappingNotices(world.Database), new GateRepository(world.Database));
        await gates.Set(world.Tenant, world.Mapping, asksApproval: false, holdUntil: null, hasBrake: true, Entry(world), Ct);
        List<PlacedResult> grades = [];
        for (var person = 0; person <= Brake.AlwaysAllowed; person++) grades.Add(world.AGrade(await world.AddLearner(), 90));
        var step = new AwardStep(world.Evaluations, new("https://badges.test"), Time, NullLogger<AwardStep>.Instance);
        await step.Run(await world.Results.Apply(grades, [], world.Now, Ct), Ct);

        Assert.Equal(MappingNoticeKind.Stopped, Assert.Single(await notices.Open(world.Tenant, world.Mapping, Ct)).Kind);
        Assert.Single(await notices.DueMails(10, world.Now, Ct));
        await gates.Release(world.Tenant, world.Mapping, Entry(world), Ct);
        Assert.Empty(await notices.Open(world.Tenant, world.Mapping, Ct));
    }

    [SkippableFact]
    public async Task A_connection_is_silent_when_nothing_came_for_a_day_while_people_work_and_is_heard_again()
    {
        await using var world = await AWorld();
        var notices = new MappingNotices(world.Database);
        await notices.Look(world.Now.AddHours(23), Ct);
        Assert.Empty(await notices.Open(world.Tenant, world.Mapping, Ct));

        Time.Advance(TimeSpan.FromDays(3));
        await notices.Look(world.Now, Ct);
        Assert.Empty(await notices.Open(world.Tenant, world.Mapping, Ct));

        await world.Database.Write(work => work.Execute(SetLaunched, new { world.Now, world.Course }, Ct), Ct);
        await notices.Look(world.Now, Ct);
        await notices.Look(world.Now, Ct);
        var notice = Assert.Single(await notices.Open(world.Tenant, world.Mapping, Ct));
        Assert.Equal((MappingNoticeKind.Silent, "Webhook", world.Connection.CreatedAt), (notice.Kind, notice.Connection, notice.At));

        await world.Inbox.Store(world.ADelivery("d1"), Ct);
        await notices.Look(world.Now, Ct);
        Assert.Empty(await notices.Open(world.Tenant, world.Mapping, Ct));
    }

    [SkippableFact]
    public async Task A_day_begins_with_the_last_event_even_where_events_are_only_counted()
    {
        await using var world = await AWorld();
        var notices = new MappingNotices(world.Database);
        await world.Inbox.Store(world.ADelivery("d1"), Ct);
        Time.Advance(TimeSpan.FromDays(3));
        // The same delivery again: it leaves no row, and is a sign all the same.
        await world.Inbox.Store(world.ADelivery("d1"), Ct);
        var heard = world.Now;

        foreach (var (hours, isSilent) in new[] { (23, false), (2, true) })
        {
            Time.Advance(TimeSpan.FromHours(hours));
            await world.Database.Write(work => work.Execute(SetLaunched, new { world.Now, world.Course }, Ct), Ct);
            await notices.Look(world.Now, Ct);
            Assert.Equal(isSilent, (await notices.Open(world.Tenant, world.Mapping, Ct)).Any(notice => notice.Kind == MappingNoticeKind.Silent && notice.At == heard));
        }

        await world.Inbox.Store(world.ADelivery("d1"), Ct);
        await notices.Look(world.Now, Ct);
        Assert.Empty(await notices.Open(world.Tenant, world.Mapping, Ct));
    }

    [SkippableFact]
    public async Task Whoever_has_the_mapping_is_written_to_and_everybody_who_teaches_while_nobody_has_it()
    {
        await using var world = await AMailingWorld();
        var (tanaka, suzuki) = (await ATeacher(world, "Tanaka", "t@example.org"), await ATeacher(world, "Suzuki", "s@example.org"));
        await world.AddLearner("Learner", "l@example.org");
        var (notices, owners) = (new MappingNotices(world.Database), new MappingOwners(world.Database));
        Assert.Equal([("Suzuki", false), ("Tanaka", false)], (await owners.Colleagues(world.Tenant, world.Mapping, Ct)).Select(one => (one.Name!, one.IsOwner)));

        await owners.Set(world.Tenant, world.Mapping, suzuki, Entry(world), Ct);
        Assert.Equal([true, false], (await owners.Colleagues(world.Tenant, world.Mapping, Ct)).Select(one => one.IsOwner));
        await world.AddAward(await world.AddLearner());
        await Issued(world, (await world.Awards.FindIn(AwardState.Awarded, 1, world.Now, Ct))[0]);
        await notices.Look(world.Now, Ct);
        Assert.Equal(suzuki, Assert.Single(await notices.DueMails(10, world.Now, Ct)).Learner);

        await world.SetLeft(suzuki);
        Time.Advance(TimeSpan.FromDays(3));
        await world.Database.Write(work => work.Execute(SetLaunched, new { world.Now, world.Course }, Ct), Ct);
        await notices.Look(world.Now, Ct);
        Assert.Contains((tanaka, MappingNoticeKind.Silent), (await notices.DueMails(10, world.Now, Ct)).Select(mail => (mail.Learner, mail.Notice.Kind)));
    }

    [SkippableFact]
    public async Task A_learner_is_reminded_once_before_the_end()
    {
        await using var world = await AMailingWorld();
        var learner = await world.AddLearner("A", "a@example.org");
        var award = await world.AddAward(learner);
        await Issued(world, award);
        await world.Database.Write(work => work.Execute(SetPolicy, new { world.Mapping, Policy = AwardPolicyJson.Write(new() { ValidMonths = 12, RemindDays = 10 }) }, Ct), Ct);
        await world.Database.Write(work => work.Execute(SetEnd, new { Award = award, Until = world.Now.AddDays(11) }, Ct), Ct);
        var reminders = new Reminders(world.Database);

        await reminders.Queue(world.Now, Ct);
        Assert.Empty(await world.Deliveries.FindDueMails(10, world.Now, Ct));
        Time.Advance(TimeSpan.FromDays(2));
        await reminders.Queue(world.Now, Ct);
        var due = Assert.Single(await world.Deliveries.FindDueMails(10, world.Now, Ct));
        Assert.Equal(("mail-ending", award), (due.Channel, due.Award));
        await world.Deliveries.MarkSent(due, world.Now, Ct);

        Time.Advance(TimeSpan.FromDays(1));
        await reminders.Queue(world.Now, Ct);
        Assert.Empty(await world.Deliveries.FindDueMails(10, world.Now, Ct));
    }

    private async Task<RoadWorld> AMailingWorld()
    {
        var world = await AWorld();
        await new ServerSettingRepository(world.Database).Set("mails", "on", Ct);
        return world;
    }

    private static async Task<LearnerId> ATeacher(RoadWorld world, string name, string email)
    {
        var teacher = await world.AddLearner(name, email, canEarn: false);
        await world.Database.Write(work => work.Execute(SetRoles, new { world.Tenant, Learner = teacher }, Ct), Ct);
        return teacher;
    }

    private static Task Issued(RoadWorld world, AwardId award) => world.Awards.StoreDocuments([new(award, world.Tenant, [])], Ct);

    private static AuditEntry Entry(RoadWorld world) => AuditEntry.Of(world.Tenant, world.Now, "instructor", null, "mapping-handed-over", world.Mapping.ToString());
}

public sealed class MappingNoticesOnSqlite() : MappingNoticeSpec(TestEngine.Sqlite());

public sealed class MappingNoticesOnPostgreSql() : MappingNoticeSpec(TestEngine.PostgreSql());

public sealed class MappingNoticesOnSqlServer() : MappingNoticeSpec(TestEngine.SqlServer());
