using System.Text;
using LtiBadgeConnector.Credentials.Keys;
using LtiBadgeConnector.Credentials.Proofs;
using LtiBadgeConnector.JsonLd.Canonicalization;
using LtiBadgeConnector.JsonLd.Json;
using NSec.Cryptography;
using SimpleBase;
using PublicKey = LtiBadgeConnector.Credentials.Keys.PublicKey;

namespace LtiBadgeConnector.ProtocolTests.Credentials;

/// <summary>The published vectors of the Data Integrity suites and of the Open Badges implementation guide.</summary>
public class ProofVectorTests
{
    [Theory]
    [InlineData("vc-di-eddsa/eddsa-rdfc-2022", "DataInt")]
    [InlineData("vc-di-eddsa/eddsa-jcs-2022", "JCS")]
    [InlineData("vc-di-eddsa/Ed25519Signature2020", "EdSig")]
    [InlineData("vc-di-ecdsa/ecdsa-rdfc-2019-p256", "ECDSAP256")]
    [InlineData("vc-di-ecdsa/ecdsa-jcs-2019-p256", "JCSECDSAP256")]
    [InlineData("vc-di-ecdsa/ecdsa-jcs-2019-p384", "JCSECDSAP384")]
    public void Hashes_and_verifies_as_published(string folder, string suffix)
    {
        var signed = Json($"{folder}/signed{suffix}.json");
        var proof = (ObjectNode)signed["proof"]!;
        var suite = ProofSuite.Of(proof)!;
        var key = KeyOf(proof);
        var kind = key.Algorithm == "ES384" ? HashKind.Sha384 : HashKind.Sha256;
        var hash = ProofHash.Of(signed.Without("proof"), proof, suite, kind);

        Assert.Equal(Text($"{folder}/combinedHash{suffix}.txt"), Convert.ToHexStringLower(hash));
        if (suite.Canonicalization == ProofCanonicalization.Rdfc) Assert.Equal(Text($"{folder}/canonDoc{suffix}.txt"), Encoding.UTF8.GetString(ProofHash.Canonical(signed.Without("proof"), kind)).Trim());
        Assert.Contains(key.Algorithm, suite.Algorithms);
        Assert.True(key.Verifies(hash, Convert.FromHexString(Text($"{folder}/sigHex{suffix}.txt"))));
        Assert.Equal(proof.Text("proofValue"), Text($"{folder}/sigBTC58{suffix}.txt"));
        hash[0] ^= 1;
        Assert.False(key.Verifies(hash, Signature(proof)));
    }

    [Fact]
    public void Signs_as_published_where_a_signature_is_a_function_of_its_input()
    {
        var signed = Json("vc-di-eddsa/eddsa-rdfc-2022/signedDataInt.json");
        var proof = (ObjectNode)signed["proof"]!;
        var secret = Base58.Bitcoin.Decode(Json("vc-di-eddsa/keyPair.json").Text("privateKeyMultibase").AsSpan(1))[2..];
        using var key = Key.Import(SignatureAlgorithm.Ed25519, secret, KeyBlobFormat.RawPrivateKey);
        var signature = SignatureAlgorithm.Ed25519.Sign(key, ProofHash.Of(signed.Without("proof"), proof, ProofSuite.EddsaRdfc2022, HashKind.Sha256));
        Assert.Equal(proof.Text("proofValue"), $"z{Base58.Bitcoin.Encode(signature)}");
    }

    [Fact]
    public void Agrees_with_the_worked_example_of_the_Open_Badges_guide()
    {
        var (signed, values) = (Json("ob3-linked-data-proof/signed.json"), Json("ob3-linked-data-proof/values.json"));
        var proof = signed["proof"] is ArrayNode { Count: 1 } one ? (ObjectNode)one[0] : (ObjectNode)signed["proof"]!;
        var document = signed.Without("proof");

        Assert.Equal(Text("ob3-linked-data-proof/document-canon.txt"), Encoding.UTF8.GetString(ProofHash.Canonical(document)).Trim());
        var hash = ProofHash.Of(document, proof, ProofSuite.EddsaRdfc2022, HashKind.Sha256);
        Assert.Equal(values.Text("dataToSign"), Convert.ToHexStringLower(hash));
        Assert.True(PublicKey.OfEd25519(Convert.FromHexString(values.Text("publicKeyHex")!))!.Verifies(hash, Convert.FromHexString(values.Text("signatureHex")!)));
        Assert.Equal(values.Text("proofValue"), proof.Text("proofValue"));
    }

    [Fact]
    public void A_proof_of_a_chain_covers_the_proofs_before_it()
    {
        var signed = Json("vc-di-eddsa/proof-set-chain/signedProofChain1.json");
        var proofs = ((ArrayNode)signed["proof"]!).Items.Cast<ObjectNode>().ToList();
        var unsecured = signed.Without("proof");

        foreach (var proof in proofs)
        {
            var covered = proofs.Where(other => proof["previousProof"] is ArrayNode names && names.Items.Any(name => name.ToString() == other.Text("id"))).ToList();
            var document = covered.Count == 0 ? unsecured : unsecured.With("proof", new ArrayNode(covered));
            Assert.True(KeyOf(proof).Verifies(ProofHash.Of(document, proof, ProofSuite.EddsaRdfc2022, HashKind.Sha256), Signature(proof)));
        }

        Assert.Equal(3, proofs.Count);
        Assert.True(proofs[2].Has("previousProof"));
    }

    [Theory]
    [InlineData("ed25519-x25519.json", "did:key:z6Mk")]
    [InlineData("nist-curves.json", "did:key:z")]
    public void Reads_the_keys_of_did_key_and_writes_them_again(string file, string prefix)
    {
        var read = 0;
        foreach (var (did, entry) in Json($"did-key/{file}").Members)
        {
            Assert.StartsWith(prefix, did, StringComparison.Ordinal);
            var multibase = did["did:key:".Length..];
            if (Multikey.Read(multibase) is not { } key) continue;
            read++;
            Assert.Equal(multibase, key.Multibase);

            // NIST vectors state the point, which the key's name only compresses.
            if (((ObjectNode)entry)["verificationMethod"] is ObjectNode method && method["publicKeyJwk"] is { } jwk)
                Assert.Equal(PublicKey.FromJwk(System.Text.Json.JsonDocument.Parse(JsonCanonicalizer.Canonicalize(jwk)).RootElement)!.Material, key.Material);
        }

        Assert.True(read >= 3, $"{read}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("z")]
    [InlineData("z6Mk")]
    [InlineData("u6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2")]
    [InlineData("z16MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2")]
    [InlineData("zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVQ")]
    [InlineData("z6LShs9GGnqk85isEBzzshkuVWrVKsRp24GnDuHk8QWkARMW")]
    public void Text_that_is_no_signature_key_is_none(string multibase) => Assert.Null(Multikey.Read(multibase));

    private static PublicKey KeyOf(ObjectNode proof) => Multikey.Read(proof.Text("verificationMethod")!.Split('#')[1])!;

    private static byte[] Signature(ObjectNode proof) => Base58.Bitcoin.Decode(proof.Text("proofValue").AsSpan(1));

    private static ObjectNode Json(string file) => JsonText.ParseObject(Files.Bytes($"Vectors/{file}"));

    private static string Text(string file) => Files.Text($"Vectors/{file}").Trim();
}
