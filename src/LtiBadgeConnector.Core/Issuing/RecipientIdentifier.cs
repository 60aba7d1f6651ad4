using System.Security.Cryptography;
using System.Text;

namespace LtiBadgeConnector.Core.Issuing;

/// <summary>A hashed e-mail address, so that somebody who knows the address can confirm it and nobody else can read it.</summary>
/// <remarks>
/// Open Badges defines the hash, SHA-256 over identity followed by salt, but no normalisation. Ours: the address is
/// trimmed and lower-cased, when issuing and when checking.
/// </remarks>
public sealed record RecipientIdentifier(string IdentityHash, string Salt)
{
    private const string Sha256Prefix = "sha256$";

    /// <summary>Hashes with a salt of 128 random bits.</summary>
    public static RecipientIdentifier OfEmail(string email) =>
        OfEmail(email, RandomNumberGenerator.GetHexString(32, lowercase: true));

    public static RecipientIdentifier OfEmail(string email, string salt) => new(Hash(Normalise(email), salt), salt);

    /// <summary>True when the address is the hashed one. Hex of either case is accepted, as the standard demands.</summary>
    public bool Matches(string email) =>
        string.Equals(Hash(Normalise(email), Salt), IdentityHash, StringComparison.OrdinalIgnoreCase);

    public static string Normalise(string email) => email.Trim().ToLowerInvariant();

    /// <summary>The Open Badges identity hash of the text exactly as given.</summary>
    public static string Hash(string identity, string salt) =>
        Sha256Prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity + salt)));
}
