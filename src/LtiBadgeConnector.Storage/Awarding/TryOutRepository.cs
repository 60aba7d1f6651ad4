using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Storage.Audit;

namespace LtiBadgeConnector.Storage.Awarding;

/// <summary>A test that an instructor issued to themselves.</summary>
public sealed record TryOut(AwardId Award, TenantId Tenant, PublicId PublicId, string Url, AwardState State, DateTimeOffset AwardedAt, DateTimeOffset? WithdrawnAt);

/// <summary>
/// Tests of micro-credentials. A test is an award of a micro-credential of its own that says so in its title, is published
/// nowhere, and is no award of the real one: no list and no figure of that one holds it.
/// </summary>
public sealed class TryOutRepository(Database database)
{
    // Keeps a second one waiting, so that both use one micro-credential.
    private static readonly Sql Touch = new("UPDATE micro_credentials SET draft_revision = draft_revision WHERE tenant_id = @Tenant AND id = @Of");

    private static readonly Sql SelectTest = new("SELECT id FROM micro_credentials WHERE tenant_id = @Tenant AND test_of = @Of");

    private static readonly Sql InsertTest = new("""
        INSERT INTO micro_credentials (id, tenant_id, issuer_id, draft, draft_revision, created_at, test_of) VALUES (@Id, @Tenant, @Issuer, @Draft, 1, @Now, @Of)
        """);

    private static readonly Sql NextNumber = new("""
        SELECT COALESCE(MAX(number), 0) + 1 AS value FROM definition_versions WHERE tenant_id = @Tenant AND micro_credential_id = @Test
        """);

    private static readonly Sql InsertVersion = new("""
        INSERT INTO definition_versions (id, tenant_id, micro_credential_id, number, public_id, url, definition, criteria_narrative, published_at)
        VALUES (@Id, @Tenant, @Test, @Number, @PublicId, @Url, @Definition, @CriteriaNarrative, @Now)
        """);

    private static readonly Sql NextCycle = new("""
        SELECT COALESCE(MAX(cycle), 0) + 1 AS value FROM awards WHERE tenant_id = @Tenant AND micro_credential_id = @Test AND learner_id = @Learner
        """);

    private static readonly Sql InsertAward = new("""
        INSERT INTO awards (id, tenant_id, micro_credential_id, learner_id, cycle, mapping_id, rule_version, definition_version_id,
                            public_id, url, share_key, visibility, state, attempts, due_at, evaluation, awarded_at, run, valid_until)
        VALUES (@Id, @Tenant, @Test, @Learner, @Cycle, @Mapping, @RuleVersion, @Version,
                @PublicId, @Url, @ShareKey, @Visibility, @State, 0, @AwardedAt, @Evaluation, @AwardedAt, @Run, @ValidUntil)
        """);

    private const string Columns = "a.id AS award, a.tenant_id AS tenant, a.public_id, a.url, a.state, a.awarded_at, w.withdrawn_at";

    private const string From = """
        FROM micro_credentials m
        JOIN awards a ON a.tenant_id = m.tenant_id AND a.micro_credential_id = m.id
        LEFT JOIN withdrawals w ON w.tenant_id = a.tenant_id AND w.award_id = a.id
        """;

    private static readonly Sql SelectLatest = new($$"""
        SELECT {{Columns}} {{From}} WHERE m.tenant_id = @Tenant AND m.test_of = @Of AND a.learner_id = @Learner ORDER BY a.cycle DESC {page}
        """);

    private static readonly Sql SelectOver = new($$"""
        SELECT {{Columns}} {{From}} WHERE m.test_of IS NOT NULL AND a.awarded_at <= @Before AND a.state IN @States AND w.award_id IS NULL ORDER BY a.awarded_at, a.id {page}
        """);

    private static readonly int[] issued = [(int)AwardState.Issued, (int)AwardState.Delivered];

    /// <param name="award">Of the real micro-credential; it becomes one of its test.</param>
    /// <param name="tried">What the test says of itself.</param>
    public Task Issue(MicroCredential real, Definition tried, string criteriaNarrative, PublicId achievement, string achievementUrl, Award award, AuditEntry entry, CancellationToken ct) => database.Write(
        async work =>
        {
            var of = new { real.Tenant, Of = real.Id };
            await work.Execute(Touch, of, ct);
            var now = award.AwardedAt;
            var draft = DefinitionJson.Write(tried);
            if (await work.Query<MicroCredentialId>(SelectTest, of, ct) is not [var test])
            {
                test = new(Guid.CreateVersion7(now));
                await work.Execute(InsertTest, new { Id = test, real.Tenant, real.Issuer, Draft = draft, Now = now, Of = real.Id }, ct);
            }
            var version = new DefinitionVersionId(Guid.CreateVersion7(now));
            var number = await work.First<Number>(NextNumber, new { real.Tenant, Test = test }, ct);
            await work.Execute(
                InsertVersion,
                new { Id = version, real.Tenant, Test = test, Number = number!.Value, PublicId = achievement, Url = achievementUrl, Definition = draft, CriteriaNarrative = criteriaNarrative, Now = now }, ct);
            var cycle = await work.First<Number>(NextCycle, new { real.Tenant, Test = test, award.Learner }, ct);
            await work.Execute(
                InsertAward,
                new
                {
                    award.Id, real.Tenant, Test = test, award.Learner, Cycle = cycle!.Value, award.Mapping, award.RuleVersion, Version = version, award.PublicId, award.Url, award.ShareKey,
                    Visibility = AwardVisibility.Private, State = AwardState.Awarded, award.AwardedAt, award.Run, award.ValidUntil,
                    Evaluation = CriterionJson.Write(new Evaluation("hand", Verdict.Met, 1000, new Reason(ReasonCode.GivenByHand), [])),
                },
                ct);
            await AuditRepository.Append(work, entry, ct);
        },
        ct);

    /// <summary>The last one of a person; null when there was none.</summary>
    public async Task<TryOut?> Latest(TenantId tenant, MicroCredentialId of, LearnerId learner, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.First<TryOut>(SelectLatest, new { Tenant = tenant, Of = of, Learner = learner, Most = 1 }, ct);
    }

    /// <summary>Of every tenant, those that were signed, were made before a time, and still stand.</summary>
    public async Task<IReadOnlyList<TryOut>> MadeBefore(DateTimeOffset before, int most, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.Query<TryOut>(SelectOver, new { Before = before, States = issued, Most = most }, ct);
    }
}
