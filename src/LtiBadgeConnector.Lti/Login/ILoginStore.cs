namespace LtiBadgeConnector.Lti.Login;

/// <summary>Port: logins in flight. Every change is one conditional statement; a prior read decides nothing.</summary>
public interface ILoginStore
{
    Task Issue(PendingLogin login, CancellationToken ct);

    Task<PendingLogin?> Find(string stateHash, CancellationToken ct);

    /// <summary>
    /// Keeps the verified claims for a later confirmation. True if this call set them:
    /// only where nothing is held, nothing consumed and <paramref name="now"/> is before the expiry.
    /// </summary>
    Task<bool> Hold(string stateHash, string claims, DateTimeOffset now, CancellationToken ct);

    /// <summary>
    /// Marks state and nonce as used, and forgets held claims. True if exactly this call did it:
    /// only where not consumed and <paramref name="now"/> is before the expiry.
    /// </summary>
    Task<bool> Consume(string stateHash, DateTimeOffset now, CancellationToken ct);

    /// <summary>Removes logins that expired before the instant; answers how many.</summary>
    Task<int> Purge(DateTimeOffset expiredBefore, CancellationToken ct);
}
