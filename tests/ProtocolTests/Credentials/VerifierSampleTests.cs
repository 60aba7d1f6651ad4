using LtiBadgeConnector.Credentials.Verification;

namespace LtiBadgeConnector.ProtocolTests.Credentials;

/// <summary>Badges that others made. Their issuers' servers are not reachable here, so none of them can be called valid.</summary>
public class VerifierSampleTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);

    // The signature holds under the key each of them brings along, but a key in the header says nothing about the issuer:
    // without the issuer's key set anybody could have made it.
    [Theory]
    [InlineData("ob3-jwk-png.jwt", "schema-good")]
    [InlineData("ob3-jwk-svg.jwt", "schema-good")]
    [InlineData("ob3-jwk-legacy-png.jwt", "schema-good")]
    [InlineData("clr2-simple.jwt", "schema-none")]
    public async Task The_signature_holds_under_the_key_in_the_header(string file, string schema)
    {
        var web = new Web();
        var report = await web.Verify(Files.Bytes($"Samples/{file}"), At);

        Assert.Equal("proof-good", report.Of(CheckNames.Proof).Code);
        Assert.Equal("issuer-keys-unavailable", report.Of(CheckNames.IssuerKey).Code);
        Assert.Equal(schema, report.Of(CheckNames.Schema).Code);
        Assert.Single(web.Asked);
    }

    [Fact]
    public async Task A_token_that_names_no_key_is_invalid() =>
        (await new Web().Verify(Files.Bytes("Samples/ob3-simple.jwt"), At)).Is(Verdict.Invalid, CheckNames.Proof, "header-key-missing");

    [Fact]
    public async Task An_open_badge_2_token_is_said_to_be_unsupported() =>
        (await new Web().Verify(Files.Bytes("Samples/ob2-simple.jwt"), At)).Is(Verdict.Unsupported, CheckNames.Structure, "open-badges-2-unsupported");

    [Fact]
    public async Task Every_unsigned_sample_has_no_proof_and_every_signed_one_is_not_called_valid()
    {
        var seen = new Dictionary<Verdict, int>();
        foreach (var file in new[] { "1edtech-spec", "1edtech-validator" }.SelectMany(folder => Directory.EnumerateFiles(Files.Path($"Samples/ob3/{folder}"), "*.json")))
        {
            var bytes = await File.ReadAllBytesAsync(file);
            var report = await new Web().Verify(bytes, At);
            seen[report.Verdict] = seen.GetValueOrDefault(report.Verdict) + 1;
            var signed = System.Text.Encoding.UTF8.GetString(bytes).Contains("\"proof\"", StringComparison.Ordinal);
            Verdict[] expected = !signed ? [Verdict.NoProof] : [Verdict.Unsupported, Verdict.Invalid, Verdict.NotACredential];

            // One example of the specification is an Open Badge 2.0: it shows what is migrated from.
            Assert.True(expected.Contains(report.Verdict) || report.Checks[0].Code == "open-badges-2-unsupported", $"{file}: {report.Verdict}");
        }

        Assert.True(seen[Verdict.NoProof] >= 10 && seen[Verdict.Unsupported] >= 5, string.Join(", ", seen));
    }
}
