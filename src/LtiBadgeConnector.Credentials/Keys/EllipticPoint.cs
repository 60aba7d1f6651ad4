using System.Globalization;
using System.Numerics;

namespace LtiBadgeConnector.Credentials.Keys;

/// <summary>Points of the NIST curves in compressed form (SEC 1, 2.3.3), which the platform does not read.</summary>
/// <remarks>Only for public keys: BigInteger takes a different time for different numbers.</remarks>
internal sealed class EllipticPoint
{
    public static readonly EllipticPoint P256 = new(
        32,
        "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
        "5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b");

    public static readonly EllipticPoint P384 = new(
        48,
        "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff",
        "b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef");

    private readonly int size;
    private readonly BigInteger prime;
    private readonly BigInteger b;

    private EllipticPoint(int size, string prime, string b)
    {
        this.size = size;
        this.prime = Number(prime);
        this.b = Number(b);
    }

    public static byte[] Compress(byte[] x, byte[] y) => [(byte)(2 + (y[^1] & 1)), .. x];

    /// <summary>Null when the bytes are no point of the curve.</summary>
    public (byte[] X, byte[] Y)? Decompress(ReadOnlySpan<byte> compressed)
    {
        if (compressed.Length != size + 1 || compressed[0] is not (2 or 3)) return null;
        var x = new BigInteger(compressed[1..], isUnsigned: true, isBigEndian: true);
        if (x >= prime) return null;

        // y² = x³ - 3x + b; both primes are 3 modulo 4, so the root is a power.
        var square = ((x * x * x - 3 * x + b) % prime + prime) % prime;
        var y = BigInteger.ModPow(square, (prime + 1) / 4, prime);
        if (y * y % prime != square) return null;
        if (y.IsEven == (compressed[0] == 3)) y = prime - y;
        return (compressed[1..].ToArray(), Bytes(y));
    }

    private byte[] Bytes(BigInteger number)
    {
        var bytes = new byte[size];
        var written = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        written.CopyTo(bytes, size - written.Length);
        return bytes;
    }

    private static BigInteger Number(string hex) => BigInteger.Parse("0" + hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
