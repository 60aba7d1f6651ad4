using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Inbox;

namespace LtiBadgeConnector.Storage.Road;

/// <summary>Writes down how claimed deliveries ended, in the transaction of whoever worked on them.</summary>
internal static class InboxOutcomes
{
    private const int LongestType = 80;

    private static readonly Sql Update = new("""
        UPDATE inbox
        SET state = @State, type = COALESCE(@Type, type), problem = @Problem, due_at = @DueAt, finished_at = @FinishedAt,
            learner_id = COALESCE(@LearnerId, learner_id),
            claimed_by = NULL, claimed_until = NULL
        WHERE id = @Id AND state = @Claimed
        """);

    private static readonly Sql DropBody = new("UPDATE inbox SET body = NULL WHERE id = @Id");

    private static readonly Sql FindOwners = new("SELECT id, tenant_id AS tenant, connection_id AS connection FROM inbox WHERE id IN @Ids");

    public static async Task Store(Session work, IReadOnlyList<InboxOutcome> outcomes, DateTimeOffset now, CancellationToken ct)
    {
        if (outcomes.Count == 0) return;

        var changed = await work.ExecuteSet(Update, [.. outcomes.Select(outcome => RowOf(outcome, now))], ct);
        InboxOutcome[] mine = [.. outcomes.Where((_, at) => changed[at] == 1)];
        await InboxWaits.Open(work, [.. mine.Where(outcome => outcome.State == InboxState.WaitingForLearner)], ct);
        await Forget(work, [.. mine.Where(outcome => outcome.State == InboxState.Unused)], now, ct);
    }

    private static Row RowOf(InboxOutcome outcome, DateTimeOffset now) => new(
        outcome.Id, outcome.State, InboxState.Claimed,
        outcome.Type is { Length: > LongestType } type ? type[..LongestType] : outcome.Type,
        outcome.Problem,
        outcome.Learner,
        DueAt: outcome.State switch
        {
            InboxState.Received => outcome.NextTryAt ?? now,
            // By this the purge finds whose body has lain here long enough.
            InboxState.Done or InboxState.Parked => now,
            _ => outcome.NextTryAt,
        },
        FinishedAt: outcome.State is InboxState.Done or InboxState.Unused or InboxState.Parked ? now : null);

    // Genuine but not ours to keep: counted per type, the body goes.
    private static async Task Forget(Session work, IReadOnlyList<InboxOutcome> unused, DateTimeOffset now, CancellationToken ct)
    {
        if (unused.Count == 0) return;

        await work.ExecuteSet(DropBody, unused, ct);
        var types = unused.ToDictionary(outcome => outcome.Id, outcome => outcome.Type);
        var owners = await work.Query<Owner>(FindOwners, new { Ids = types.Keys }, ct);
        await Counters.Add(work, [.. owners.Select(owner => new Counted(owner.Tenant, owner.Connection, Counters.Unused(types[owner.Id])))], now, ct);
    }

    private sealed record Row(InboxId Id, InboxState State, InboxState Claimed, string? Type, string? Problem, LearnerId? LearnerId, DateTimeOffset? DueAt, DateTimeOffset? FinishedAt);

    private sealed record Owner(InboxId Id, TenantId Tenant, ConnectionId Connection);
}
