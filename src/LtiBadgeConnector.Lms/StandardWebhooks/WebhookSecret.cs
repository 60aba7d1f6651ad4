using System.Security.Cryptography;

namespace LtiBadgeConnector.Lms.StandardWebhooks;

/// <summary>A signing secret as Standard Webhooks writes it: <c>whsec_</c> and the base64 of 24 to 64 bytes.</summary>
public static class WebhookSecret
{
    private const string Prefix = "whsec_";
    private const int ShortestKey = 24;
    private const int LongestKey = 64;

    /// <summary>32 random bytes; shown to the administrator once.</summary>
    public static string New() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    public static bool IsValid(string secret) => TryReadKey(secret, out _);

    // The prefix is optional on reading: some senders show the secret without it.
    internal static bool TryReadKey(string secret, out byte[] key)
    {
        var text = secret.StartsWith(Prefix, StringComparison.Ordinal) ? secret[Prefix.Length..] : secret;
        var buffer = new byte[text.Length];
        var isKey = Convert.TryFromBase64String(text, buffer, out var length) && length is >= ShortestKey and <= LongestKey;
        key = isKey ? buffer[..length] : [];
        return isKey;
    }
}
