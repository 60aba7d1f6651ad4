using System.Security.Cryptography;

namespace LtiBadgeConnector.JsonLd.Canonicalization;

/// <summary>The hash inside canonicalisation; SHA-384 goes with P-384 keys.</summary>
public enum HashKind
{
    Sha256,
    Sha384,
}

internal static class HashKinds
{
    public static string Hex(this HashKind kind, ReadOnlySpan<byte> data)
    {
        Span<byte> hash = stackalloc byte[48];
        var length = kind == HashKind.Sha256 ? SHA256.HashData(data, hash) : SHA384.HashData(data, hash);
        return Convert.ToHexStringLower(hash[..length]);
    }
}
