using System.Security.Cryptography;
using System.Text.Json;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Credentials.OpenBadges2;
using LtiBadgeConnector.Credentials.Schemas;

namespace LtiBadgeConnector.Credentials.Verification;

/// <summary>
/// Open Badges 2.0: a hosted badge is true because it stands at an address of its issuer, a signed one because a key that the
/// issuer's profile names has signed it. Nothing of what was handed in is believed beyond that.
/// </summary>
internal sealed class OpenBadge2Verifier(IDocumentLoader documents)
{
    private const int LeastRsaBits = 2048;
    private const int MostRsaBits = 8192;

    private static readonly string[] RequiredOfAssertion = ["id", "recipient", "badge", "verification", "issuedOn"];
    private static readonly string[] RequiredOfBadge = ["id", "name", "description", "image", "criteria", "issuer"];
    private static readonly string[] RequiredOfIssuer = ["id", "name", "url"];

    /// <param name="jws">Null for an assertion that came as JSON.</param>
    public async Task<VerificationReport> Verify(JsonElement given, CompactJws? jws, VerificationRequest request, CancellationToken ct)
    {
        if (StructureOf(given) is { Passed: false } broken) return Report([broken], given, null, null);

        var isSigned = given.Member("verification")?.Texts("type").Intersect(OpenBadge2.Signed, StringComparer.Ordinal).Any() ?? false;
        if (isSigned && jws is null) return Report([Good(CheckNames.Structure, VerificationCodes.StructureGood), Finding.Fail(CheckNames.Proof, Verdict.NoProof, VerificationCodes.ProofMissing)], given, null, null);

        var hosted = isSigned ? null : await Hosted(given, ct);
        if (hosted is { Assertion: null }) return Report([Good(CheckNames.Structure, VerificationCodes.StructureGood), hosted.Proof, .. hosted.Status is { } gone ? [gone] : Array.Empty<Finding>()], given, null, null);

        var assertion = hosted?.Assertion ?? given;
        var badge = await Linked(assertion.Member("badge"), "badge", "BadgeClass", RequiredOfBadge, ct);
        var issuer = badge.Json is { } known ? await Issuer(known, ct) : new(null, badge.Problem);
        var structure = Good(CheckNames.Structure, VerificationCodes.StructureGood);
        if (issuer.Problem is { } problem) structure = problem;
        var (proof, issuerKey) = (badge.Json, issuer.Json) is ({ }, { } profile)
            ? isSigned ? await Signed(assertion, jws!, profile, ct) : (hosted!.Proof, Scope(assertion, profile))
            : (hosted?.Proof ?? Finding.Skipped(CheckNames.Proof, VerificationCodes.ProofNotChecked), Finding.Skipped(CheckNames.IssuerKey, VerificationCodes.IssuerKeyNotChecked));
        return Report(
        [
            structure,
            proof,
            issuerKey,
            Dates(assertion, request.At),
            proof.Passed && issuerKey.Passed ? await Status(assertion, issuer.Json!.Value, isSigned, ct) : Finding.Skipped(CheckNames.Status, VerificationCodes.StatusNotChecked),
            Recipient(assertion, request.RecipientEmail),
        ],
        assertion, badge.Json, issuer.Json) with { Status = ReferenceOf(assertion, issuer.Json, isSigned) };
    }

    /// <summary>The status alone, of a badge that held before.</summary>
    public async Task<Finding> AskAgain(StatusReference reference, CancellationToken ct)
    {
        if (reference.IsHosted) return await HostedStatus(reference.Id!, ct);
        var named = reference.Json;
        var issuer = await Issuer(named, ct);
        return issuer.Json is { } profile ? await Status(named, profile, isSigned: true, ct) : Finding.Skipped(CheckNames.Status, VerificationCodes.StatusListUnavailable, reference.Issuer, Verdict.Indeterminate);
    }

    private async Task<Finding> HostedStatus(string id, CancellationToken ct) => await documents.Load(id, ct) switch
    {
        LoadedDocument.Failed { Code: LoadedDocument.Gone } => Revoked(null),
        LoadedDocument.Found found when StrictJson.ParseObject(found.Bytes) is { } stands && stands.Text("id") == id =>
            IsRevoked(stands) ? Revoked(stands.Text("revocationReason")) : Good(CheckNames.Status, VerificationCodes.StatusGood, id),
        _ => Finding.Skipped(CheckNames.Status, VerificationCodes.HostedUnavailable, id, Verdict.Indeterminate),
    };

    private static StatusReference? ReferenceOf(JsonElement assertion, JsonElement? issuer, bool isSigned) => issuer?.Text("id") is { } id && (!isSigned || issuer?.Text("revocationList") is not null)
        ? new() { Issuer = id, Id = assertion.Text("id"), Uid = assertion.Text("uid"), IsHosted = !isSigned }
        : null;

    private static Finding StructureOf(JsonElement assertion)
    {
        Finding Refuse(string code, string? detail = null) => Finding.Fail(CheckNames.Structure, Verdict.Invalid, code, detail);

        if (assertion.Text("id") is null) return Refuse(VerificationCodes.IdMalformed, "id");
        // A withdrawn assertion keeps nothing else.
        if (IsRevoked(assertion)) return Good(CheckNames.Structure, VerificationCodes.StructureGood);
        if (Array.Find(RequiredOfAssertion, name => assertion.Member(name) is null) is { } missing) return Refuse(VerificationCodes.MemberMissing, missing);
        if (assertion.Text("issuedOn") is not { } issued || Rfc3339.Parse(issued) is null && !Rfc3339.IsDate(issued)) return Refuse(VerificationCodes.DateMalformed, "issuedOn");
        if (assertion.Member("expires") is { } expires && (expires.ValueKind != JsonValueKind.String || Instant(expires.GetString()!) is null)) return Refuse(VerificationCodes.DateMalformed, "expires");
        if (assertion.Member("recipient")!.Value is var recipient && (recipient.Text("type") is null || recipient.Text("identity") is null)) return Refuse(VerificationCodes.MemberMissing, "recipient.identity");
        return assertion.Member("verification")!.Value.Texts("type").Intersect([.. OpenBadge2.Hosted, .. OpenBadge2.Signed], StringComparer.Ordinal).Any()
            ? Good(CheckNames.Structure, VerificationCodes.StructureGood)
            : Refuse(VerificationCodes.MemberMissing, "verification.type");
    }

    // What stands at the address is the badge; what was handed in must say the same.
    private async Task<HostedAssertion> Hosted(JsonElement given, CancellationToken ct)
    {
        var id = given.Text("id")!;
        switch (await documents.Load(id, ct))
        {
            case LoadedDocument.Failed { Code: LoadedDocument.Gone }:
                return new(null, Good(CheckNames.Proof, VerificationCodes.HostedGood, id), Revoked(null));
            case LoadedDocument.Found found when StrictJson.ParseObject(found.Bytes) is { } stands:
                if (stands.Text("id") != id) return new(null, Wrong(VerificationCodes.HostedDiffers, "id"), null);
                if (IsRevoked(stands)) return new(null, Good(CheckNames.Proof, VerificationCodes.HostedGood, id), Revoked(stands.Text("revocationReason")));
                if (StructureOf(stands) is { Passed: false } broken) return new(null, Wrong(VerificationCodes.HostedDiffers, broken.Check.Detail), null);
                return Difference(given, stands) is { } member ? new(null, Wrong(VerificationCodes.HostedDiffers, member), null) : new(stands, Good(CheckNames.Proof, VerificationCodes.HostedGood, id), null);
            default:
                return new(null, Finding.Skipped(CheckNames.Proof, VerificationCodes.HostedUnavailable, id, Verdict.Indeterminate), null);
        }

        static Finding Wrong(string code, string? detail) => Finding.Fail(CheckNames.Proof, Verdict.Invalid, code, detail);
    }

    // The picture in a baked copy may be named in another way; everything else that was handed in must be what stands there.
    private static string? Difference(JsonElement given, JsonElement stands)
    {
        foreach (var member in given.EnumerateObject().Where(member => member.Name is not ("image" or "@context")))
            if (stands.Member(member.Name) is not { } there || !JsonElement.DeepEquals(member.Value, there)) return member.Name;
        return null;
    }

    private async Task<Link> Linked(JsonElement? found, string name, string? type, string[] required, CancellationToken ct)
    {
        if (found is { ValueKind: JsonValueKind.String } address)
        {
            var url = address.GetString()!;
            if (await documents.Load(url, ct) is not LoadedDocument.Found loaded || StrictJson.ParseObject(loaded.Bytes) is not { } json)
                return new(null, Finding.Skipped(CheckNames.Structure, VerificationCodes.PartUnavailable, url, Verdict.Indeterminate));
            if (json.Text("id") != url) return new(null, Finding.Fail(CheckNames.Structure, Verdict.Invalid, VerificationCodes.IdMalformed, url));
            found = json;
        }

        if (found is not { ValueKind: JsonValueKind.Object } part || type is not null && !part.Texts("type").Contains(type)) return new(null, Finding.Fail(CheckNames.Structure, Verdict.Invalid, VerificationCodes.MemberMissing, name));
        if (part.Text("id") is null) return new(null, Finding.Fail(CheckNames.Structure, Verdict.Invalid, VerificationCodes.IdMalformed, $"{name}.id"));
        return Array.Find(required, member => part.Member(member) is null) is { } missing
            ? new(null, Finding.Fail(CheckNames.Structure, Verdict.Invalid, VerificationCodes.MemberMissing, $"{name}.{missing}"))
            : new(part, null);
    }

    // Never as the badge brings it along: a profile decides where badges may stand and which keys sign, so it comes from its own address.
    private Task<Link> Issuer(JsonElement badge, CancellationToken ct) =>
        Linked(badge.Member("issuer") is { ValueKind: JsonValueKind.Object } brought && brought.Member("id") is { ValueKind: JsonValueKind.String } id ? id : badge.Member("issuer"), "issuer", type: null, RequiredOfIssuer, ct);

    // Unless the profile says otherwise, a hosted badge stands at the issuer's own origin (Open Badges 2.0, 6.1).
    private static Finding Scope(JsonElement assertion, JsonElement issuer)
    {
        var (id, issuerId) = (assertion.Text("id")!, issuer.Text("id")!);
        var origin = WebOrigin.Of(id);
        var policy = issuer.Member("verification");
        var starts = policy?.Texts("startsWith") ?? [];
        var origins = policy?.Texts("allowedOrigins") ?? [];
        var isInside = origin is not null && WebOrigin.Of(issuerId) is { } own && (starts.Count > 0 || origins.Count > 0
            ? starts.Any(start => WebOrigin.Of(start) == origin && id.StartsWith(start, StringComparison.Ordinal)) || origins.Contains(new Uri(id).Authority)
            : origin == own);
        return isInside
            ? Good(CheckNames.IssuerKey, VerificationCodes.HostedByIssuer, issuerId)
            : Finding.Fail(CheckNames.IssuerKey, Verdict.Invalid, VerificationCodes.HostedElsewhere, id);
    }

    private async Task<(Finding Proof, Finding IssuerKey)> Signed(JsonElement assertion, CompactJws jws, JsonElement issuer, CancellationToken ct)
    {
        static (Finding, Finding) Refuse(Finding finding) => (finding, Finding.Skipped(CheckNames.IssuerKey, VerificationCodes.IssuerKeyNotChecked));

        if (jws.Header.Text("alg") is not "RS256" and var alg) return Refuse(Finding.Fail(CheckNames.Proof, Verdict.Invalid, VerificationCodes.AlgorithmRefused, alg));
        if (jws.Header.Member("crit") is not null) return Refuse(Finding.Fail(CheckNames.Proof, Verdict.Invalid, VerificationCodes.CriticalHeader));
        var named = issuer.Items("publicKey");
        var keyId = assertion.Member("verification")!.Value.Text("creator") ?? (named is [var only] ? IdOf(only) : null);
        if (keyId is null) return Refuse(Finding.Fail(CheckNames.Proof, Verdict.Invalid, VerificationCodes.HeaderKeyMissing));

        var listed = named.FirstOrDefault(key => IdOf(key) == keyId);
        if (listed.ValueKind == JsonValueKind.Undefined) return Refuse(Finding.Fail(CheckNames.Proof, Verdict.Invalid, VerificationCodes.IssuerKeyNotListed, keyId));
        if (await KeyOf(listed, keyId, ct) is not { } key) return Refuse(Finding.Skipped(CheckNames.Proof, VerificationCodes.KeyUnavailable, keyId, Verdict.Indeterminate));
        if (!IsSigned(jws, key.Text("publicKeyPem"))) return Refuse(Finding.Fail(CheckNames.Proof, Verdict.Invalid, VerificationCodes.SignatureMismatch, keyId));

        var isOwn = key.Text("owner") == issuer.Text("id") && WebOrigin.Of(issuer.Text("id")!) is { } origin && (listed.ValueKind == JsonValueKind.Object || WebOrigin.Of(keyId) == origin);
        return (
            Good(CheckNames.Proof, VerificationCodes.ProofGood, $"RS256 {keyId}"),
            isOwn ? Good(CheckNames.IssuerKey, VerificationCodes.IssuerKeyGood, keyId) : Finding.Fail(CheckNames.IssuerKey, Verdict.Invalid, VerificationCodes.IssuerKeyOfAnother, key.Text("owner")));
    }

    private async Task<JsonElement?> KeyOf(JsonElement listed, string keyId, CancellationToken ct)
    {
        if (listed.ValueKind == JsonValueKind.Object) return listed;
        return await documents.Load(keyId, ct) is LoadedDocument.Found found && StrictJson.ParseObject(found.Bytes) is { } key && key.Text("id") == keyId ? key : null;
    }

    private static bool IsSigned(CompactJws jws, string? pem)
    {
        if (pem is null || pem.Length > 4096) return false;
        try
        {
            using var rsa = RSA.Create();
            rsa.ImportFromPem(pem);
            return rsa.KeySize is >= LeastRsaBits and <= MostRsaBits && rsa.VerifyData(jws.SigningInput, jws.Signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
        catch (Exception problem) when (problem is CryptographicException or ArgumentException)
        {
            return false;
        }
    }

    private static Finding Dates(JsonElement assertion, DateTimeOffset at)
    {
        if (assertion.Text("issuedOn") is { } issued && Instant(issued) > at) return Finding.Fail(CheckNames.Dates, Verdict.NotYetValid, VerificationCodes.NotYetValid, issued);
        if (assertion.Text("expires") is { } expires && Instant(expires) < at) return Finding.Fail(CheckNames.Dates, Verdict.Expired, VerificationCodes.Expired, expires);
        return Good(CheckNames.Dates, VerificationCodes.DatesGood);
    }

    // A hosted badge that stands is in force; a signed one is unless the issuer's list names it.
    private async Task<Finding> Status(JsonElement assertion, JsonElement issuer, bool isSigned, CancellationToken ct)
    {
        if (!isSigned) return Good(CheckNames.Status, VerificationCodes.StatusGood, assertion.Text("id"));
        if (issuer.Text("revocationList") is not { } url) return Finding.Skipped(CheckNames.Status, VerificationCodes.StatusNone);
        if (await documents.Load(url, ct) is not LoadedDocument.Found found) return Finding.Skipped(CheckNames.Status, VerificationCodes.StatusListUnavailable, url, Verdict.Indeterminate);
        if (StrictJson.ParseObject(found.Bytes) is not { } list || list.Text("issuer") is { } owner && owner != issuer.Text("id")) return Finding.Skipped(CheckNames.Status, VerificationCodes.StatusListMalformed, url, Verdict.Indeterminate);

        var (id, uid) = (assertion.Text("id"), assertion.Text("uid"));
        foreach (var entry in list.Items("revokedAssertions"))
        {
            var named = entry.ValueKind == JsonValueKind.String ? entry.GetString() : entry.Text("id") ?? entry.Text("uid");
            if (named is not null && (named == id || named == uid)) return Revoked(entry.Text("revocationReason"));
        }
        return Good(CheckNames.Status, VerificationCodes.StatusGood, url);
    }

    private static Finding Recipient(JsonElement assertion, string? email)
    {
        if (email is null) return Finding.Skipped(CheckNames.Recipient, VerificationCodes.RecipientNotAsked);
        var recipient = assertion.Member("recipient")!.Value;
        if (recipient.Text("type") != "email") return Finding.Skipped(CheckNames.Recipient, VerificationCodes.RecipientNotStated, consequence: Verdict.Indeterminate);

        var (stated, salt) = (recipient.Text("identity")!, recipient.Text("salt") ?? "");
        var matches = recipient.Member("hashed") is { ValueKind: JsonValueKind.True }
            ? new RecipientIdentifier(stated, salt).Matches(email) || string.Equals(RecipientIdentifier.Hash(email.Trim(), salt), stated, StringComparison.OrdinalIgnoreCase)
            : RecipientIdentifier.Normalise(stated) == RecipientIdentifier.Normalise(email);
        return matches ? Good(CheckNames.Recipient, VerificationCodes.RecipientGood) : Finding.Fail(CheckNames.Recipient, Verdict.Invalid, VerificationCodes.RecipientMismatch);
    }

    private static bool IsRevoked(JsonElement assertion) => assertion.Member("revoked") is { ValueKind: JsonValueKind.True };

    private static Finding Revoked(string? reason) => Finding.Fail(CheckNames.Status, Verdict.Revoked, VerificationCodes.StatusRevoked, reason);

    private static Finding Good(string name, string code, string? detail = null) => Finding.Pass(name, code, detail);

    // Badges of 2.0 write dates in ISO 8601, sometimes without a time.
    private static DateTimeOffset? Instant(string text) => Rfc3339.Parse(text) ?? (Rfc3339.IsDate(text) ? Rfc3339.Parse($"{text}T00:00:00Z") : null);

    private static string? IdOf(JsonElement key) => key.ValueKind == JsonValueKind.String ? key.GetString() : key.Text("id");

    private static VerificationReport Report(IReadOnlyList<Finding> findings, JsonElement assertion, JsonElement? badge, JsonElement? issuer) => new(
        Finding.VerdictOf(findings), [.. findings.Select(finding => finding.Check)],
        new CredentialSummary
        {
            Id = assertion.Text("id"),
            Name = badge?.Text("name"),
            Description = badge?.Text("description"),
            IssuerId = issuer?.Text("id"),
            IssuerName = issuer?.Text("name"),
            AchievementId = badge?.Text("id"),
            AchievementName = badge?.Text("name"),
            AwardedAt = assertion.Text("issuedOn") is { } issued ? Instant(issued) : null,
            ValidUntil = assertion.Text("expires") is { } expires ? Instant(expires) : null,
        });

    /// <param name="Assertion">Null when there is nothing that could be believed.</param>
    private sealed record HostedAssertion(JsonElement? Assertion, Finding Proof, Finding? Status);

    private sealed record Link(JsonElement? Json, Finding? Problem);
}
