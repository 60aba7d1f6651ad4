namespace LtiBadgeConnector.Core.Issuing;

/// <summary>One key of an issuer, unlocked for signing. Its public half stays published for as long as its credentials live.</summary>
/// <param name="Id">The <c>kid</c>: the absolute URL of its JWK.</param>
/// <param name="IssuerId">The issuer profile's URL; the JWK names it in <c>iss</c>.</param>
/// <param name="Algorithm">The JOSE name, such as <c>RS256</c>.</param>
/// <param name="Pkcs8">The private key, PKCS#8 in DER, in the clear: never log or store it like this.</param>
/// <param name="PublicJwk">The public JWK as JSON, with <c>kid</c> and <c>iss</c>.</param>
public sealed record IssuerKey(
    string Id,
    string IssuerId,
    string Algorithm,
    byte[] Pkcs8,
    string PublicJwk,
    IssuerKeyState State,
    DateTimeOffset CreatedAt)
{
    // The generated one would print the type of the private key's array today and, after a careless change, its bytes.
    public override string ToString() => $"{Algorithm} {Id} ({State})";
}

public enum IssuerKeyState
{
    /// <summary>Signs new credentials.</summary>
    Active,

    /// <summary>Signs nothing more; what it signed stays valid.</summary>
    Retired,

    /// <summary>Compromised: what it signed is no longer valid, and it is no longer published as good.</summary>
    Revoked,
}
