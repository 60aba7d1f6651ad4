using System.Diagnostics;
using System.Threading.Channels;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Inbox;
using LtiBadgeConnector.Storage.Secrets;

namespace LtiBadgeConnector.Storage.Road;

/// <summary>
/// Stored deliveries. Callers wait in a bounded queue from which one writer takes what has gathered and commits it at once:
/// each is durable when it is answered, and many share one flush to disk.
/// </summary>
public sealed class InboxRepository : IInbox, IAsyncDisposable
{
    private const int MostWaiting = 4096;
    private const int MostInCommit = 512;
    private const int MostClaimed = 1000;

    // Whoever sends one after the other is not a stream: several at once are.
    private static readonly long Busy = Stopwatch.Frequency / 20;

    private static readonly Sql Insert = Sql.InsertIfAbsent(
        "inbox",
        ["id", "tenant_id", "connection_id", "dedupe_key", "content_hash", "body", "received_at", "state", "attempts", "due_at"],
        key: ["tenant_id", "connection_id", "dedupe_key"]);

    private static readonly Sql FindHash = new("""
        SELECT content_hash FROM inbox
        WHERE tenant_id = @TenantId AND connection_id = @ConnectionId AND dedupe_key = @DedupeKey
        """);

    private static readonly Sql FindReceived = new("""
        SELECT id FROM inbox WHERE state = @Received AND due_at <= @Now ORDER BY due_at {page}
        """);

    private static readonly Sql TakeReceived = new("""
        UPDATE inbox SET state = @Claimed, claimed_by = @Claim, claimed_until = @Until, attempts = attempts + 1, due_at = NULL
        WHERE state = @Received AND id IN @Ids
        """);

    private static readonly Sql LoadClaimed = new("""
        SELECT id, tenant_id AS tenant, connection_id AS connection, body, received_at, attempts
        FROM inbox WHERE state = @Claimed AND claimed_by = @Claim AND id IN @Ids
        ORDER BY received_at, id
        """);

    private static readonly Sql ReleaseOverdue = new("""
        UPDATE inbox SET state = @Received, due_at = @Now, claimed_by = NULL, claimed_until = NULL
        WHERE state = @Claimed AND claimed_until <= @Now
        """);

    private static readonly Sql ReleaseEvery = new("""
        UPDATE inbox SET state = @Received, due_at = @Now, claimed_by = NULL, claimed_until = NULL
        WHERE state = @Claimed
        """);

    private static readonly Sql WakeOverdue = new("""
        UPDATE inbox SET state = @Received, due_at = @Now WHERE state = @WaitingForReader AND due_at <= @Now
        """);

    private static readonly Sql SelectBody = new("""
        SELECT body FROM inbox WHERE tenant_id = @Tenant AND connection_id = @Connection AND dedupe_key = @DedupeKey AND body IS NOT NULL
        """);

    private readonly Database database;
    private readonly ISecretProtector protector;
    private readonly TimeProvider time;
    private readonly Channel<Waiting> queue;
    private readonly Task writer;
    private long busyUntil;

    public InboxRepository(Database database, ISecretProtector protector, TimeProvider time) : this(database, protector, time, MostWaiting) { }

    internal InboxRepository(Database database, ISecretProtector protector, TimeProvider time, int mostWaiting)
    {
        this.database = database;
        this.protector = protector;
        this.time = time;
        queue = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(mostWaiting) { SingleReader = true });
        writer = Task.Run(CommitGroups);
    }

    public bool IsBusy => Stopwatch.GetTimestamp() < Volatile.Read(ref busyUntil);

    public async Task<Stored> Store(NewDelivery delivery, CancellationToken ct)
    {
        var waiting = new Waiting(
            delivery.Id, delivery.Tenant, delivery.Connection, delivery.DedupeKey, delivery.ContentHash,
            protector.Protect(delivery.Body, SecretPurposes.InboxBody), delivery.ReceivedAt,
            InboxState.Received, Attempts: 0, DueAt: delivery.ReceivedAt);
        return queue.Writer.TryWrite(waiting) ? await waiting.Answer.Task.WaitAsync(ct) : Stored.Overloaded;
    }

    public async Task<IReadOnlyList<InboxRow>> Claim(int most, DateTimeOffset now, DateTimeOffset until, CancellationToken ct)
    {
        while (true)
        {
            var found = await FindDue(Math.Min(most, MostClaimed), now, ct);
            if (found.Count == 0) return [];

            // Another node may have taken them all between looking and claiming; then there may be others.
            var claimed = await Take(found, until, ct);
            if (claimed.Count > 0) return [.. claimed.Select(Open)];
        }
    }

    public Task<int> ReleaseExpired(DateTimeOffset now, CancellationToken ct) =>
        database.Write(work => work.Execute(ReleaseOverdue, new { InboxState.Received, InboxState.Claimed, Now = now }, ct), ct);

    public Task<int> ReleaseAll(CancellationToken ct) =>
        database.Write(work => work.Execute(ReleaseEvery, new { InboxState.Received, InboxState.Claimed, Now = time.Now() }, ct), ct);

    public Task<int> WakeHints(DateTimeOffset now, CancellationToken ct) =>
        database.Write(work => work.Execute(WakeOverdue, new { InboxState.Received, InboxState.WaitingForReader, Now = now }, ct), ct);

    public async Task<byte[]?> FindBody(TenantId tenant, ConnectionId connection, string dedupeKey, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.First<byte[]>(SelectBody, new { Tenant = tenant, Connection = connection, DedupeKey = dedupeKey }, ct) is { Length: > 0 } body
            ? protector.Unprotect(body, SecretPurposes.InboxBody)
            : null;
    }

    public async Task Finish(IReadOnlyList<InboxOutcome> outcomes, CancellationToken ct)
    {
        var now = time.Now();
        await database.Write(work => InboxOutcomes.Store(work, outcomes, now, ct), ct);
        await InboxWaits.WakeKnown(database, outcomes, now, ct);
    }

    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await writer;
    }

    private async Task<IReadOnlyList<InboxId>> FindDue(int most, DateTimeOffset now, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.Query<InboxId>(FindReceived, new { InboxState.Received, Now = now, Most = most }, ct);
    }

    private Task<IReadOnlyList<InboxRow>> Take(IReadOnlyList<InboxId> ids, DateTimeOffset until, CancellationToken ct)
    {
        var claim = new { InboxState.Received, InboxState.Claimed, Claim = Guid.NewGuid(), Until = until, Ids = ids };
        return database.Write<IReadOnlyList<InboxRow>>(
            async work => await work.Execute(TakeReceived, claim, ct) > 0 ? await work.Query<InboxRow>(LoadClaimed, claim, ct) : [], ct);
    }

    private InboxRow Open(InboxRow row) => row with { Body = protector.Unprotect(row.Body, SecretPurposes.InboxBody) };

    private async Task CommitGroups()
    {
        List<Waiting> group = [];
        while (await queue.Reader.WaitToReadAsync())
        {
            while (group.Count < MostInCommit && queue.Reader.TryRead(out var waiting)) group.Add(waiting);
            await Commit(group);
            if (group.Count > 1) Volatile.Write(ref busyUntil, Stopwatch.GetTimestamp() + Busy);
            group.Clear();
        }
    }

    // An answer is given for every caller, or the failure: nobody waits for a group that broke.
    private async Task Commit(IReadOnlyList<Waiting> group)
    {
        try
        {
            var stored = await database.WriteFirst(work => StoreGroup(work, group), CancellationToken.None);
            foreach (var (waiting, answer) in group.Zip(stored)) waiting.Answer.TrySetResult(answer);
        }
        catch (Exception e)
        {
            foreach (var waiting in group) waiting.Answer.TrySetException(e);
        }
    }

    private async Task<Stored[]> StoreGroup(Session work, IReadOnlyList<Waiting> group)
    {
        var inserted = await work.ExecuteSet(Insert, group, CancellationToken.None);
        Stored[] answers = [.. inserted.Select(count => count == 1 ? Stored.New : Stored.Duplicate)];
        Waiting[] known = [.. group.Where((_, at) => inserted[at] == 0)];
        if (known.Length == 0) return answers;

        var hashes = await work.QuerySet<byte[], Waiting>(FindHash, known, CancellationToken.None);
        for (int at = 0, next = 0; at < answers.Length; at++)
            if (inserted[at] == 0 && !group[at].ContentHash.AsSpan().SequenceEqual(hashes[next++])) answers[at] = Stored.Conflict;

        await Counters.Add(work, [.. known.Select(again => new Counted(again.TenantId, again.ConnectionId, Counters.Duplicate))], time.Now(), CancellationToken.None);
        return answers;
    }

    private sealed record Waiting(
        InboxId Id, TenantId TenantId, ConnectionId ConnectionId, string DedupeKey, byte[] ContentHash, byte[] Body,
        DateTimeOffset ReceivedAt, InboxState State, int Attempts, DateTimeOffset DueAt)
    {
        public TaskCompletionSource<Stored> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
