using System.Text.Json;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Credentials.Formats;
using LtiBadgeConnector.Credentials.Keys;
using LtiBadgeConnector.Credentials.Verification;

namespace LtiBadgeConnector.ProtocolTests.Credentials;

/// <summary>The copy for use without a network: its issuer is the key itself.</summary>
public class OfflineCopyTests
{
    private static readonly IssuerKey Ed25519 = IssuerKeys.NewEd25519($"{ADossier.IssuerId}/keys/e1", ADossier.IssuerId, TimeProvider.System);
    private static readonly IssuerKey P256 = IssuerKeys.NewP256($"{ADossier.IssuerId}/keys/p1", ADossier.IssuerId, TimeProvider.System);

    [Fact]
    public async Task It_is_checked_without_asking_anybody()
    {
        var nothing = new Web();
        var report = await nothing.Verify(Copy(Ed25519).Bytes);

        Assert.Equal(Verdict.Valid, report.Verdict);
        Assert.Empty(nothing.Asked);
        Assert.StartsWith("did:key:z6Mk", report.Credential!.IssuerId, StringComparison.Ordinal);
        Assert.Equal(Verdict.Valid, (await new Web().Verify(Copy(P256).Bytes)).Verdict);
    }

    [Fact]
    public void It_ends_soon_because_nobody_can_ask_whether_it_was_withdrawn()
    {
        Assert.Equal("2026-06-30T09:00:00Z", Member(Copy(Ed25519), "validUntil"));
        Assert.Equal("2026-04-11T09:00:00Z", Member(new OfflineCopyFormat().Issue(Dossier(Ed25519) with { ValidUntil = ADossier.AwardedAt.AddDays(10) }), "validUntil"));
        Assert.DoesNotContain("credentialStatus", System.Text.Encoding.UTF8.GetString(Copy(Ed25519).Bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void It_names_the_institution_s_address_beside_the_key_and_remembers_which_key()
    {
        var copy = Copy(Ed25519);
        Assert.Equal(ADossier.IssuerId, JsonDocument.Parse(copy.Bytes).RootElement.GetProperty("issuer").GetProperty("url").GetString());
        Assert.Equal(Ed25519.Id, copy.KeyId);
    }

    [Fact]
    public void An_issuer_with_nothing_but_RSA_keys_has_none() => Assert.Throws<NoSigningKeyException>(() => Copy(ADossier.Key));

    private static SignedDocument Copy(IssuerKey key) => new OfflineCopyFormat().Issue(Dossier(key));

    private static AwardDossier Dossier(IssuerKey key) => ADossier.Full() with { Keys = [key], CredentialUrl = $"{ADossier.Origin}/awards/x7m2k9/offline.json" };

    private static string? Member(SignedDocument document, string name) => JsonDocument.Parse(document.Bytes).RootElement.GetProperty(name).GetString();
}
