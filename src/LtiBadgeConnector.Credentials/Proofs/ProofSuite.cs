using LtiBadgeConnector.JsonLd.Json;

namespace LtiBadgeConnector.Credentials.Proofs;

/// <summary>A way of making the bytes that a Data Integrity proof signs, and the keys it goes with.</summary>
/// <param name="Name">The cryptosuite, or the type of a legacy proof.</param>
/// <param name="Algorithms">JOSE names of the keys it may be made with.</param>
internal sealed record ProofSuite(string Name, ProofCanonicalization Canonicalization, IReadOnlyList<string> Algorithms)
{
    public const string DataIntegrityType = "DataIntegrityProof";

    public static readonly ProofSuite EddsaRdfc2022 = new("eddsa-rdfc-2022", ProofCanonicalization.Rdfc, ["EdDSA"]);
    public static readonly ProofSuite EcdsaRdfc2019 = new("ecdsa-rdfc-2019", ProofCanonicalization.Rdfc, ["ES256", "ES384"]);
    public static readonly ProofSuite EddsaJcs2022 = new("eddsa-jcs-2022", ProofCanonicalization.Jcs, ["EdDSA"]);
    public static readonly ProofSuite EcdsaJcs2019 = new("ecdsa-jcs-2019", ProofCanonicalization.Jcs, ["ES256", "ES384"]);

    /// <summary>Legacy: verified, never issued.</summary>
    public static readonly ProofSuite Ed25519Signature2020 = new("Ed25519Signature2020", ProofCanonicalization.Rdfc, ["EdDSA"]);

    private static readonly ProofSuite[] DataIntegrity = [EddsaRdfc2022, EcdsaRdfc2019, EddsaJcs2022, EcdsaJcs2019];

    /// <summary>Null when the proof is of a suite we do not know.</summary>
    public static ProofSuite? Of(ObjectNode proof) => proof.Text("type") switch
    {
        DataIntegrityType => Array.Find(DataIntegrity, suite => suite.Name == proof.Text("cryptosuite")),
        "Ed25519Signature2020" => Ed25519Signature2020,
        _ => null,
    };
}

internal enum ProofCanonicalization
{
    Rdfc,
    Jcs,
}
