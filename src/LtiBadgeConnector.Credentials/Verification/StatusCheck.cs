using System.Text.Json;

namespace LtiBadgeConnector.Credentials.Verification;

/// <summary>Whether the issuer has withdrawn the credential. A list that cannot be had or trusted is never "not revoked".</summary>
internal sealed class StatusCheck(IDocumentLoader documents, JwtProof tokens, EmbeddedProofs proofs)
{
    // Each entry costs requests; real credentials have one or two.
    private const int MostEntries = 8;

    /// <param name="issuerKey">Whose key signed the credential: a list signed with the same key is as good.</param>
    public async Task<Finding> Check(CredentialView credential, Finding issuerKey, DateTimeOffset at, CancellationToken ct)
    {
        var entries = credential.Json.Items("credentialStatus");
        if (entries.Count == 0) return Finding.Skipped(CheckNames.Status, VerificationCodes.StatusNone);

        if (entries.Count > MostEntries) return Unknown(VerificationCodes.StatusEntryMalformed);

        var findings = new List<Finding>();
        foreach (var entry in entries) findings.Add(await Entry(entry, credential, issuerKey, at, ct));
        return findings.MinBy(Gravity)!;
    }

    private static int Gravity(Finding finding) => finding.Consequence switch
    {
        Verdict.Revoked => 0,
        Verdict.Suspended => 1,
        Verdict.Indeterminate => 2,
        _ => 3,
    };

    private async Task<Finding> Entry(JsonElement entry, CredentialView credential, Finding issuerKey, DateTimeOffset at, CancellationToken ct)
    {
        var types = entry.Texts("type");
        if (types.Contains("BitstringStatusListEntry")) return await Bitstring(entry, credential, issuerKey, at, ct);
        if (types.Contains("1EdTechRevocationList")) return await RevocationList(entry, credential, ct);
        return Unknown(VerificationCodes.StatusTypeUnsupported, string.Join(' ', types));
    }

    private async Task<Finding> Bitstring(JsonElement entry, CredentialView credential, Finding issuerKey, DateTimeOffset at, CancellationToken ct)
    {
        if (entry.Text("statusListCredential") is not { } url
            || entry.Text("statusPurpose") is not { } purpose
            || BitstringStatusList.Index(entry) is not { } index
            || entry.Member("statusSize") is { } size && !(size.ValueKind == JsonValueKind.Number && size.TryGetInt32(out var width) && width == 1))
        {
            return Unknown(VerificationCodes.StatusEntryMalformed);
        }

        // refresh and message withdraw nothing.
        if (purpose is not ("revocation" or "suspension")) return Finding.Pass(CheckNames.Status, VerificationCodes.StatusGood, purpose);
        if (await documents.Load(url, ct) is not LoadedDocument.Found found) return Unknown(VerificationCodes.StatusListUnavailable, url);
        if (await Trusted(found.Bytes, credential, issuerKey, at, ct) is not { } list) return Unknown(VerificationCodes.StatusListUnverified, url);
        if (DocumentChecks.Dates(list, at).Consequence is not null) return Unknown(VerificationCodes.StatusListOutdated, url);
        return Bit(list, url, purpose, index);
    }

    // Signed by the same issuer, in either way.
    private async Task<CredentialView?> Trusted(byte[] bytes, CredentialView credential, Finding issuerKey, DateTimeOffset at, CancellationToken ct)
    {
        var (list, findings) = BadgeInput.Read(bytes) switch
        {
            BadgeInput.Token token when IsOfIssuer(token.Credential, credential) => (token.Credential, await tokens.Check(token.Jws, token.Credential, ct)),
            BadgeInput.Plain plain when IsOfIssuer(plain.Credential, credential) => (plain.Credential, await proofs.Check(plain.Credential, at, ct)),
            _ => (null, null),
        };
        if (findings is null || !findings.Proof.Passed) return null;
        var isSameKey = findings.IssuerKey.Check.Code == VerificationCodes.IssuerKeyUnconfirmed && findings.IssuerKey.Check == issuerKey.Check;
        return findings.IssuerKey.Passed || isSameKey ? list : null;
    }

    private static bool IsOfIssuer(CredentialView list, CredentialView credential) =>
        list.IssuerId == credential.IssuerId && DocumentChecks.Structure(list).Passed;

    private static Finding Bit(CredentialView list, string url, string purpose, long index)
    {
        if (!list.Types.Contains("BitstringStatusListCredential")
            || list.Subjects is not [var subject]
            || !subject.Texts("statusPurpose").Contains(purpose)
            || subject.Text("encodedList") is not { } encoded
            || BitstringStatusList.Decode(encoded) is not { } bits)
        {
            return Unknown(VerificationCodes.StatusListMalformed, url);
        }

        if (!bits.IsLongEnough) return Unknown(VerificationCodes.StatusListTooShort, url);
        if (index >= bits.Count) return Unknown(VerificationCodes.StatusIndexOutOfRange, url);
        if (!bits[index]) return Finding.Pass(CheckNames.Status, VerificationCodes.StatusGood, url);
        return purpose == "revocation" ? Revoked(url) : Finding.Fail(CheckNames.Status, Verdict.Suspended, VerificationCodes.StatusSuspended, url);
    }

    // The deprecated list of 1EdTech: unsigned, so its address in the signed credential is all that vouches for it.
    private async Task<Finding> RevocationList(JsonElement entry, CredentialView credential, CancellationToken ct)
    {
        if (entry.Text("id") is not { } url) return Unknown(VerificationCodes.StatusEntryMalformed);
        if (await documents.Load(url, ct) is not LoadedDocument.Found found) return Unknown(VerificationCodes.StatusListUnavailable, url);
        if (StrictJson.ParseObject(found.Bytes)?.Member("revokedCredential") is not { ValueKind: JsonValueKind.Array } revoked) return Unknown(VerificationCodes.StatusListMalformed, url);

        var listed = revoked.EnumerateArray().FirstOrDefault(item => item.Text("id") is { } id && id == credential.Id && item.Member("revoked") is not { ValueKind: JsonValueKind.False });
        return listed.ValueKind == JsonValueKind.Object
            ? Revoked(listed.Text("revocationReason") ?? url)
            : Finding.Pass(CheckNames.Status, VerificationCodes.StatusGood, url);
    }

    private static Finding Revoked(string detail) => Finding.Fail(CheckNames.Status, Verdict.Revoked, VerificationCodes.StatusRevoked, detail);

    private static Finding Unknown(string code, string? detail = null) => Finding.Skipped(CheckNames.Status, code, detail, Verdict.Indeterminate);
}
