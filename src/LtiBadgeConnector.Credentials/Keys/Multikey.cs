namespace LtiBadgeConnector.Credentials.Keys;

/// <summary>Public keys as multibase text, the form of Multikey and did:key: base58btc of a code for the kind and the raw key.</summary>
internal static class Multikey
{
    // Unsigned varints of 0xed, 0x1200 and 0x1201 in the multicodec table.
    private static readonly byte[] Ed25519Code = [0xed, 0x01];
    private static readonly byte[] P256Code = [0x80, 0x24];
    private static readonly byte[] P384Code = [0x81, 0x24];

    public static string OfEd25519(ReadOnlySpan<byte> raw) => Write(Ed25519Code, raw);

    public static string OfP256(byte[] x, byte[] y) => Write(P256Code, EllipticPoint.Compress(x, y));

    public static string OfP384(byte[] x, byte[] y) => Write(P384Code, EllipticPoint.Compress(x, y));

    /// <summary>Null when the text is no public key of a kind we know, or not the one way to write it.</summary>
    public static PublicKey? Read(string multibase)
    {
        if (Base58Btc.Decode(multibase) is not { Length: > 2 } bytes) return null;
        var (code, raw) = (bytes[..2], bytes[2..]);
        var key = code switch
        {
            _ when code.SequenceEqual(Ed25519Code) => PublicKey.OfEd25519(raw),
            _ when code.SequenceEqual(P256Code) && EllipticPoint.P256.Decompress(raw) is var (x, y) => PublicKey.OfP256(x, y),
            _ when code.SequenceEqual(P384Code) && EllipticPoint.P384.Decompress(raw) is var (x, y) => PublicKey.OfP384(x, y),
            _ => null,
        };
        return key?.Multibase == multibase ? key : null;
    }

    private static string Write(ReadOnlySpan<byte> code, ReadOnlySpan<byte> raw) => Base58Btc.Encode([.. code, .. raw]);
}
