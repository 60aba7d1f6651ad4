using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Awarding;
using LtiBadgeConnector.Storage.Exports;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Storage.Road;
using LtiBadgeConnector.Storage.StatusLists;
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
        Assert.True(await works.Carry(world.Tenant, learner, award, evidence, [], world.Now, Ct));
        Assert.Equal(evidence, (await world.Awards.LoadIssued(award, Ct))!.Dossier.Evidence);
        Assert.Equal(evidence, (await shared.Find(publicId, Ct))!.Evidence);
        var reissues = new ReissueRepository(world.Database, world.Awards);
        Assert.Equal(award, Assert.Single(await reissues.FindDue(10, world.Now, Ct)).Award.Id);

        Assert.True(await works.Carry(world.Tenant, learner, award, [], [], world.Now, Ct));
        Assert.Empty((await world.Awards.LoadIssued(award, Ct))!.Dossier.Evidence);
    }

    [SkippableFact]
    public async Task A_file_is_there_for_as_long_as_the_credential_carries_it()
    {
        await using var world = await AWorld();
        var (works, learner, award) = await AnIssuedAward(world);
        var (report, data) = (AFile("file/1", "report.pdf", 1), AFile("file/2", "data.csv", 2));

        Assert.True(await works.Carry(world.Tenant, learner, award, [Of(report), Of(data), new((string?)null) { Name = "Quiz 1", Pieces = "rule/c1/result" }], [report, data], world.Now, Ct));
        var found = (await works.FindFile(report.PublicId, Ct))!;
        Assert.Equal(("report.pdf", "application/pdf", report.File.ContentHash), (found.Name, found.MediaType, found.ContentHash));
        Assert.Equal(report.File.Content, found.Content);
        Assert.Null(await works.FindFile(PublicId.New(), Ct));
        Assert.True((await world.Awards.LoadIssued(award, Ct))!.Dossier.Evidence[0].IsFile);

        Assert.True(await works.Carry(world.Tenant, learner, award, [Of(data)], [], world.Now, Ct));
        Assert.Null(await works.FindFile(report.PublicId, Ct));
        Assert.NotNull(await works.FindFile(data.PublicId, Ct));

        // Chosen anew it has a new address, also where two windows did it at once.
        var again = AFile("file/2", "data.csv", 2);
        Assert.True(await works.Carry(world.Tenant, learner, award, [Of(again)], [again], world.Now, Ct));
        Assert.Null(await works.FindFile(data.PublicId, Ct));
        Assert.NotNull(await works.FindFile(again.PublicId, Ct));
    }

    [SkippableFact]
    public async Task Nobody_but_the_holder_puts_a_file_there()
    {
        await using var world = await AWorld();
        var (works, _, award) = await AnIssuedAward(world);
        var file = AFile("file/1", "report.pdf", 1);

        Assert.False(await works.Carry(world.Tenant, await world.AddLearner("B"), award, [Of(file)], [file], world.Now, Ct));
        Assert.False(await works.Carry(TenantId.New(Time), await world.AddLearner("C"), award, [Of(file)], [file], world.Now, Ct));
        Assert.Null(await works.FindFile(file.PublicId, Ct));
        Assert.Empty((await world.Awards.LoadIssued(award, Ct))!.Dossier.Evidence);
    }

    [SkippableFact]
    public async Task A_withdrawn_award_keeps_no_file_and_takes_none()
    {
        await using var world = await AWorld();
        var (works, learner, award) = await AnIssuedAward(world);
        var file = AFile("file/1", "report.pdf", 1);
        await works.Carry(world.Tenant, learner, award, [Of(file)], [file], world.Now, Ct);
        List<string> exported = [];
        var export = new DataExport(world.Database);
        Assert.Contains(("evidence_files", 1L), await export.Write(world.Tenant, learner, Open, Ct));

        await new WithdrawalRepository(world.Database).Withdraw(world.Tenant, award, new(world.Now, "Mixed up."), AuditEntry.Of(world.Tenant, world.Now, "instructor", null, "award-withdrawn"), Ct);

        Assert.Null(await works.FindFile(file.PublicId, Ct));
        Assert.Contains(("evidence_files", 0L), await export.Write(world.Tenant, learner, Open, Ct));
        Assert.False(await works.Carry(world.Tenant, learner, award, [Of(file)], [file], world.Now, Ct));
        Assert.Contains(exported, line => line.Contains($"\"content\":\"{Convert.ToBase64String(file.File.Content)}\"", StringComparison.Ordinal));

        Stream Open(string table) => table == "evidence_files" ? new Lines(exported) : Stream.Null;
    }

    [SkippableFact]
    public async Task An_award_that_its_rule_withdraws_keeps_no_file_either()
    {
        await using var world = await AWorld();
        var (works, learner, award) = await AnIssuedAward(world);
        var file = AFile("file/1", "report.pdf", 1);
        await works.Carry(world.Tenant, learner, award, [Of(file)], [file], world.Now, Ct);
        Time.Advance(TimeSpan.FromMinutes(1));
        await world.Results.Apply([world.AGrade(learner, 10)], [], world.Now, Ct);

        var fallen = world.Decide(Assert.Single(await world.Evaluations.Load([world.KeyOf(learner)], Ct)));
        await world.Evaluations.Record([fallen with { Change = new(award, AwardChangeKind.Withdraw) }], Ct);

        Assert.Null(await works.FindFile(file.PublicId, Ct));
        Assert.Contains(("evidence_files", 0L), await new DataExport(world.Database).Write(world.Tenant, learner, _ => Stream.Null, Ct));
    }

    private static async Task<(EvidenceRepository Works, LearnerId Learner, AwardId Award)> AnIssuedAward(RoadWorld world)
    {
        var learner = await world.AddLearner("A");
        await world.Results.Apply([world.AGrade(learner, 90)], [], world.Now, CancellationToken.None);
        var award = (await world.Evaluations.Record([.. (await world.Evaluations.Load([world.KeyOf(learner)], CancellationToken.None)).Select(world.Decide)], CancellationToken.None)).Awarded.Single();
        await world.Awards.StoreDocuments([new(award, world.Tenant, [])], CancellationToken.None);
        return (new EvidenceRepository(world.Database), learner, award);
    }

    private static NewEvidenceFile AFile(string piece, string name, byte content) => new(piece, PublicId.New(), new(name, "application/pdf", [content, 0, 255], new string((char)('a' + content), 64)));

    private static Evidence Of(NewEvidenceFile file) => new($"https://badges.example/evidence/{file.PublicId}") { Name = file.File.Name, DigestSri = "sha256-x", Pieces = file.Piece };

    private sealed class Lines(List<string> lines) : MemoryStream
    {
        protected override void Dispose(bool disposing)
        {
            if (disposing) lines.Add(System.Text.Encoding.UTF8.GetString(ToArray()));
            base.Dispose(disposing);
        }
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
