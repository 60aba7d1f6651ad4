using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Storage.Issuers;
using LtiBadgeConnector.StorageTests.Road;

namespace LtiBadgeConnector.StorageTests.Issuers;

public abstract class EndorsementSpec(TestEngine engine) : RoadSpec(engine)
{
    private const string IssuerUrl = "https://badges.test/issuers/i";

    private const string VersionUrl = "https://badges.test/achievements/a";

    [SkippableFact]
    public async Task Only_our_own_issuers_and_versions_can_be_endorsed()
    {
        await using var world = await AWorld();
        var endorsements = new EndorsementRepository(world.Database);

        Assert.Equal("Issuer", (await endorsements.Find(world.Tenant, IssuerUrl, Ct))!.IssuerName);
        Assert.Contains("Statistics", (await endorsements.Find(world.Tenant, VersionUrl, Ct))!.Definition, StringComparison.Ordinal);
        Assert.Null(await endorsements.Find(world.Tenant, "https://badges.test/achievements/b", Ct));
        Assert.Null(await endorsements.Find(TenantId.New(Time), IssuerUrl, Ct));
    }

    [SkippableFact]
    public async Task What_is_endorsed_stands_in_dossiers_until_it_ends_or_is_removed()
    {
        await using var world = await AWorld();
        var endorsements = new EndorsementRepository(world.Database);
        var (ofIssuer, ofVersion) = (An(world, IssuerUrl, "{\"a\":1}"), An(world, VersionUrl, "a.b.c", until: world.Now.AddDays(1)));
        await endorsements.Add(ofIssuer, Ct);
        await endorsements.Add(ofVersion, Ct);
        Assert.Equal(new[] { ofIssuer.Id, ofVersion.Id }.Order(), (await endorsements.All(world.Tenant, Ct)).Select(one => one.Id).Order());

        var award = await world.AddAward(await world.AddLearner());
        var dossier = Assert.Single(await world.Awards.LoadForIssue([award], Ct)).Dossier;
        Assert.Equal([new Endorsement("{\"a\":1}", IsToken: false)], dossier.Issuer.Endorsements);
        Assert.Equal([new Endorsement("a.b.c", IsToken: true)], dossier.Achievement.Endorsements);

        Time.Advance(TimeSpan.FromDays(2));
        Assert.Empty(await endorsements.Of(world.Tenant, VersionUrl, world.Now, Ct));
        Assert.False(await endorsements.Remove(TenantId.New(Time), ofIssuer.Id, Ct));
        Assert.True(await endorsements.Remove(world.Tenant, ofIssuer.Id, Ct));
        dossier = Assert.Single(await world.Awards.LoadForIssue([award], Ct)).Dossier;
        Assert.Empty(dossier.Issuer.Endorsements);
        Assert.Empty(dossier.Achievement.Endorsements);
    }

    [SkippableFact]
    public async Task The_kinds_of_keys_an_issuer_signs_with_are_kept()
    {
        await using var world = await AWorld();
        var issuers = new IssuerRepository(world.Database, world.Protector);
        Assert.Equal("RS256", (await issuers.Find(world.Tenant, world.Issuer, Ct))!.Signing.Token);

        Assert.True(await issuers.SetSigning(world.Tenant, world.Issuer, new() { Proofs = ["ES256"], Token = "ES256" }, Ct));

        Assert.Equal(["ES256"], (await issuers.Find(world.Tenant, world.Issuer, Ct))!.Signing.Proofs);
        var award = await world.AddAward(await world.AddLearner());
        Assert.Equal("ES256", Assert.Single(await world.Awards.LoadForIssue([award], Ct)).Dossier.Signing.Token);
    }

    private static StoredEndorsement An(RoadWorld world, string subject, string document, DateTimeOffset? until = null) => new(
        Guid.CreateVersion7(world.Now), world.Tenant, subject, document, !document.StartsWith('{'), "https://agency.example", "Quality Agency", "Accredited.", until, world.Now);
}

public sealed class EndorsementsOnSqlite() : EndorsementSpec(TestEngine.Sqlite());

public sealed class EndorsementsOnPostgreSql() : EndorsementSpec(TestEngine.PostgreSql());

public sealed class EndorsementsOnSqlServer() : EndorsementSpec(TestEngine.SqlServer());
