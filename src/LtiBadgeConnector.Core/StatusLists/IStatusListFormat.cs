using LtiBadgeConnector.Core.Issuing;

namespace LtiBadgeConnector.Core.StatusLists;

/// <summary>One way to sign a status list.</summary>
public interface IStatusListFormat
{
    /// <summary>Stored with every document; never changes, such as <c>bitstring-jwt</c>.</summary>
    string Name { get; }

    /// <exception cref="NoSigningKeyException">The issuer has no active key this format can sign with.</exception>
    Task<SignedDocument> Sign(StatusListToSign list, StatusListTimes times, CancellationToken ct);
}

/// <param name="ValidFrom">In whole seconds.</param>
/// <param name="ValidUntil">In whole seconds; the list is signed again long before.</param>
/// <param name="TimeToLive">How long a verifier may keep a copy without asking.</param>
public sealed record StatusListTimes(DateTimeOffset ValidFrom, DateTimeOffset ValidUntil, TimeSpan TimeToLive)
{
    /// <summary>A withdrawal is seen by everybody within a minute: the copies live half of that, the signing takes seconds.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);
}
