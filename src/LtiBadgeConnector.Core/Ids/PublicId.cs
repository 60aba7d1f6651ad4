using System.Security.Cryptography;

namespace LtiBadgeConnector.Core.Ids;

/// <summary>128 random bits in lower-case base32: what strangers see in a URL. A UUIDv7 would tell them the time of the award.</summary>
public readonly record struct PublicId(string Value)
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    public static PublicId New()
    {
        Span<byte> bits = stackalloc byte[16];
        RandomNumberGenerator.Fill(bits);
        return new(Encode(bits));
    }

    public override string ToString() => Value;

    private static string Encode(ReadOnlySpan<byte> bytes)
    {
        Span<char> text = stackalloc char[(bytes.Length * 8 + 4) / 5];
        int buffer = 0, held = 0, at = 0;
        foreach (var b in bytes)
        {
            buffer = (buffer << 8) | b;
            for (held += 8; held >= 5; held -= 5) text[at++] = Alphabet[(buffer >> (held - 5)) & 31];
            buffer &= (1 << held) - 1;
        }
        if (held > 0) text[at] = Alphabet[(buffer << (5 - held)) & 31];
        return new string(text);
    }
}
