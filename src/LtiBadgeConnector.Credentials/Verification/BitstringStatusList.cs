using System.Globalization;
using System.IO.Compression;
using System.Text.Json;

namespace LtiBadgeConnector.Credentials.Verification;

/// <summary>The bits of a Bitstring Status List (W3C, v1.0), unpacked.</summary>
internal sealed class BitstringStatusList
{
    /// <summary>The least a list may hold, so that a position tells nothing about one person (section 6.1).</summary>
    private const int LeastBits = 131_072;

    // 128 million statuses; a list that unpacks to more is an attack.
    private const int MostBytes = 16 * 1024 * 1024;

    private readonly byte[] bits;

    private BitstringStatusList(byte[] bits) => this.bits = bits;

    public long Count => bits.Length * 8L;

    public bool IsLongEnough => Count >= LeastBits;

    /// <summary>Index 0 is the leftmost bit of the first byte.</summary>
    public bool this[long index] => ((bits[index >> 3] >> (7 - (int)(index & 7))) & 1) == 1;

    /// <summary>Null when the text is no multibase base64url of gzip, or unpacks to too much.</summary>
    public static BitstringStatusList? Decode(string encodedList)
    {
        // Lists from before the multibase prefix was required have none.
        var base64 = encodedList.StartsWith('u') ? encodedList[1..] : encodedList;
        return CompactJws.Decode(base64) is { } packed && Unpack(packed) is { } bits ? new(bits) : null;
    }

    /// <summary>The index an entry states, as the string the standard wants or as the number some issuers write.</summary>
    public static long? Index(JsonElement entry) => entry.Member("statusListIndex") switch
    {
        { ValueKind: JsonValueKind.String } text when long.TryParse(text.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var index) => index,
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt64(out var index) && index >= 0 => index,
        _ => null,
    };

    private static byte[]? Unpack(byte[] packed)
    {
        try
        {
            using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
            using var unpacked = new MemoryStream();
            var buffer = new byte[81_920];
            while (gzip.Read(buffer) is > 0 and var read)
            {
                if (unpacked.Length + read > MostBytes) return null;
                unpacked.Write(buffer, 0, read);
            }

            return unpacked.ToArray();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
