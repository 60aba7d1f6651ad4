using LtiBadgeConnector.Lti.Registrations;

namespace LtiBadgeConnector.Lti.Login;

/// <summary>A login that waits for its answer. Of state, nonce and verifier only hashes (SHA-256, base64url) are kept.</summary>
/// <param name="Initiation">What the platform asked for; needed to compare, and to start again in a new window.</param>
/// <param name="HeldClaims">
/// Verified claims (JSON) of a launch that still lacks its browser proof; personal data, so encrypt them at rest and purge the row.
/// </param>
public sealed record PendingLogin(
    string StateHash,
    string NonceHash,
    string VerifierHash,
    RegistrationId Registration,
    LoginInitiation Initiation,
    DateTimeOffset IssuedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? ConsumedAt = null,
    string? HeldClaims = null);
