using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace LtiBadgeConnector.Core.StatusLists;

/// <summary>
/// Turns the count of a list into positions: each once, in an order nobody can tell without the list's secret. So nothing is
/// drawn twice and nothing has to be remembered, and a position does not betray when its credential was issued.
/// </summary>
/// <remarks>A Feistel network over the next even number of bits, walked until the value lies inside the list.</remarks>
public sealed class PositionPermutation
{
    private const int Rounds = 8;

    private readonly byte[] secret;
    private readonly int size;
    private readonly int half;
    private readonly uint mask;

    /// <param name="secret">Of this list alone.</param>
    /// <param name="size">How many positions there are; at least two.</param>
    public PositionPermutation(byte[] secret, int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 2);
        (this.secret, this.size) = (secret, size);
        half = (BitOperations.Log2((uint)(size - 1)) + 2) / 2;
        mask = (1u << half) - 1;
    }

    /// <param name="count">From 0 to the size, exclusive.</param>
    public int PositionOf(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(count, size);
        var value = (uint)count;
        do value = Mix(value); while (value >= size);
        return (int)value;
    }

    private uint Mix(uint value)
    {
        var (left, right) = (value >> half, value & mask);
        for (var round = 0; round < Rounds; round++) (left, right) = (right, left ^ (Noise(round, right) & mask));
        return (left << half) | right;
    }

    private uint Noise(int round, uint value)
    {
        Span<byte> input = stackalloc byte[8];
        BinaryPrimitives.WriteInt32BigEndian(input, round);
        BinaryPrimitives.WriteUInt32BigEndian(input[4..], value);
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, input, hash);
        return BinaryPrimitives.ReadUInt32BigEndian(hash);
    }
}
