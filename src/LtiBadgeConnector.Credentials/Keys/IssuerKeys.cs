using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LtiBadgeConnector.Core.Issuing;
using NSec.Cryptography;

namespace LtiBadgeConnector.Credentials.Keys;

/// <summary>Makes keys for issuers. They are never the LTI keys and never leave the server unlocked.</summary>
public static class IssuerKeys
{
    // The least Open Badges allows, and what every verifier is fast with.
    private const int RsaBits = 2048;

    /// <summary>What every issuer has: one for Data Integrity proofs, and the one algorithm that every reader of VC-JWTs knows.</summary>
    public static IReadOnlyList<string> Standard { get; } = [IssuerSigner.Rs256, IssuerSigner.EdDsa];

    public static IReadOnlyList<string> Algorithms { get; } = [.. Standard, IssuerSigner.Es256];

    /// <param name="algorithm">One of <see cref="Algorithms"/>.</param>
    public static IssuerKey New(string algorithm, string keyUrl, string issuerId, TimeProvider time) => algorithm switch
    {
        IssuerSigner.Rs256 => NewRsa(keyUrl, issuerId, time),
        IssuerSigner.EdDsa => NewEd25519(keyUrl, issuerId, time),
        IssuerSigner.Es256 => NewP256(keyUrl, issuerId, time),
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm)),
    };

    /// <param name="keyUrl">Where the JWK will be served for ever; becomes the <c>kid</c>.</param>
    public static IssuerKey NewRsa(string keyUrl, string issuerId, TimeProvider time)
    {
        using var rsa = RSA.Create(RsaBits);
        return FromRsa(rsa, keyUrl, issuerId, time.GetUtcNow());
    }

    /// <summary>For Data Integrity proofs: the suite every verifier of Open Badges 3.0 has.</summary>
    /// <param name="keyUrl">Where the key will be served for ever; becomes the verification method.</param>
    public static IssuerKey NewEd25519(string keyUrl, string issuerId, TimeProvider time)
    {
        using var key = Key.Create(SignatureAlgorithm.Ed25519, new() { ExportPolicy = KeyExportPolicies.AllowPlaintextExport });
        return FromEd25519(key, keyUrl, issuerId, time.GetUtcNow());
    }

    /// <summary>For issuers whose rules ask for a NIST curve.</summary>
    /// <param name="keyUrl">Where the key will be served for ever; becomes the verification method.</param>
    public static IssuerKey NewP256(string keyUrl, string issuerId, TimeProvider time)
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return FromP256(ecdsa, keyUrl, issuerId, time.GetUtcNow());
    }

    internal static IssuerKey FromEd25519(Key key, string keyUrl, string issuerId, DateTimeOffset createdAt) => new(
        keyUrl,
        issuerId,
        IssuerSigner.EdDsa,
        key.Export(KeyBlobFormat.PkixPrivateKey),
        PublicJwk(IssuerSigner.EdDsa, keyUrl, issuerId, json =>
        {
            json.WriteString("kty", "OKP");
            json.WriteString("crv", "Ed25519");
            json.WriteString("x", Base64Url.EncodeToString(key.PublicKey.Export(KeyBlobFormat.RawPublicKey)));
        }),
        IssuerKeyState.Active,
        createdAt);

    internal static IssuerKey FromP256(ECDsa ecdsa, string keyUrl, string issuerId, DateTimeOffset createdAt)
    {
        var point = ecdsa.ExportParameters(includePrivateParameters: false).Q;
        return new(
            keyUrl,
            issuerId,
            IssuerSigner.Es256,
            ecdsa.ExportPkcs8PrivateKey(),
            PublicJwk(IssuerSigner.Es256, keyUrl, issuerId, json =>
            {
                json.WriteString("kty", "EC");
                json.WriteString("crv", "P-256");
                json.WriteString("x", Base64Url.EncodeToString(point.X));
                json.WriteString("y", Base64Url.EncodeToString(point.Y));
            }),
            IssuerKeyState.Active,
            createdAt);
    }

    internal static IssuerKey FromRsa(RSA rsa, string keyUrl, string issuerId, DateTimeOffset createdAt)
    {
        var parameters = rsa.ExportParameters(includePrivateParameters: false);
        return new(
            keyUrl,
            issuerId,
            IssuerSigner.Rs256,
            rsa.ExportPkcs8PrivateKey(),
            PublicJwk(IssuerSigner.Rs256, keyUrl, issuerId, json =>
            {
                json.WriteString("kty", "RSA");
                json.WriteString("n", Base64Url.EncodeToString(parameters.Modulus));
                json.WriteString("e", Base64Url.EncodeToString(parameters.Exponent));
            }),
            IssuerKeyState.Active,
            createdAt);
    }

    // The extra member iss binds the key to one issuer where a server has many (Open Badges 3.0 implementation guide).
    private static string PublicJwk(string algorithm, string keyUrl, string issuerId, Action<Utf8JsonWriter> material) => Encoding.UTF8.GetString(JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        material(json);
        json.WriteString("alg", algorithm);
        json.WriteString("use", "sig");
        json.WriteString("kid", keyUrl);
        json.WriteString("iss", issuerId);
        json.WriteEndObject();
    }));
}
