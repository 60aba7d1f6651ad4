namespace LtiBadgeConnector.Lti.Replay;

/// <summary>Port: things that may happen once, such as a notice, a registration token or the answer to one Deep Linking request.</summary>
public interface IUsedOnce
{
    /// <summary>
    /// True for the first call with this kind and key, false for every later one. Decided by a unique key; rows may be
    /// removed after <paramref name="until"/>.
    /// </summary>
    /// <param name="key">At most 64 characters; a hash where the thing itself is secret or longer.</param>
    Task<bool> TryUse(string kind, string key, DateTimeOffset until, CancellationToken ct);
}
