using System.Text.Json;
using LtiBadgeConnector.Core.StatusLists;
using LtiBadgeConnector.Credentials.Formats;

namespace LtiBadgeConnector.Credentials.StatusLists;

/// <summary>The members of a <c>BitstringStatusListCredential</c> without its proof.</summary>
internal static class StatusListJson
{
    public static string SubjectOf(StatusListToSign list) => $"{list.Url}#list";

    public static void Write(Utf8JsonWriter json, StatusListToSign list, StatusListTimes times)
    {
        json.Texts("@context", [OpenBadge3.CredentialsV2]);
        json.WriteString("id", list.Url);
        json.Texts("type", ["VerifiableCredential", "BitstringStatusListCredential"]);
        json.WriteString("issuer", list.Issuer.Id);
        json.WriteString("validFrom", OpenBadge3Json.Instant(times.ValidFrom));
        json.WriteString("validUntil", OpenBadge3Json.Instant(times.ValidUntil));
        json.Object("credentialSubject", () =>
        {
            json.WriteString("id", SubjectOf(list));
            json.WriteString("type", "BitstringStatusList");
            json.WriteString("statusPurpose", list.Purpose.Name());
            json.WriteString("encodedList", Bitstring.Encode(list.Size, list.Set));
            json.WriteNumber("ttl", (long)times.TimeToLive.TotalMilliseconds);
        });
    }
}
