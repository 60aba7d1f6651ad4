using System.Text;
using LtiBadgeConnector.Core.Addresses;
using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Core.StatusLists;
using LtiBadgeConnector.Storage;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Road;
using LtiBadgeConnector.Storage.StatusLists;
using LtiBadgeConnector.StorageTests.Road;
using Microsoft.Extensions.Time.Testing;

namespace LtiBadgeConnector.StorageTests.StatusLists;

public abstract class StatusListSpec(TestEngine engine) : Spec(engine)
{
    private static readonly Sql SetTaken = new("UPDATE status_lists SET taken = @Taken");

    private readonly FakeTimeProvider time = new(new(2026, 4, 1, 9, 0, 0, 123, TimeSpan.Zero));

    [SkippableFact]
    public async Task Positions_are_taken_once_however_many_nodes_take_them()
    {
        await using var world = await AWorld();

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Lists(world).Take(world.Tenant, world.Issuer, StatusPurpose.Revocation, 50, Ct))));

        var entries = taken.SelectMany(some => some.Entries).ToList();
        Assert.Equal(400, entries.Distinct().Count());
        Assert.Single(entries.Select(entry => entry.ListUrl).Distinct());
        Assert.All(entries, entry => Assert.InRange(entry.Position, 0, StatusListRepository.Size - 1));
        Assert.All(taken, some => Assert.True(some.IsUnsigned));
    }

    [SkippableFact]
    public async Task A_new_list_opens_when_nine_tenths_are_taken()
    {
        await using var world = await AWorld();
        await Lists(world).Take(world.Tenant, world.Issuer, StatusPurpose.Revocation, 1, Ct);
        await world.Database.Write(session => session.Execute(SetTaken, new { Taken = 117_961 }, Ct), Ct);

        var taken = await Lists(world).Take(world.Tenant, world.Issuer, StatusPurpose.Revocation, 3, Ct);

        Assert.Equal([2, 1], taken.Entries.GroupBy(entry => entry.List).Select(group => group.Count()));
    }

    [SkippableFact]
    public async Task A_list_is_claimed_by_one_node_and_signed_in_one_state()
    {
        await using var world = await AWorld();
        await Lists(world).Take(world.Tenant, world.Issuer, StatusPurpose.Revocation, 1, Ct);
        var due = Assert.Single(await Lists(world).FindDue(10, world.Now, Ct));

        var claims = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Lists(world).Claim(due, world.Now.AddMinutes(1), Ct))));

        var list = Assert.Single(claims, claim => claim is not null)!;
        Assert.Equal((StatusListRepository.Size, StatusPurpose.Revocation, 1), (list.Size, list.Purpose, list.Version));
        Assert.Empty(list.Set);
        Assert.Equal("https://badges.test/issuers/i", list.Issuer.Id);
        Assert.Equal("https://badges.test/issuers/i/keys/k-new", Assert.Single(list.Keys).Id);
        Assert.Empty(await Lists(world).FindDue(10, world.Now, Ct));
        // A node that dies holds it no longer than its lease.
        Assert.Single(await Lists(world).FindDue(10, world.Now.AddMinutes(1), Ct));
    }

    [SkippableFact]
    public async Task The_signed_bytes_are_served_and_an_older_state_never_takes_their_place()
    {
        await using var world = await AWorld();
        var entry = (await Lists(world).Take(world.Tenant, world.Issuer, StatusPurpose.Revocation, 1, Ct)).Entries[0];
        var list = await Claimed(world);
        var publicId = new PublicId(entry.ListUrl.Split('/')[^1]);
        Assert.Empty(await Lists(world).Documents(publicId, Ct));

        await Lists(world).Store(list with { Version = 2 }, [Signed("new")], world.Now, world.Now.AddDays(1), Ct);
        await Lists(world).Store(list, [Signed("old")], world.Now, world.Now.AddDays(1), Ct);

        var document = Assert.Single(await Lists(world).Documents(publicId, Ct));
        Assert.Equal(("bitstring-jwt", "application/vc+jwt", "new"), (document.Format, document.MediaType, Encoding.UTF8.GetString(document.Bytes)));
        Assert.Equal(64, document.ContentHash.Length);
        Assert.False((await Lists(world).Take(world.Tenant, world.Issuer, StatusPurpose.Revocation, 1, Ct)).IsUnsigned);
    }

    [SkippableFact]
    public async Task What_cannot_be_signed_is_tried_again_at_its_time()
    {
        await using var world = await AWorld();
        await Lists(world).Take(world.Tenant, world.Issuer, StatusPurpose.Revocation, 1, Ct);
        var due = Assert.Single(await Lists(world).FindDue(10, world.Now, Ct));

        await Lists(world).Postpone(due, world.Now.AddMinutes(1), "issuer-key-missing", Ct);

        Assert.Empty(await Lists(world).FindDue(10, world.Now, Ct));
        Assert.Single(await Lists(world).FindDue(10, world.Now.AddMinutes(1), Ct));
    }

    [SkippableFact]
    public async Task Withdrawing_sets_the_bit_of_each_document_and_has_the_list_signed_anew()
    {
        await using var world = await AWorld();
        var (award, entries) = await AnIssuedAward(world);
        var (_, others) = await AnIssuedAward(world);
        var list = await Claimed(world);
        await Lists(world).Store(list, [Signed("none")], world.Now, world.Now.AddDays(1), Ct);
        Assert.Empty(await Lists(world).FindDue(10, world.Now, Ct));

        Assert.Equal(WithdrawOutcome.Withdrawn, await Withdraw(world, award, "Mixed up with another person."));

        var now = await Claimed(world);
        Assert.Equal(2, now.Version);
        Assert.Equal(entries.Select(entry => entry.Position).Order(), now.Set.Order());
        Assert.DoesNotContain(others[0].Position, now.Set);
        var noted = Assert.Single(await new AuditRepository(world.Database).Page(world.Tenant, null, "award-withdrawn", null, 10, Ct));
        Assert.Equal(award.ToString(), noted.Subject);
    }

    [SkippableFact]
    public async Task A_withdrawal_that_comes_while_a_list_is_signed_has_it_signed_once_more()
    {
        await using var world = await AWorld();
        var (award, _) = await AnIssuedAward(world);
        var list = await Claimed(world);

        await Withdraw(world, award, "Late");
        await Lists(world).Store(list, [Signed("before")], world.Now, world.Now.AddDays(1), Ct);

        Assert.Equal(2, (await Claimed(world)).Set.Count);
    }

    [SkippableFact]
    public async Task Date_and_reason_of_a_withdrawal_are_written_once()
    {
        await using var world = await AWorld();
        var learner = await world.AddLearner();
        var (award, _) = await AnIssuedAward(world, learner);
        var first = world.Now;
        Assert.Null((await Reviews(world).OfLearner(world.Tenant, learner, Ct))[award].Withdrawal);

        await Withdraw(world, award, "First");
        time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(WithdrawOutcome.AlreadyWithdrawn, await Withdraw(world, award, "Second"));

        Assert.Equal(new Withdrawal(first, "First"), (await Reviews(world).OfLearner(world.Tenant, learner, Ct))[award].Withdrawal);
        Assert.Single(await new AuditRepository(world.Database).Page(world.Tenant, null, "award-withdrawn", null, 10, Ct));
    }

    [SkippableFact]
    public async Task Only_what_was_issued_can_be_withdrawn()
    {
        await using var world = await AWorld();
        var award = await world.AddAward(await world.AddLearner());

        Assert.Equal(WithdrawOutcome.NotIssued, await Withdraw(world, award, "Too early"));
        Assert.Equal(WithdrawOutcome.NotIssued, await Withdrawals(world).Withdraw(TenantId.New(time), award, new(world.Now, "Not ours"), Entry(world, award), Ct));
    }

    [SkippableFact]
    public async Task Documents_of_an_award_that_another_node_issued_take_no_place_in_the_list()
    {
        await using var world = await AWorld();
        var award = await world.AddAward(await world.AddLearner());
        var entries = (await Lists(world).Take(world.Tenant, world.Issuer, StatusPurpose.Revocation, 2, Ct)).Entries;
        await world.Awards.StoreDocuments([Documents(world, award, [entries[0]])], Ct);
        await world.Awards.StoreDocuments([Documents(world, award, [entries[1]])], Ct);

        await Withdraw(world, award, "One document");

        Assert.Equal([entries[0].Position], (await Claimed(world)).Set);
    }

    [SkippableFact]
    public async Task A_document_made_on_request_is_withdrawn_with_the_others()
    {
        await using var world = await AWorld();
        var (award, entries) = await AnIssuedAward(world);
        var further = (await Lists(world).Take(world.Tenant, world.Issuer, StatusPurpose.Revocation, 2, Ct)).Entries;

        Assert.True(await world.Awards.AddDocument(award, world.Tenant, ADocument(world, "further", further[0]), Ct));
        // Asked for twice: the first stands, and the second one's place stays empty.
        Assert.True(await world.Awards.AddDocument(award, world.Tenant, ADocument(world, "further", further[1]), Ct));
        await Withdraw(world, award, "All of it");

        Assert.Equal(entries.Append(further[0]).Select(entry => entry.Position).Order(), (await Claimed(world)).Set.Order());
    }

    [SkippableFact]
    public async Task A_withdrawn_award_gets_no_further_document()
    {
        await using var world = await AWorld();
        var (award, _) = await AnIssuedAward(world);
        var further = (await Lists(world).Take(world.Tenant, world.Issuer, StatusPurpose.Revocation, 1, Ct)).Entries[0];
        await Withdraw(world, award, "Too late for more");

        Assert.False(await world.Awards.AddDocument(award, world.Tenant, ADocument(world, "further", further), Ct));
        Assert.False(await world.Awards.AddDocument(await world.AddAward(await world.AddLearner()), world.Tenant, ADocument(world, "further", further), Ct));

        Assert.DoesNotContain(further.Position, (await Claimed(world)).Set);
    }

    [SkippableFact]
    public async Task No_document_slips_in_beside_a_withdrawal()
    {
        await using var world = await AWorld();
        for (var round = 0; round < 10; round++)
        {
            var (award, _) = await AnIssuedAward(world);
            var further = (await Lists(world).Take(world.Tenant, world.Issuer, StatusPurpose.Revocation, 1, Ct)).Entries[0];

            var adding = Task.Run(() => world.Awards.AddDocument(award, world.Tenant, ADocument(world, "further", further), Ct));
            await Task.WhenAll(adding, Task.Run(() => Withdraw(world, award, "At the same moment")));

            var list = await Claimed(world);
            Assert.Equal(await adding, list.Set.Contains(further.Position));
            await Lists(world).Store(list, [Signed("so far")], world.Now, world.Now.AddDays(1), Ct);
        }
    }

    private async Task<RoadWorld> AWorld() => await new RoadWorld(await Engine.Migrated(), time).Build();

    private StatusListRepository Lists(RoadWorld world) =>
        new(world.Database, new DossierParts(world.Database, world.Protector, time), world.Protector, new PublicAddresses("https://badges.test"), time);

    private static SuspensionRepository Reviews(RoadWorld world) => new(world.Database);

    private static WithdrawalRepository Withdrawals(RoadWorld world) => new(world.Database);

    private Task<WithdrawOutcome> Withdraw(RoadWorld world, AwardId award, string reason) =>
        Withdrawals(world).Withdraw(world.Tenant, award, new(time.Now(), reason), Entry(world, award), Ct);

    private AuditEntry Entry(RoadWorld world, AwardId award) => AuditEntry.Of(world.Tenant, time.Now(), "instructor", null, "award-withdrawn", award.ToString());

    private async Task<StatusListToSign> Claimed(RoadWorld world) =>
        await Lists(world).Claim(Assert.Single(await Lists(world).FindDue(10, world.Now, Ct)), world.Now.AddMinutes(1), Ct) ?? throw new InvalidOperationException("Not due.");

    private async Task<(AwardId Award, IReadOnlyList<StatusEntry> Entries)> AnIssuedAward(RoadWorld world, LearnerId? learner = null)
    {
        var award = await world.AddAward(learner ?? await world.AddLearner());
        var entries = (await Lists(world).Take(world.Tenant, world.Issuer, StatusPurpose.Revocation, 2, Ct)).Entries;
        await world.Awards.StoreDocuments([Documents(world, award, entries)], Ct);
        return (award, entries);
    }

    private IssuedDocuments Documents(RoadWorld world, AwardId award, IReadOnlyList<StatusEntry> entries) =>
        new(award, world.Tenant, [.. entries.Select((entry, n) => ADocument(world, $"format-{n}", entry))]);

    private IssuedDocument ADocument(RoadWorld world, string format, StatusEntry entry)
    {
        var publicId = PublicId.New();
        return new(CredentialId.New(time), publicId, $"https://badges.test/credentials/{publicId}", new(format, "application/vc+jwt", [1], "k", world.Now), entry);
    }

    private SignedDocument Signed(string content) => new("bitstring-jwt", "application/vc+jwt", Encoding.UTF8.GetBytes(content), "k", time.Now());
}

public sealed class StatusListsOnSqlite() : StatusListSpec(TestEngine.Sqlite());

public sealed class StatusListsOnPostgreSql() : StatusListSpec(TestEngine.PostgreSql());

public sealed class StatusListsOnSqlServer() : StatusListSpec(TestEngine.SqlServer());
