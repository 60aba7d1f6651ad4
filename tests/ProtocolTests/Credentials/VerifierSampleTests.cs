using LtiBadgeConnector.Credentials.Verification;

namespace LtiBadgeConnector.ProtocolTests.Credentials;

/// <summary>Badges that others made. Their issuers' servers are not reachable here, so none of them can be called valid.</summary>
public class VerifierSampleTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);

    // The signature holds under the key each of them brings along. A key in the header says nothing about the issuer, so
    // that stays open: their issuers publish no key set.
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
        Assert.Equal("issuer-key-unconfirmed", report.Of(CheckNames.IssuerKey).Code);
        Assert.Equal(schema, report.Of(CheckNames.Schema).Code);
        Assert.Single(web.Asked);
    }

    [Fact]
    public async Task A_token_that_names_no_key_is_invalid() =>
        (await new Web().Verify(Files.Bytes("Samples/ob3-simple.jwt"), At)).Is(Verdict.Invalid, CheckNames.Proof, "header-key-missing");

    [Fact]
    public async Task An_open_badge_2_token_whose_parts_cannot_be_had_is_undecided() =>
        (await new Web().Verify(Files.Bytes("Samples/ob2-simple.jwt"), At)).Is(Verdict.Indeterminate, CheckNames.Structure, "part-unavailable");
}
