using System.Security.Cryptography;
using System.Text.Json;
using LtiBadgeConnector.Credentials.Schemas;

namespace LtiBadgeConnector.Credentials.Verification;

/// <summary>The JSON Web Token proof of Open Badges 3.0 (8.2): the signature, its claims, and whose key it was.</summary>
internal sealed class JwtProof(IDocumentLoader documents)
{
    private static readonly string[] Algorithms = ["RS256", "ES256", "EdDSA"];

    // Never a signature, or one that anybody who can check it can make.
    private static readonly string[] RefusedAlgorithms = ["none", "HS256", "HS384", "HS512"];

    // OB 3.0 wants JWT or none; VC-JOSE-COSE wants vc+jwt. Anything else is a token of another purpose.
    private static readonly string[] TokenTypes = ["JWT", "vc+jwt", "application/vc+jwt", "vc+ld+jwt"];

    private static readonly string[] RequiredClaims = ["iss", "jti", "nbf"];

    private readonly KeyFinder keys = new(documents);
    private readonly IssuerKeyCheck issuerKeys = new(documents);

    public async Task<ProofFindings> Check(CompactJws jws, CredentialView credential, CancellationToken ct)
    {
        if (Header(jws.Header) is { } refused) return new(null, refused, NotChecked());

        var lookup = await keys.Find(jws.Header, credential.IssuerId, ct);
        if (lookup is KeyLookup.Problem problem) return new(null, Of(problem), NotChecked());

        var key = (KeyLookup.Found)lookup;
        if (!Signed(jws, key)) return new(null, Fail(VerificationCodes.SignatureMismatch, key.Source), NotChecked());
        if (Claims(jws, credential) is { } wrong) return new(null, wrong, NotChecked());

        var proof = Finding.Pass(CheckNames.Proof, VerificationCodes.ProofGood, $"{key.Key.Algorithm} {key.Source}".TrimEnd());
        return new(null, proof, credential.IssuerId is { } issuer ? await issuerKeys.Check(key, issuer, ct) : NotChecked());
    }

    private static Finding? Header(JsonElement header)
    {
        var alg = header.Text("alg");
        if (alg is null || Array.Exists(RefusedAlgorithms, refused => refused.Equals(alg, StringComparison.OrdinalIgnoreCase))) return Fail(VerificationCodes.AlgorithmRefused, alg);
        if (!Algorithms.Contains(alg)) return Finding.Fail(CheckNames.Proof, Verdict.Unsupported, VerificationCodes.AlgorithmUnsupported, alg);
        if (header.Member("crit") is not null) return Fail(VerificationCodes.CriticalHeader);
        if (header.Member("typ") is { } typ && !Array.Exists(TokenTypes, type => typ.ValueKind == JsonValueKind.String && type.Equals(typ.GetString(), StringComparison.OrdinalIgnoreCase))) return Fail(VerificationCodes.TokenTypeRefused);
        return null;
    }

    private static bool Signed(CompactJws jws, KeyLookup.Found key)
    {
        if (key.Key.Algorithm != jws.Header.Text("alg")) return false;
        try
        {
            return key.Key.Verifies(jws.SigningInput, jws.Signature);
        }
        catch (CryptographicException)
        {
            // Numbers that are no key on the curve, or no modulus: nothing is signed by them.
            return false;
        }
    }

    // The claims must not contradict the credential they stand beside. Open Badges demands four of them; sub is let off,
    // because 1EdTech's own sample badges come without it and it repeats what is signed anyway.
    private static Finding? Claims(CompactJws jws, CredentialView credential)
    {
        var payload = jws.Payload;
        if (!credential.IsWrapped && !IsJoseCose(jws.Header) && Array.Find(RequiredClaims, claim => payload.Member(claim) is null) is { } missing) return Fail(VerificationCodes.ClaimMissing, missing);

        (string Claim, string? Stated)[] texts = [("iss", credential.IssuerId), ("jti", credential.Id), ("sub", credential.SubjectId)];
        foreach (var (claim, stated) in texts)
        {
            if (payload.Member(claim) is { } value && !(value.ValueKind == JsonValueKind.String && value.GetString() == stated)) return Fail(VerificationCodes.ClaimMismatch, claim);
        }

        if (Contradicts(payload, "nbf", credential.ValidFromText)) return Fail(VerificationCodes.ClaimMismatch, "nbf");
        if (Contradicts(payload, "exp", credential.ValidUntilText)) return Fail(VerificationCodes.ClaimMismatch, "exp");
        return null;
    }

    // VC-JOSE-COSE tokens need no claims at all.
    private static bool IsJoseCose(JsonElement header) => header.Text("typ") is { } typ && typ.EndsWith("vc+jwt", StringComparison.OrdinalIgnoreCase);

    private static bool Contradicts(JsonElement payload, string claim, string? stated)
    {
        if (payload.Member(claim) is not { } value) return false;
        if (value.ValueKind != JsonValueKind.Number || NumericDate.Read(value) is not { } seconds) return true;

        // exp without validUntil still ends the credential; it contradicts nothing.
        return stated is not null && Rfc3339.Parse(stated) is { } instant && instant.ToUnixTimeSeconds() != seconds.ToUnixTimeSeconds();
    }

    private static Finding Of(KeyLookup.Problem problem) => problem.Consequence == Verdict.Invalid
        ? Fail(problem.Code, problem.Detail)
        : Finding.Skipped(CheckNames.Proof, problem.Code, problem.Detail, problem.Consequence);

    private static Finding Fail(string code, string? detail = null) => Finding.Fail(CheckNames.Proof, Verdict.Invalid, code, detail);

    private static Finding NotChecked() => Finding.Skipped(CheckNames.IssuerKey, VerificationCodes.IssuerKeyNotChecked);
}
