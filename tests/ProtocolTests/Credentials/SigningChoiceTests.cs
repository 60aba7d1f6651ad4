using System.Text;
using System.Text.Json;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Core.StatusLists;
using LtiBadgeConnector.Credentials.Formats;
using LtiBadgeConnector.Credentials.Keys;
using LtiBadgeConnector.Credentials.StatusLists;
using LtiBadgeConnector.Credentials.Verification;

namespace LtiBadgeConnector.ProtocolTests.Credentials;

/// <summary>Issuers choose the kinds of keys: which proofs stand inside, and how tokens are signed.</summary>
public class SigningChoiceTests
{
    private static readonly IssuerKey Ed25519 = IssuerKeys.NewEd25519($"{ADossier.IssuerId}/keys/e1", ADossier.IssuerId, TimeProvider.System);
    private static readonly IssuerKey P256 = IssuerKeys.NewP256($"{ADossier.IssuerId}/keys/p1", ADossier.IssuerId, TimeProvider.System);
    private static readonly IssuerKey[] Keys = [ADossier.Key, Ed25519, P256];

    [Theory]
    [InlineData(new[] { "EdDSA" }, new[] { "eddsa-rdfc-2022" })]
    [InlineData(new[] { "ES256" }, new[] { "ecdsa-rdfc-2019" })]
    [InlineData(new[] { "EdDSA", "ES256" }, new[] { "eddsa-rdfc-2022", "ecdsa-rdfc-2019" })]
    public async Task The_proofs_inside_are_those_that_were_chosen_and_each_holds(string[] proofs, string[] suites)
    {
        var document = await Inside(new() { Proofs = proofs });

        var stated = JsonDocument.Parse(document.Bytes).RootElement.GetProperty("proof").EnumerateArray().ToList();
        Assert.Equal(suites, stated.Select(proof => proof.Text("cryptosuite")));
        Assert.Equal(document.KeyId.Split(' '), stated.Select(proof => proof.Text("verificationMethod")));
        Assert.Equal(Verdict.Valid, (await Web.OfIssuer(Keys).Verify(document.Bytes)).Verdict);
    }

    [Fact]
    public async Task Of_two_proofs_neither_may_be_broken()
    {
        var text = Encoding.UTF8.GetString((await Inside(new() { Proofs = ["EdDSA", "ES256"] })).Bytes);
        foreach (var at in new[] { text.IndexOf("\"proofValue\":\"z", StringComparison.Ordinal), text.LastIndexOf("\"proofValue\":\"z", StringComparison.Ordinal) })
        {
            var place = at + 30;
            var broken = text[..place] + (text[place] == '2' ? '3' : '2') + text[(place + 1)..];
            Assert.Equal(Verdict.Invalid, (await Web.OfIssuer(Keys).Verify(broken)).Verdict);
        }
    }

    [Fact]
    public async Task A_chosen_kind_without_a_key_leaves_the_others()
    {
        var document = await new OpenBadge3DataIntegrityFormat().Issue(ADossier.Full() with { Keys = [Ed25519], Signing = new() { Proofs = ["ES256"] } }, CancellationToken.None);
        Assert.Equal(Ed25519.Id, document.KeyId);
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("ES256")]
    [InlineData("EdDSA")]
    public async Task Tokens_are_signed_with_the_chosen_algorithm(string algorithm)
    {
        var document = await new OpenBadge3JwtFormat().Issue(ADossier.Full() with { Keys = Keys, Signing = new() { Token = algorithm } }, CancellationToken.None);

        var token = Encoding.ASCII.GetString(document.Bytes);
        Assert.Equal(algorithm, Tokens.Header(token).Text("alg"));
        (await Web.OfIssuer(Keys).Verify(token)).Is(Verdict.Valid, CheckNames.Proof, VerificationCodes.ProofGood);
    }

    [Fact]
    public async Task A_status_list_carries_the_proofs_that_were_chosen()
    {
        var entry = new StatusEntry(new(Guid.NewGuid()), $"{ADossier.Origin}/status/q4", StatusPurpose.Revocation, 5);
        var list = new StatusListToSign(new(Guid.NewGuid()), entry.List, entry.ListUrl, entry.Purpose, 131_072, 1, [5], ADossier.Issuer, Keys) { Signing = new() { Proofs = ["ES256"] } };
        var times = new StatusListTimes(ADossier.AwardedAt, ADossier.AwardedAt.AddDays(7), StatusListTimes.Fresh);
        var signed = await new StatusListDataIntegrityFormat().Sign(list, times, CancellationToken.None);
        var document = await new OpenBadge3DataIntegrityFormat().Issue(ADossier.Full() with { Keys = Keys, Status = entry, Signing = list.Signing }, CancellationToken.None);

        Assert.Equal(P256.Id, signed.KeyId);
        (await Web.OfIssuer(Keys).With(entry.ListUrl, signed.Bytes).Verify(document.Bytes)).Is(Verdict.Revoked, CheckNames.Status, VerificationCodes.StatusRevoked);
    }

    [Fact]
    public void A_choice_is_written_and_read()
    {
        var read = SigningChoiceJson.Read(SigningChoiceJson.Write(new() { Proofs = ["ES256", "EdDSA"], Token = "ES256" }));
        Assert.Equal(["ES256", "EdDSA"], read.Proofs);
        Assert.Equal("ES256", read.Token);
        Assert.Equal("RS256", SigningChoiceJson.Read(null).Token);
    }

    private static Task<SignedDocument> Inside(SigningChoice signing) =>
        new OpenBadge3DataIntegrityFormat().Issue(ADossier.Full() with { Keys = Keys, Signing = signing }, CancellationToken.None);
}
