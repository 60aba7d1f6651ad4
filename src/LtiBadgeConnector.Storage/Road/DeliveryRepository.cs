using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Delivering;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mailing;
using LtiBadgeConnector.Storage.Mailing;

namespace LtiBadgeConnector.Storage.Road;

/// <summary>Where a delivery stands. Stored by number: append only.</summary>
public enum DeliveryState
{
    Pending = 1,
    Sent = 2,

    /// <summary>Needs a person; the row says why.</summary>
    Parked = 3,
}

/// <summary>Deliveries and their state; one for each award and channel.</summary>
public sealed class DeliveryRepository(Database database) : IDeliveries
{
    // Whoever opened or found a delivery is sending it; the sweep takes it over when nothing was heard for this long.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    private const string DueRows = """
        d.award_id AS award, d.tenant_id AS tenant, d.channel, m.course_id AS course, a.learner_id AS learner, d.attempts, d.due_at
        FROM deliveries d
        JOIN awards a ON a.tenant_id = d.tenant_id AND a.id = d.award_id
        JOIN course_mappings m ON m.tenant_id = a.tenant_id AND m.id = a.mapping_id
        WHERE d.due_at <= @Now
        """;

    private static readonly Sql MoveToDelivered = new("""
        UPDATE awards SET state = @Delivered, due_at = NULL, attempts = 0, problem = NULL WHERE state = @Issued AND id = @AwardId
        """);

    private static readonly Sql FindReported = new("""
        SELECT a.id AS award, a.tenant_id AS tenant, m.course_id AS course, a.learner_id AS learner
        FROM awards a
        JOIN course_mappings m ON m.tenant_id = a.tenant_id AND m.id = a.mapping_id
        WHERE m.reports_to_gradebook = {true} AND (m.reports_progress IS NULL OR m.reports_progress = {false}) AND a.id IN @Ids AND (a.run IS NULL OR a.run NOT LIKE 'test:%')
        """);

    private static readonly Sql FindUnreported = new("""
        SELECT a.id AS award, a.tenant_id AS tenant, m.course_id AS course, a.learner_id AS learner
        FROM awards a
        JOIN course_mappings m ON m.tenant_id = a.tenant_id AND m.id = a.mapping_id
        WHERE a.tenant_id = @Tenant AND a.mapping_id = @Mapping AND a.state = @Delivered AND m.reports_to_gradebook = {true} AND (m.reports_progress IS NULL OR m.reports_progress = {false}) AND (a.run IS NULL OR a.run NOT LIKE 'test:%')
        AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.tenant_id = a.tenant_id AND d.award_id = a.id AND d.channel = @Channel)
        ORDER BY a.id
        """);

    private static readonly Sql OpenDelivery = Sql.InsertIfAbsent(
        "deliveries",
        ["tenant_id", "award_id", "channel", "state", "attempts", "due_at", "opened_at"],
        key: ["tenant_id", "award_id", "channel"]);

    private static readonly Sql Reopen = new("""
        UPDATE deliveries SET state = @Pending, attempts = 0, due_at = @Now, problem = NULL, sent_at = NULL
        WHERE award_id IN @Awards AND channel = @Gradebook AND state = @Sent AND EXISTS (
            SELECT 1 FROM awards a JOIN course_mappings m ON m.tenant_id = a.tenant_id AND m.id = a.mapping_id
            WHERE a.tenant_id = deliveries.tenant_id AND a.id = deliveries.award_id AND m.reports_to_gradebook = {true} AND (m.reports_progress IS NULL OR m.reports_progress = {false}))
        """);

    private static readonly Sql FindDueRows = new($"SELECT {DueRows} AND d.channel NOT LIKE 'mail%' ORDER BY d.due_at {{page}}");

    private static readonly Sql FindDueMailRows = new($"SELECT {DueRows} AND d.channel LIKE 'mail%' ORDER BY d.due_at {{page}}");

    private static readonly Sql Take = new("""
        UPDATE deliveries SET due_at = @Until
        WHERE tenant_id = @Tenant AND award_id = @Award AND channel = @Channel AND due_at = @DueAt
        """);

    private static readonly Sql Settle = new("""
        UPDATE deliveries SET state = @State, attempts = @Attempts, due_at = @DueAt, problem = @Problem, sent_at = @SentAt
        WHERE tenant_id = @Tenant AND award_id = @Award AND channel = @Channel
        """);

    public async Task<IReadOnlyList<PendingDelivery>> Open(IReadOnlyList<AwardId> awards, DateTimeOffset now, CancellationToken ct)
    {
        if (awards.Count == 0) return [];

        AwardId[] ordered = [.. awards.Distinct().OrderBy(award => award.Value)];
        return await database.Write(work => Open(work, ordered, now, ct), ct);
    }

    /// <summary>For a mapping that writes into the gradebook from now on: what was awarded before is sent too.</summary>
    /// <returns>How many deliveries are due now.</returns>
    public Task<int> OpenEarlier(TenantId tenant, MappingId mapping, DateTimeOffset now, CancellationToken ct) => database.Write(
        async work =>
        {
            var which = new { Tenant = tenant, Mapping = mapping, AwardState.Delivered, Channel = DeliveryChannels.Gradebook };
            var earlier = await work.Query<Reported>(FindUnreported, which, ct);
            return (await work.ExecuteMany(OpenDelivery, [.. earlier.Select(award => new Opening(award.Tenant, award.Award, now, now))], ct)).Sum();
        },
        ct);

    public Task<IReadOnlyList<PendingDelivery>> FindDue(int most, DateTimeOffset now, CancellationToken ct) => TakeDue(FindDueRows, most, now, ct);

    public Task<IReadOnlyList<PendingDelivery>> FindDueMails(int most, DateTimeOffset now, CancellationToken ct) => TakeDue(FindDueMailRows, most, now, ct);

    public Task MarkSent(PendingDelivery delivery, DateTimeOffset at, CancellationToken ct) =>
        Store(Settlement.Of(delivery) with { State = DeliveryState.Sent, SentAt = at }, ct);

    public Task Postpone(PendingDelivery delivery, DateTimeOffset? until, string problem, CancellationToken ct) =>
        Store(Settlement.Of(delivery) with { State = until is null ? DeliveryState.Parked : DeliveryState.Pending, DueAt = until, Problem = problem }, ct);

    /// <summary>A score follows its award: what was written is due again when the award no longer counts, or counts again.</summary>
    internal static async Task ScoreAgain(Session work, IReadOnlyList<AwardId> awards, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var some in awards.Chunk(Lists.Most))
            await work.Execute(Reopen, new { Awards = some, DeliveryChannels.Gradebook, DeliveryState.Pending, DeliveryState.Sent, Now = now }, ct);
    }

    private async Task<IReadOnlyList<PendingDelivery>> TakeDue(Sql which, int most, DateTimeOffset now, CancellationToken ct)
    {
        IReadOnlyList<DueRow> found;
        await using (var session = await database.Read(ct)) found = await session.Query<DueRow>(which, new { Now = now, Most = most }, ct);
        if (found.Count == 0) return [];

        Taking[] takings = [.. found.Select(row => new Taking(row.Tenant, row.Award, row.Channel, row.DueAt, now + Lease))];
        var taken = await database.Write(work => work.ExecuteMany(Take, takings, ct), ct);
        return [.. found.Where((_, at) => taken[at] == 1).Select(row => row.Delivery)];
    }

    private Task<int> Store(Settlement settlement, CancellationToken ct) => database.Write(work => work.Execute(Settle, settlement, ct), ct);

    private static async Task<IReadOnlyList<PendingDelivery>> Open(Session work, AwardId[] awards, DateTimeOffset now, CancellationToken ct)
    {
        var moved = await work.ExecuteSet(MoveToDelivered, [.. awards.Select(award => new { AwardState.Delivered, AwardState.Issued, AwardId = award })], ct);
        List<PendingDelivery> opened = [];
        foreach (var mine in awards.Where((_, at) => moved[at] == 1).Chunk(Lists.Most))
        {
            var reported = await work.Query<Reported>(FindReported, new { Ids = mine }, ct);
            var isNew = await work.ExecuteSet(OpenDelivery, [.. reported.Select(award => new Opening(award.Tenant, award.Award, now + Lease, now))], ct);
            opened.AddRange(reported.Where((_, at) => isNew[at] == 1).Select(award => award.Delivery));
            await MailQueue.Add(work, mine, MailKind.Awarded, now, ct);
        }
        return opened;
    }

    private sealed record Reported(AwardId Award, TenantId Tenant, CourseId Course, LearnerId Learner)
    {
        public PendingDelivery Delivery => new(Award, Tenant, DeliveryChannels.Gradebook, Course, Learner, Attempts: 0);
    }

    private sealed record Opening(
        TenantId TenantId, AwardId AwardId, DateTimeOffset DueAt, DateTimeOffset OpenedAt,
        string Channel = DeliveryChannels.Gradebook, DeliveryState State = DeliveryState.Pending, int Attempts = 0);

    private sealed record DueRow(AwardId Award, TenantId Tenant, string Channel, CourseId Course, LearnerId Learner, int Attempts, DateTimeOffset DueAt)
    {
        public PendingDelivery Delivery => new(Award, Tenant, Channel, Course, Learner, Attempts);
    }

    private sealed record Taking(TenantId Tenant, AwardId Award, string Channel, DateTimeOffset DueAt, DateTimeOffset Until);

    private sealed record Settlement(
        TenantId Tenant, AwardId Award, string Channel, int Attempts, DeliveryState State, DateTimeOffset? DueAt, string? Problem, DateTimeOffset? SentAt)
    {
        public static Settlement Of(PendingDelivery delivery) =>
            new(delivery.Tenant, delivery.Award, delivery.Channel, delivery.Attempts + 1, DeliveryState.Pending, null, null, null);
    }
}
