using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Road;

namespace LtiBadgeConnector.Storage.Awarding;

/// <summary>An award that a person gives, with what they say for it.</summary>
public sealed record HandAward(Award Award, string Reason, string? EvidenceUrl, LearnerId? GivenBy)
{
    /// <summary>What the work was, in words the credential may carry.</summary>
    public string? EvidenceText { get; init; }
}

/// <summary>Why a person gave an award.</summary>
public sealed record HandReason(AwardId Award, string Reason, string? EvidenceUrl, string? GivenBy);

/// <summary>A member of a course as a list of awards names them.</summary>
public sealed record NamedMember(LearnerId Learner, string? Name, string? Email, bool HasAward);

/// <summary>Awards given by people. The unique key of awards decides here too.</summary>
public sealed class HandAwardRepository(Database database)
{
    private static readonly Sql InsertAward = Sql.InsertIfAbsent(
        "awards",
        ["id", "tenant_id", "micro_credential_id", "learner_id", "cycle", "mapping_id", "rule_version", "definition_version_id",
         "public_id", "url", "share_key", "visibility", "state", "attempts", "due_at", "evaluation", "awarded_at", "run", "valid_until"],
        key: ["tenant_id", "micro_credential_id", "learner_id", "cycle"]);

    private static readonly Sql InsertReason = new("""
        INSERT INTO hand_awards (tenant_id, award_id, given_by, reason, evidence_url, evidence_text) VALUES (@Tenant, @Award, @GivenBy, @Reason, @EvidenceUrl, @EvidenceText)
        """);

    private static readonly Sql SelectUnlisted = new("SELECT id FROM tenants WHERE unlisted_links_from_start = {true} AND id = @Tenant");

    private const string OfMembers = """
        c.learner_id AS learner, l.name, l.email, a.id AS award
        FROM course_mappings m
        JOIN course_members c ON c.tenant_id = m.tenant_id AND c.course_id = m.course_id AND c.can_earn = {true} AND c.has_left = {false}
        JOIN learners l ON l.tenant_id = c.tenant_id AND l.id = c.learner_id
        LEFT JOIN awards a ON a.tenant_id = m.tenant_id AND a.micro_credential_id = m.micro_credential_id AND a.learner_id = c.learner_id
            AND NOT EXISTS (SELECT 1 FROM awards n WHERE n.tenant_id = a.tenant_id AND n.micro_credential_id = a.micro_credential_id AND n.learner_id = a.learner_id AND n.cycle > a.cycle)
        WHERE m.tenant_id = @Tenant AND m.id = @Mapping
        """;

    private static readonly Sql SelectMembers = new($"SELECT {OfMembers}");
    private static readonly Sql SelectMember = new($"SELECT {OfMembers} AND c.learner_id = @Learner");

    private static readonly Sql SelectReasons = new("""
        SELECT h.award_id AS award, h.reason, h.evidence_url, g.name AS given_by
        FROM hand_awards h
        JOIN awards a ON a.tenant_id = h.tenant_id AND a.id = h.award_id
        LEFT JOIN learners g ON g.tenant_id = h.tenant_id AND g.id = h.given_by
        WHERE h.tenant_id = @Tenant AND a.learner_id = @Learner
        """);

    /// <summary>In one transaction: all of them or none.</summary>
    /// <returns>The awards that are new; who holds one already keeps it as it is.</returns>
    public Task<IReadOnlyList<AwardId>> Give(IReadOnlyList<HandAward> awards, AuditEntry entry, CancellationToken ct) => database.Write(
        async work =>
        {
            if (awards.Count == 0) return [];
            var isUnlisted = (await work.Query<TenantId>(SelectUnlisted, new { awards[0].Award.Tenant }, ct)).Count > 0;
            var rows = awards.OrderBy(one => one.Award.Learner.Value).ToArray();
            var isNew = await work.ExecuteMany(InsertAward, [.. rows.Select(one => new AwardRow(one.Award, isUnlisted))], ct);
            HandAward[] given = [.. rows.Where((_, at) => isNew[at] == 1)];
            if (given.Length == 0) return [];
            await work.ExecuteMany(InsertReason, [.. given.Select(one => new { one.Award.Tenant, Award = one.Award.Id, one.GivenBy, one.Reason, one.EvidenceUrl, one.EvidenceText })], ct);
            await Followers.Ask(work, [.. given.Select(one => new Holder(one.Award.Tenant, one.Award.MicroCredential, one.Award.Learner))], entry.At, ct);
            await AuditRepository.Append(work, entry, ct);
            return (IReadOnlyList<AwardId>)[.. given.Select(one => one.Award.Id)];
        },
        ct);

    /// <summary>Everybody in the mapping's course who can earn.</summary>
    public async Task<IReadOnlyList<NamedMember>> Members(TenantId tenant, MappingId mapping, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        var rows = await session.Query<MemberRow>(SelectMembers, new { Tenant = tenant, Mapping = mapping }, ct);
        return [.. rows.Select(row => row.Member)];
    }

    /// <summary>Null unless the learner is in the mapping's course and can earn.</summary>
    public async Task<NamedMember?> Member(TenantId tenant, MappingId mapping, LearnerId learner, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return (await session.First<MemberRow>(SelectMember, new { Tenant = tenant, Mapping = mapping, Learner = learner }, ct))?.Member;
    }

    public async Task<IReadOnlyDictionary<AwardId, HandReason>> Reasons(TenantId tenant, LearnerId learner, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return (await session.Query<HandReason>(SelectReasons, new { Tenant = tenant, Learner = learner }, ct)).ToDictionary(row => row.Award);
    }

    private sealed record MemberRow(LearnerId Learner, string? Name, string? Email, AwardId? Award)
    {
        public NamedMember Member => new(Learner, Name, Email, Award is not null);
    }

    private sealed record AwardRow(
        AwardId Id, TenantId TenantId, MicroCredentialId MicroCredentialId, LearnerId LearnerId, int Cycle, MappingId MappingId, int RuleVersion,
        DefinitionVersionId DefinitionVersionId, PublicId PublicId, string Url, PublicId ShareKey, AwardVisibility Visibility, AwardState State, int Attempts,
        DateTimeOffset DueAt, string Evaluation, DateTimeOffset AwardedAt, string? Run, DateTimeOffset? ValidUntil)
    {
        // Nothing was evaluated: the person who gave it answers for it.
        public AwardRow(Award award, bool isUnlisted) : this(
            award.Id, award.Tenant, award.MicroCredential, award.Learner, award.Cycle, award.Mapping, award.RuleVersion, award.Version, award.PublicId, award.Url,
            award.ShareKey, isUnlisted ? AwardVisibility.Unlisted : AwardVisibility.Private, AwardState.Awarded, 0, award.AwardedAt,
            CriterionJson.Write(new Evaluation("hand", Verdict.Met, 1000, new Reason(ReasonCode.GivenByHand), [])), award.AwardedAt, award.Run, award.ValidUntil)
        {
        }
    }
}
