using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.Audit;

namespace LtiBadgeConnector.Storage.StatusLists;

/// <summary>A row about one withdrawn award.</summary>
internal sealed record WithdrawnAward(AwardId Award, DateTimeOffset At, string Reason)
{
    public Withdrawal Withdrawal => new(At, Reason);
}

/// <summary>Takes awards back for good. Date and reason are written once and never changed.</summary>
public sealed class WithdrawalRepository(Database database)
{
    private static readonly Sql SelectState = new("SELECT state AS value FROM awards WHERE tenant_id = @Tenant AND id = @Award");

    private static readonly Sql Insert = Sql.InsertIfAbsent(
        "withdrawals", ["tenant_id", "award_id", "reason", "withdrawn_at"], key: ["tenant_id", "award_id"]);

    private static readonly Sql SetBits = new("UPDATE status_entries SET is_set = {true} WHERE tenant_id = @Tenant AND award_id = @Award");

    private static readonly Sql MakeListsDue = new("""
        UPDATE status_lists SET version = version + 1, due_at = @Now
        WHERE tenant_id = @Tenant AND id IN (SELECT e.list_id FROM status_entries e WHERE e.tenant_id = @Tenant AND e.award_id = @Award)
        """);

    private static readonly Sql SelectOfLearner = new("""
        SELECT w.award_id AS award, w.withdrawn_at AS at, w.reason
        FROM withdrawals w JOIN awards a ON a.tenant_id = w.tenant_id AND a.id = w.award_id
        WHERE a.tenant_id = @Tenant AND a.learner_id = @Learner
        """);

    private static readonly Sql SelectByDocument = new("""
        SELECT w.award_id AS award, w.withdrawn_at AS at, w.reason
        FROM withdrawals w JOIN credentials c ON c.tenant_id = w.tenant_id AND c.award_id = w.award_id
        WHERE c.public_id = @PublicId
        """);

    private static readonly Sql SelectOfIssuer = new("""
        SELECT c.url, w.reason
        FROM withdrawals w
        JOIN credentials c ON c.tenant_id = w.tenant_id AND c.award_id = w.award_id
        JOIN awards a ON a.tenant_id = w.tenant_id AND a.id = w.award_id
        JOIN micro_credentials m ON m.tenant_id = a.tenant_id AND m.id = a.micro_credential_id
        WHERE m.tenant_id = @Tenant AND m.issuer_id = @Issuer AND c.format = @Format
        ORDER BY c.url
        """);

    /// <summary>Withdraws every document of the award and has the status lists signed anew, in one transaction with the record of it.</summary>
    public Task<WithdrawOutcome> Withdraw(TenantId tenant, AwardId award, Withdrawal withdrawal, AuditEntry entry, CancellationToken ct) => database.Write(
        async session =>
        {
            var what = new { Tenant = tenant, Award = award, Now = withdrawal.At };
            var state = await session.First<Number>(SelectState, what, ct);
            if (state is not { Value: (int)AwardState.Issued or (int)AwardState.Delivered }) return WithdrawOutcome.NotIssued;

            var row = new { TenantId = tenant, AwardId = award, withdrawal.Reason, WithdrawnAt = withdrawal.At };
            if (await session.Execute(Insert, row, ct) == 0) return WithdrawOutcome.AlreadyWithdrawn;

            await session.Execute(SetBits, what, ct);
            await session.Execute(MakeListsDue, what, ct);
            await AuditRepository.Append(session, entry, ct);
            return WithdrawOutcome.Withdrawn;
        },
        ct);

    /// <summary>What was withdrawn from the learner.</summary>
    public async Task<IReadOnlyDictionary<AwardId, Withdrawal>> OfLearner(TenantId tenant, LearnerId learner, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return (await session.Query<WithdrawnAward>(SelectOfLearner, new { Tenant = tenant, Learner = learner }, ct)).ToDictionary(row => row.Award, row => row.Withdrawal);
    }

    /// <summary>For everybody who has the document: who holds a credential may know why it is void.</summary>
    public async Task<Withdrawal?> OfDocument(PublicId credential, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return (await session.First<WithdrawnAward>(SelectByDocument, new { PublicId = credential }, ct))?.Withdrawal;
    }

    /// <summary>Ids of an issuer's withdrawn documents of one format, for lists that name them. Such a list is public: so are the ids.</summary>
    public async Task<IReadOnlyList<WithdrawnDocument>> OfIssuer(TenantId tenant, IssuerId issuer, string format, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.Query<WithdrawnDocument>(SelectOfIssuer, new { Tenant = tenant, Issuer = issuer, Format = format }, ct);
    }
}

/// <param name="Url">The document's own id.</param>
public sealed record WithdrawnDocument(string Url, string Reason);
