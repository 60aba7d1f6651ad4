using System.Text.Json;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Credentials.Documents;
using LtiBadgeConnector.Credentials.Formats;
using LtiBadgeConnector.Credentials.Keys;
using LtiBadgeConnector.Credentials.Schemas;
using Microsoft.IdentityModel.Tokens;

namespace LtiBadgeConnector.ProtocolTests.Credentials;

/// <summary>The documents around a credential: issuer, keys, DID, achievement.</summary>
public class PublicDocumentTests
{
    private static readonly IssuerKey Retired = IssuerKeys.NewRsa($"{ADossier.IssuerId}/keys/r0", ADossier.IssuerId, TimeProvider.System) with { State = IssuerKeyState.Retired };

    private static readonly IssuerKey Revoked = Retired with { Id = $"{ADossier.IssuerId}/keys/bad", State = IssuerKeyState.Revoked };

    [Fact]
    public void The_issuer_conforms_to_the_published_profile_schema()
    {
        var profile = Read(IssuerProfileDocument.Write(ADossier.Issuer, [ADossier.Key]));

        Assert.Empty(SchemaLibrary.Find(OpenBadge3.ProfileSchema)!.Validate(profile));
        Assert.Equal(ADossier.IssuerId, profile.GetProperty("id").GetString());
        Assert.Equal("JP", profile.GetProperty("address").GetProperty("addressCountryCode").GetString());
    }

    [Fact]
    public async Task What_assures_the_issuer_is_said_in_the_language_of_the_document()
    {
        var assured = ADossier.Issuer with
        {
            Assurance = [new("internal-institution", new("Self-review", "自己点検・評価")), new("external-institution", new("Agency A", "")) { Url = "https://agency.example/1", From = new(2026, 4, 1) }],
        };
        var profile = Read(IssuerProfileDocument.Write(assured, [ADossier.Key]));
        var credential = Tokens.Payload(await Tokens.Issue(ADossier.Full() with { Issuer = assured }));

        Assert.Empty(SchemaLibrary.Find(OpenBadge3.ProfileSchema)!.Validate(profile));
        Assert.Empty(SchemaLibrary.Find(OpenBadge3.AchievementCredentialSchema)!.Validate(credential));
        Assert.Equal(["internal-institution: Self-review", "external-institution: Agency A, https://agency.example/1, 2026-04-01/.."], Said(profile));
        Assert.Equal(["internal-institution: 自己点検・評価", "external-institution: Agency A, https://agency.example/1, 2026-04-01/.."], Said(credential.GetProperty("issuer")));
        Assert.Equal("mc", profile.GetProperty("@context").EnumerateArray().Last().EnumerateObject().Single().Name);

        static IEnumerable<string?> Said(JsonElement issuer) => issuer.GetProperty("mc:qualityAssurance").EnumerateArray().Select(one => one.GetString());
    }

    [Fact]
    public async Task The_achievement_says_what_the_credential_says_of_it()
    {
        var document = Read(AchievementDocument.Write(ADossier.Achievement, ADossier.Issuer));
        var inCredential = Tokens.Payload(await Tokens.Issue(ADossier.Full())).GetProperty("credentialSubject").GetProperty("achievement");

        foreach (var member in inCredential.EnumerateObject()) Assert.Equal(member.Value.GetRawText(), document.GetProperty(member.Name).GetRawText());
        Assert.Equal(ADossier.IssuerId, document.GetProperty("creator").GetProperty("id").GetString());
        Assert.Equal("mc", document.GetProperty("@context").EnumerateArray().Last().EnumerateObject().Single().Name);
    }

    [Fact]
    public void A_key_s_document_names_itself_and_its_issuer_and_nothing_private()
    {
        var jwk = Read(IssuerKeysDocument.Jwk(ADossier.Key));

        Assert.Equal(["kty", "n", "e", "alg", "use", "kid", "iss"], jwk.EnumerateObject().Select(member => member.Name));
        Assert.Equal(ADossier.KeyId, jwk.GetProperty("kid").GetString());
        Assert.Equal(ADossier.IssuerId, jwk.GetProperty("iss").GetString());
    }

    [Fact]
    public void The_key_set_keeps_retired_keys_and_drops_revoked_ones()
    {
        var set = new JsonWebKeySet(System.Text.Encoding.UTF8.GetString(IssuerKeysDocument.JwkSet([ADossier.Key, Retired, Revoked])));

        Assert.Equal([ADossier.KeyId, Retired.Id], set.Keys.Select(key => key.KeyId));
        Assert.All(set.Keys, key => Assert.False(key.HasPrivateKey));
        Assert.All(set.Keys, key => Assert.Equal(2048, key.KeySize));
    }

    [Theory]
    [InlineData("https://badges.example.ac.jp/issuers/3kq7", "did:web:badges.example.ac.jp:issuers:3kq7", "did:web:badges.example.ac.jp")]
    [InlineData("http://localhost:5001/issuers/3kq7", "did:web:localhost%3A5001:issuers:3kq7", "did:web:localhost%3A5001")]
    public void Names_issuers_as_did_web(string issuer, string did, string didOfOrigin)
    {
        Assert.Equal(did, DidDocument.DidOfIssuer(issuer));
        Assert.Equal(didOfOrigin, DidDocument.DidOfOrigin(issuer));
    }

    [Fact]
    public void The_did_document_lets_current_and_retired_keys_assert()
    {
        const string Did = "did:web:badges.example.ac.jp";
        var document = Read(DidDocument.Write(Did, ADossier.Issuer, [ADossier.Key, Retired, Revoked]));

        Assert.Equal(Did, document.GetProperty("id").GetString());
        Assert.Equal(ADossier.IssuerId, document.GetProperty("alsoKnownAs")[0].GetString());
        Assert.Equal([$"{Did}#r1", $"{Did}#r0"], document.GetProperty("assertionMethod").EnumerateArray().Select(id => id.GetString()));
        Assert.All(document.GetProperty("verificationMethod").EnumerateArray(), method =>
        {
            Assert.Equal("JsonWebKey", method.GetProperty("type").GetString());
            Assert.Equal(Did, method.GetProperty("controller").GetString());
            Assert.Equal("RSA", method.GetProperty("publicKeyJwk").GetProperty("kty").GetString());
        });
    }

    [Fact]
    public void A_key_does_not_print_its_private_half() =>
        Assert.Equal($"RS256 {ADossier.KeyId} (Active)", ADossier.Key.ToString());

    private static JsonElement Read(byte[] document) => JsonDocument.Parse(document).RootElement;
}
