using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LtiBadgeConnector.DemoLms.Webhooks;

/// <summary>Standard Webhooks 1.0, symmetric: <c>v1,base64(HMAC-SHA256(secret, id.timestamp.body))</c>.</summary>
internal static class StandardWebhookSignature
{
    private const string Prefix = "whsec_";

    public static bool IsSecret(string text) => KeyOf(text) is not null;

    public static string Sign(string secret, string id, DateTimeOffset at, string body)
    {
        var key = KeyOf(secret) ?? throw new ArgumentException("Not a webhook secret.", nameof(secret));
        var signed = string.Create(CultureInfo.InvariantCulture, $"{id}.{at.ToUnixTimeSeconds()}.{body}");
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(signed)));
    }

    private static byte[]? KeyOf(string text)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal)) return null;

        var key = new byte[text.Length];
        return Convert.TryFromBase64String(text[Prefix.Length..], key, out var length) && length >= 24 ? key[..length] : null;
    }
}
