using System.Text.Json.Nodes;
using System.Text.Json;
using System.Text;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Core.StatusLists;
using LtiBadgeConnector.Credentials.Formats;
using LtiBadgeConnector.Credentials.Keys;
using LtiBadgeConnector.Credentials.Schemas;
using LtiBadgeConnector.Credentials.StatusLists;
using LtiBadgeConnector.Credentials.Verification;

namespace LtiBadgeConnector.ProtocolTests.Credentials;

/// <summary>Our own status lists and the entries that name them (Bitstring Status List v1.0).</summary>
public class StatusListTests
{
    private const string ListUrl = $"{ADossier.Origin}/status/q4";
    private const int Size = 131_072;

    private static readonly StatusEntry Entry = new(new StatusListId(Guid.NewGuid()), ListUrl, StatusPurpose.Revocation, 94_567);
    private static readonly StatusListTimes Times = new(ADossier.AwardedAt, ADossier.AwardedAt.AddDays(7), StatusListTimes.Fresh);

    [Fact]
    public void Packed_bits_come_back_as_they_were()
    {
        int[] set = [0, 1, 7, 8, 94_567, Size - 1];
        var list = BitstringStatusList.Decode(Bitstring.Encode(Size, set))!;

        Assert.Equal(Size, list.Count);
        Assert.Equal(set, Enumerable.Range(0, Size).Where(position => list[position]));
    }

    [Fact]
    public async Task A_credential_names_its_place_as_the_standard_has_it()
    {
        var token = await Tokens.Issue(ADossier.Full() with { Status = Entry });
        var status = Tokens.Payload(token).GetProperty("credentialStatus");

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["id"] = $"{ListUrl}#94567", ["type"] = "BitstringStatusListEntry", ["statusPurpose"] = "revocation", ["statusListIndex"] = "94567",
                ["statusListCredential"] = ListUrl,
            },
            status.EnumerateObject().ToDictionary(member => member.Name, member => member.Value.GetString()!));
    }

    [Fact]
    public async Task A_credential_with_its_status_follows_the_published_schema()
    {
        foreach (var dossier in new[] { ADossier.Full(), ADossier.Small() })
        {
            var token = await Tokens.Issue(dossier with { Status = Entry });
            Assert.Empty(SchemaLibrary.Find(OpenBadge3.AchievementCredentialSchema)!.Validate(Tokens.Payload(token)));
        }
    }

    [Theory]
    [InlineData(false, Verdict.Valid, "status-good")]
    [InlineData(true, Verdict.Revoked, "status-revoked")]
    public async Task The_verifier_reads_our_list(bool isSet, Verdict verdict, string code)
    {
        var token = await Tokens.Issue(ADossier.Full() with { Status = Entry });
        var list = await Signed(isSet ? [3, Entry.Position] : [3]);

        (await Web.OfIssuer().With(ListUrl, list.Bytes).Verify(token)).Is(verdict, CheckNames.Status, code);
    }

    [Theory]
    [InlineData(false, StatusPurpose.Revocation, Verdict.Valid, "status-good")]
    [InlineData(true, StatusPurpose.Revocation, Verdict.Revoked, "status-revoked")]
    [InlineData(true, StatusPurpose.Suspension, Verdict.Suspended, "status-suspended")]
    public async Task The_verifier_reads_our_list_with_a_proof_inside(bool isSet, StatusPurpose purpose, Verdict verdict, string code)
    {
        var token = await Tokens.Issue(ADossier.Full() with { Status = Entry with { Purpose = purpose } });
        var list = await SignedInside(isSet ? [3, Entry.Position] : [3], purpose);

        (await OfBothKeys().With(ListUrl, list.Bytes).Verify(token)).Is(verdict, CheckNames.Status, code);
    }

    [Fact]
    public async Task A_bit_changed_in_the_list_breaks_its_proof()
    {
        var token = await Tokens.Issue(ADossier.Full() with { Status = Entry });
        var list = JsonNode.Parse((await SignedInside([Entry.Position], StatusPurpose.Revocation)).Bytes)!;
        list["credentialSubject"]!["encodedList"] = Bitstring.Encode(Size, []);

        (await OfBothKeys().With(ListUrl, list).Verify(token)).Is(Verdict.Indeterminate, CheckNames.Status, "status-list-unverified");
    }

    [Fact]
    public async Task Both_forms_of_a_list_say_the_same()
    {
        var inside = JsonDocument.Parse((await SignedInside([Entry.Position], StatusPurpose.Revocation)).Bytes).RootElement;
        var token = Tokens.Payload(Encoding.ASCII.GetString((await Signed([Entry.Position])).Bytes));

        foreach (var member in inside.EnumerateObject().Where(member => member.Name != "proof")) Assert.Equal(token.GetProperty(member.Name).GetRawText(), member.Value.GetRawText());
        Assert.Equal("eddsa-rdfc-2022", inside.GetProperty("proof")[0].GetProperty("cryptosuite").GetString());
    }

    [Fact]
    public async Task A_list_older_than_it_may_be_is_not_believed()
    {
        var token = await Tokens.Issue(ADossier.Full() with { Status = Entry });
        var list = await Signed([]);

        (await Web.OfIssuer().With(ListUrl, list.Bytes).Verify(token, Times.ValidUntil.AddSeconds(1))).Is(Verdict.Indeterminate, CheckNames.Status, "status-list-outdated");
    }

    [Fact]
    public async Task The_list_is_a_credential_of_its_own()
    {
        var document = await Signed([Entry.Position]);
        var token = Encoding.ASCII.GetString(document.Bytes);
        var list = Tokens.Payload(token);
        var subject = list.GetProperty("credentialSubject");

        Assert.Equal(("bitstring-jwt", "application/vc+jwt", ADossier.KeyId), (document.Format, document.MediaType, document.KeyId));
        Assert.Equal(["alg", "kid"], Tokens.Header(token).EnumerateObject().Select(member => member.Name));
        Assert.Equal(["https://www.w3.org/ns/credentials/v2"], Texts(list.GetProperty("@context")));
        Assert.Equal(["VerifiableCredential", "BitstringStatusListCredential"], Texts(list.GetProperty("type")));
        Assert.Equal((ListUrl, ADossier.IssuerId, "2026-04-01T09:00:00Z", "2026-04-08T09:00:00Z"), (Text(list, "id"), Text(list, "issuer"), Text(list, "validFrom"), Text(list, "validUntil")));
        Assert.Equal(($"{ListUrl}#list", "BitstringStatusList", "revocation", 30_000), (Text(subject, "id"), Text(subject, "type"), Text(subject, "statusPurpose"), subject.GetProperty("ttl").GetInt32()));
        Assert.Equal((ListUrl, $"{ListUrl}#list", ADossier.IssuerId), (Text(list, "jti"), Text(list, "sub"), Text(list, "iss")));
    }

    [Fact]
    public async Task A_list_without_a_key_is_not_signed() =>
        await Assert.ThrowsAsync<NoSigningKeyException>(() => new StatusListJwtFormat().Sign(AList([]) with { Keys = [] }, Times, CancellationToken.None));

    private static readonly IssuerKey InsideKey = IssuerKeys.NewEd25519($"{ADossier.IssuerId}/keys/e1", ADossier.IssuerId, TimeProvider.System);

    private static Web OfBothKeys() => Web.OfIssuer(ADossier.Key, InsideKey);

    private static Task<SignedDocument> SignedInside(IReadOnlyList<int> set, StatusPurpose purpose) =>
        new StatusListDataIntegrityFormat().Sign(AList(set) with { Purpose = purpose, Keys = [ADossier.Key, InsideKey] }, Times, CancellationToken.None);

    private static Task<SignedDocument> Signed(IReadOnlyList<int> set) => new StatusListJwtFormat().Sign(AList(set), Times, CancellationToken.None);

    private static StatusListToSign AList(IReadOnlyList<int> set) =>
        new(TenantId.New(TimeProvider.System), Entry.List, ListUrl, StatusPurpose.Revocation, Size, 1, set, ADossier.Issuer, [ADossier.Key]);

    private static IEnumerable<string?> Texts(JsonElement array) => array.EnumerateArray().Select(item => item.GetString());

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
