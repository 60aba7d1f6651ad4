using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace LtiBadgeConnector.Lms.StandardWebhooks;

/// <summary>The <c>v1</c> signature of Standard Webhooks: HMAC-SHA256 over <c>id.timestamp.body</c>, the body as raw bytes.</summary>
internal static class WebhookSignature
{
    private const string Version = "v1,";

    /// <summary>
    /// Whether any listed <c>v1</c> signature was made with any of the secrets; both lists hold two during a rotation.
    /// Other versions are passed over. The time taken does not tell which pair was close.
    /// </summary>
    public static bool Matches(string header, string id, string timestamp, ReadOnlySpan<byte> body, IReadOnlyList<string> secrets)
    {
        var given = Parse(header);
        if (given.Count == 0) return false;

        var prefix = Encoding.ASCII.GetBytes($"{id}.{timestamp}.");
        var length = prefix.Length + body.Length;
        var signed = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            prefix.CopyTo(signed, 0);
            body.CopyTo(signed.AsSpan(prefix.Length));
            return AnyMatches(given, signed.AsSpan(0, length), secrets);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(signed);
        }
    }

    private static bool AnyMatches(List<byte[]> given, ReadOnlySpan<byte> signed, IReadOnlyList<string> secrets)
    {
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var matches = false;
        foreach (var secret in secrets)
        {
            if (!WebhookSecret.TryReadKey(secret, out var key)) continue;
            HMACSHA256.HashData(key, signed, expected);
            foreach (var signature in given) matches |= CryptographicOperations.FixedTimeEquals(signature, expected);
        }
        return matches;
    }

    private static List<byte[]> Parse(string header)
    {
        List<byte[]> signatures = [];
        Span<byte> buffer = stackalloc byte[HMACSHA256.HashSizeInBytes];
        foreach (var part in header.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!part.StartsWith(Version, StringComparison.Ordinal)) continue;
            if (Convert.TryFromBase64String(part[Version.Length..], buffer, out var length) && length == buffer.Length) signatures.Add(buffer.ToArray());
        }
        return signatures;
    }
}
