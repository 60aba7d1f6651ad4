using System.Buffers.Text;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LtiBadgeConnector.Credentials.Verification;

namespace LtiBadgeConnector.ProtocolTests.Credentials;

/// <summary>Withdrawn or not: Bitstring Status List v1.0, and the list of 1EdTech that came before it.</summary>
public class VerifierStatusTests
{
    private const string ListUrl = $"{ADossier.Origin}/status/3";
    private const int Index = 94567;

    [Fact]
    public void Reads_the_published_lists_bit_for_bit()
    {
        using var vectors = JsonDocument.Parse(Files.Bytes("Samples/bitstring-vectors.json"));
        foreach (var vector in vectors.RootElement.GetProperty("vectors").EnumerateArray())
        {
            var list = BitstringStatusList.Decode(vector.GetProperty("encodedList").GetString()!)!;
            var bits = Enumerable.Range(0, vector.GetProperty("lengthBits").GetInt32()).Where(index => list[index]).ToList();

            Assert.Equal(vector.GetProperty("lengthBits").GetInt64(), list.Count);
            Assert.Equal(vector.GetProperty("setIndexes").EnumerateArray().Select(index => index.GetInt32()).Order(), bits);
        }
    }

    [Theory]
    [InlineData("revocation", false, Verdict.Valid, "status-good")]
    [InlineData("revocation", true, Verdict.Revoked, "status-revoked")]
    [InlineData("suspension", true, Verdict.Suspended, "status-suspended")]
    [InlineData("refresh", true, Verdict.Valid, "status-good")]
    public async Task Reads_a_list_signed_by_the_issuer(string purpose, bool set, Verdict verdict, string code) =>
        (await Verify(Entry(purpose), List(purpose, Bits(set)))).Is(verdict, CheckNames.Status, code);

    [Fact]
    public async Task Reads_an_index_written_as_a_number() =>
        (await Verify(Entry("revocation", entry => entry["statusListIndex"] = Index), List("revocation", Bits(true)))).Is(Verdict.Revoked, CheckNames.Status, "status-revoked");

    [Fact]
    public async Task A_withdrawn_badge_that_has_also_expired_is_withdrawn() =>
        Assert.Equal(Verdict.Revoked, (await Verify(Entry("revocation"), List("revocation", Bits(true)), ADossier.AwardedAt.AddYears(6))).Verdict);

    [Fact]
    public async Task Of_several_entries_the_gravest_counts()
    {
        var both = new JsonArray(Entry("refresh"), Entry("revocation"));
        var report = await Verify(both, List("revocation", Bits(true)));
        Assert.Equal("status-revoked", report.Of(CheckNames.Status).Code);
    }

    [Fact]
    public async Task A_list_that_cannot_be_had_is_never_not_revoked()
    {
        var token = Token(await Payload(Entry("revocation")));
        (await Web.OfIssuer().Verify(token)).Is(Verdict.Indeterminate, CheckNames.Status, "status-list-unavailable");
        (await Web.OfIssuer().With(ListUrl, "gone"u8.ToArray()).Verify(token)).Is(Verdict.Indeterminate, CheckNames.Status, "status-list-unverified");
    }

    [Fact]
    public async Task A_list_that_is_not_the_issuer_s_own_proves_nothing()
    {
        var token = Token(await Payload(Entry("revocation")));
        var list = List("revocation", Bits(false));
        var tampered = Tokens.WithPayload(Token(list), Changed(list, changed => changed["name"] = "x"));
        var otherIssuer = Token(Changed(list, changed =>
        {
            changed["issuer"] = "https://other.example/issuers/1";
            changed["iss"] = "https://other.example/issuers/1";
        }));

        foreach (var bad in new[] { tampered, otherIssuer, list.ToJsonString() })
        {
            (await Web.OfIssuer().With(ListUrl, Encoding.UTF8.GetBytes(bad)).Verify(token)).Is(Verdict.Indeterminate, CheckNames.Status, "status-list-unverified");
        }
    }

    [Fact]
    public async Task A_list_out_of_date_is_not_believed() =>
        (await Verify(Entry("revocation"), Changed(List("revocation", Bits(false)), list => list["validUntil"] = "2026-04-01T12:00:00Z"))).Is(Verdict.Indeterminate, CheckNames.Status, "status-list-outdated");

    [Fact]
    public async Task A_list_below_the_least_length_is_not_believed() =>
        (await Verify(Entry("revocation", entry => entry["statusListIndex"] = "1"), List("revocation", new byte[8192]))).Is(Verdict.Indeterminate, CheckNames.Status, "status-list-too-short");

    [Fact]
    public async Task An_index_outside_the_list_is_not_good() =>
        (await Verify(Entry("revocation", entry => entry["statusListIndex"] = "131072"), List("revocation", Bits(false)))).Is(Verdict.Indeterminate, CheckNames.Status, "status-index-out-of-range");

    public static TheoryData<string, string> BadLists => new()
    {
        { "type", """["VerifiableCredential"]""" },
        { "credentialSubject", """{"id":"urn:x:1","type":"BitstringStatusList","statusPurpose":"suspension","encodedList":"uH4sIAAAAAAAAA"}""" },
        { "credentialSubject", """{"id":"urn:x:1","type":"BitstringStatusList","statusPurpose":"revocation","encodedList":"uAAAA"}""" },
        { "credentialSubject", """{"id":"urn:x:1","type":"BitstringStatusList","statusPurpose":"revocation"}""" },
    };

    [Theory]
    [MemberData(nameof(BadLists))]
    public async Task A_malformed_list_is_not_good(string member, string value)
    {
        var list = Changed(List("revocation", Bits(false)), list =>
        {
            list[member] = JsonNode.Parse(value);
            list.Remove("sub");
        });
        (await Verify(Entry("revocation"), list)).Is(Verdict.Indeterminate, CheckNames.Status, "status-list-malformed");
    }

    [Fact]
    public async Task A_list_that_unpacks_without_end_is_not_unpacked() =>
        (await Verify(Entry("revocation"), List("revocation", new byte[17 * 1024 * 1024]))).Is(Verdict.Indeterminate, CheckNames.Status, "status-list-malformed");

    [Theory]
    [InlineData("statusListIndex", "\"-1\"")]
    [InlineData("statusListIndex", "\"1.5\"")]
    [InlineData("statusListIndex", "-1")]
    [InlineData("statusListCredential", "7")]
    [InlineData("statusPurpose", "7")]
    [InlineData("statusSize", "2")]
    public async Task A_malformed_entry_is_not_good(string member, string value) =>
        (await Verify(Entry("revocation", entry => entry[member] = JsonNode.Parse(value)), List("revocation", Bits(false)))).Is(Verdict.Indeterminate, CheckNames.Status, "status-entry-malformed");

    [Fact]
    public async Task A_status_of_an_unknown_type_is_not_good() =>
        (await Verify(Entry("revocation", entry => entry["type"] = "ExampleStatus"), List("revocation", Bits(false)))).Is(Verdict.Indeterminate, CheckNames.Status, "status-type-unsupported");

    [Fact]
    public async Task Too_many_entries_are_not_followed()
    {
        var web = Web.OfIssuer();
        var payload = await Payload(new JsonArray([.. Enumerable.Range(0, 9).Select(_ => (JsonNode)Entry("revocation"))]));
        var report = await web.Verify(Token(payload));

        Assert.Equal("status-entry-malformed", report.Of(CheckNames.Status).Code);
        Assert.DoesNotContain(ListUrl, web.Asked);
    }

    [Theory]
    [InlineData("""{"revokedCredential":[]}""", Verdict.Valid, "status-good")]
    [InlineData("""{"revokedCredential":[{"id":"https://badges.example.ac.jp/credentials/c4v8p1"}]}""", Verdict.Revoked, "status-revoked")]
    [InlineData("""{"revokedCredential":[{"id":"https://badges.example.ac.jp/credentials/c4v8p1","revoked":false}]}""", Verdict.Valid, "status-good")]
    [InlineData("""{"revokedCredential":[{"id":"https://badges.example.ac.jp/credentials/c4v8p1","revoked":true,"revocationReason":"Cheating"}]}""", Verdict.Revoked, "status-revoked")]
    [InlineData("""{"revokedCredential":[{"id":"https://badges.example.ac.jp/credentials/other"}]}""", Verdict.Valid, "status-good")]
    [InlineData("""{}""", Verdict.Indeterminate, "status-list-malformed")]
    public async Task Reads_the_deprecated_list_of_1EdTech(string list, Verdict verdict, string code)
    {
        var token = Token(await Payload(new JsonObject { ["id"] = ListUrl, ["type"] = "1EdTechRevocationList" }));
        var report = await Web.OfIssuer().With(ListUrl, Encoding.UTF8.GetBytes(list)).Verify(token);

        report.Is(verdict, CheckNames.Status, code);
        if (list.Contains("Cheating", StringComparison.Ordinal)) Assert.Equal("Cheating", report.Of(CheckNames.Status).Detail);
    }

    [Theory]
    [InlineData("revocation", Verdict.Revoked)]
    [InlineData("suspension", Verdict.Suspended)]
    public async Task The_issuer_can_be_asked_again_without_the_badge(string purpose, Verdict later)
    {
        var web = Web.OfIssuer().With(ListUrl, Encoding.UTF8.GetBytes(Token(List(purpose, Bits(false)))));
        var report = await web.Verify(Token(await Payload(Entry(purpose))));
        var kept = report.Status!.ToJson()!;
        Assert.DoesNotContain("credentialSubject", kept, StringComparison.Ordinal);

        Assert.Equal(Verdict.Valid, await AskAgain());
        web.With(ListUrl, Encoding.UTF8.GetBytes(Token(List(purpose, Bits(true)))));
        Assert.Equal(later, await AskAgain());
        Assert.Equal(Verdict.Indeterminate, await new CredentialVerifier(web.Without(ListUrl)).AskAgain(StatusReference.Read(kept), ADossier.AwardedAt.AddDays(2), default));

        Task<Verdict> AskAgain() => new CredentialVerifier(web).AskAgain(StatusReference.Read(kept), ADossier.AwardedAt.AddDays(2), default);
    }

    [Fact]
    public async Task Where_nothing_tells_nobody_is_asked_again() => Assert.Null((await Web.OfIssuer().Verify(await Tokens.Issue(ADossier.Full() with { Status = null }))).Status);

    [Fact]
    public async Task More_than_a_badge_needs_to_be_found_by_is_not_kept() =>
        Assert.Null((await Web.OfIssuer().Verify(Token(await Payload(Entry("revocation", entry => entry["padding"] = new string('x', 10_000)))))).Status!.ToJson());

    [Fact]
    public async Task No_list_is_fetched_for_a_badge_nobody_vouches_for()
    {
        var web = Web.OfIssuer();
        var report = await web.Verify(Tokens.WithPayload(await Tokens.Issue(ADossier.Full()), await Payload(Entry("revocation"))));

        report.Is(Verdict.Invalid, CheckNames.Proof, "signature-mismatch");
        Assert.Equal("status-not-checked", report.Of(CheckNames.Status).Code);
        Assert.DoesNotContain(ListUrl, web.Asked);
    }

    private static async Task<VerificationReport> Verify(JsonNode status, JsonObject list, DateTimeOffset? at = null) =>
        await Web.OfIssuer().With(ListUrl, Encoding.UTF8.GetBytes(Token(list))).Verify(Token(await Payload(status)), at);

    private static string Token(JsonObject payload) => Tokens.Sign(new JsonObject { ["alg"] = "RS256", ["kid"] = ADossier.KeyId }, payload);

    private static async Task<JsonObject> Payload(JsonNode status)
    {
        var payload = Tokens.PayloadNode(await Tokens.Issue(ADossier.Full()));
        // The schema allows one object; real badges and the data model have arrays, which the generic kind accepts.
        if (status is JsonArray) payload["type"] = new JsonArray("VerifiableCredential");
        payload["credentialStatus"] = status;
        return payload;
    }

    private static JsonObject Entry(string purpose, Action<JsonObject>? change = null)
    {
        var entry = new JsonObject
        {
            ["id"] = $"{ListUrl}#{Index}",
            ["type"] = "BitstringStatusListEntry",
            ["statusPurpose"] = purpose,
            ["statusListIndex"] = $"{Index}",
            ["statusListCredential"] = ListUrl,
        };
        change?.Invoke(entry);
        return entry;
    }

    private static JsonObject List(string purpose, byte[] bits) => new()
    {
        ["@context"] = new JsonArray("https://www.w3.org/ns/credentials/v2"),
        ["id"] = ListUrl,
        ["type"] = new JsonArray("VerifiableCredential", "BitstringStatusListCredential"),
        ["issuer"] = ADossier.IssuerId,
        ["validFrom"] = "2026-04-01T09:00:00Z",
        ["credentialSubject"] = new JsonObject { ["id"] = $"{ListUrl}#list", ["type"] = "BitstringStatusList", ["statusPurpose"] = purpose, ["encodedList"] = Encode(bits) },
        ["iss"] = ADossier.IssuerId,
        ["jti"] = ListUrl,
        ["sub"] = $"{ListUrl}#list",
        ["nbf"] = 1775034000,
    };

    private static byte[] Bits(bool set)
    {
        var bits = new byte[16384];
        if (set) bits[Index / 8] = (byte)(0x80 >> (Index % 8));
        return bits;
    }

    private static string Encode(byte[] bits)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal)) gzip.Write(bits);
        return "u" + Base64Url.EncodeToString(packed.ToArray());
    }

    private static JsonObject Changed(JsonObject list, Action<JsonObject> change)
    {
        var copy = list.DeepClone().AsObject();
        change(copy);
        return copy;
    }
}
