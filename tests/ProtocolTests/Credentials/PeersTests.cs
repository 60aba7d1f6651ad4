using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Core.StatusLists;
using LtiBadgeConnector.Credentials.Documents;
using LtiBadgeConnector.Credentials.Formats;
using LtiBadgeConnector.Credentials.Keys;
using LtiBadgeConnector.Credentials.StatusLists;
using LtiBadgeConnector.Credentials.Verification;
using LtiBadgeConnector.TestKit;

namespace LtiBadgeConnector.ProtocolTests.Credentials;

/// <summary>
/// Ours before the libraries of others and theirs before ours: Digital Bazaar's for Data Integrity and status lists, the Digital
/// Credentials Consortium's for Data Integrity, jose for tokens. They run without a network.
/// </summary>
public sealed class PeersTests(PeersFixture fixture) : IClassFixture<PeersFixture>
{
    private const string Did = "did:web:badges.example.ac.jp:issuers:3kq7";
    private const string Eddsa = "eddsa-rdfc-2022";
    private const string Ecdsa = "ecdsa-rdfc-2019";

    private static readonly IssuerKey Ed25519 = IssuerKeys.NewEd25519($"{ADossier.IssuerId}/keys/e1", ADossier.IssuerId, TimeProvider.System);
    private static readonly IssuerKey P256 = IssuerKeys.NewP256($"{ADossier.IssuerId}/keys/p1", ADossier.IssuerId, TimeProvider.System);
    private static readonly DateTimeOffset At = ADossier.AwardedAt.AddDays(1);

    private Peers Peers => fixture.Peers;

    [PeersTheory]
    [InlineData(Eddsa)]
    [InlineData(Ecdsa)]
    public async Task They_accept_our_proof_of_an_issuer_who_is_a_key(string cryptosuite)
    {
        var key = KeyFor(cryptosuite);
        var own = $"did:key:{MultibaseOf(key)}";
        await TheyAccept(await Signed(own, key with { Id = $"{own}#{MultibaseOf(key)}", IssuerId = own }), cryptosuite, []);
    }

    [PeersFact]
    public async Task The_Digital_Credentials_Consortium_accepts_ours_and_refuses_it_when_it_was_changed()
    {
        var own = $"did:key:{MultibaseOf(Ed25519)}";
        foreach (var (issuer, key, documents) in new[]
        {
            (own, Ed25519 with { Id = $"{own}#{MultibaseOf(Ed25519)}", IssuerId = own }, []),
            (Did, Ed25519 with { Id = $"{Did}#e1", IssuerId = Did }, DidDocuments()),
        })
        {
            var credential = await Signed(issuer, key);
            var said = await Peers.Ask("verifyDcc", new { credential, documents, at = At });
            Assert.True(said.GetProperty("verified").GetBoolean(), said.GetRawText());

            credential["credentialSubject"]!["achievement"]!["name"] = "Changed";
            Assert.False((await Peers.Ask("verifyDcc", new { credential, documents, at = At })).GetProperty("verified").GetBoolean());
        }
    }

    [PeersTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task They_follow_our_credential_to_the_status_list_that_it_names(bool isSet)
    {
        var key = Ed25519 with { Id = $"{Did}#e1", IssuerId = Did };
        var entry = new StatusEntry(new(Guid.NewGuid()), $"{ADossier.Origin}/status/q4", StatusPurpose.Revocation, 94_567);
        var issuer = ADossier.Issuer with { Id = Did };
        var list = new StatusListToSign(new(Guid.NewGuid()), entry.List, entry.ListUrl, entry.Purpose, 131_072, 1, isSet ? [3, entry.Position] : [3], issuer, [key]);
        // Their reader asks its own clock whether the list is still good.
        var now = DateTimeOffset.UtcNow;
        var signed = await new StatusListDataIntegrityFormat().Sign(list, new(now.AddMinutes(-1), now.AddDays(7), StatusListTimes.Fresh), CancellationToken.None);
        var dossier = ADossier.Full() with { Issuer = issuer, Keys = [key], Status = entry };
        var credential = JsonNode.Parse((await new OpenBadge3DataIntegrityFormat().Issue(dossier, CancellationToken.None)).Bytes)!;

        var said = await Verify(credential, new(DidDocuments()) { [entry.ListUrl] = JsonNode.Parse(signed.Bytes) });

        // They leave it to the caller what a set bit means.
        Assert.True(said.GetProperty("verified").GetBoolean(), said.GetRawText());
        Assert.Equal([isSet], said.GetProperty("isSet").EnumerateArray().Select(bit => bit.GetBoolean()));
    }

    [PeersTheory]
    [InlineData(Eddsa)]
    [InlineData(Ecdsa)]
    public async Task They_accept_our_proof_by_our_DID_document(string cryptosuite)
    {
        var key = KeyFor(cryptosuite);
        await TheyAccept(await Signed(Did, key with { Id = key.Id.Replace($"{ADossier.IssuerId}/keys/", $"{Did}#", StringComparison.Ordinal), IssuerId = Did }), cryptosuite, DidDocuments());
    }

    [PeersTheory]
    [InlineData(Eddsa)]
    [InlineData(Ecdsa)]
    public async Task They_accept_our_proof_by_the_issuer_s_profile_and_key_at_their_addresses(string cryptosuite)
    {
        var key = KeyFor(cryptosuite);
        await TheyAccept(await Signed(ADossier.IssuerId, key), cryptosuite, new()
        {
            [ADossier.IssuerId] = JsonNode.Parse(IssuerProfileDocument.Write(ADossier.Issuer, [Ed25519, P256])),
            [key.Id] = JsonNode.Parse(IssuerKeysDocument.Jwk(key)),
        });
    }

    [PeersFact]
    public async Task They_refuse_ours_when_any_part_was_changed()
    {
        var signed = await Signed(Did, Ed25519 with { Id = $"{Did}#e1", IssuerId = Did });
        string[] places =
        [
            "id", "name", "validFrom", "awardedDate", "issuer/name", "credentialSubject/id", "credentialSubject/achievement/name",
            "credentialSubject/result/0/value", "credentialSubject/achievement/mc:learningOutcome/0", "credentialSubject/identifier/0/identityHash",
        ];
        foreach (var place in places)
        {
            var changed = signed.DeepClone();
            var parts = place.Split('/');
            var parent = parts[..^1].Aggregate(changed, (node, part) => Step(node, part)!);
            Assert.True(Step(parent, parts[^1]) is JsonValue, $"{place} is no value");
            Replace(parent, parts[^1], place is "id" or "credentialSubject/id" ? "urn:uuid:00000000-0000-0000-0000-000000000000" : place is "validFrom" or "awardedDate" ? "2026-01-01T00:00:00Z" : "Changed");
            Assert.False(await TheyVerify(changed, DidDocuments()), place);
            Assert.NotEqual(Verdict.Valid, (await Ours().Verify(changed.ToJsonString())).Verdict);
        }
    }

    [PeersFact]
    public async Task They_refuse_ours_when_the_issuer_lists_the_key_no_more()
    {
        var signed = await Signed(Did, Ed25519 with { Id = $"{Did}#e1", IssuerId = Did });
        Assert.False(await TheyVerify(signed, new() { [Did] = JsonNode.Parse(DidDocument.Write(Did, ADossier.Issuer, [P256])) }));
    }

    [PeersTheory]
    [InlineData(Eddsa)]
    [InlineData(Ecdsa)]
    public async Task We_accept_theirs_and_refuse_it_when_it_was_changed(string cryptosuite)
    {
        var unsigned = (await Signed(ADossier.IssuerId, Ed25519)).AsObject();
        unsigned.Remove("proof");
        var theirs = JsonNode.Parse((await Peers.Ask("sign", new { credential = unsigned, cryptosuite })).GetRawText())!;

        var report = await new Web().Verify(theirs.ToJsonString(), At);
        Assert.True(report.Verdict == Verdict.Valid, string.Join("; ", report.Checks));
        Assert.True(await TheyVerify(theirs, []));

        theirs["credentialSubject"]!["achievement"]!["name"] = "Changed";
        (await new Web().Verify(theirs.ToJsonString(), At)).Is(Verdict.Invalid, CheckNames.Proof, "signature-mismatch");
        Assert.False(await TheyVerify(theirs, []));
    }

    [PeersTheory]
    [InlineData("RS256")]
    [InlineData("ES256")]
    [InlineData("EdDSA")]
    public async Task Jose_accepts_our_token_and_refuses_it_when_it_was_changed(string algorithm)
    {
        var token = await Tokens.Issue(ADossier.Full() with { Keys = [ADossier.Key, Ed25519, P256], Signing = new() { Token = algorithm } });
        var jwk = JsonNode.Parse((algorithm switch { "RS256" => ADossier.Key, "ES256" => P256, _ => Ed25519 }).PublicJwk);
        var said = await Peers.Ask("verifyToken", new { token, jwk, algorithm, at = At });
        Assert.True(said.GetProperty("verified").GetBoolean(), said.GetRawText());
        Assert.Equal(ADossier.Full().CredentialUrl, said.GetProperty("payload").GetProperty("jti").GetString());

        var payload = Tokens.PayloadNode(token);
        payload["name"] = "Changed";
        said = await Peers.Ask("verifyToken", new { token = Tokens.WithPayload(token, payload), jwk, algorithm, at = At });
        Assert.Equal("ERR_JWS_SIGNATURE_VERIFICATION_FAILED", said.GetProperty("why")[0].GetString());

        said = await Peers.Ask("verifyToken", new { token, jwk, algorithm, at = ADossier.Full().ValidUntil!.Value.AddDays(1) });
        Assert.Equal("ERR_JWT_EXPIRED", said.GetProperty("why")[0].GetString());
    }

    [PeersTheory]
    [InlineData("RS256")]
    [InlineData("ES256")]
    [InlineData("EdDSA")]
    public async Task We_accept_a_token_of_jose_and_refuse_it_when_it_was_changed(string algorithm)
    {
        const string kid = $"{ADossier.IssuerId}/keys/theirs";
        var payload = Tokens.PayloadNode(await Tokens.Issue(ADossier.Full()));
        var said = await Peers.Ask("signToken", new { payload, header = new { kid }, algorithm });
        var token = said.GetProperty("token").GetString()!;
        var jwk = JsonNode.Parse(said.GetProperty("jwk").GetRawText())!;
        var web = new Web().With(kid, jwk.DeepClone()).With(Web.JwksUrl, new JsonObject { ["keys"] = new JsonArray(jwk) });

        var report = await web.Verify(token);
        Assert.True(report.Verdict == Verdict.Valid, string.Join("; ", report.Checks));

        payload["name"] = "Changed";
        (await web.Verify(Tokens.WithPayload(token, payload))).Is(Verdict.Invalid, CheckNames.Proof, "signature-mismatch");
    }

    [PeersFact]
    public async Task They_read_our_status_list_and_we_theirs()
    {
        const int size = 131_072;
        int[] set = [0, 7, 8, 94_567, size - 1];
        int[] asked = [.. set, 1, 9, 94_566];

        var ours = await Peers.Ask("readList", new { encodedList = Bitstring.Encode(size, set), positions = asked });
        Assert.Equal(size, ours.GetProperty("length").GetInt32());
        Assert.Equal(asked.Select(set.Contains), ours.GetProperty("set").EnumerateArray().Select(bit => bit.GetBoolean()));

        var theirs = BitstringStatusList.Decode((await Peers.Ask("writeList", new { length = size, positions = set })).GetString()!)!;
        Assert.Equal(size, theirs.Count);
        Assert.Equal(set, Enumerable.Range(0, size).Where(position => theirs[position]));
    }

    private async Task TheyAccept(JsonNode signed, string cryptosuite, Dictionary<string, JsonNode?> documents)
    {
        Assert.Equal(cryptosuite, signed["proof"]![0]!["cryptosuite"]!.GetValue<string>());
        var said = await Verify(signed, documents);
        Assert.True(said.GetProperty("verified").GetBoolean(), said.GetRawText());
    }

    private async Task<bool> TheyVerify(JsonNode signed, Dictionary<string, JsonNode?> documents) => (await Verify(signed, documents)).GetProperty("verified").GetBoolean();

    private Task<JsonElement> Verify(JsonNode credential, Dictionary<string, JsonNode?> documents) => Peers.Ask("verify", new { credential, documents, at = At });

    private static async Task<JsonNode> Signed(string issuer, IssuerKey key)
    {
        var dossier = ADossier.Full() with { Issuer = ADossier.Issuer with { Id = issuer }, Keys = [key] };
        return JsonNode.Parse((await new OpenBadge3DataIntegrityFormat().Issue(dossier, CancellationToken.None)).Bytes)!;
    }

    private static Dictionary<string, JsonNode?> DidDocuments() => new() { [Did] = JsonNode.Parse(DidDocument.Write(Did, ADossier.Issuer, [Ed25519, P256])) };

    private static Web Ours() => new Web().With($"{ADossier.IssuerId}/did.json", DidDocument.Write(Did, ADossier.Issuer, [Ed25519, P256]));

    private static IssuerKey KeyFor(string cryptosuite) => cryptosuite == Eddsa ? Ed25519 : P256;

    private static string MultibaseOf(IssuerKey key) => LtiBadgeConnector.Credentials.Keys.PublicKey.FromJwk(JsonDocument.Parse(key.PublicJwk).RootElement)!.Multibase!;

    private static JsonNode? Step(JsonNode node, string part) => node is JsonArray items ? items[int.Parse(part, CultureInfo.InvariantCulture)] : node[part];

    private static void Replace(JsonNode parent, string part, string value)
    {
        if (parent is JsonArray items) items[int.Parse(part, CultureInfo.InvariantCulture)] = value;
        else parent[part] = value;
    }
}

/// <summary>One process of theirs for all tests, started when the first asks.</summary>
public sealed class PeersFixture : IDisposable
{
    private readonly Lazy<Peers> peers = new(() => new());

    internal Peers Peers => peers.Value;

    public void Dispose()
    {
        if (peers.IsValueCreated) peers.Value.Dispose();
    }
}
