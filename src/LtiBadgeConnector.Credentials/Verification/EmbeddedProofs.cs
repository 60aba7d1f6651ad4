using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LtiBadgeConnector.Credentials.Keys;
using LtiBadgeConnector.Credentials.Proofs;
using LtiBadgeConnector.Credentials.Schemas;
using LtiBadgeConnector.JsonLd;
using LtiBadgeConnector.JsonLd.Canonicalization;
using LtiBadgeConnector.JsonLd.Json;

namespace LtiBadgeConnector.Credentials.Verification;

/// <summary>What the proofs inside a credential come to. Contexts is null when they were not read.</summary>
internal sealed record ProofFindings(Finding? Contexts, Finding Proof, Finding IssuerKey);

/// <summary>
/// Data Integrity proofs (W3C Data Integrity 1.0) and their forerunner Ed25519Signature2020. Every proof of a suite we know
/// must hold, at least one must be there, and nothing in the document may stand outside of what they sign.
/// </summary>
internal sealed class EmbeddedProofs(IDocumentLoader documents)
{
    // Each costs a canonicalisation and perhaps a request; real credentials have one or two.
    private const int MostProofs = 8;

    private const string Context = "@context";

    private readonly KeyFinder keys = new(documents);
    private readonly IssuerKeyCheck issuerKeys = new(documents);

    public async Task<ProofFindings> Check(CredentialView credential, DateTimeOffset at, CancellationToken ct)
    {
        var stated = credential.Json.Items("proof");
        if (stated.Count == 0) return new(null, Finding.Fail(CheckNames.Proof, Verdict.NoProof, VerificationCodes.ProofMissing), NotChecked());
        if (stated.Count > MostProofs) return new(null, Fail(VerificationCodes.ProofMalformed, $"{stated.Count}"), NotChecked());
        if (Parsed(credential.Json) is not { } document) return new(null, Fail(VerificationCodes.ProofMalformed), NotChecked());

        var proofs = ProofsOf(document);
        if (proofs.Count != stated.Count) return new(null, Fail(VerificationCodes.ProofMalformed), NotChecked());

        var unsecured = document.Without("proof");
        var known = proofs.Where(proof => ProofSuite.Of(proof) is not null).ToList();
        if (known.Count == 0) return new(null, Unsupported(proofs[0].Text("cryptosuite") ?? proofs[0].Text("type")), NotChecked());

        var contexts = ContextsFinding(unsecured);
        if (!contexts.Passed) return new(contexts, Finding.Skipped(CheckNames.Proof, VerificationCodes.ProofNotChecked), NotChecked());

        var outcomes = new List<(Finding Proof, Finding IssuerKey)>();
        foreach (var proof in known) outcomes.Add(await One(unsecured, proofs, proof, credential, at, ct));
        return Together(contexts, outcomes, proofs.Where(proof => ProofSuite.Of(proof) is null));
    }

    private static ProofFindings Together(Finding contexts, List<(Finding Proof, Finding IssuerKey)> outcomes, IEnumerable<ObjectNode> unknown)
    {
        var worst = outcomes.FirstOrDefault(outcome => !outcome.Proof.Passed);
        if (worst.Proof is not null) return new(contexts, worst.Proof, worst.IssuerKey);

        var said = outcomes.Select(outcome => outcome.Proof.Check.Detail)
            .Concat(unknown.Select(proof => $"not checked: {proof.Text("cryptosuite") ?? proof.Text("type")}"));
        var issuerKey = outcomes.Select(outcome => outcome.IssuerKey).FirstOrDefault(finding => !finding.Passed) ?? outcomes[0].IssuerKey;
        return new(contexts, Finding.Pass(CheckNames.Proof, VerificationCodes.ProofGood, string.Join("; ", said)), issuerKey);
    }

    /// <summary>Whether every member of the document has a meaning under contexts we carry: what has none is not signed.</summary>
    internal static Finding ContextsFinding(ObjectNode document)
    {
        try
        {
            var dataset = JsonLdProcessor.Offline.ToRdf(document);
            return dataset.Losses is [var loss, ..]
                ? Finding.Fail(CheckNames.Contexts, Verdict.Invalid, VerificationCodes.TermsUndefined, loss.ToString())
                : Finding.Pass(CheckNames.Contexts, VerificationCodes.ContextsKnown);
        }
        catch (JsonLdException problem)
        {
            return ContextsFinding(problem);
        }
    }

    private static Finding ContextsFinding(JsonLdException problem) => problem.Code switch
    {
        JsonLdCodes.ContextUnknown => Finding.Skipped(CheckNames.Contexts, VerificationCodes.ContextUnknown, problem.Detail, Verdict.Indeterminate),
        JsonLdCodes.TermsUndefined => Finding.Fail(CheckNames.Contexts, Verdict.Invalid, VerificationCodes.TermsUndefined, problem.Detail),
        JsonLdCodes.ContextOverflow or JsonLdCodes.DatasetTooLarge or JsonLdCodes.DatasetPoisonous => Finding.Fail(CheckNames.Contexts, Verdict.Invalid, VerificationCodes.DocumentTooCostly, problem.Code),
        "protected-term-redefinition" or "invalid-context-nullification" => Finding.Fail(CheckNames.Contexts, Verdict.Invalid, VerificationCodes.ContextsConflict, problem.Message),
        _ => Finding.Fail(CheckNames.Contexts, Verdict.Invalid, VerificationCodes.DocumentNotLinkedData, problem.Message),
    };

    private async Task<(Finding Proof, Finding IssuerKey)> One(ObjectNode unsecured, IReadOnlyList<ObjectNode> all, ObjectNode proof, CredentialView credential, DateTimeOffset at, CancellationToken ct)
    {
        var suite = ProofSuite.Of(proof)!;
        if (Refused(proof, at) is { } refused) return (refused, NotChecked());
        if (SignatureOf(proof) is not { } signature) return (Fail(VerificationCodes.ProofMalformed, "proofValue"), NotChecked());

        var lookup = await keys.FindMethod(proof.Text("verificationMethod")!, credential.IssuerId, ct);
        if (lookup is KeyLookup.Problem problem) return (Of(problem), NotChecked());
        var key = (KeyLookup.Found)lookup;
        if (!suite.Algorithms.Contains(key.Key.Algorithm)) return (Fail(VerificationCodes.KeyUnusable, key.Source), NotChecked());
        if (key.EndedAt is { } ended && (CreatedOf(proof) ?? at) >= ended) return (Fail(VerificationCodes.KeyEnded, key.Source), NotChecked());

        try
        {
            if (Secured(unsecured, all, proof, suite) is not { } document) return (Fail(VerificationCodes.ProofMalformed, Context), NotChecked());
            var hash = ProofHash.Of(document, proof, suite, key.Key.Algorithm == "ES384" ? HashKind.Sha384 : HashKind.Sha256);
            if (!Holds(key, hash, signature)) return (Fail(VerificationCodes.SignatureMismatch, key.Source), NotChecked());
        }
        catch (JsonLdException undefined)
        {
            return (Fail(VerificationCodes.ProofMalformed, undefined.Message), NotChecked());
        }

        var good = Finding.Pass(CheckNames.Proof, VerificationCodes.ProofGood, $"{suite.Name} {key.Source}");
        return (good, credential.IssuerId is { } issuer ? await issuerKeys.Check(key, issuer, ct) : NotChecked());
    }

    private static Finding? Refused(ObjectNode proof, DateTimeOffset at)
    {
        if (proof.Text("verificationMethod") is null) return Fail(VerificationCodes.ProofMalformed, "verificationMethod");
        if (proof.Text("proofPurpose") != "assertionMethod") return Fail(VerificationCodes.ProofPurpose, proof.Text("proofPurpose"));
        if (proof.Has("created") && CreatedOf(proof) is null) return Fail(VerificationCodes.ProofMalformed, "created");
        if (!proof.Has("expires")) return null;
        if (proof.Text("expires") is not { } text || Rfc3339.Parse(text) is not { } expires) return Fail(VerificationCodes.ProofMalformed, "expires");
        return at > expires ? Fail(VerificationCodes.ProofExpired, text) : null;
    }

    private static DateTimeOffset? CreatedOf(ObjectNode proof) => proof.Text("created") is { } text ? Rfc3339.Parse(text) : null;

    private static byte[]? SignatureOf(ObjectNode proof)
    {
        var signature = proof.Text("proofValue") is { } value ? Base58Btc.Decode(value) : null;
        return signature is { Length: 64 or 96 } ? signature : null;
    }

    /// <returns>The document as it was when this proof was made; null when the proof contradicts it.</returns>
    private static ObjectNode? Secured(ObjectNode unsecured, IReadOnlyList<ObjectNode> all, ObjectNode proof, ProofSuite suite)
    {
        var document = unsecured;
        if (proof["previousProof"] is { } previous)
        {
            var names = previous is ArrayNode many ? many.Items.Select(item => (item as TextNode)?.Value).ToList() : [(previous as TextNode)?.Value];
            var covered = all.Where(other => other != proof && names.Contains(other.Text("id"))).ToList();
            if (covered.Count != names.Count) return null;
            document = document.With("proof", new ArrayNode(covered));
        }

        if (suite.Canonicalization != ProofCanonicalization.Jcs || proof[Context] is not { } context) return document;

        // Contexts may have been added behind those that were signed (Data Integrity EdDSA, 3.3.2), and count for nothing.
        var (signed, stated) = (Items(context), Items(document[Context]));
        var isPrefix = signed.Count <= stated.Count && signed.Zip(stated).All(pair => Text(pair.First) == Text(pair.Second));
        return isPrefix ? document.With(Context, context) : null;
    }

    private static IReadOnlyList<Node> Items(Node? node) => node switch
    {
        null => [],
        ArrayNode array => array.Items,
        _ => [node],
    };

    private static string Text(Node node) => Encoding.UTF8.GetString(JsonCanonicalizer.Canonicalize(node));

    private static bool Holds(KeyLookup.Found key, byte[] hash, byte[] signature)
    {
        try
        {
            return key.Key.Verifies(hash, signature);
        }
        catch (CryptographicException)
        {
            // Numbers that are no key on the curve: nothing is signed by them.
            return false;
        }
    }

    private static ObjectNode? Parsed(JsonElement json)
    {
        try
        {
            return JsonText.ParseObject(Encoding.UTF8.GetBytes(json.GetRawText()));
        }
        catch (JsonLdException)
        {
            return null;
        }
    }

    private static List<ObjectNode> ProofsOf(ObjectNode document) => [.. Items(document["proof"]).OfType<ObjectNode>()];

    private static Finding Of(KeyLookup.Problem problem) => problem.Consequence == Verdict.Invalid
        ? Fail(problem.Code, problem.Detail)
        : Finding.Skipped(CheckNames.Proof, problem.Code, problem.Detail, problem.Consequence);

    private static Finding Unsupported(string? kind) => Finding.Skipped(CheckNames.Proof, VerificationCodes.ProofKindUnsupported, kind, Verdict.Unsupported);

    private static Finding Fail(string code, string? detail = null) => Finding.Fail(CheckNames.Proof, Verdict.Invalid, code, detail);

    private static Finding NotChecked() => Finding.Skipped(CheckNames.IssuerKey, VerificationCodes.IssuerKeyNotChecked);
}
