using System.Text;
using System.Text.Json;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Credentials.Formats;
using LtiBadgeConnector.Credentials.Keys;
using LtiBadgeConnector.Credentials.OpenBadges2;
using LtiBadgeConnector.Credentials.Schemas;
using LtiBadgeConnector.Credentials.Verification;

namespace LtiBadgeConnector.ProtocolTests.Credentials;

/// <summary>The work behind a credential, in every format that carries it: there when its holder lets it, and otherwise not at all.</summary>
public class EvidenceTests
{
    private const string Digest = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

    // As the product makes them: a link with a result, a result alone, what an instructor gave by hand, and a file.
    private static readonly Evidence[] Given =
    [
        new("https://work.example/~misaki/rain%20fall?v=2#top") { Name = "Final project score is at least 70%", Narrative = "63 of 90 points. Needed: 63." },
        new((string?)null) { Name = "Quiz 1 の得点が 60% 以上", Narrative = "100点中92点（60点必要）" },
        new("https://talks.example/7") { Name = "Evidence given with the award", Narrative = "A talk of an hour." },
        new((string?)null) { Name = "The course is completed" },
        new("https://badges.example/evidence/x7m2k9") { Name = "札幌の降水量.csv", Description = "Final project score is at least 70%", DigestSri = Digest, Pieces = "file/1" },
    ];

    private static readonly IssuerKey[] Keys = [ADossier.Key, IssuerKeys.NewEd25519($"{ADossier.IssuerId}/keys/e1", ADossier.IssuerId, TimeProvider.System)];

    public static TheoryData<string> Formats => [.. All.Keys];

    private static readonly Dictionary<string, Func<AwardDossier, Task<JsonElement>>> All = new()
    {
        ["ob3-di"] = async dossier => Json((await new OpenBadge3DataIntegrityFormat().Issue(dossier, CancellationToken.None)).Bytes),
        ["ob3-jwt"] = async dossier => Payload((await new OpenBadge3JwtFormat().Issue(dossier, CancellationToken.None)).Bytes),
        ["ob3-offline"] = dossier => Task.FromResult(Json(new OfflineCopyFormat().Issue(dossier).Bytes)),
        ["ob2-hosted"] = async dossier => Json((await new OpenBadge2HostedFormat().Issue(dossier, CancellationToken.None)).Bytes),
        ["ob2-signed"] = async dossier => Payload((await new OpenBadge2SignedFormat().Issue(dossier, CancellationToken.None)).Bytes),
    };

    [Fact]
    public void No_format_is_forgotten() =>
        Assert.Equal(CredentialFormats.All.Concat(CredentialFormats.OnRequest.All).Select(format => format.Name).Append(OfflineCopyFormat.FormatName).Order(), All.Keys.Order());

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Stands_in_the_document_word_for_word_and_follows_the_schema(string format)
    {
        var document = await All[format](Dossier(Given));

        var said = document.GetProperty("evidence").EnumerateArray().Select(one => new Evidence(Text(one, "id")) { Name = Text(one, "name"), Description = Text(one, "description"), Narrative = Text(one, "narrative"), DigestSri = Text(one, "digestSRI") });
        // Open Badges 2.0 has no word for the digest.
        Assert.Equal(Given.Select(one => one with { Pieces = null, DigestSri = format.StartsWith("ob3", StringComparison.Ordinal) ? one.DigestSri : null }), said);
        if (format.StartsWith("ob3", StringComparison.Ordinal)) Assert.Empty(SchemaLibrary.Find(OpenBadge3.AchievementCredentialSchema)!.Validate(document));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Is_absent_while_the_holder_does_not_let_it(string format)
    {
        var document = await All[format](Dossier([]));

        Assert.False(document.TryGetProperty("evidence", out _));
        Assert.DoesNotContain("work.example", document.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_badge_with_evidence_is_valid_and_one_whose_evidence_was_changed_is_not()
    {
        var document = (await new OpenBadge3DataIntegrityFormat().Issue(Dossier(Given), CancellationToken.None)).Bytes;

        Assert.Equal(Verdict.Valid, (await Web.OfIssuer(Keys).Verify(document)).Verdict);
        foreach (var (said, other) in ((string, string)[])[("A talk of an hour.", "A talk of a day."), ("sha256-47", "sha256-48")])
            Assert.Equal(Verdict.Invalid, (await Web.OfIssuer(Keys).Verify(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(document).Replace(said, other, StringComparison.Ordinal)))).Verdict);
    }

    private static AwardDossier Dossier(IReadOnlyList<Evidence> evidence) => ADossier.Full() with { Keys = Keys, Evidence = evidence };

    private static JsonElement Json(byte[] bytes) => JsonDocument.Parse(bytes).RootElement;

    private static JsonElement Payload(byte[] token) => Tokens.Payload(Encoding.ASCII.GetString(token));

    private static string? Text(JsonElement json, string member) => json.TryGetProperty(member, out var found) ? found.GetString() : null;
}
