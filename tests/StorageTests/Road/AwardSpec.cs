using System.Text;
using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Delivering;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage;

namespace LtiBadgeConnector.StorageTests.Road;

public abstract class AwardSpec(TestEngine engine) : RoadSpec(engine)
{
    private static readonly Sql FindDocument = new("SELECT document FROM credentials WHERE award_id = @Award");
    private static readonly Sql CountDocuments = new("SELECT COUNT(*) FROM credentials WHERE award_id = @Award");

    [SkippableFact]
    public async Task A_dossier_says_everything_a_format_needs()
    {
        await using var world = await AWorld();
        var award = await world.AddAward(await world.AddLearner("Ada", " Ada@Example.org", nameAgreed: true));

        var toIssue = Assert.Single(await world.Awards.LoadForIssue([award], Ct));

        Assert.Equal((award, world.Tenant, 0), (toIssue.Id, toIssue.Tenant, toIssue.Attempts));
        var dossier = toIssue.Dossier;
        Assert.Equal($"https://badges.test/awards/{dossier.AwardPublicId}", dossier.AwardUrl);
        Assert.Equal(world.Now, dossier.AwardedAt);
        Assert.Equal(0, dossier.ValidFrom.Millisecond);
        Assert.Empty(dossier.Issuer.Endorsements);
        Assert.Empty(dossier.Issuer.Assurance);
        Assert.Equal(new("https://badges.test/issuers/i", "Issuer") { CountryCode = "JP", Endorsements = dossier.Issuer.Endorsements, Assurance = dossier.Issuer.Assurance }, dossier.Issuer);
        Assert.Equal(("https://badges.test/achievements/a", "1", "Statistics"), (dossier.Achievement.Id, dossier.Achievement.Version, dossier.Achievement.Name));
        Assert.StartsWith("urn:uuid:", dossier.Recipient.SubjectId, StringComparison.Ordinal);
        Assert.Equal("Ada", dossier.Recipient.Name);
        Assert.True(dossier.Recipient.Email!.Matches("ada@example.org"));
    }

    [SkippableFact]
    public async Task Only_active_keys_sign_and_they_come_unlocked()
    {
        await using var world = await AWorld();
        var award = await world.AddAward(await world.AddLearner());

        var key = Assert.Single(Assert.Single(await world.Awards.LoadForIssue([award], Ct)).Dossier.Keys);

        Assert.Equal("https://badges.test/issuers/i/keys/k-new", key.Id);
        Assert.Equal("https://badges.test/issuers/i", key.IssuerId);
        Assert.Equal("k-new", Encoding.UTF8.GetString(key.Pkcs8));
    }

    [SkippableFact]
    public async Task A_name_goes_in_only_when_the_learner_agreed()
    {
        await using var world = await AWorld();
        var award = await world.AddAward(await world.AddLearner("Ada"));

        var recipient = Assert.Single(await world.Awards.LoadForIssue([award], Ct)).Dossier.Recipient;

        Assert.Null(recipient.Name);
        Assert.Null(recipient.Email);
    }

    [SkippableFact]
    public async Task Documents_are_stored_as_signed_and_once()
    {
        await using var world = await AWorld();
        var award = await world.AddAward(await world.AddLearner());

        await world.Awards.StoreDocuments([Documents(world, award, "first")], Ct);
        await world.Awards.StoreDocuments([Documents(world, award, "second")], Ct);

        Assert.Equal("first", Encoding.UTF8.GetString((await world.Read<byte[]>(FindDocument, new { Award = award }))!));
        Assert.Empty(await world.Awards.LoadForIssue([award], Ct));
        Assert.Equal([award], await world.Awards.FindIn(AwardState.Issued, 10, world.Now, Ct));
    }

    [SkippableFact]
    public async Task Two_nodes_that_issue_the_same_awards_at_once_store_one_document_each()
    {
        await using var world = await AWorld();
        AwardId[] awards = [await world.AddAward(await world.AddLearner()), await world.AddAward(await world.AddLearner()), await world.AddAward(await world.AddLearner())];

        await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(() =>
            world.Awards.StoreDocuments([.. awards.OrderBy(_ => Random.Shared.Next()).Select(award => Documents(world, award, $"by {n}"))], Ct))));

        foreach (var award in awards) Assert.Equal(1, await world.Read<long>(CountDocuments, new { Award = award }));
    }

    [SkippableFact]
    public async Task A_failed_award_is_tried_again_at_its_time_or_parked()
    {
        await using var world = await AWorld();
        var award = await world.AddAward(await world.AddLearner());

        await world.Awards.Postpone([award], world.Now.AddMinutes(1), "issuer-key-missing", Ct);
        Assert.Empty(await world.Awards.FindIn(AwardState.Awarded, 10, world.Now, Ct));
        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([award], await world.Awards.FindIn(AwardState.Awarded, 10, world.Now, Ct));
        Assert.Equal(1, Assert.Single(await world.Awards.LoadForIssue([award], Ct)).Attempts);

        await world.Awards.Postpone([award], until: null, "issuer-key-missing", Ct);
        Assert.Empty(await world.Awards.FindIn(AwardState.Awarded, 10, world.Now.AddDays(1), Ct));
        Assert.Empty(await world.Awards.FindIn(AwardState.Parked, 10, world.Now.AddDays(1), Ct));
    }

    [SkippableFact]
    public async Task An_issued_award_is_delivered_without_being_sent_anywhere()
    {
        await using var world = await AWorld();
        var award = await AnIssuedAward(world);

        Assert.Empty(await world.Deliveries.Open([award], world.Now, Ct));

        Assert.Empty(await world.Awards.FindIn(AwardState.Issued, 10, world.Now, Ct));
    }

    [SkippableFact]
    public async Task A_mapping_that_reports_to_the_gradebook_opens_one_delivery()
    {
        await using var world = await AWorld(reportsToGradebook: true);
        var award = await AnIssuedAward(world);

        var opened = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => world.Deliveries.Open([award], world.Now, Ct))));

        var delivery = Assert.Single(opened.SelectMany(some => some));
        Assert.Equal((award, world.Tenant, DeliveryChannels.Gradebook, world.Course, 0), (delivery.Award, delivery.Tenant, delivery.Channel, delivery.Course, delivery.Attempts));
        Assert.Empty(await world.Deliveries.FindDue(10, world.Now, Ct));
    }

    [SkippableFact]
    public async Task An_abandoned_delivery_is_found_by_one_sweep()
    {
        await using var world = await AWorld(reportsToGradebook: true);
        await world.Deliveries.Open([await AnIssuedAward(world)], world.Now, Ct);
        Time.Advance(TimeSpan.FromMinutes(2));

        var found = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => world.Deliveries.FindDue(10, world.Now, Ct))));

        Assert.Single(found.SelectMany(some => some));
    }

    [SkippableFact]
    public async Task A_delivery_is_sent_or_tried_again_or_parked()
    {
        await using var world = await AWorld(reportsToGradebook: true);
        var delivery = Assert.Single(await world.Deliveries.Open([await AnIssuedAward(world)], world.Now, Ct));

        await world.Deliveries.Postpone(delivery, world.Now.AddMinutes(1), "moodle-unreachable", Ct);
        Assert.Empty(await world.Deliveries.FindDue(10, world.Now, Ct));
        Time.Advance(TimeSpan.FromMinutes(1));
        var again = Assert.Single(await world.Deliveries.FindDue(10, world.Now, Ct));
        Assert.Equal(1, again.Attempts);

        await world.Deliveries.Postpone(again, until: null, "lms-refused", Ct);
        Assert.Empty(await world.Deliveries.FindDue(10, world.Now.AddDays(1), Ct));
        await world.Deliveries.MarkSent(again, world.Now, Ct);
        Assert.Empty(await world.Deliveries.FindDue(10, world.Now.AddDays(1), Ct));
    }

    private async Task<AwardId> AnIssuedAward(RoadWorld world)
    {
        var award = await world.AddAward(await world.AddLearner());
        await world.Awards.StoreDocuments([Documents(world, award, "signed")], Ct);
        return award;
    }

    private IssuedDocuments Documents(RoadWorld world, AwardId award, string content)
    {
        var publicId = PublicId.New();
        return new(award, world.Tenant, [new(
            CredentialId.New(Time), publicId, $"https://badges.test/credentials/{publicId}",
            new("ob3-jwt", "application/vc+jwt", Encoding.UTF8.GetBytes(content), "https://badges.test/issuers/i/keys/k-new", world.Now))]);
    }
}

public sealed class AwardsOnSqlite() : AwardSpec(TestEngine.Sqlite());

public sealed class AwardsOnPostgreSql() : AwardSpec(TestEngine.PostgreSql());

public sealed class AwardsOnSqlServer() : AwardSpec(TestEngine.SqlServer());
