using System.Security.Cryptography;
using System.Text.Json;
using LtiBadgeConnector.Credentials.Verification;
using NSec.Cryptography;

namespace LtiBadgeConnector.Credentials.Keys;

/// <summary>A public key that can check one algorithm's signatures.</summary>
internal abstract record PublicKey
{
    // Below 2048 bits Open Badges refuses; above 8192 a stranger's key would make us work for nothing.
    private const int LeastRsaBytes = 256;
    private const int MostRsaBytes = 1024;

    private static readonly string[] PrivateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

    /// <summary>The JOSE algorithm these keys sign with.</summary>
    public abstract string Algorithm { get; }

    /// <summary>The same for equal keys, however they are written.</summary>
    public abstract string Material { get; }

    /// <summary>The key as Multikey and did:key write it; null for RSA, which has no such form here.</summary>
    public virtual string? Multibase => null;

    public abstract bool Verifies(byte[] data, byte[] signature);

    public static bool HasPrivateMembers(JsonElement jwk) => Array.Exists(PrivateMembers, name => jwk.Member(name) is not null);

    /// <summary>Null when it is no public signature key of a kind we know, or a weak one.</summary>
    public static PublicKey? FromJwk(JsonElement jwk)
    {
        if (HasPrivateMembers(jwk) || jwk.Text("use") is not (null or "sig")) return null;
        if (jwk.Member("key_ops") is not null && !jwk.Texts("key_ops").Contains("verify")) return null;

        PublicKey? key = (jwk.Text("kty"), jwk.Text("crv")) switch
        {
            ("RSA", _) => Rsa.Create(Bytes(jwk, "n"), Bytes(jwk, "e")),
            ("EC", "P-256") => P256.Create(Bytes(jwk, "x"), Bytes(jwk, "y")),
            ("EC", "P-384") => P384.Create(Bytes(jwk, "x"), Bytes(jwk, "y")),
            ("OKP", "Ed25519") => Ed25519.Create(Bytes(jwk, "x")),
            _ => null,
        };
        return jwk.Text("alg") is { } alg && alg != key?.Algorithm ? null : key;
    }

    /// <summary>Null when the bytes are no such key.</summary>
    public static PublicKey? OfEd25519(byte[] raw) => Ed25519.Create(raw);

    public static PublicKey? OfP256(byte[] x, byte[] y) => P256.Create(x, y);

    public static PublicKey? OfP384(byte[] x, byte[] y) => P384.Create(x, y);

    private static byte[]? Bytes(JsonElement jwk, string name) => jwk.Text(name) is { } text ? CompactJws.Decode(text) : null;

    private sealed record Rsa(RSAParameters Parameters) : PublicKey
    {
        public override string Algorithm => "RS256";

        public override string Material => $"RSA {Convert.ToHexString(Parameters.Modulus!)} {Convert.ToHexString(Parameters.Exponent!)}";

        public static Rsa? Create(byte[]? modulus, byte[]? exponent) =>
            modulus is { Length: >= LeastRsaBytes and <= MostRsaBytes } && modulus[0] != 0 && exponent is { Length: > 0 and <= 4 } && (exponent[^1] & 1) == 1
                ? new(new RSAParameters { Modulus = modulus, Exponent = exponent })
                : null;

        public override bool Verifies(byte[] data, byte[] signature)
        {
            using var rsa = RSA.Create(Parameters);
            return rsa.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
    }

    private sealed record P256(ECParameters Parameters) : PublicKey
    {
        public override string Algorithm => "ES256";

        public override string Material => $"P-256 {Convert.ToHexString(Parameters.Q.X!)} {Convert.ToHexString(Parameters.Q.Y!)}";

        public override string Multibase => Multikey.OfP256(Parameters.Q.X!, Parameters.Q.Y!);

        public static P256? Create(byte[]? x, byte[]? y) => x is { Length: 32 } && y is { Length: 32 }
            ? new(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new() { X = x, Y = y } })
            : null;

        public override bool Verifies(byte[] data, byte[] signature)
        {
            using var ecdsa = ECDsa.Create(Parameters);
            return signature.Length == 64 && ecdsa.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
    }

    private sealed record P384(ECParameters Parameters) : PublicKey
    {
        public override string Algorithm => "ES384";

        public override string Material => $"P-384 {Convert.ToHexString(Parameters.Q.X!)} {Convert.ToHexString(Parameters.Q.Y!)}";

        public override string Multibase => Multikey.OfP384(Parameters.Q.X!, Parameters.Q.Y!);

        public static P384? Create(byte[]? x, byte[]? y) => x is { Length: 48 } && y is { Length: 48 }
            ? new(new ECParameters { Curve = ECCurve.NamedCurves.nistP384, Q = new() { X = x, Y = y } })
            : null;

        public override bool Verifies(byte[] data, byte[] signature)
        {
            using var ecdsa = ECDsa.Create(Parameters);
            return signature.Length == 96 && ecdsa.VerifyData(data, signature, HashAlgorithmName.SHA384, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
    }

    private sealed record Ed25519(NSec.Cryptography.PublicKey Key) : PublicKey
    {
        public override string Algorithm => "EdDSA";

        public override string Material => $"Ed25519 {Convert.ToHexString(Key.Export(KeyBlobFormat.RawPublicKey))}";

        public override string Multibase => Multikey.OfEd25519(Key.Export(KeyBlobFormat.RawPublicKey));

        public static Ed25519? Create(byte[]? raw) =>
            raw is not null && NSec.Cryptography.PublicKey.TryImport(SignatureAlgorithm.Ed25519, raw, KeyBlobFormat.RawPublicKey, out var key) ? new(key!) : null;

        public override bool Verifies(byte[] data, byte[] signature) => SignatureAlgorithm.Ed25519.Verify(Key, data, signature);
    }
}
