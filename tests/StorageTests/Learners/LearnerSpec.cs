using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Inbox;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Lti.Roles;
using LtiBadgeConnector.Storage;
using LtiBadgeConnector.Storage.Learners;
using LtiBadgeConnector.Storage.Sessions;

namespace LtiBadgeConnector.StorageTests.Learners;

public abstract class LearnerSpec(TestEngine engine) : Spec(engine)
{
    private static readonly Sql SelectMembers = new("SELECT learner_id AS learner, can_earn, has_left FROM course_members WHERE tenant_id = @Tenant AND course_id = @Course");
    private static readonly Sql SelectDue = new("SELECT due_version AS version FROM evaluations WHERE tenant_id = @Tenant AND learner_id = @Learner AND due_at IS NOT NULL");
    private static readonly Sql SelectInbox = new("SELECT state, due_at FROM inbox WHERE id = @Id");

    private static readonly Sql InsertInbox = new("""
        INSERT INTO inbox (id, tenant_id, connection_id, dedupe_key, content_hash, received_at, state, attempts)
        VALUES (@Id, @Tenant, @Connection, @Key, @Hash, @Now, @State, 1)
        """);

    private static readonly Sql InsertWait = new("INSERT INTO inbox_waits (tenant_id, platform_id, learner_key, inbox_id) VALUES (@Tenant, @Platform, @Key, @Id)");

    private World world = null!;
    private Course course = null!;

    [SkippableFact]
    public async Task A_roster_makes_people_known_by_every_key_it_vouches_for()
    {
        await Begin();

        var change = await Apply([World.AMember("s1", "Aoi", keys: [LearnerKey.LmsUser("7"), LearnerKey.Sis("A-1")]), World.AMember("s2", "Ren")]);

        Assert.Equal(2, change.Learners.Distinct().Count());
        Assert.Empty(change.Conflicts);
        Assert.Equal(change.Learners[0], await Resolve(LearnerKey.Sub("s1")));
        Assert.Equal(change.Learners[0], await Resolve(LearnerKey.LmsUser("7")));
        Assert.Equal(change.Learners[0], await Resolve(LearnerKey.Sis("A-1")));
        Assert.Null(await Resolve(LearnerKey.Sis("a-1")));
        Assert.Null(await Resolve(new("other-scheme", "7")));
        Assert.Equal("Ren", (await world.Learners.Find(world.Tenant, change.Learners[1], Ct))!.Name);
        Assert.Equal(change.Learners[1], (await world.Learners.Find(world.Tenant, world.Issuer, "s2", Ct))!.Id);
        Assert.Equal(3, (await world.Learners.KeysOf(world.Tenant, change.Learners[0], Ct)).Count);
    }

    [SkippableFact]
    public async Task The_same_roster_again_changes_nothing()
    {
        await Begin();
        await world.AnActiveMapping(course);
        var first = await Apply([World.AMember("s1", "Aoi", email: "a@example.org")], isWhole: true);
        var before = await world.Learners.Find(world.Tenant, first.Learners[0], Ct);

        var again = await Apply([World.AMember("s1")], isWhole: true);

        Assert.Equal(first.Learners, again.Learners);
        Assert.Empty(again.Due);
        Assert.Equal(before, await world.Learners.Find(world.Tenant, first.Learners[0], Ct));
        Assert.StartsWith("urn:uuid:", before!.Subject, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Rosters_applied_at_once_make_each_person_once()
    {
        await Begin();
        RosterMember[] members = [.. Enumerable.Range(0, 20).Select(at => World.AMember($"s{at}", $"Name {at}", keys: [LearnerKey.LmsUser($"{at}")]))];

        var changes = await Task.WhenAll(Enumerable.Range(0, 4).Select(at => Task.Run(() => Apply(at % 2 == 0 ? members : [.. members.Reverse()]))));

        Assert.Equal(20, changes.SelectMany(change => change.Learners).Distinct().Count());
        Assert.Equal(20, (await world.Learners.Search(world.Tenant, "name", 100, Ct)).Count);
        Assert.All(changes, change => Assert.Empty(change.Conflicts));
    }

    [SkippableFact]
    public async Task A_key_of_somebody_else_is_reported_and_never_moved()
    {
        await Begin();
        var owner = (await Apply([World.AMember("s1", keys: [LearnerKey.LmsUser("7")])])).Learners[0];

        var change = await Apply([World.AMember("s2", keys: [LearnerKey.LmsUser("7")])]);

        Assert.Equal(["lms-user-id:7"], change.Conflicts);
        Assert.Equal(owner, await Resolve(LearnerKey.LmsUser("7")));
        Assert.NotEqual(owner, change.Learners[0]);
    }

    [SkippableFact]
    public async Task One_account_is_one_person_in_every_course_and_registration_of_its_issuer()
    {
        await Begin();
        var here = (await Apply([World.AMember("s1")])).Learners[0];
        var there = await world.ALearner(await world.ACourse("context-2"), "s1");

        Assert.Equal(here, there);
        Assert.Equal([new LearnerIdentity(world.Issuer, "s1")], await world.Learners.IdentitiesOf(world.Tenant, here, Ct));
    }

    [SkippableFact]
    public async Task Who_is_missing_from_a_whole_roster_has_left()
    {
        await Begin();
        var (stays, leaves) = (await Apply([World.AMember("s1"), World.AMember("s2")], isWhole: true)).Learners switch { var both => (both[0], both[1]) };

        await Apply([World.AMember("s1")], isWhole: false);
        Assert.DoesNotContain(await Members(), member => member.HasLeft);
        await Apply([World.AMember("s1")], isWhole: true);

        Assert.Equal(leaves, Assert.Single(await Members(), member => member.HasLeft).Learner);
        Assert.Equal(stays, Assert.Single(await Members(), member => !member.HasLeft).Learner);
    }

    [SkippableFact]
    public async Task Whoever_may_newly_earn_is_to_be_evaluated_under_every_active_mapping()
    {
        await Begin();
        var active = await world.AnActiveMapping(course);
        await world.AMapping(course);

        var joined = await Apply([World.AMember("s1"), World.AMember("staff", canEarn: false)], isWhole: true);
        Assert.Equal([new EvaluationKey(world.Tenant, active.Id, joined.Learners[0])], joined.Due);
        Assert.Equal([new Due(1)], await DueOf(joined.Learners[0]));

        var promoted = await Apply([World.AMember("s1"), World.AMember("staff")], isWhole: true);
        Assert.Equal([new EvaluationKey(world.Tenant, active.Id, joined.Learners[1])], promoted.Due);

        await Apply([World.AMember("staff")], isWhole: true);
        Assert.Empty(await DueOf(joined.Learners[0]));
        Assert.Equal(joined.Learners[0], Assert.Single((await Apply([World.AMember("s1"), World.AMember("staff")], isWhole: true)).Due).Learner);
        Assert.Equal([new Due(2)], await DueOf(joined.Learners[0]));
    }

    [SkippableFact]
    public async Task A_delivery_that_waits_for_the_person_is_woken()
    {
        await Begin();
        var waiting = await AWaitingDelivery("lms-user-id:7");
        var forAnother = await AWaitingDelivery("lms-user-id:8");

        await Apply([World.AMember("s1", keys: [LearnerKey.LmsUser("7")])]);

        Assert.Equal(new(InboxState.Received, world.Now), await Inbox(waiting));
        Assert.Equal(new(InboxState.WaitingForLearner, null), await Inbox(forAnother));
    }

    [SkippableFact]
    public async Task An_event_can_vouch_for_a_further_key_and_wakes_what_waits_for_it()
    {
        await Begin();
        var (one, other) = (await Apply([World.AMember("s1"), World.AMember("s2", keys: [LearnerKey.Sis("B")])])).Learners switch { var both => (both[0], both[1]) };
        var waiting = await AWaitingDelivery("sis-id:A");

        await world.Learners.Bind(world.Tenant, world.Platform, one, [LearnerKey.Sis("A"), LearnerKey.Sis("B")], world.Now, Ct);

        Assert.Equal((one, other), (await Resolve(LearnerKey.Sis("A")), await Resolve(LearnerKey.Sis("B"))));
        Assert.Equal(InboxState.Received, (await Inbox(waiting)).State);
    }

    [SkippableFact]
    public async Task The_learner_decides_whether_the_name_goes_into_credentials()
    {
        await Begin();
        var learner = await world.ALearner(course, name: null);
        Assert.False((await world.Learners.Find(world.Tenant, learner, Ct))!.NameAgreed);

        Assert.True(await world.Learners.SetAgreement(world.Tenant, learner, true, "山本 葵", "aoi@example.org", Ct));

        var agreed = await world.Learners.Find(world.Tenant, learner, Ct);
        Assert.Equal((true, "山本 葵", "aoi@example.org"), (agreed!.NameAgreed, agreed.Name, agreed.Email));
    }

    [SkippableFact]
    public async Task Finds_people_by_part_of_name_mail_or_id()
    {
        await Begin();
        var learner = (await Apply([World.AMember("s1", "Yamamoto, Aoi", email: "aoi@example.org", keys: [LearnerKey.Sis("2026-001")]), World.AMember("s2", "Müller")])).Learners[0];

        foreach (var text in new[] { "yama", "AOI@", "2026-0" }) Assert.Equal(learner, Assert.Single(await world.Learners.Search(world.Tenant, text, 10, Ct)).Id);
        Assert.Empty(await world.Learners.Search(world.Tenant, "2026_001", 10, Ct));
    }

    [SkippableFact]
    public async Task Two_people_joined_are_one_and_can_be_separated_again()
    {
        await Begin();
        var (one, other) = (await Apply([World.AMember("s1", "Aoi"), World.AMember("s2", "Aoi Y.", keys: [LearnerKey.LmsUser("8")])])).Learners switch { var both => (both[0], both[1]) };

        Assert.True(await world.Learners.Join(world.Tenant, one, other, world.Now, Ct));
        Assert.Equal(one, await Resolve(LearnerKey.LmsUser("8")));
        Assert.Equal(one, (await world.Learners.Find(world.Tenant, world.Issuer, "s2", Ct))!.Id);
        Assert.Equal([one, one], (await Apply([World.AMember("s1"), World.AMember("s2")])).Learners);

        var own = await world.Learners.Separate(world.Tenant, world.Issuer, "s2", world.Now, Ct);
        Assert.NotNull(own);
        Assert.Equal(own, (await world.Learners.Find(world.Tenant, world.Issuer, "s2", Ct))!.Id);
        Assert.Equal(own, await Resolve(LearnerKey.Sub("s2")));
        Assert.Null(await world.Learners.Separate(world.Tenant, world.Issuer, "s2", world.Now, Ct));
        Assert.Equal(own, (await Apply([World.AMember("s2", keys: [LearnerKey.LmsUser("8")])])).Learners[0]);
        Assert.Equal(own, await Resolve(LearnerKey.LmsUser("8")));
    }

    [SkippableFact]
    public async Task Who_is_joined_keeps_what_either_decided()
    {
        await Begin();
        var preferences = new PreferenceRepository(world.Database);
        var people = (await Apply([World.AMember("s1"), World.AMember("s2"), World.AMember("s3")])).Learners;
        var (one, decided, silenced) = (people[0], people[1], people[2]);
        LearnerPreferences said = new("ja", null, new PublicId("collection-of-two"));
        await preferences.Save(world.Tenant, decided, said, Ct);
        await preferences.Save(world.Tenant, silenced, new("en", world.Now, null), Ct);

        await world.Learners.Join(world.Tenant, one, decided, world.Now, Ct);
        Assert.Equal(said, await preferences.Of(world.Tenant, one, Ct));
        Assert.Equal(one, (await preferences.OwnerOf(said.CollectionKey!.Value, Ct))!.Learner);

        await world.Learners.Join(world.Tenant, one, silenced, world.Now, Ct);
        Assert.Equal(said with { MailsStoppedAt = world.Now }, await preferences.Of(world.Tenant, one, Ct));
    }

    [SkippableFact]
    public async Task What_leads_to_somebody_leads_to_whom_they_were_joined_into()
    {
        await Begin();
        var people = (await Apply([World.AMember("s1"), World.AMember("s2"), World.AMember("s3")])).Learners;
        var sessions = new SessionRepository(world.Database);
        var secret = await sessions.Create(new LaunchSession("h1", world.Tenant, world.Platform, course.Id, people[2], ProductRole.Learner, "{}", world.Now, world.Now.AddHours(1)), Ct);

        await world.Learners.Join(world.Tenant, people[1], people[2], world.Now, Ct);
        await world.Learners.Join(world.Tenant, people[0], people[1], world.Now, Ct);
        Assert.Equal([people[0], people[0], people[0]], await Present());
        Assert.Equal(people[0], (await sessions.Find(secret, world.Now, Ct))!.Learner);

        await world.Learners.Join(world.Tenant, people[2], people[0], world.Now, Ct);
        Assert.Equal([people[2], people[2], people[2]], await Present());

        async Task<IReadOnlyList<LearnerId>> Present()
        {
            List<LearnerId> present = [];
            foreach (var person in people) present.Add(await world.Learners.Present(world.Tenant, person, Ct));
            return present;
        }
    }

    [SkippableFact]
    public async Task A_text_with_a_letter_that_nobody_writes_is_refused_alike_on_every_engine()
    {
        await Begin();

        var sought = await Assert.ThrowsAsync<StorageException>(() => world.Learners.Search(world.Tenant, "a\0", 10, Ct));
        var written = await Assert.ThrowsAsync<StorageException>(() => Apply([World.AMember("s1", "Aoi\0"), World.AMember("s2")]));

        Assert.Equal((StorageException.TextUnreadable, StorageException.TextUnreadable), (sought.Code, written.Code));
    }

    [SkippableFact]
    public async Task Somebody_with_a_staff_account_in_the_course_never_earns()
    {
        await Begin();
        var (one, other) = (await Apply([World.AMember("s1"), World.AMember("s2", canEarn: false)])).Learners switch { var both => (both[0], both[1]) };
        await world.Learners.Join(world.Tenant, one, other, world.Now, Ct);

        await Apply([World.AMember("s1"), World.AMember("s2", canEarn: false)], isWhole: true);

        Assert.False(Assert.Single(await Members(), member => !member.HasLeft).CanEarn);
    }

    [SkippableFact]
    public async Task Another_tenant_sees_and_changes_nothing()
    {
        await Begin();
        var learner = await world.ALearner(course, "s1");
        var second = await world.ALearner(course, "s2");
        var other = await World.In(world.Database, beside: world);

        Assert.Null(await world.Learners.Find(other.Tenant, learner, Ct));
        Assert.Null(await world.Learners.Find(other.Tenant, world.Issuer, "s1", Ct));
        Assert.Empty(await world.Learners.Search(other.Tenant, null, 10, Ct));
        Assert.Empty(await world.Learners.KeysOf(other.Tenant, learner, Ct));
        Assert.Empty(await world.Learners.IdentitiesOf(other.Tenant, learner, Ct));
        Assert.Empty(await world.Learners.Resolve([new(other.Tenant, world.Platform, LearnerKey.Sub("s1"))], Ct));
        Assert.False(await world.Learners.SetAgreement(other.Tenant, learner, true, null, null, Ct));
        Assert.False(await world.Learners.Join(other.Tenant, learner, second, world.Now, Ct));
        Assert.Null(await world.Learners.Separate(other.Tenant, world.Issuer, "s1", world.Now, Ct));

        // The same issuer and sub at another institution is another person: hosted LMSs share issuers.
        Assert.NotEqual(learner, await other.ALearner(await other.ACourse(), "s1"));
    }

    [SkippableFact]
    public async Task A_large_roster_is_applied_and_again_without_writing()
    {
        await Begin();
        await world.AnActiveMapping(course);
        RosterMember[] members = [.. Enumerable.Range(0, 5_000).Select(at => World.AMember($"s{at}", $"Name {at}", keys: [LearnerKey.LmsUser($"{at}"), LearnerKey.Sis($"sis-{at}")]))];

        var first = await Apply(members, isWhole: true);
        Assert.Equal(5_000, first.Due.Count);

        var again = await Apply(members, isWhole: true);
        Assert.Empty(again.Due);
        Assert.Equal(first.Learners, again.Learners);
    }

    [SkippableFact]
    public async Task Somebody_who_is_told_to_have_left_leaves_and_a_stranger_stays_unknown()
    {
        await Begin();
        var leaves = (await Apply([World.AMember("s1"), World.AMember("s2")], isWhole: true)).Learners[1];

        var change = await Apply([World.AMember("s2") with { HasLeft = true }, World.AMember("never-seen") with { HasLeft = true }]);

        Assert.Empty(change.Learners);
        Assert.Equal(leaves, Assert.Single(await Members(), member => member.HasLeft).Learner);
        Assert.Null(await world.Learners.Find(world.Tenant, world.Issuer, "never-seen", Ct));
        await Apply([World.AMember("s2")]);
        Assert.DoesNotContain(await Members(), member => member.HasLeft);
    }

    private Task<RosterChange> Apply(RosterMember[] members, bool isWhole = false) => world.Learners.Apply(course, members, isWhole, world.Now, Ct);

    private async Task<LearnerId?> Resolve(LearnerKey key)
    {
        var reference = new LearnerReference(world.Tenant, world.Platform, key);
        return (await world.Learners.Resolve([reference], Ct)).TryGetValue(reference, out var learner) ? learner : null;
    }

    private Task<IReadOnlyList<Member>> Members() => Query<Member>(SelectMembers, new { world.Tenant, Course = course.Id });

    private Task<IReadOnlyList<Due>> DueOf(LearnerId learner) => Query<Due>(SelectDue, new { world.Tenant, Learner = learner });

    private async Task<InboxRow> Inbox(InboxId id) => Assert.Single(await Query<InboxRow>(SelectInbox, new { Id = id }));

    private async Task<InboxId> AWaitingDelivery(string key)
    {
        var id = InboxId.New(world.Time);
        var row = new
        {
            Id = id, world.Tenant, world.Platform, Connection = ConnectionId.New(world.Time), Key = key, Hash = new byte[32], world.Now, State = InboxState.WaitingForLearner,
        };
        await world.Database.Write(
            async session =>
            {
                await session.Execute(InsertInbox, row, Ct);
                await session.Execute(InsertWait, row, Ct);
            },
            Ct);
        return id;
    }

    private async Task<IReadOnlyList<T>> Query<T>(Sql sql, object parameters)
    {
        await using var session = await world.Database.Read(Ct);
        return await session.Query<T>(sql, parameters, Ct);
    }

    private async Task Begin()
    {
        world = await World.In(await Engine.Migrated());
        course = await world.ACourse();
    }

    public sealed record Member(LearnerId Learner, bool CanEarn, bool HasLeft);

    public sealed record Due(int Version);

    public sealed record InboxRow(InboxState State, DateTimeOffset? DueAt);
}

public sealed class LearnersOnSqlite() : LearnerSpec(TestEngine.Sqlite());

public sealed class LearnersOnPostgreSql() : LearnerSpec(TestEngine.PostgreSql());

public sealed class LearnersOnSqlServer() : LearnerSpec(TestEngine.SqlServer());
