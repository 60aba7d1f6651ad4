using LtiBadgeConnector.Core.Addresses;
using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Mappings;

namespace LtiBadgeConnector.Storage.Road;

/// <summary>Opens the next cycle of an award by a person's word: after a withdrawal, or because its time ends.</summary>
public sealed class RenewalRepository(Database database, PublicAddresses addresses, TimeProvider time)
{
    private static readonly Sql SelectFormer = new("""
        SELECT a.learner_id AS learner, a.micro_credential_id AS micro_credential, a.cycle, a.mapping_id AS mapping, a.state, a.evaluation, a.awarded_at, a.valid_until,
               a.rule_version, a.definition_version_id AS version, m.definition_version_id AS newest_version, m.rule_version AS newest_rule, m.policy,
               (SELECT COUNT(*) FROM withdrawals w WHERE w.tenant_id = a.tenant_id AND w.award_id = a.id) AS withdrawals,
               (SELECT COUNT(*) FROM suspensions s WHERE s.tenant_id = a.tenant_id AND s.award_id = a.id AND s.state = @Suspended) AS suspensions,
               (SELECT COUNT(*) FROM awards n WHERE n.tenant_id = a.tenant_id AND n.micro_credential_id = a.micro_credential_id AND n.learner_id = a.learner_id
                AND n.cycle > a.cycle) AS later
        FROM awards a LEFT JOIN course_mappings m ON m.tenant_id = a.tenant_id AND m.id = a.mapping_id
        WHERE a.tenant_id = @Tenant AND a.id = @Award AND (a.run IS NULL OR a.run NOT LIKE 'test:%')
        """);

    private static readonly Sql FindUnlisted = new("SELECT id FROM tenants WHERE unlisted_links_from_start = {true} AND id = @Tenant");

    private static readonly Sql Insert = Sql.InsertIfAbsent(
        "awards",
        ["id", "tenant_id", "micro_credential_id", "learner_id", "cycle", "mapping_id", "rule_version", "definition_version_id",
         "public_id", "url", "share_key", "visibility", "state", "attempts", "due_at", "evaluation", "awarded_at", "valid_until", "run"],
        key: ["tenant_id", "micro_credential_id", "learner_id", "cycle"]);

    /// <summary>Whether the next cycle may be opened by hand now.</summary>
    public static bool IsRenewable(bool isWithdrawn, bool isSuspended, DateTimeOffset awardedAt, DateTimeOffset? validUntil, DateTimeOffset now) =>
        isWithdrawn || !isSuspended && validUntil is { } until && now >= AwardPolicy.RenewableFrom(awardedAt, until);

    /// <returns>The new award, which waits to be issued; null when there is one already, or nothing to renew.</returns>
    public Task<AwardId?> Open(TenantId tenant, AwardId award, AuditEntry entry, CancellationToken ct) => database.Write<AwardId?>(
        async session =>
        {
            var which = new { Tenant = tenant, Award = award, SuspensionState.Suspended };
            var now = time.Now();
            if (await session.First<FormerRow>(SelectFormer, which, ct) is not { Later: 0 } former || !former.IsRenewable(now)) return null;

            var isUnlisted = (await session.Query<TenantId>(FindUnlisted, which, ct)).Count == 1;
            var (id, publicId) = (AwardId.New(time), PublicId.New());
            var row = new
            {
                Id = id, TenantId = tenant, MicroCredentialId = former.MicroCredential, LearnerId = former.Learner, Cycle = former.Cycle + 1, MappingId = former.Mapping,
                RuleVersion = former.NewestRule ?? former.RuleVersion, DefinitionVersionId = former.NewestVersion ?? former.Version, PublicId = publicId,
                Url = addresses.Award(publicId), ShareKey = PublicId.New(), Visibility = isUnlisted ? AwardVisibility.Unlisted : AwardVisibility.Private,
                State = AwardState.Awarded, Attempts = 0, DueAt = now, former.Evaluation, AwardedAt = now, ValidUntil = AwardPolicyJson.Read(former.Policy).ValidUntil(now), Run = AwardRuns.Hand(now),
            };
            if (await session.Execute(Insert, row, ct) == 0) return null;
            await Followers.Ask(session, [new(tenant, former.MicroCredential, former.Learner)], now, ct);
            await MappingNotices.AppealAnswered(session, tenant, award, now, ct);
            await AuditRepository.Append(session, entry, ct);
            return id;
        },
        ct);

    private sealed record FormerRow(
        LearnerId Learner, MicroCredentialId MicroCredential, int Cycle, MappingId Mapping, AwardState State, string Evaluation, DateTimeOffset AwardedAt,
        DateTimeOffset? ValidUntil, int RuleVersion, DefinitionVersionId Version, DefinitionVersionId? NewestVersion, int? NewestRule, string? Policy, int Withdrawals,
        int Suspensions, int Later)
    {
        public bool IsRenewable(DateTimeOffset now) =>
            State is AwardState.Issued or AwardState.Delivered && RenewalRepository.IsRenewable(Withdrawals > 0, Suspensions > 0, AwardedAt, ValidUntil, now);
    }
}
