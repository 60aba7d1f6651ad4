using System.Buffers.Text;
using System.Text;
using LtiBadgeConnector.Core.Issuing;

namespace LtiBadgeConnector.Credentials.Keys;

/// <summary>Puts a payload into a compact JWS with an issuer's RSA key.</summary>
internal sealed class TokenSigner
{
    // The one algorithm that every reader of Open Badges, 2.0 and 3.0, supports.
    private const string Algorithm = IssuerSigner.Rs256;

    private readonly IssuerSigner signer = new();

    /// <summary>The newest active key.</summary>
    /// <exception cref="NoSigningKeyException">There is none.</exception>
    public static IssuerKey KeyOf(IssuerProfile issuer, IReadOnlyList<IssuerKey> keys) =>
        keys.Where(key => key.Algorithm == Algorithm && key.State == IssuerKeyState.Active).MaxBy(key => key.CreatedAt)
        ?? throw new NoSigningKeyException(issuer.Id, Algorithm);

    /// <param name="keyId">What the header calls the key, for formats that do not call it by the address of its JWK.</param>
    public byte[] Sign(byte[] payload, IssuerKey key, string? keyId = null)
    {
        var header = JsonBytes.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("alg", Algorithm);
            json.WriteString("kid", keyId ?? key.Id);
            json.WriteEndObject();
        });
        var signed = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(payload)}";
        return Encoding.ASCII.GetBytes($"{signed}.{Base64Url.EncodeToString(signer.Sign(key, Encoding.ASCII.GetBytes(signed)))}");
    }
}
