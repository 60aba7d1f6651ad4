using System.Text.Json;
using LtiBadgeConnector.Credentials.Keys;

namespace LtiBadgeConnector.Credentials.Verification;

/// <summary>
/// Whether the key that signed is one of the issuer's. A good signature alone proves nothing: anybody can make a key and
/// write another's name into the credential (Open Badges 3.0 implementation guide, key binding).
/// </summary>
internal sealed class IssuerKeyCheck(IDocumentLoader documents)
{
    public async Task<Finding> Check(KeyLookup.Found key, string issuerId, CancellationToken ct)
    {
        if (issuerId.StartsWith("did:", StringComparison.Ordinal)) return OfDid(key, issuerId);
        if (WebOrigin.Of(issuerId) is { } origin) return await OfWeb(key, issuerId, origin, ct);
        return key.IsSelfDeclared ? Unconfirmed(key, issuerId) : Fail(Verdict.Unsupported, VerificationCodes.IssuerUnsupported, issuerId);
    }

    private static Finding OfDid(KeyLookup.Found key, string issuerId)
    {
        if (key.Source?.Split('#')[0] != issuerId) return Fail(Verdict.Invalid, VerificationCodes.IssuerKeyElsewhere, key.Source);
        return key.Asserts ? Good(key) : Fail(Verdict.Invalid, VerificationCodes.IssuerKeyNotListed, key.Source);
    }

    private async Task<Finding> OfWeb(KeyLookup.Found key, string issuerId, string origin, CancellationToken ct)
    {
        if (key.Source is { } source && WebOrigin.Of(source) != origin) return Fail(Verdict.Invalid, VerificationCodes.IssuerKeyElsewhere, source);
        if (key.Issuer is { } other && other != issuerId) return Fail(Verdict.Invalid, VerificationCodes.IssuerKeyOfAnother, other);

        if (await AssertedBy(key, issuerId, ct) is { } asserted) return asserted;

        var listUrl = $"{origin}/.well-known/jwks.json";
        var loaded = await documents.Load(listUrl, ct);
        if (loaded is LoadedDocument.Failed { IsAbsent: true } && key.IsSelfDeclared) return Unconfirmed(key, listUrl);
        if (loaded is not LoadedDocument.Found found || StrictJson.ParseObject(found.Bytes)?.Member("keys") is not { ValueKind: JsonValueKind.Array } keys)
        {
            return Finding.Skipped(CheckNames.IssuerKey, VerificationCodes.IssuerKeysUnavailable, listUrl, Verdict.Indeterminate);
        }

        var listed = keys.EnumerateArray()
            .Where(jwk => key.Source is null || jwk.Text("kid") == key.Source)
            .Where(jwk => PublicKey.FromJwk(jwk)?.Material == key.Key.Material)
            .ToList();
        if (listed.Count == 0) return Fail(Verdict.Invalid, VerificationCodes.IssuerKeyNotListed, listUrl);

        // Where a server has one issuer its keys need not name it.
        return listed.Exists(jwk => jwk.Text("iss") is not { } iss || iss == issuerId) ? Good(key) : Fail(Verdict.Invalid, VerificationCodes.IssuerKeyOfAnother, listed[0].Text("iss"));
    }

    // A verification method counts when the issuer's own document lists it (Controlled Identifiers 1.0, 3.3); a document
    // that lists none says nothing.
    private async Task<Finding?> AssertedBy(KeyLookup.Found key, string issuerId, CancellationToken ct)
    {
        if (key.Source is not { } source || !key.IsMethod) return null;
        if (await documents.Load(issuerId, ct) is not LoadedDocument.Found found || StrictJson.ParseObject(found.Bytes) is not { } document) return null;
        if (document.Text("id") != issuerId || document.Items("assertionMethod") is not { Count: > 0 } listed) return null;
        var isListed = listed.Any(method => (method.ValueKind == JsonValueKind.String ? method.GetString() : method.Text("id")) == source);
        if (!isListed) return Fail(Verdict.Invalid, VerificationCodes.IssuerKeyNotListed, issuerId);
        return key.Controller is null || key.Controller == issuerId ? Good(key) : Fail(Verdict.Invalid, VerificationCodes.IssuerKeyOfAnother, key.Controller);
    }

    // The signature holds under a key that nothing but the badge itself connects with the issuer, and the issuer publishes
    // no keys. By the standard that is verified; who signed is another question, and the report says that it is open.
    private static Finding Unconfirmed(KeyLookup.Found key, string detail) =>
        Finding.Skipped(CheckNames.IssuerKey, VerificationCodes.IssuerKeyUnconfirmed, key.Source ?? detail);

    private static Finding Good(KeyLookup.Found key) => Finding.Pass(CheckNames.IssuerKey, VerificationCodes.IssuerKeyGood, key.Source);

    private static Finding Fail(Verdict verdict, string code, string? detail) => Finding.Fail(CheckNames.IssuerKey, verdict, code, detail);
}
