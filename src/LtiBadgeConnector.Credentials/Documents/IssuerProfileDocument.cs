using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Credentials.Formats;

namespace LtiBadgeConnector.Credentials.Documents;

/// <summary>What <c>/issuers/{id}</c> answers: the profile, and which keys may sign for it (Controlled Identifiers 1.0).</summary>
public static class IssuerProfileDocument
{
    public static byte[] Write(IssuerProfile issuer, IEnumerable<IssuerKey> keys) => JsonBytes.Write(json =>
    {
        var methods = keys
            .Where(key => key.State != IssuerKeyState.Revoked)
            .Select(key => (key.Id, Multibase: IssuerKeysDocument.MultibaseOf(key)))
            .Where(method => method.Multibase is not null)
            .ToList();
        var badge = new OpenBadge3Json(json);
        json.WriteStartObject();
        badge.Context(achievement: null, issuer, withSchema: false, issuer.Endorsements, OpenBadge3.ControlledIdentifiers);
        badge.Profile(issuer, language: null);
        json.Objects("verificationMethod", methods, method => IssuerKeysDocument.WriteMultikey(json, method.Id, issuer.Id, method.Multibase!));
        json.Texts("assertionMethod", methods.Select(method => method.Id));
        json.WriteEndObject();
    });
}
