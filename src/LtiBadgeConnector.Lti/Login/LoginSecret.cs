using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace LtiBadgeConnector.Lti.Login;

/// <summary>State, nonce and verifier: 256 random bits each, of which only the hash is stored.</summary>
public static class LoginSecret
{
    private const int Length = 43; // 32 bytes in base64url

    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static string Hash(string secret) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    internal static bool Matches(string? secret, string hash) =>
        secret is not null
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hash(secret)), Encoding.ASCII.GetBytes(hash));

    internal static bool LooksLikeOne(string? text) =>
        text is { Length: Length } && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_');

    /// <summary>The short name under which browser and page know one login; unique per login, because several run at once.</summary>
    internal static string IdOf(string state) => state[..16];
}
