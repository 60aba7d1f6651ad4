using System.Buffers.Text;
using System.IO.Compression;

namespace LtiBadgeConnector.Credentials.StatusLists;

/// <summary>The <c>encodedList</c> of a status list: multibase base64url of the gzipped bits (Bitstring Status List v1.0, 3.3).</summary>
internal static class Bitstring
{
    private const char Base64UrlWithoutPadding = 'u';

    /// <param name="size">A multiple of eight.</param>
    /// <param name="set">Positions of the bits that are one; position 0 is the leftmost bit of the first byte.</param>
    public static string Encode(int size, IEnumerable<int> set)
    {
        var bits = new byte[size / 8];
        foreach (var position in set) bits[position >> 3] |= (byte)(0x80 >> (position & 7));

        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal)) gzip.Write(bits);
        return Base64UrlWithoutPadding + Base64Url.EncodeToString(packed.ToArray());
    }
}
