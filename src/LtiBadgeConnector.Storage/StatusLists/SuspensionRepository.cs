using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mailing;
using LtiBadgeConnector.Core.StatusLists;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Mailing;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Storage.Road;

namespace LtiBadgeConnector.Storage.StatusLists;

/// <summary>What a person may still do about an award, and what was said about it.</summary>
/// <param name="Suspension">Null while it is not suspended.</param>
/// <param name="IsLetStand">A person has decided that it stands although its rule is not met.</param>
/// <param name="MaySuspend">Whether the status of its credentials can say "suspended".</param>
/// <param name="NeedsDecision">Its rule is no longer met, and nobody has decided.</param>
/// <param name="IsNewest">Whether no later cycle was opened.</param>
public sealed record AwardReview(
    AwardId Award, int Cycle, bool IsNewest, DateTimeOffset? ValidUntil, Withdrawal? Withdrawal, Suspension? Suspension, bool IsLetStand, bool MaySuspend,
    bool NeedsDecision, Appeal? Appeal);

/// <summary>Suspends awards and lets them count again. A withdrawal is final and stands above both.</summary>
public sealed class SuspensionRepository(Database database)
{
    private static readonly Sql SelectIssued = new("""
        SELECT a.state, (SELECT COUNT(*) FROM withdrawals w WHERE w.tenant_id = a.tenant_id AND w.award_id = a.id) AS withdrawals,
               (SELECT COUNT(*) FROM status_entries e WHERE e.tenant_id = a.tenant_id AND e.award_id = a.id) AS entries,
               (SELECT COUNT(*) FROM status_entries e JOIN status_lists l ON l.tenant_id = e.tenant_id AND l.id = e.list_id
                WHERE e.tenant_id = a.tenant_id AND e.award_id = a.id AND l.purpose = @Purpose) AS suspendable
        FROM awards a WHERE a.tenant_id = @Tenant AND a.id = @Award
        """);

    private static readonly Sql Delete = new("DELETE FROM suspensions WHERE tenant_id = @Tenant AND award_id = @Award");

    private static readonly Sql Insert = new("""
        INSERT INTO suspensions (tenant_id, award_id, state, by_rule, reason, decided_at) VALUES (@Tenant, @Award, @State, {false}, @Reason, @Now)
        """);

    private static readonly Sql DeleteAppeal = new("DELETE FROM appeals WHERE tenant_id = @Tenant AND award_id = @Award");

    private static readonly Sql InsertAppeal = new("""
        INSERT INTO appeals (tenant_id, award_id, note, written_at)
        SELECT a.tenant_id, a.id, @Note, @Now FROM awards a WHERE a.tenant_id = @Tenant AND a.id = @Award AND a.learner_id = @Learner
        """);

    private static readonly Sql SelectOfLearner = new("""
        SELECT a.id AS award, a.cycle, a.valid_until, w.withdrawn_at, w.reason AS withdrawn_because, s.state AS suspension, s.reason AS suspended_because,
               s.decided_at AS suspended_at,
               (SELECT COUNT(*) FROM status_entries e JOIN status_lists l ON l.tenant_id = e.tenant_id AND l.id = e.list_id
                WHERE e.tenant_id = a.tenant_id AND e.award_id = a.id AND l.purpose = @Purpose) AS suspendable,
               (SELECT COUNT(*) FROM awards n WHERE n.tenant_id = a.tenant_id AND n.micro_credential_id = a.micro_credential_id AND n.learner_id = a.learner_id
                AND n.cycle > a.cycle) AS later,
               e.needs_decision, p.note, p.written_at
        FROM awards a
        LEFT JOIN withdrawals w ON w.tenant_id = a.tenant_id AND w.award_id = a.id
        LEFT JOIN suspensions s ON s.tenant_id = a.tenant_id AND s.award_id = a.id
        LEFT JOIN evaluations e ON e.tenant_id = a.tenant_id AND e.mapping_id = a.mapping_id AND e.learner_id = a.learner_id
        LEFT JOIN appeals p ON p.tenant_id = a.tenant_id AND p.award_id = a.id
        WHERE a.tenant_id = @Tenant AND a.learner_id = @Learner
        """);

    /// <summary>Suspends an award that is in force, with a reason of its own; one that is suspended gets the new reason.</summary>
    public Task<SuspendOutcome> Suspend(TenantId tenant, AwardId award, Suspension suspension, AuditEntry entry, CancellationToken ct) =>
        Decide(tenant, award, suspension, SuspensionState.Suspended, entry, ct);

    /// <summary>Ends a suspension, or answers the question whether the award stays although its grade fell: it does.</summary>
    public Task<SuspendOutcome> LetStand(TenantId tenant, AwardId award, DateTimeOffset now, AuditEntry entry, CancellationToken ct) =>
        Decide(tenant, award, new Suspension(now, ""), SuspensionState.LetStand, entry, ct);

    /// <summary>Keeps what the learner wrote last.</summary>
    /// <returns>False when the learner holds no such award.</returns>
    public Task<bool> SaveAppeal(TenantId tenant, AwardId award, LearnerId learner, Appeal appeal, CancellationToken ct) => database.Write(
        async session =>
        {
            var row = new { Tenant = tenant, Award = award, Learner = learner, appeal.Note, Now = appeal.At };
            await session.Execute(DeleteAppeal, row, ct);
            if (await session.Execute(InsertAppeal, row, ct) == 0) return false;
            await MappingNotices.Appealed(session, tenant, award, appeal.At, ct);
            return true;
        },
        ct);

    /// <summary>Every award of the learner, by its id.</summary>
    public async Task<IReadOnlyDictionary<AwardId, AwardReview>> OfLearner(TenantId tenant, LearnerId learner, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        var rows = await session.Query<Row>(SelectOfLearner, new { Tenant = tenant, Learner = learner, Purpose = StatusPurpose.Suspension }, ct);
        return rows.ToDictionary(row => row.Award, row => row.ToReview());
    }

    private Task<SuspendOutcome> Decide(TenantId tenant, AwardId award, Suspension decided, SuspensionState state, AuditEntry entry, CancellationToken ct) => database.Write(
        async session =>
        {
            var row = new { Tenant = tenant, Award = award, decided.Reason, Now = decided.At, State = state, Purpose = StatusPurpose.Suspension };
            if (Refused(await session.First<IssuedRow>(SelectIssued, row, ct), state) is { } refused) return refused;

            await session.Execute(Delete, row, ct);
            await session.Execute(Insert, row, ct);
            var change = new StatusChange(tenant, award, decided.At);
            if (state == SuspensionState.Suspended) await StatusBits.Set(session, [change], ct);
            else await StatusBits.Clear(session, [change], ct);
            await StatusBits.MarkDecided(session, change, ct);
            await Followers.AskAbout(session, [award], decided.At, ct);
            await DeliveryRepository.ScoreAgain(session, [award], decided.At, ct);
            await MappingNotices.AppealAnswered(session, tenant, award, decided.At, ct);
            await AuditRepository.Append(session, entry, ct);
            if (state == SuspensionState.Suspended) await MailQueue.Add(session, [award], MailKind.Suspended, decided.At, ct);
            return SuspendOutcome.Done;
        },
        ct);

    private static SuspendOutcome? Refused(IssuedRow? award, SuspensionState state) => award switch
    {
        null or { State: not (AwardState.Issued or AwardState.Delivered) } => SuspendOutcome.NotIssued,
        { Withdrawals: > 0 } => SuspendOutcome.Withdrawn,
        _ when state == SuspensionState.Suspended && (award.Entries == 0 || award.Suspendable < award.Entries) => SuspendOutcome.NotSuspendable,
        _ => null,
    };

    private sealed record IssuedRow(AwardState State, int Withdrawals, int Entries, int Suspendable);

    private sealed record Row(
        AwardId Award, int Cycle, DateTimeOffset? ValidUntil, DateTimeOffset? WithdrawnAt, string? WithdrawnBecause, SuspensionState? Suspension, string? SuspendedBecause,
        DateTimeOffset? SuspendedAt, int Suspendable, int Later, bool? NeedsDecision, string? Note, DateTimeOffset? WrittenAt)
    {
        public AwardReview ToReview() => new(
            Award, Cycle, Later == 0, ValidUntil,
            WithdrawnAt is { } withdrawn ? new(withdrawn, WithdrawnBecause!) : null,
            Suspension == SuspensionState.Suspended ? new(SuspendedAt!.Value, SuspendedBecause!) : null,
            Suspension == SuspensionState.LetStand, Suspendable > 0, NeedsDecision ?? false,
            WrittenAt is { } written ? new(written, Note!) : null);
    }
}
