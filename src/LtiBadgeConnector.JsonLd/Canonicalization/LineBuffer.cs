using System.Buffers;

namespace LtiBadgeConnector.JsonLd.Canonicalization;

/// <summary>Lines of bytes that are collected, sorted by code point (which is the order of UTF-8 bytes) and joined.</summary>
internal sealed class LineBuffer
{
    private readonly List<(int Start, int Length)> lines = [];
    private byte[] bytes = new byte[4096];
    private byte[] joined = [];
    private int length;
    private int lineStart;

    public void Clear()
    {
        lines.Clear();
        length = lineStart = 0;
    }

    public void Append(ReadOnlySpan<byte> part)
    {
        if (length + part.Length > bytes.Length) Array.Resize(ref bytes, Math.Max(bytes.Length * 2, length + part.Length));
        part.CopyTo(bytes.AsSpan(length));
        length += part.Length;
    }

    public void EndLine()
    {
        lines.Add((lineStart, length - lineStart));
        lineStart = length;
    }

    /// <summary>The lines in order; the bytes are good until the buffer is used again.</summary>
    /// <param name="distinct">Whether equal lines count once.</param>
    public ReadOnlySpan<byte> InOrder(bool distinct)
    {
        lines.Sort((one, other) => Line(one).SequenceCompareTo(Line(other)));
        if (joined.Length < length) joined = new byte[bytes.Length];
        var end = 0;
        for (var at = 0; at < lines.Count; at++)
        {
            var line = Line(lines[at]);
            if (distinct && at > 0 && line.SequenceEqual(Line(lines[at - 1]))) continue;
            line.CopyTo(joined.AsSpan(end));
            end += line.Length;
        }

        return joined.AsSpan(0, end);
    }

    /// <summary>Appends the lines in order; false when two are equal.</summary>
    public bool TryJoinDistinct(IBufferWriter<byte> to)
    {
        // Lines of one subject come nearly in order: a template was in order, and only texts have changed since.
        for (var at = 1; at < lines.Count; at++)
        {
            var line = lines[at];
            var place = at;
            while (place > 0 && Line(lines[place - 1]).SequenceCompareTo(Line(line)) is var compared && compared >= 0)
            {
                if (compared == 0) return false;
                lines[place] = lines[--place];
            }

            lines[place] = line;
        }

        foreach (var line in lines) to.Write(Line(line));
        return true;
    }

    private ReadOnlySpan<byte> Line((int Start, int Length) line) => bytes.AsSpan(line.Start, line.Length);
}
