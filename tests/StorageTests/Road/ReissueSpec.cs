using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.StatusLists;
using LtiBadgeConnector.Storage;
using LtiBadgeConnector.Storage.Courses;
using LtiBadgeConnector.Storage.Learners;
using LtiBadgeConnector.Storage.Road;
using LtiBadgeConnector.Storage.StatusLists;

namespace LtiBadgeConnector.StorageTests.Road;

/// <summary>Documents that are signed anew: id, address and place in the status list stay, <c>validFrom</c> grows.</summary>
public abstract class ReissueSpec(TestEngine engine) : RoadSpec(engine)
{
    private const string Key = "https://badges.test/issuers/i/keys/k-new";

    private static readonly Sql FindDocument = new("SELECT valid_from AS at, key_id AS signer FROM credentials WHERE award_id = @Award");

    [SkippableFact]
    public async Task Nothing_is_due_until_somebody_says_so()
    {
        await using var world = await AWorld();
        await AnIssuedAward(world);

        Assert.Empty(await Reissues(world).FindDue(10, world.Now, Ct));
        Assert.Equal(1, await Reissues(world).CountOfKey(world.Tenant, Key, Ct));
    }

    [SkippableFact]
    public async Task A_void_key_s_documents_are_replaced_in_their_place()
    {
        await using var world = await AWorld();
        var (award, former, entry) = await AnIssuedAward(world);
        var reissues = Reissues(world);

        await reissues.OfKey(world.Tenant, Key, world.Now, Ct);
        var due = Assert.Single(await reissues.FindDue(10, world.Now, Ct));
        Assert.Equal((award, former.Url, entry), (due.Award.Id, Assert.Single(due.Documents).Url, due.Documents[0].Status));

        Time.Advance(TimeSpan.FromMinutes(1));
        await reissues.Store([Anew(due, "second")], Ct);
        // A node that was slower changes nothing.
        await reissues.Store([Anew(due, "third")], Ct);

        var now = await world.Read<Stored>(FindDocument, new { Award = award });
        Assert.Equal((world.Now, "second"), (now!.At, now.Signer));
        Assert.Empty(await reissues.FindDue(10, world.Now, Ct));
        Assert.Equal(0, await reissues.CountOfKey(world.Tenant, Key, Ct));
    }

    [SkippableFact]
    public async Task What_is_asked_for_again_while_it_is_signed_stays_due()
    {
        await using var world = await AWorld();
        await AnIssuedAward(world);
        var reissues = Reissues(world);
        await reissues.OfKey(world.Tenant, Key, world.Now, Ct);
        var due = Assert.Single(await reissues.FindDue(10, world.Now, Ct));

        Time.Advance(TimeSpan.FromSeconds(1));
        await reissues.OfKey(world.Tenant, Key, world.Now, Ct);
        await reissues.Store([Anew(due, "second")], Ct);

        Assert.Single(await reissues.FindDue(10, world.Now, Ct));
    }

    [SkippableFact]
    public async Task A_withdrawn_award_is_not_signed_anew()
    {
        await using var world = await AWorld();
        var (award, _, _) = await AnIssuedAward(world);
        var entry = Storage.Audit.AuditEntry.Of(world.Tenant, world.Now, "instructor", null, "award-withdrawn");
        await new WithdrawalRepository(world.Database).Withdraw(world.Tenant, award, new(world.Now, "Mixed up."), entry, Ct);

        await Reissues(world).OfKey(world.Tenant, Key, world.Now, Ct);

        Assert.Empty(await Reissues(world).FindDue(10, world.Now, Ct));
        Assert.Equal(0, await Reissues(world).CountOfKey(world.Tenant, Key, Ct));
    }

    [SkippableFact]
    public async Task An_e_mail_that_becomes_known_has_the_credential_signed_anew_and_a_changed_one_does_not()
    {
        await using var world = await AWorld();
        var courses = new CourseRepository(world.Database);
        var learners = new LearnerRepository(world.Database);
        var course = (await courses.Find(world.Tenant, world.Course, Ct))!;
        var learner = (await learners.Apply(course, [Member(null)], isWhole: false, world.Now, Ct)).Learners[0];
        await AnIssuedAward(world, learner);
        Assert.Empty(await Reissues(world).FindDue(10, world.Now, Ct));

        await learners.Apply(course, [Member("misaki@example.org")], isWhole: false, world.Now, Ct);

        var due = Assert.Single(await Reissues(world).FindDue(10, world.Now, Ct));
        Assert.True(due.Award.Dossier.Recipient.Email!.Matches("misaki@example.org"));
        await Reissues(world).Store([Anew(due, Key)], Ct);
        await learners.Apply(course, [Member("sato@example.org")], isWhole: false, world.Now, Ct);
        Assert.Empty(await Reissues(world).FindDue(10, world.Now, Ct));
    }

    [SkippableFact]
    public async Task What_cannot_be_signed_waits()
    {
        await using var world = await AWorld();
        var (award, _, _) = await AnIssuedAward(world);
        await Reissues(world).OfKey(world.Tenant, Key, world.Now, Ct);
        var due = Assert.Single(await Reissues(world).FindDue(10, world.Now, Ct));

        await Reissues(world).Postpone(due, world.Now.AddMinutes(1), Ct);

        Assert.Empty(await Reissues(world).FindDue(10, world.Now, Ct));
        Assert.Equal(award, Assert.Single(await Reissues(world).FindDue(10, world.Now.AddMinutes(1), Ct)).Award.Id);
    }

    private static ReissueRepository Reissues(RoadWorld world) => new(world.Database, world.Awards);

    private static RosterMember Member(string? email) => new("s9", [LearnerKey.Sub("s9")], "Misaki Sato", "Misaki", "Sato", email, "en", ["Learner"], CanEarn: true);

    private ReissuedAward Anew(AwardToReissue due, string key) => new(due, [.. due.Documents.Select(former =>
        (former, new SignedDocument(former.Format, "application/vc+jwt", [2], key, IssuingTime.ValidFrom(Time.Now(), former.ValidFrom) is var at && at > Time.Now() ? at : Time.Now())))]);

    private async Task<(AwardId Award, IssuedDocument Document, StatusEntry Entry)> AnIssuedAward(RoadWorld world, LearnerId? learner = null)
    {
        var award = await world.AddAward(learner ?? await world.AddLearner());
        var lists = new StatusListRepository(world.Database, new DossierParts(world.Database, world.Protector, Time), world.Protector, new("https://badges.test"), Time);
        var entry = (await lists.Take(world.Tenant, world.Issuer, StatusPurpose.Revocation, 1, Ct)).Entries[0];
        var publicId = PublicId.New();
        var document = new IssuedDocument(CredentialId.New(Time), publicId, $"https://badges.test/credentials/{publicId}", new("ob3-jwt", "application/vc+jwt", [1], Key, Time.Now()), entry);
        await world.Awards.StoreDocuments([new(award, world.Tenant, [document])], Ct);
        return (award, document, entry);
    }

    private sealed record Stored(DateTimeOffset At, string Signer);
}

public sealed class ReissuesOnSqlite() : ReissueSpec(TestEngine.Sqlite());

public sealed class ReissuesOnPostgreSql() : ReissueSpec(TestEngine.PostgreSql());

public sealed class ReissuesOnSqlServer() : ReissueSpec(TestEngine.SqlServer());
