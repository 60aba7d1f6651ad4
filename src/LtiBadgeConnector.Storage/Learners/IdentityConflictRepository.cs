using LtiBadgeConnector.Core.Ids;

namespace LtiBadgeConnector.Storage.Learners;

/// <summary>
/// Ids that one person has and that a source says are another's. Nothing is decided by itself: an administrator joins the two,
/// gives the id to the other, or leaves it.
/// </summary>
public sealed class IdentityConflictRepository(Database database)
{
    private const string Open = """
        FROM identity_conflicts c
        JOIN learner_keys k ON k.tenant_id = c.tenant_id AND k.platform_id = c.platform_id AND k.scheme = c.scheme AND k.value = c.value
        WHERE c.tenant_id = @Tenant AND c.state = @State AND k.learner_id <> c.claimed_by
        """;

    private static readonly Sql SelectCount = new($"SELECT COUNT(*) AS value {Open}");

    private static readonly Sql SelectOpen = new($$"""
        SELECT c.platform_id AS platform, p.name AS platform_name, c.scheme, c.value, c.claimed_by, l.name AS claimed_by_name, k.learner_id AS owner, o.name AS owner_name, c.seen_at
        FROM identity_conflicts c
        JOIN learner_keys k ON k.tenant_id = c.tenant_id AND k.platform_id = c.platform_id AND k.scheme = c.scheme AND k.value = c.value
        JOIN learners l ON l.tenant_id = c.tenant_id AND l.id = c.claimed_by
        JOIN learners o ON o.tenant_id = c.tenant_id AND o.id = k.learner_id
        JOIN platforms p ON p.id = c.platform_id
        WHERE c.tenant_id = @Tenant AND c.state = @State AND k.learner_id <> c.claimed_by
        ORDER BY c.seen_at, c.scheme, c.value {page}
        """);

    private static readonly Sql MoveKey = new("""
        UPDATE learner_keys SET learner_id = @ClaimedBy
        WHERE tenant_id = @Tenant AND platform_id = @Platform AND scheme = @Scheme AND value = @Value
        AND EXISTS (
            SELECT 1 FROM identity_conflicts c
            WHERE c.tenant_id = learner_keys.tenant_id AND c.platform_id = learner_keys.platform_id AND c.scheme = learner_keys.scheme AND c.value = learner_keys.value
            AND c.claimed_by = @ClaimedBy)
        """);

    private static readonly Sql SetState = new("""
        UPDATE identity_conflicts SET state = @State
        WHERE tenant_id = @Tenant AND platform_id = @Platform AND scheme = @Scheme AND value = @Value AND claimed_by = @ClaimedBy
        """);

    public async Task<long> Count(TenantId tenant, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return (await session.Query<Number>(SelectCount, new { Tenant = tenant, State = IdentityConflictState.Open }, ct))[0].Value;
    }

    /// <summary>Those that nobody has decided, the oldest first.</summary>
    public async Task<IReadOnlyList<IdentityConflict>> Undecided(TenantId tenant, int most, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.Query<IdentityConflict>(SelectOpen, new { Tenant = tenant, State = IdentityConflictState.Open, Most = most }, ct);
    }

    /// <summary>Gives the id to the one who claims it. Results that came by it before stay where they are.</summary>
    /// <returns>False when there is no such claim.</returns>
    public Task<bool> GiveToClaimant(TenantId tenant, ClaimedKey key, CancellationToken ct) => database.Write(
        async session => await session.Execute(MoveKey, new { Tenant = tenant, key.Platform, key.Scheme, key.Value, key.ClaimedBy }, ct) == 1, ct);

    /// <summary>Leaves the id where it is; the same claim is not shown again.</summary>
    /// <returns>False when there is no such claim.</returns>
    public Task<bool> Leave(TenantId tenant, ClaimedKey key, CancellationToken ct) => database.Write(
        async session => await session.Execute(
            SetState, new { Tenant = tenant, key.Platform, key.Scheme, key.Value, key.ClaimedBy, State = IdentityConflictState.Left }, ct) == 1, ct);
}

/// <summary>Stored by number: append only.</summary>
public enum IdentityConflictState
{
    Open = 1,

    /// <summary>An administrator left the id where it is.</summary>
    Left = 2,
}

/// <summary>Which claim is meant.</summary>
public sealed record ClaimedKey(PlatformId Platform, string Scheme, string Value, LearnerId ClaimedBy);

/// <param name="Owner">Who has the id.</param>
public sealed record IdentityConflict(
    PlatformId Platform, string PlatformName, string Scheme, string Value, LearnerId ClaimedBy, string? ClaimedByName, LearnerId Owner, string? OwnerName, DateTimeOffset SeenAt)
{
    public ClaimedKey Key => new(Platform, Scheme, Value, ClaimedBy);
}
