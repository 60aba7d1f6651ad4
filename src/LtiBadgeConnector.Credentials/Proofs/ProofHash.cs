using System.Security.Cryptography;
using LtiBadgeConnector.JsonLd;
using LtiBadgeConnector.JsonLd.Canonicalization;
using LtiBadgeConnector.JsonLd.Json;

namespace LtiBadgeConnector.Credentials.Proofs;

/// <summary>The bytes a proof signs: the hash of its options, then the hash of the document (Data Integrity EdDSA 3.2.4, ECDSA 3.2.4).</summary>
internal static class ProofHash
{
    private const string Context = "@context";

    // A signature cannot cover itself.
    private static readonly string[] NotSigned = ["proofValue", "jws"];

    /// <param name="document">The document without the proofs that this one does not cover.</param>
    /// <param name="proof">The proof, with or without its value.</param>
    /// <exception cref="JsonLdException">The document is no JSON-LD, or something in it would not be signed.</exception>
    public static byte[] Of(ObjectNode document, ObjectNode proof, ProofSuite suite, HashKind hash)
    {
        var options = NotSigned.Aggregate(proof, (left, name) => left.Without(name));
        return suite.Canonicalization == ProofCanonicalization.Jcs
            ? Joined(JsonCanonicalizer.Canonicalize(options), JsonCanonicalizer.Canonicalize(document), hash)
            : Joined(Canonical(options.With(Context, document[Context] ?? throw new JsonLdException(JsonLdCodes.TermsUndefined, Context)), hash), Canonical(document, hash), hash);
    }

    public static byte[] Joined(ReadOnlySpan<byte> options, ReadOnlySpan<byte> document, HashKind hash) =>
        hash == HashKind.Sha384 ? [.. SHA384.HashData(options), .. SHA384.HashData(document)] : [.. SHA256.HashData(options), .. SHA256.HashData(document)];

    /// <summary>Canonical N-Quads of a document of which nothing is left out.</summary>
    /// <exception cref="JsonLdException">As above.</exception>
    public static byte[] Canonical(ObjectNode document, HashKind hash = HashKind.Sha256)
    {
        var dataset = JsonLdProcessor.Offline.ToRdf(document);
        return dataset.Losses is [var loss, ..]
            ? throw new JsonLdException(JsonLdCodes.TermsUndefined, loss.ToString())
            : RdfCanonicalizer.Canonicalize(dataset.Quads, hash).NQuads;
    }
}
