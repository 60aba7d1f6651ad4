using System.Security.Cryptography;
using LtiBadgeConnector.Core.Issuing;
using NSec.Cryptography;

namespace LtiBadgeConnector.Credentials.Keys;

/// <summary>Signs with an issuer's key by the algorithm it was made for.</summary>
internal sealed class IssuerSigner
{
    public const string Rs256 = "RS256";
    public const string Es256 = "ES256";
    public const string EdDsa = "EdDSA";

    private readonly ImportedKeys<RSA> rsa = new(pkcs8 =>
    {
        var key = RSA.Create();
        key.ImportPkcs8PrivateKey(pkcs8, out _);
        return key;
    });

    private readonly ImportedKeys<ECDsa> ecdsa = new(pkcs8 =>
    {
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(pkcs8, out _);
        return key;
    });

    private readonly ImportedKeys<Key> ed25519 = new(pkcs8 => Key.Import(SignatureAlgorithm.Ed25519, pkcs8, KeyBlobFormat.PkixPrivateKey));

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-256, ECDSA with P-256 and SHA-256 (r and s side by side), or pure Ed25519.</summary>
    public byte[] Sign(IssuerKey key, byte[] data) => key.Algorithm switch
    {
        Rs256 => rsa.Sign(key, imported => imported.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)),
        Es256 => ecdsa.Sign(key, imported => imported.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)),
        EdDsa => ed25519.Sign(key, imported => SignatureAlgorithm.Ed25519.Sign(imported, data)),
        _ => throw new ArgumentException($"No signatures with {key.Algorithm}.", nameof(key)),
    };

    /// <summary>The newest active key of one of the algorithms, the first algorithm first.</summary>
    /// <exception cref="NoSigningKeyException">There is none.</exception>
    public static IssuerKey KeyOf(IssuerProfile issuer, IReadOnlyList<IssuerKey> keys, params ReadOnlySpan<string> algorithms)
    {
        foreach (var algorithm in algorithms)
        {
            if (Newest(keys, algorithm) is { } key) return key;
        }
        throw new NoSigningKeyException(issuer.Id, algorithms[0]);
    }

    /// <summary>The keys of the proofs inside: one of each kind the issuer chose, or, where there is none of them, any that can.</summary>
    /// <exception cref="NoSigningKeyException">There is none.</exception>
    public static IReadOnlyList<IssuerKey> ProofKeys(IssuerProfile issuer, IReadOnlyList<IssuerKey> keys, SigningChoice signing)
    {
        IssuerKey[] chosen = [.. signing.Proofs.Select(algorithm => Newest(keys, algorithm)).OfType<IssuerKey>()];
        return chosen.Length > 0 ? chosen : [KeyOf(issuer, keys, EdDsa, Es256)];
    }

    private static IssuerKey? Newest(IReadOnlyList<IssuerKey> keys, string algorithm) =>
        keys.Where(key => key.Algorithm == algorithm && key.State == IssuerKeyState.Active).MaxBy(key => key.CreatedAt);
}
