using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Credentials.Formats;

namespace LtiBadgeConnector.Credentials.Documents;

/// <summary>What <c>/issuers/{id}</c> answers.</summary>
public static class IssuerProfileDocument
{
    public static byte[] Write(IssuerProfile issuer) => JsonBytes.Write(json =>
    {
        var badge = new OpenBadge3Json(json);
        json.WriteStartObject();
        badge.Context(achievement: null, withSchema: false);
        badge.Profile(issuer);
        json.WriteEndObject();
    });
}
