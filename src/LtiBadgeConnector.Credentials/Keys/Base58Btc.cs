using System.Buffers;
using SimpleBase;

namespace LtiBadgeConnector.Credentials.Keys;

/// <summary>Bytes as multibase text with the prefix <c>z</c>, in the one way there is for each.</summary>
internal static class Base58Btc
{
    // The library throws on letters it does not know.
    private static readonly SearchValues<char> Letters = SearchValues.Create("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz");

    private const int MostLetters = 160;

    public static string Encode(ReadOnlySpan<byte> bytes) => $"z{Base58.Bitcoin.Encode(bytes)}";

    /// <summary>Null when the text is no such text, or not how <see cref="Encode"/> would write it.</summary>
    public static byte[]? Decode(string text)
    {
        if (text is not ['z', _, ..] || text.Length > MostLetters || text.AsSpan(1).IndexOfAnyExcept(Letters) >= 0) return null;
        Span<byte> bytes = stackalloc byte[MostLetters];
        if (!Base58.Bitcoin.TryDecode(text.AsSpan(1), bytes, out var length)) return null;
        var decoded = bytes[..length].ToArray();
        return Encode(decoded) == text ? decoded : null;
    }
}
