using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Awarding;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Storage.Road;
using LtiBadgeConnector.StorageTests.Road;

namespace LtiBadgeConnector.StorageTests.Awarding;

public abstract class EvidenceSpec(TestEngine engine) : RoadSpec(engine)
{
    [SkippableFact]
    public async Task A_credential_carries_evidence_only_while_its_holder_lets_it()
    {
        await using var world = await AWorld();
        var learner = await world.AddLearner("A");
        var placed = world.AGrade(learner, 90);
        await world.Results.Apply([placed with { Result = placed.Result with { Details = new() { WorkUrl = "https://work.example/1" } } }], [], world.Now, Ct);
        var award = (await world.Evaluations.Record([.. (await world.Evaluations.Load([world.KeyOf(learner)], Ct)).Select(world.Decide)], Ct)).Awarded.Single();
        await world.Awards.StoreDocuments([new(award, world.Tenant, [])], Ct);
        var (works, shared) = (new EvidenceRepository(world.Database), new SharedAwards(world.Database));
        var publicId = (await shared.Collection(world.Tenant, learner, Ct)).Single().PublicId;

        var known = (await works.Find(world.Tenant, learner, publicId, Ct))!;
        Assert.Equal("https://work.example/1", known.Works[RoadWorld.Quiz]);
        Assert.Empty(known.Carried);
        Assert.Empty((await world.Awards.LoadIssued(award, Ct))!.Dossier.Evidence);
        Assert.Null(await works.Find(world.Tenant, await world.AddLearner("B"), publicId, Ct));
        Assert.Null(await works.Find(TenantId.New(Time), learner, publicId, Ct));

        Evidence[] evidence = [new("https://work.example/1") { Name = "Quiz 1", Narrative = "90 of 100" }, new((string?)null) { Name = "Quiz 2" }];
        await works.Carry(world.Tenant, learner, award, evidence, world.Now, Ct);
        Assert.Equal(evidence, (await world.Awards.LoadIssued(award, Ct))!.Dossier.Evidence);
        Assert.Equal(evidence, (await shared.Find(publicId, Ct))!.Evidence);
        var reissues = new ReissueRepository(world.Database, world.Awards);
        Assert.Equal(award, Assert.Single(await reissues.FindDue(10, world.Now, Ct)).Award.Id);

        await works.Carry(world.Tenant, learner, award, [], world.Now, Ct);
        Assert.Empty((await world.Awards.LoadIssued(award, Ct))!.Dossier.Evidence);
    }

    [SkippableFact]
    public async Task What_an_instructor_gave_as_evidence_is_offered_to_the_holder()
    {
        await using var world = await AWorld();
        var learner = await world.AddLearner("A");
        var award = world.AnAward(learner);
        var given = new HandAward(award, "Did it elsewhere.", "https://work.example/2", null) { EvidenceText = "A talk." };
        await new HandAwardRepository(world.Database).Give([given], AuditEntry.Of(world.Tenant, world.Now, "instructor", null, "awarded-by-hand", world.Mapping.ToString()), Ct);
        await world.Awards.StoreDocuments([new(award.Id, world.Tenant, [])], Ct);

        var known = (await new EvidenceRepository(world.Database).Find(world.Tenant, learner, award.PublicId, Ct))!;

        Assert.Equal(("https://work.example/2", "A talk."), (known.GivenUrl, known.GivenText));
    }
}

public sealed class EvidenceOnSqlite() : EvidenceSpec(TestEngine.Sqlite());

public sealed class EvidenceOnPostgreSql() : EvidenceSpec(TestEngine.PostgreSql());

public sealed class EvidenceOnSqlServer() : EvidenceSpec(TestEngine.SqlServer());
