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
        return WebOrigin.Of(issuerId) is { } origin ? await OfWeb(key, issuerId, origin, ct) : Fail(Verdict.Unsupported, VerificationCodes.IssuerUnsupported, issuerId);
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

        var listUrl = $"{origin}/.well-known/jwks.json";
        if (await documents.Load(listUrl, ct) is not LoadedDocument.Found found
            || StrictJson.ParseObject(found.Bytes)?.Member("keys") is not { ValueKind: System.Text.Json.JsonValueKind.Array } keys)
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

    private static Finding Good(KeyLookup.Found key) => Finding.Pass(CheckNames.IssuerKey, VerificationCodes.IssuerKeyGood, key.Source);

    private static Finding Fail(Verdict verdict, string code, string? detail) => Finding.Fail(CheckNames.IssuerKey, verdict, code, detail);
}
