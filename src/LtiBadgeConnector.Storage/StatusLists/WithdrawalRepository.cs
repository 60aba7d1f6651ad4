using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mailing;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Awarding;
using LtiBadgeConnector.Storage.Mailing;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Storage.Road;

namespace LtiBadgeConnector.Storage.StatusLists;

/// <summary>Takes awards back for good. Date and reason are written once and never changed.</summary>
public sealed class WithdrawalRepository(Database database)
{
    private const int Piece = 200;

    private static readonly Sql SelectState = new("SELECT state AS value FROM awards WHERE tenant_id = @Tenant AND id = @Award");

    private static readonly Sql Insert = Sql.InsertIfAbsent(
        "withdrawals", ["tenant_id", "award_id", "reason", "withdrawn_at"], key: ["tenant_id", "award_id"]);

    private static readonly Sql SelectOfIssuer = new("""
        SELECT c.url, w.reason
        FROM (SELECT tenant_id, award_id, reason FROM withdrawals WHERE tenant_id = @Tenant
              UNION SELECT s.tenant_id, s.award_id, s.reason FROM suspensions s WHERE s.tenant_id = @Tenant AND s.state = @Suspended
              AND NOT EXISTS (SELECT 1 FROM withdrawals b WHERE b.tenant_id = s.tenant_id AND b.award_id = s.award_id)) w
        JOIN credentials c ON c.tenant_id = w.tenant_id AND c.award_id = w.award_id
        JOIN awards a ON a.tenant_id = w.tenant_id AND a.id = w.award_id
        JOIN micro_credentials m ON m.tenant_id = a.tenant_id AND m.id = a.micro_credential_id
        WHERE m.tenant_id = @Tenant AND m.issuer_id = @Issuer AND c.format = @Format
        ORDER BY c.url
        """);

    /// <summary>Withdraws every document of the award and has the status lists signed anew, in one transaction with the record of it.</summary>
    public Task<WithdrawOutcome> Withdraw(TenantId tenant, AwardId award, Withdrawal withdrawal, AuditEntry entry, CancellationToken ct) =>
        database.Write(session => Withdraw(session, tenant, award, withdrawal, entry, ct), ct);

    /// <summary>Many for one reason, some of them in one transaction; what was withdrawn before stays as it was.</summary>
    /// <returns>How many were withdrawn now.</returns>
    public async Task<int> Withdraw(TenantId tenant, IReadOnlyList<AwardId> awards, Withdrawal withdrawal, Func<AwardId, AuditEntry> entryOf, CancellationToken ct)
    {
        var withdrawn = 0;
        foreach (var piece in awards.Chunk(Piece)) withdrawn += await database.Write(session => WithdrawEach(session, tenant, piece, withdrawal, entryOf, ct), ct);
        return withdrawn;
    }

    /// <summary>Ids of an issuer's withdrawn and suspended documents of one format, for lists that name them: Open Badges 2.0 knows only one word for both. Such a list is public: so are the ids.</summary>
    public async Task<IReadOnlyList<WithdrawnDocument>> OfIssuer(TenantId tenant, IssuerId issuer, string format, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.Query<WithdrawnDocument>(SelectOfIssuer, new { Tenant = tenant, Issuer = issuer, Format = format, SuspensionState.Suspended }, ct);
    }

    private static async Task<int> WithdrawEach(
        Session session, TenantId tenant, IReadOnlyList<AwardId> awards, Withdrawal withdrawal, Func<AwardId, AuditEntry> entryOf, CancellationToken ct)
    {
        var withdrawn = 0;
        foreach (var award in awards)
            if (await Withdraw(session, tenant, award, withdrawal, entryOf(award), ct) == WithdrawOutcome.Withdrawn) withdrawn++;
        return withdrawn;
    }

    private static async Task<WithdrawOutcome> Withdraw(Session session, TenantId tenant, AwardId award, Withdrawal withdrawal, AuditEntry entry, CancellationToken ct)
    {
        var what = new { Tenant = tenant, Award = award };
        var state = await session.First<Number>(SelectState, what, ct);
        if (state is not { Value: (int)AwardState.Issued or (int)AwardState.Delivered }) return WithdrawOutcome.NotIssued;

        var row = new { TenantId = tenant, AwardId = award, withdrawal.Reason, WithdrawnAt = withdrawal.At };
        if (await session.Execute(Insert, row, ct) == 0) return WithdrawOutcome.AlreadyWithdrawn;

        var change = new StatusChange(tenant, award, withdrawal.At);
        await StatusBits.Set(session, [change], ct);
        await StatusBits.MarkDecided(session, change, ct);
        await AuditRepository.Append(session, entry, ct);
        await EvidenceRepository.Forget(session, [change], ct);
        await MappingNotices.AppealAnswered(session, tenant, award, withdrawal.At, ct);
        await MailQueue.Add(session, [award], MailKind.Withdrawn, withdrawal.At, ct);
        await Followers.AskAbout(session, [award], withdrawal.At, ct);
        await DeliveryRepository.ScoreAgain(session, [award], withdrawal.At, ct);
        return WithdrawOutcome.Withdrawn;
    }
}

/// <param name="Url">The document's own id.</param>
public sealed record WithdrawnDocument(string Url, string Reason);
