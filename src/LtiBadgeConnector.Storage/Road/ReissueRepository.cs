using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Core.StatusLists;

namespace LtiBadgeConnector.Storage.Road;

/// <summary>Puts new documents in the place of old ones.</summary>
public sealed class ReissueRepository(Database database, AwardRepository issued) : IReissues
{
    private static readonly Sql SelectDue = new("SELECT id, reissue_due_at AS due_at FROM awards WHERE reissue_due_at <= @Now ORDER BY reissue_due_at, id {page}");

    private static readonly Sql SelectDocuments = new("""
        SELECT c.award_id AS award, c.id, c.format, c.url, c.valid_from, e.list_id AS list, l.url AS list_url, l.purpose, e.position
        FROM credentials c
        LEFT JOIN status_entries e ON e.tenant_id = c.tenant_id AND e.credential_id = c.id
        LEFT JOIN status_lists l ON l.tenant_id = e.tenant_id AND l.id = e.list_id
        WHERE c.award_id IN @Awards AND c.holder_binding = ''
        """);

    private static readonly Sql UpdateDocument = new("""
        UPDATE credentials SET document = @Document, media_type = @MediaType, key_id = @KeyId, valid_from = @ValidFrom
        WHERE tenant_id = @Tenant AND id = @Id AND valid_from = @Former
        """);

    private static readonly Sql UpdateDone = new("UPDATE awards SET reissue_due_at = NULL WHERE tenant_id = @Tenant AND id = @Award AND reissue_due_at = @DueAt");

    private static readonly Sql ForgetDue = new("UPDATE awards SET reissue_due_at = NULL WHERE id = @Award AND reissue_due_at = @DueAt");

    private static readonly Sql UpdatePostponed = new("UPDATE awards SET reissue_due_at = @Until WHERE tenant_id = @Tenant AND id = @Award AND reissue_due_at = @DueAt");

    private static readonly Sql MarkLearner = new("""
        UPDATE awards SET reissue_due_at = @Now WHERE tenant_id = @Tenant AND learner_id = @Learner AND state IN @States
        """);

    private static readonly Sql MarkKey = new("""
        UPDATE awards SET reissue_due_at = @Now
        WHERE tenant_id = @Tenant AND id IN (SELECT c.award_id FROM credentials c WHERE c.tenant_id = @Tenant AND c.key_id LIKE @Key)
        AND NOT EXISTS (SELECT 1 FROM withdrawals w WHERE w.tenant_id = awards.tenant_id AND w.award_id = awards.id)
        """);

    private static readonly Sql CountKey = new("""
        SELECT COUNT(*) AS value FROM credentials c WHERE c.tenant_id = @Tenant AND c.key_id LIKE @Key
        AND NOT EXISTS (SELECT 1 FROM withdrawals w WHERE w.tenant_id = c.tenant_id AND w.award_id = c.award_id)
        """);

    private static readonly int[] IssuedStates = [(int)AwardState.Issued, (int)AwardState.Delivered];

    public async Task<IReadOnlyList<AwardToReissue>> FindDue(int most, DateTimeOffset now, CancellationToken ct)
    {
        IReadOnlyList<DueRow> due;
        ILookup<AwardId, DocumentRow> documents;
        await using (var session = await database.Read(ct))
        {
            due = await session.Query<DueRow>(SelectDue, new { Now = now, Most = Math.Min(most, Lists.Most) }, ct);
            if (due.Count == 0) return [];
            documents = (await session.Query<DocumentRow>(SelectDocuments, new { Awards = due.Select(row => row.Id) }, ct)).ToLookup(row => row.Award);
        }

        List<AwardToReissue> all = [];
        foreach (var row in due)
        {
            if (await issued.LoadIssued(row.Id, ct) is { } award) all.Add(new(award, [.. documents[row.Id].Select(document => document.Former)], row.DueAt));
            else await TakeOff(row.Id, row.DueAt, ct);
        }
        return all;
    }

    public Task Store(IReadOnlyList<ReissuedAward> awards, CancellationToken ct) => awards.Count == 0 ? Task.CompletedTask : database.Write(
        async session =>
        {
            // In one order everywhere, so that two nodes never wait for each other crosswise.
            ReissuedAward[] ordered = [.. awards.OrderBy(one => one.Former.Award.Id.Value)];
            await session.ExecuteMany(UpdateDocument, [.. from one in ordered from document in one.Documents select new Replacement(one.Former.Award.Tenant, document.Former, document.Document)], ct);
            await session.ExecuteMany(UpdateDone, [.. ordered.Select(one => new { one.Former.Award.Tenant, Award = one.Former.Award.Id, one.Former.DueAt })], ct);
        },
        ct);

    public Task Postpone(AwardToReissue award, DateTimeOffset until, CancellationToken ct) => database.Write(
        session => session.Execute(UpdatePostponed, new { award.Award.Tenant, Award = award.Award.Id, award.DueAt, Until = until }, ct), ct);

    /// <summary>Has everything of the learner signed anew, because the learner decided about the name, or the e-mail became known.</summary>
    public Task OfLearner(TenantId tenant, LearnerId learner, DateTimeOffset now, CancellationToken ct) => database.Write(session => OfLearner(session, tenant, learner, now, ct), ct);

    /// <summary>Has everything in force that the key signed signed anew.</summary>
    public Task OfKey(TenantId tenant, string keyUrl, DateTimeOffset now, CancellationToken ct) => database.Write(
        session => session.Execute(MarkKey, new { Tenant = tenant, Key = Among(keyUrl), Now = now }, ct), ct);

    /// <summary>How many documents in force carry a signature of the key.</summary>
    public async Task<int> CountOfKey(TenantId tenant, string keyUrl, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return (await session.First<Number>(CountKey, new { Tenant = tenant, Key = Among(keyUrl) }, ct))!.Value;
    }

    internal static Task OfLearner(Session session, TenantId tenant, LearnerId learner, DateTimeOffset now, CancellationToken ct) =>
        session.Execute(MarkLearner, new { Tenant = tenant, Learner = learner, Now = now, States = IssuedStates }, ct);

    // Withdrawn since: there is nothing to sign anew.
    private Task<int> TakeOff(AwardId award, DateTimeOffset dueAt, CancellationToken ct) => database.Write(session => session.Execute(ForgetDue, new { Award = award, DueAt = dueAt }, ct), ct);

    // A document with several proofs names several keys.
    private static string Among(string keyUrl) => $"%{keyUrl}%";

    private sealed record DueRow(AwardId Id, DateTimeOffset DueAt);

    private sealed record DocumentRow(
        AwardId Award, CredentialId Id, string Format, string Url, DateTimeOffset ValidFrom, StatusListId? List, string? ListUrl, StatusPurpose? Purpose, int? Position)
    {
        public FormerDocument Former => new(Id, Format, Url, ValidFrom, List is { } list ? new(list, ListUrl!, Purpose!.Value, Position!.Value) : null);
    }

    private sealed class Replacement(TenantId tenant, FormerDocument former, SignedDocument document)
    {
        public TenantId Tenant => tenant;

        public CredentialId Id => former.Id;

        public DateTimeOffset Former => former.ValidFrom;

        public byte[] Document => document.Bytes;

        public string MediaType => document.MediaType;

        public string KeyId => document.KeyId;

        public DateTimeOffset ValidFrom => document.ValidFrom;
    }
}
