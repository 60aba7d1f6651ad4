using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using LtiBadgeConnector.Core.Lms;

namespace LtiBadgeConnector.Lms.StandardWebhooks;

/// <summary>What a retry must repeat: every member of the event but <c>timestamp</c>, the time of sending.</summary>
internal static class EventContent
{
    public static ContentHash Hash(JsonElement root)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var member in root.EnumerateObject())
        {
            if (member.NameEquals("timestamp")) continue;
            Add(hash, JsonMarshal.GetRawUtf8PropertyName(member));
            Add(hash, JsonMarshal.GetRawUtf8Value(member.Value));
        }
        Span<byte> value = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(value);
        return ContentHash.Of(value);
    }

    // With its length before it, so that no two lists of parts run together into one text.
    private static void Add(IncrementalHash hash, ReadOnlySpan<byte> part)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, part.Length);
        hash.AppendData(length);
        hash.AppendData(part);
    }
}
