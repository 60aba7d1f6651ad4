using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace LtiBadgeConnector.Credentials.Baking;

/// <summary>Puts badges into PNG files and takes them out: an <c>iTXt</c> chunk whose keyword names the generation (Open Badges 3.0, 5.3.1).</summary>
public static class PngBaking
{
    private const int ChunkFrame = 12;
    private const int MostText = 4 * 1024 * 1024;

    private static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    public static bool IsPng(ReadOnlySpan<byte> bytes) => bytes.StartsWith(Signature);

    public static string KeywordOf(BadgeGeneration generation) => generation == BadgeGeneration.OpenBadges3 ? "openbadgecredential" : "openbadges";

    /// <summary>The same picture with the badge in it; a badge of the same generation that was there is replaced, every other byte stays.</summary>
    /// <exception cref="InvalidDataException">The bytes are no sound PNG.</exception>
    public static byte[] Bake(byte[] png, BakedBadge badge)
    {
        if (Read(png) is not { } chunks) throw new InvalidDataException("The picture is no sound PNG.");
        var keyword = KeywordOf(badge.Generation);
        using var baked = new MemoryStream(png.Length + badge.Text.Length + 64);
        baked.Write(Signature);
        foreach (var chunk in chunks)
        {
            if (chunk.IsEnd) Write(baked, "iTXt"u8, [.. Encoding.ASCII.GetBytes(keyword), 0, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(badge.Text)]);
            if (KeywordOf(chunk) != keyword) baked.Write(chunk.Whole.Span);
        }
        return baked.ToArray();
    }

    /// <summary>What the picture holds.</summary>
    public static Unbaked Unbake(ReadOnlyMemory<byte> png)
    {
        if (Read(png) is not { } chunks) return new Unbaked.Damaged();
        foreach (var generation in new[] { BadgeGeneration.OpenBadges3, BadgeGeneration.OpenBadges2 })
        {
            var held = chunks.Where(chunk => KeywordOf(chunk) == KeywordOf(generation)).ToList();
            // Two readers could each take another one.
            if (held.Count > 1) return new Unbaked.Ambiguous();
            if (held is [var only]) return TextOf(only) is { } text ? new Unbaked.Found(generation, text) : new Unbaked.Damaged();
        }
        return new Unbaked.Nothing();
    }

    // Null unless every chunk lies inside the file, has the right check sum, and the last one ends the picture.
    private static List<Chunk>? Read(ReadOnlyMemory<byte> png)
    {
        if (!IsPng(png.Span)) return null;
        List<Chunk> chunks = [];
        for (var at = Signature.Length; at <= png.Length - ChunkFrame;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(png.Span[at..]);
            if (length > png.Length - ChunkFrame - at) return null;
            var chunk = new Chunk(png.Slice(at, ChunkFrame + (int)length));
            if (!chunk.IsSound) return null;
            chunks.Add(chunk);
            if (chunk.IsEnd) return chunks;
            at += chunk.Whole.Length;
        }
        return null;
    }

    private static string? KeywordOf(Chunk chunk)
    {
        if (!chunk.Is("iTXt"u8) && !chunk.Is("tEXt"u8) && !chunk.Is("zTXt"u8)) return null;
        var end = chunk.Data.IndexOf((byte)0);
        return end is > 0 and < 80 ? Encoding.Latin1.GetString(chunk.Data[..end]) : null;
    }

    private static string? TextOf(Chunk chunk)
    {
        var rest = chunk.Data[(chunk.Data.IndexOf((byte)0) + 1)..];
        if (chunk.Is("tEXt"u8)) return Encoding.Latin1.GetString(rest);
        if (!chunk.Is("iTXt"u8) || rest.Length < 4) return null;
        // Compression is forbidden (Open Badges 3.0, 5.3.1), and yet met.
        var isPacked = rest[0] == 1;
        rest = rest[2..];
        for (var skipped = 0; skipped < 2; skipped++)
        {
            var end = rest.IndexOf((byte)0);
            if (end < 0) return null;
            rest = rest[(end + 1)..];
        }
        return isPacked ? Unpack(rest) : Encoding.UTF8.GetString(rest);
    }

    private static string? Unpack(ReadOnlySpan<byte> packed)
    {
        try
        {
            using var zlib = new ZLibStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress);
            var buffer = new byte[64 * 1024];
            using var text = new MemoryStream();
            while (zlib.Read(buffer) is > 0 and var read)
            {
                if (text.Length + read > MostText) return null;
                text.Write(buffer, 0, read);
            }
            return Encoding.UTF8.GetString(text.ToArray());
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static void Write(Stream to, ReadOnlySpan<byte> type, byte[] data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        to.Write(number);
        to.Write(type);
        to.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, CheckSum(type, data));
        to.Write(number);
    }

    private static uint CheckSum(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        var sum = new Crc32();
        sum.Append(type);
        sum.Append(data);
        return sum.GetCurrentHashAsUInt32();
    }

    private readonly record struct Chunk(ReadOnlyMemory<byte> Whole)
    {
        public ReadOnlySpan<byte> Data => Whole.Span[8..^4];

        public bool IsEnd => Is("IEND"u8);

        public bool IsSound => BinaryPrimitives.ReadUInt32BigEndian(Whole.Span[^4..]) == CheckSum(Whole.Span[4..8], Data);

        public bool Is(ReadOnlySpan<byte> type) => Whole.Span[4..8].SequenceEqual(type);
    }
}
