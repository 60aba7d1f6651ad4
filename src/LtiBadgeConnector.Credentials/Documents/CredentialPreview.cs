using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Credentials.Formats;

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
}
