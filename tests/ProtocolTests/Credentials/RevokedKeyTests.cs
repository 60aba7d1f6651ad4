using System.Text;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Credentials.Documents;
using LtiBadgeConnector.Credentials.Formats;
using LtiBadgeConnector.Credentials.Keys;
using LtiBadgeConnector.Credentials.Verification;

namespace LtiBadgeConnector.ProtocolTests.Credentials;

/// <summary>A key that its issuer declared void: its address answers 410, and nothing it signed counts, however old it says it is.</summary>
public class RevokedKeyTests
{
    private static readonly IssuerKey Inside = IssuerKeys.NewEd25519($"{ADossier.IssuerId}/keys/e1", ADossier.IssuerId, TimeProvider.System);

    [Fact]
    public async Task A_token_signed_by_a_void_key_is_invalid_and_not_merely_uncertain()
    {
        var token = await Tokens.Issue(ADossier.Full());

        (await Web.OfIssuer(ADossier.Key).Verify(token)).Is(Verdict.Valid, CheckNames.Proof, VerificationCodes.ProofGood);
        (await Web.OfIssuer([]).Gone(ADossier.KeyId).Verify(token)).Is(Verdict.Invalid, CheckNames.Proof, VerificationCodes.KeyRevoked);
        // A key that is merely not there says nothing.
        (await Web.OfIssuer([]).Verify(token)).Is(Verdict.Indeterminate, CheckNames.Proof, VerificationCodes.KeyUnavailable);
    }

    [Fact]
    public async Task So_is_a_proof_inside()
    {
        var signed = await new OpenBadge3DataIntegrityFormat().Issue(ADossier.Full() with { Keys = [Inside] }, CancellationToken.None);

        (await Web.OfIssuer(Inside).Verify(signed.Bytes)).Is(Verdict.Valid, CheckNames.Proof, VerificationCodes.ProofGood);
        (await Web.OfIssuer([]).Gone(Inside.Id).Verify(signed.Bytes)).Is(Verdict.Invalid, CheckNames.Proof, VerificationCodes.KeyRevoked);
    }

    [Fact]
    public void No_document_of_the_issuer_names_a_void_key_and_all_name_a_retired_one()
    {
        var (retired, revoked) = (Inside with { State = IssuerKeyState.Retired }, Inside with { Id = $"{ADossier.IssuerId}/keys/stolen", State = IssuerKeyState.Revoked });
        byte[][] documents =
        [
            IssuerKeysDocument.JwkSet([ADossier.Key, retired, revoked]),
            DidDocument.Write("did:web:badges.example.ac.jp", ADossier.Issuer, [ADossier.Key, retired, revoked]),
            IssuerProfileDocument.Write(ADossier.Issuer, [ADossier.Key, retired, revoked]),
        ];

        Assert.All(documents, document =>
        {
            var text = Encoding.UTF8.GetString(document);
            Assert.DoesNotContain("stolen", text, StringComparison.Ordinal);
            Assert.Contains("e1", text, StringComparison.Ordinal);
        });
    }
}
