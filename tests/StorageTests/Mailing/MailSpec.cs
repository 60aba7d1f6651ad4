using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mailing;
using LtiBadgeConnector.Storage;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Learners;
using LtiBadgeConnector.Storage.Mailing;
using LtiBadgeConnector.Storage.StatusLists;
using LtiBadgeConnector.Storage.Tenants;
using LtiBadgeConnector.StorageTests.Road;

namespace LtiBadgeConnector.StorageTests.Mailing;

public abstract class MailSpec(TestEngine engine) : RoadSpec(engine)
{
    private static readonly Sql SetEmail = new("UPDATE learners SET email = @Email, locale = 'ja-JP' WHERE tenant_id = @Tenant AND id = @Learner");
    private static readonly Sql SetIssued = new("UPDATE awards SET state = @State, due_at = NULL WHERE id = @Award");

    [SkippableFact]
    public async Task A_mail_is_queued_for_those_who_have_an_address_and_want_it()
    {
        await using var world = await AMailingWorld();
        var (wants, stopped, unknown) = (await world.AddLearner(), await world.AddLearner(), await world.AddLearner());
        await Address(world, wants, "a@example.org");
        await Address(world, stopped, "b@example.org");
        await Preferences(world).Save(world.Tenant, stopped, LearnerPreferences.None with { MailsStoppedAt = world.Now }, Ct);
        AwardId[] awards = [await Issued(world, wants), await Issued(world, stopped), await Issued(world, unknown)];

        // A mail is due, but the road does not wait for it.
        Assert.Empty(await world.Deliveries.Open(awards, world.Now, Ct));
        Assert.Empty(await world.Deliveries.FindDue(10, world.Now, Ct));

        var due = Assert.Single(await world.Deliveries.FindDueMails(10, world.Now, Ct));
        Assert.Equal(("mail", awards[0], wants), (due.Channel, due.Award, due.Learner));
        Assert.Empty(await world.Deliveries.FindDueMails(10, world.Now, Ct));
    }

    [SkippableFact]
    public async Task Without_a_mail_server_none_is_queued()
    {
        await using var world = await AMailingWorld("off");
        var learner = await world.AddLearner();
        await Address(world, learner, "a@example.org");
        await world.Deliveries.Open([await Issued(world, learner)], world.Now, Ct);

        Assert.Empty(await world.Deliveries.FindDueMails(10, world.Now, Ct));
    }

    [SkippableFact]
    public async Task What_was_handed_over_without_an_answer_is_not_handed_over_again()
    {
        await using var world = await AMailingWorld();
        var learner = await world.AddLearner();
        await Address(world, learner, "a@example.org");
        var deliveries = world.Deliveries;
        await deliveries.Open([await Issued(world, learner)], world.Now, Ct);
        var delivery = Assert.Single(await deliveries.FindDueMails(10, world.Now, Ct));
        var mails = new MailRepository(world.Database);

        Assert.True(await mails.BeginHandOver(delivery, Ct));
        Assert.False(await mails.BeginHandOver(delivery, Ct));

        await deliveries.Postpone(delivery, world.Now, "mail-refused", Ct);
        Assert.True(await mails.BeginHandOver(delivery, Ct));
        await deliveries.MarkSent(delivery, world.Now, Ct);
        Assert.False(await mails.BeginHandOver(delivery, Ct));
    }

    [SkippableFact]
    public async Task A_dossier_says_what_the_mail_needs_and_follows_what_is_decided_later()
    {
        await using var world = await AMailingWorld();
        var learner = await world.AddLearner();
        await Address(world, learner, "a@example.org");
        var award = await Issued(world, learner);
        var mails = new MailRepository(world.Database);

        var before = await mails.Find(world.Tenant, award, Ct);
        Assert.Equal(("a@example.org", "ja-JP", false, "Statistics"), (before!.Email, before.Language, before.WantsNone, before.Title));
        Assert.Null(before.Withdrawal);
        Assert.Null(await mails.Find(TenantId.New(TimeProvider.System), award, Ct));

        await Preferences(world).Save(world.Tenant, learner, new("en", world.Now, null), Ct);
        var after = await mails.Find(world.Tenant, award, Ct);
        Assert.Equal(("en", true), (after!.Language, after.WantsNone));
    }

    [SkippableFact]
    public async Task A_withdrawal_queues_its_mail_in_the_same_transaction_and_once()
    {
        await using var world = await AMailingWorld();
        var learner = await world.AddLearner();
        await Address(world, learner, "a@example.org");
        var award = await Issued(world, learner);
        var withdrawals = new WithdrawalRepository(world.Database);
        var withdrawal = new Withdrawal(world.Now, "A grade was corrected");

        await withdrawals.Withdraw(world.Tenant, award, withdrawal, Entry(world, award), Ct);
        await withdrawals.Withdraw(world.Tenant, award, withdrawal, Entry(world, award), Ct);

        var due = Assert.Single(await world.Deliveries.FindDueMails(10, world.Now, Ct));
        Assert.Equal(("mail-withdrawn", award), (due.Channel, due.Award));
        Assert.Equal(withdrawal, (await new MailRepository(world.Database).Find(world.Tenant, award, Ct))!.Withdrawal);
    }

    [SkippableFact]
    public async Task Words_of_an_institution_are_kept_by_occasion_and_language()
    {
        await using var world = await AMailingWorld();
        var mails = new MailRepository(world.Database);
        Assert.Null(await mails.TemplateOf(world.Tenant, MailKind.Awarded, "ja", Ct));

        await mails.SaveTemplate(world.Tenant, MailKind.Awarded, "ja", new("一", "{link}"), world.Now, Ct);
        await mails.SaveTemplate(world.Tenant, MailKind.Awarded, "ja", new("二", "本文 {link}"), world.Now, Ct);

        Assert.Equal(new MailTemplate("二", "本文 {link}"), await mails.TemplateOf(world.Tenant, MailKind.Awarded, "ja", Ct));
        Assert.Null(await mails.TemplateOf(world.Tenant, MailKind.Awarded, "en", Ct));
        Assert.Null(await mails.TemplateOf(world.Tenant, MailKind.Withdrawn, "ja", Ct));
        Assert.Null(await mails.TemplateOf(TenantId.New(TimeProvider.System), MailKind.Awarded, "ja", Ct));
        await mails.RemoveTemplate(world.Tenant, MailKind.Awarded, "ja", Ct);
        Assert.Null(await mails.TemplateOf(world.Tenant, MailKind.Awarded, "ja", Ct));
    }

    [SkippableFact]
    public async Task Preferences_are_those_of_one_learner_of_one_tenant()
    {
        await using var world = await AMailingWorld();
        var (one, other) = (await world.AddLearner(), await world.AddLearner());
        var preferences = Preferences(world);
        Assert.Equal(LearnerPreferences.None, await preferences.Of(world.Tenant, one, Ct));

        var key = PublicId.New();
        await preferences.Save(world.Tenant, one, new("ja", null, key), Ct);
        Assert.Equal(new LearnerPreferences("ja", null, key), await preferences.Of(world.Tenant, one, Ct));
        Assert.Equal(LearnerPreferences.None, await preferences.Of(world.Tenant, other, Ct));
        Assert.Equal(LearnerPreferences.None, await preferences.Of(TenantId.New(TimeProvider.System), one, Ct));
        Assert.Equal(new CollectionOwner(world.Tenant, one), await preferences.OwnerOf(key, Ct));

        await preferences.Save(world.Tenant, one, LearnerPreferences.None, Ct);
        Assert.Null(await preferences.OwnerOf(key, Ct));
    }

    [SkippableFact]
    public async Task A_suspension_is_told_each_time()
    {
        await using var world = await AMailingWorld();
        var learner = await world.AddLearner();
        await Address(world, learner, "a@example.org");
        var award = await Issued(world, learner);

        for (var time = 0; time < 2; time++)
        {
            await world.Database.Write(work => MailQueueOf(work, award, world.Now), Ct);
            var due = Assert.Single(await world.Deliveries.FindDueMails(10, world.Now, Ct));
            Assert.Equal("mail-suspended", due.Channel);
            await world.Deliveries.MarkSent(due, world.Now, Ct);
            Assert.Empty(await world.Deliveries.FindDueMails(10, world.Now.AddDays(1), Ct));
        }
    }

    private async Task<int> MailQueueOf(Session work, AwardId award, DateTimeOffset now)
    {
        await MailQueue.Add(work, [award], MailKind.Suspended, now, Ct);
        return 0;
    }

    private async Task<RoadWorld> AMailingWorld(string mails = "on")
    {
        var world = await AWorld();
        await new ServerSettingRepository(world.Database).Set("mails", mails, Ct);
        return world;
    }

    private static PreferenceRepository Preferences(RoadWorld world) => new(world.Database);

    private static AuditEntry Entry(RoadWorld world, AwardId award) => AuditEntry.Of(world.Tenant, world.Now, "administrator", null, "award-withdrawn", award.ToString());

    private Task<int> Address(RoadWorld world, LearnerId learner, string email) =>
        world.Database.Write(work => work.Execute(SetEmail, new { world.Tenant, Learner = learner, Email = email }, Ct), Ct);

    private async Task<AwardId> Issued(RoadWorld world, LearnerId learner)
    {
        var award = await world.AddAward(learner);
        await world.Database.Write(work => work.Execute(SetIssued, new { State = AwardState.Issued, Award = award }, Ct), Ct);
        return award;
    }
}

public sealed class MailsOnSqlite() : MailSpec(TestEngine.Sqlite());

public sealed class MailsOnPostgreSql() : MailSpec(TestEngine.PostgreSql());

public sealed class MailsOnSqlServer() : MailSpec(TestEngine.SqlServer());
