using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Credentials.Keys;

namespace LtiBadgeConnector.Credentials.Formats;

/// <summary>Open Badges 3.0 with the JSON Web Token proof: a compact JWS whose payload is the credential.</summary>
public sealed class OpenBadge3JwtFormat : ICredentialFormat
{
    /// <summary>As <see cref="ICredentialFormat.Name"/>.</summary>
    public const string FormatName = "ob3-jwt";

    private readonly IssuerSigner signer = new();

    public string Name => FormatName;

    public Task<SignedDocument> Issue(AwardDossier dossier, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        OpenBadge3.RequireConsistentTimes(dossier);

        var key = IssuerSigner.KeyOf(dossier.Issuer, dossier.Keys, dossier.Signing.Token, IssuerSigner.Rs256);
        var token = Sign(Header(key), Payload(dossier), key);
        return Task.FromResult(new SignedDocument(Name, "application/vc+jwt", token, key.Id, dossier.ValidFrom));
    }

    // Only alg and kid: Open Badges wants typ JWT or none, VC-JOSE-COSE wants vc+jwt, and leaving it out satisfies both.
    private static byte[] Header(IssuerKey key) => JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("alg", key.Algorithm);
        json.WriteString("kid", key.Id);
        json.WriteEndObject();
    });

    private static byte[] Payload(AwardDossier dossier) => JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        new OpenBadge3Json(json).Credential(dossier);
        Claims(json, dossier);
        json.WriteEndObject();
    });

    private static void Claims(Utf8JsonWriter json, AwardDossier dossier)
    {
        json.WriteString("iss", dossier.Issuer.Id);
        json.WriteString("jti", dossier.CredentialUrl);
        json.WriteString("sub", dossier.Recipient.SubjectId);
        json.WriteNumber("nbf", dossier.ValidFrom.ToUnixTimeSeconds());
        if (dossier.ValidUntil is { } until) json.WriteNumber("exp", until.ToUnixTimeSeconds());
    }

    private byte[] Sign(byte[] header, byte[] payload, IssuerKey key)
    {
        var signed = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(payload)}";
        var signature = signer.Sign(key, Encoding.ASCII.GetBytes(signed));
        return Encoding.ASCII.GetBytes($"{signed}.{Base64Url.EncodeToString(signature)}");
    }
}
