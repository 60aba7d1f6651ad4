using System.Security.Cryptography;
using System.Text;
using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Lms;

namespace LtiBadgeConnector.Lms.Sources;

/// <summary>
/// The connection's secret in the <c>Authorization</c> header: as a Bearer token, as the password of Basic, or bare, as one
/// Caliper sender writes it. It proves who sent and not what, so what it vouches for is a hint unless an administrator said otherwise.
/// </summary>
internal static class SourceCredential
{
    public const string Missing = "webhook-credential-missing";
    public const string Wrong = "webhook-credential-wrong";

    /// <returns>The code of what is wrong; null when the secret is right.</returns>
    public static string? Check(Delivery delivery, Connection connection)
    {
        if (delivery.Header("authorization") is not { } header) return Missing;
        return IsOurs(SecretOf(header), connection) ? null : Wrong;
    }

    /// <summary>For a format that carries the secret somewhere else.</summary>
    public static bool IsOurs(string secret, Connection connection)
    {
        var given = SHA256.HashData(Encoding.UTF8.GetBytes(secret));
        var isOurs = false;
        // Hashed, so that lengths tell nothing either.
        foreach (var own in connection.Secrets) isOurs |= CryptographicOperations.FixedTimeEquals(given, SHA256.HashData(Encoding.UTF8.GetBytes(own)));
        return isOurs;
    }

    private static string SecretOf(string header) => header.Split(' ', 2, StringSplitOptions.TrimEntries) switch
    {
        [var scheme, var token] when scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) => token,
        [var scheme, var pair] when scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) => PasswordOf(pair),
        _ => header,
    };

    private static string PasswordOf(string pair)
    {
        var buffer = new byte[pair.Length];
        if (!Convert.TryFromBase64String(pair, buffer, out var length)) return "";
        var text = Encoding.UTF8.GetString(buffer, 0, length);
        return text.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0 ? text[(colon + 1)..] : "";
    }
}
