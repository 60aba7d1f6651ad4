using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Credentials.Formats;
using LtiBadgeConnector.Credentials.OpenBadges2;

namespace LtiBadgeConnector.Credentials.Documents;

/// <summary>A credential without its proof, for authors to look at. It proves nothing and is stored nowhere.</summary>
public static class CredentialPreview
{
    public static byte[] OpenBadge3(AwardDossier dossier) => JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        new OpenBadge3Json(json).Credential(dossier);
        json.WriteEndObject();
    });

    /// <summary>The assertion; the badge class it points at is a document of its own.</summary>
    public static byte[] OpenBadge2(AwardDossier dossier) => OpenBadge2Json.Assertion(dossier, dossier.CredentialUrl, json => json.WriteString("type", "HostedBadge"));
}
