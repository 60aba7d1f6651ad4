using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Inbox;

namespace LtiBadgeConnector.Storage.Road;

/// <summary>Puts back on the road what stopped there, because a person says that the cause is mended. Counting of attempts starts anew.</summary>
public sealed class Retries(Database database, TimeProvider time)
{
    private const string Again = "SET state = @Received, due_at = @Now, attempts = 0, problem = NULL, finished_at = NULL";

    // A row whose body was forgotten cannot be worked again.
    private static readonly Sql ReceiveAgain = new($"""
        UPDATE inbox {Again}
        WHERE state IN @Stopped AND tenant_id = @Tenant AND body IS NOT NULL
          AND (@Connection IS NULL OR connection_id = @Connection) AND (@Id IS NULL OR id = @Id)
        """);

    private static readonly Sql ReceiveAgainOfLearner = new($"""
        UPDATE inbox {Again} WHERE tenant_id = @Tenant AND learner_id = @Learner AND state IN @Stopped AND body IS NOT NULL
        """);

    private static readonly Sql DecideAgain = new("""
        UPDATE evaluations SET due_at = @Now, due_version = due_version + 1, problem = NULL WHERE tenant_id = @Tenant AND learner_id = @Learner
        """);

    private static readonly Sql DecideAgainIn = new("""
        UPDATE evaluations SET due_at = @Now, due_version = due_version + 1, problem = NULL
        WHERE tenant_id = @Tenant AND mapping_id = @Mapping AND learner_id IN @Learners
        """);

    // An award that has its documents has been issued; without them it is issued first.
    private static readonly Sql IssueAgain = new("""
        UPDATE awards
        SET state = CASE WHEN EXISTS (SELECT 1 FROM credentials d WHERE d.tenant_id = awards.tenant_id AND d.award_id = awards.id) THEN @Issued ELSE @Awarded END,
            due_at = @Now, attempts = 0, problem = NULL
        WHERE tenant_id = @Tenant AND state = @Parked AND (@Learner IS NULL OR learner_id = @Learner)
        """);

    private static readonly Sql SendAgain = new("""
        UPDATE deliveries SET state = @Pending, due_at = @Now, attempts = 0, problem = NULL
        WHERE tenant_id = @Tenant AND state = @Parked
          AND (@Learner IS NULL OR award_id IN (SELECT a.id FROM awards a WHERE a.tenant_id = @Tenant AND a.learner_id = @Learner))
        """);

    private static readonly InboxState[] stopped = [InboxState.Parked, InboxState.WaitingForReader];

    /// <summary>Deliveries that are parked or wait for a reader.</summary>
    /// <param name="state">Only those in this state; null for both.</param>
    /// <returns>How many were put back.</returns>
    public Task<int> Deliveries(TenantId tenant, InboxState? state, ConnectionId? connection, InboxId? id, CancellationToken ct)
    {
        InboxState[] which = [.. stopped.Where(one => state is null || one == state)];
        return database.Write(
            work => work.Execute(ReceiveAgain, new { Tenant = tenant, Connection = connection, Id = id, InboxState.Received, Stopped = which.Select(one => (int)one), Now = time.Now() }, ct), ct);
    }

    /// <summary>Awards that could not be issued.</summary>
    public Task<int> Awards(TenantId tenant, CancellationToken ct) => database.Write(work => work.Execute(IssueAgain, Awarded(tenant, learner: null), ct), ct);

    /// <summary>Messages about awards that could not be sent.</summary>
    public Task<int> Messages(TenantId tenant, CancellationToken ct) => database.Write(work => work.Execute(SendAgain, Messaged(tenant, learner: null), ct), ct);

    /// <summary>Verdicts of some learners under one rule; who has none yet is left alone.</summary>
    /// <returns>How many are due now.</returns>
    public Task<int> Evaluations(TenantId tenant, MappingId mapping, IReadOnlyList<LearnerId> learners, CancellationToken ct) =>
        database.Write(work => work.Execute(DecideAgainIn, new { Tenant = tenant, Mapping = mapping, Learners = learners, Now = time.Now() }, ct), ct);

    /// <summary>Everything of one learner, and every rule of theirs is decided again.</summary>
    public Task<int> Learner(TenantId tenant, LearnerId learner, CancellationToken ct) => database.Write(
        async work =>
        {
            var who = new { Tenant = tenant, Learner = learner, InboxState.Received, Stopped = stopped.Select(one => (int)one), Now = time.Now() };
            await work.Execute(DecideAgain, who, ct);
            return await work.Execute(ReceiveAgainOfLearner, who, ct) + await work.Execute(IssueAgain, Awarded(tenant, learner), ct)
                + await work.Execute(SendAgain, Messaged(tenant, learner), ct);
        },
        ct);

    private object Awarded(TenantId tenant, LearnerId? learner) =>
        new { Tenant = tenant, Learner = learner, AwardState.Awarded, AwardState.Issued, AwardState.Parked, Now = time.Now() };

    private object Messaged(TenantId tenant, LearnerId? learner) =>
        new { Tenant = tenant, Learner = learner, DeliveryState.Pending, DeliveryState.Parked, Now = time.Now() };
}
