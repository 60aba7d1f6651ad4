using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Credentials.Formats;
using LtiBadgeConnector.Credentials.Keys;
using LtiBadgeConnector.Credentials.Schemas;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace LtiBadgeConnector.ProtocolTests.Credentials;

/// <summary>Open Badges 3.0 with JSON Web Token proof, as issued (specification sections 8.2 and B).</summary>
public class OpenBadge3JwtTests
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void Is_one_of_the_formats_made_on_request() =>
        Assert.Single(CredentialFormats.OnRequest.All, format => format.Name == "ob3-jwt");

    [Fact]
    public async Task Says_how_it_was_signed()
    {
        var document = await new OpenBadge3JwtFormat().Issue(ADossier.Full(), CancellationToken.None);

        Assert.Equal(("ob3-jwt", "application/vc+jwt", ADossier.KeyId), (document.Format, document.MediaType, document.KeyId));
        Assert.Equal(ADossier.AwardedAt, document.ValidFrom);
    }

    [Fact]
    public async Task Equals_the_golden_credential()
    {
        var token = await Tokens.Issue(ADossier.Full());

        Assert.Equal(Files.Text("Issued/full.json").TrimEnd(), JsonSerializer.Serialize(Tokens.Payload(token), Readable));
        Assert.Equal(Files.Text("Issued/full.jwt").TrimEnd(), token);
    }

    [Fact]
    public async Task The_signature_holds_in_a_library_that_is_not_ours()
    {
        var token = await Tokens.Issue(ADossier.Full());
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(token, new()
        {
            IssuerSigningKey = new JsonWebKey(ADossier.Key.PublicJwk),
            ValidIssuer = ADossier.IssuerId,
            ValidAlgorithms = ["RS256"],
            ValidateAudience = false,
            ValidateLifetime = false,
        });

        Assert.True(result.IsValid, result.Exception?.Message);
        Assert.Equal(ADossier.Learner, result.Claims["sub"]);
    }

    [Fact]
    public async Task The_library_that_is_not_ours_refuses_another_issuer_s_key()
    {
        var other = IssuerKeys.NewRsa(ADossier.KeyId, ADossier.IssuerId, TimeProvider.System);
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(await Tokens.Issue(ADossier.Full()), new()
        {
            IssuerSigningKey = new JsonWebKey(other.PublicJwk),
            ValidIssuer = ADossier.IssuerId,
            ValidateAudience = false,
            ValidateLifetime = false,
        });

        Assert.False(result.IsValid);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Conforms_to_the_published_schema_with_formats_asserted(bool full)
    {
        var payload = Tokens.Payload(await Tokens.Issue(full ? ADossier.Full() : ADossier.Small()));

        Assert.Empty(SchemaLibrary.Find(OpenBadge3.AchievementCredentialSchema)!.Validate(payload));
        Assert.Empty(SchemaLibrary.Find(OpenBadge3.AnyAchievementCredentialSchema)!.Validate(payload));
    }

    [Fact]
    public async Task The_header_holds_algorithm_and_key_and_nothing_else() =>
        Assert.Equal($$"""{"alg":"RS256","kid":"{{ADossier.KeyId}}"}""", Tokens.Header(await Tokens.Issue(ADossier.Full())).GetRawText());

    [Fact]
    public async Task The_claims_repeat_the_credential()
    {
        var payload = Tokens.Payload(await Tokens.Issue(ADossier.Full()));

        Assert.Equal(payload.GetProperty("issuer").GetProperty("id").GetString(), payload.GetProperty("iss").GetString());
        Assert.Equal(payload.GetProperty("id").GetString(), payload.GetProperty("jti").GetString());
        Assert.Equal(payload.GetProperty("credentialSubject").GetProperty("id").GetString(), payload.GetProperty("sub").GetString());
        Assert.Equal(payload.GetProperty("validFrom").GetDateTimeOffset().ToUnixTimeSeconds(), payload.GetProperty("nbf").GetInt64());
        Assert.Equal(payload.GetProperty("validUntil").GetDateTimeOffset().ToUnixTimeSeconds(), payload.GetProperty("exp").GetInt64());
    }

    [Fact]
    public async Task Without_an_end_there_is_neither_validUntil_nor_exp()
    {
        var payload = Tokens.Payload(await Tokens.Issue(ADossier.Small()));

        Assert.False(payload.TryGetProperty("validUntil", out _));
        Assert.False(payload.TryGetProperty("exp", out _));
    }

    [Fact]
    public async Task Contexts_stand_in_order_and_ours_is_last_and_inline()
    {
        var contexts = Tokens.Payload(await Tokens.Issue(ADossier.Full())).GetProperty("@context");

        Assert.Equal("https://www.w3.org/ns/credentials/v2", contexts[0].GetString());
        Assert.Equal("https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json", contexts[1].GetString());
        Assert.Equal("https://purl.imsglobal.org/spec/ob/v3p0/extensions.json", contexts[2].GetString());
        Assert.Equal("""{"mc":"https://lti-badge-connector.example/ns/micro-credential#"}""", contexts[3].GetRawText());
    }

    [Fact]
    public async Task Without_extension_terms_there_is_no_inline_context() =>
        Assert.All(Tokens.Payload(await Tokens.Issue(ADossier.Small())).GetProperty("@context").EnumerateArray(), context => Assert.Equal(JsonValueKind.String, context.ValueKind));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Holds_no_null_no_empty_array_and_no_empty_object(bool full)
    {
        static IEnumerable<string> Empties(JsonElement element, string path) => element.ValueKind switch
        {
            JsonValueKind.Null => [path],
            JsonValueKind.Array when element.GetArrayLength() == 0 => [path],
            JsonValueKind.Array => element.EnumerateArray().SelectMany((item, index) => Empties(item, $"{path}/{index}")),
            JsonValueKind.Object when !element.EnumerateObject().Any() => [path],
            JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Empties(member.Value, $"{path}/{member.Name}")),
            _ => [],
        };

        Assert.Empty(Empties(Tokens.Payload(await Tokens.Issue(full ? ADossier.Full() : ADossier.Small())), ""));
    }

    [Fact]
    public async Task The_learner_is_named_only_when_the_dossier_has_the_name()
    {
        var dossier = ADossier.Full();
        var payload = Tokens.Payload(await Tokens.Issue(dossier with { Recipient = dossier.Recipient with { Name = null } })).GetRawText();

        Assert.DoesNotContain("花子", payload, StringComparison.Ordinal);
        Assert.DoesNotContain("hanako", payload, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Signs_with_the_newest_active_key()
    {
        var newer = IssuerKeys.NewRsa($"{ADossier.IssuerId}/keys/r2", ADossier.IssuerId, TimeProvider.System) with { CreatedAt = ADossier.AwardedAt.AddDays(1) };
        var retired = newer with { Id = $"{ADossier.IssuerId}/keys/r3", State = IssuerKeyState.Retired, CreatedAt = ADossier.AwardedAt.AddDays(2) };
        var document = await new OpenBadge3JwtFormat().Issue(ADossier.Small() with { Keys = [ADossier.Key, newer, retired] }, CancellationToken.None);

        Assert.Equal(newer.Id, document.KeyId);
    }

    [Fact]
    public async Task Refuses_to_sign_without_an_active_key()
    {
        var dossier = ADossier.Small() with { Keys = [ADossier.Key with { State = IssuerKeyState.Retired }, ADossier.Key with { Algorithm = "EdDSA" }] };

        await Assert.ThrowsAsync<NoSigningKeyException>(() => new OpenBadge3JwtFormat().Issue(dossier, CancellationToken.None));
        Assert.Equal("issuer-key-missing", NoSigningKeyException.Code);
    }

    [Fact]
    public async Task Refuses_times_that_a_verifier_would_trip_over()
    {
        var good = ADossier.Small();
        AwardDossier[] wrong =
        [
            good with { ValidFrom = good.ValidFrom.AddMilliseconds(1) },
            good with { ValidUntil = good.ValidFrom.AddDays(1).AddMilliseconds(1) },
            good with { ValidUntil = good.ValidFrom.AddSeconds(-1) },
            good with { FormerValidFrom = good.ValidFrom },
        ];

        foreach (var dossier in wrong) await Assert.ThrowsAsync<ArgumentException>(() => new OpenBadge3JwtFormat().Issue(dossier, CancellationToken.None));
    }

    [Fact]
    public async Task A_re_issue_keeps_id_and_award_date_and_moves_validFrom()
    {
        var first = ADossier.Small();
        var again = first with { FormerValidFrom = first.ValidFrom, ValidFrom = IssuingTime.ValidFrom(first.ValidFrom, first.ValidFrom) };
        var (before, after) = (Tokens.Payload(await Tokens.Issue(first)), Tokens.Payload(await Tokens.Issue(again)));

        Assert.Equal(before.GetProperty("id").GetString(), after.GetProperty("id").GetString());
        Assert.Equal(before.GetProperty("awardedDate").GetString(), after.GetProperty("awardedDate").GetString());
        Assert.Equal("2026-04-01T09:00:01Z", after.GetProperty("validFrom").GetString());
    }

    [Fact]
    public async Task A_key_replaced_under_the_same_url_signs_with_its_new_bytes()
    {
        var format = new OpenBadge3JwtFormat();
        _ = await format.Issue(ADossier.Small(), CancellationToken.None);
        var replaced = IssuerKeys.NewRsa(ADossier.KeyId, ADossier.IssuerId, TimeProvider.System);
        var token = Encoding.ASCII.GetString((await format.Issue(ADossier.Small() with { Keys = [replaced] }, CancellationToken.None)).Bytes);

        using var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(replaced.Pkcs8, out _);
        var parts = token.Split('.');
        Assert.True(rsa.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), System.Buffers.Text.Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    [Fact]
    public async Task Many_threads_may_issue_at_once()
    {
        var format = new OpenBadge3JwtFormat();
        var expected = await Tokens.Issue(ADossier.Full());
        var tokens = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => format.Issue(ADossier.Full(), CancellationToken.None))));

        Assert.All(tokens, token => Assert.Equal(expected, Encoding.ASCII.GetString(token.Bytes)));
    }

    [Fact]
    public async Task Descriptors_become_terms_of_one_vocabulary()
    {
        var dossier = ADossier.Small() with
        {
            Achievement = ADossier.Small().Achievement with
            {
                Outcomes = ["One", "Two"],
                Descriptors = [new("learning-outcomes", ["Two", "Three"]), new("quality-assurance", ["external"]), new("prerequisites", ["none"]), new("credit-recognition", ["1"])],
            },
        };
        var achievement = Tokens.Payload(await Tokens.Issue(dossier)).GetProperty("credentialSubject").GetProperty("achievement");

        Assert.Equal("""["One","Two","Three"]""", achievement.GetProperty("mc:learningOutcome").GetRawText());
        Assert.Equal("""["external"]""", achievement.GetProperty("mc:qualityAssurance").GetRawText());
        Assert.Equal("""["none"]""", achievement.GetProperty("mc:prerequisite").GetRawText());
        Assert.Equal("""["1"]""", achievement.GetProperty("mc:credit").GetRawText());
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("@id")]
    public async Task A_descriptor_id_cannot_smuggle_in_another_term(string id) =>
        await Assert.ThrowsAsync<ArgumentException>(() => Tokens.Issue(ADossier.Small() with { Achievement = ADossier.Small().Achievement with { Descriptors = [new(id, ["x"])] } }));
}
