using LtiBadgeConnector.Credentials.Verification;
using LtiBadgeConnector.Web.Verifying;

namespace LtiBadgeConnector.UnitTests.Verifying;

/// <summary>Who is on the list of this server; and that the list never makes a verdict.</summary>
public sealed class TrustedIssuersTests
{
    private static readonly TrustedIssuers trusted = new(
        new() { TrustedIssuers = ["example.ac.jp", "did:web:badges.example.org", "did:key:z6MkOurs"] }, new() { PublicUrl = "https://own.example" });

    [Theory]
    [InlineData("https://example.ac.jp/issuers/1", "example.ac.jp")]
    [InlineData("https://badges.example.ac.jp/issuers/1", "example.ac.jp")]
    [InlineData("did:web:badges.example.ac.jp:issuers:1", "example.ac.jp")]
    [InlineData("did:web:badges.example.org", "did:web:badges.example.org")]
    [InlineData("did:key:z6MkOurs", "did:key:z6MkOurs")]
    [InlineData("https://own.example/issuers/1", "https://own.example")]
    [InlineData("https://evilexample.ac.jp/issuers/1", null)]
    [InlineData("https://example.ac.jp.evil.example/issuers/1", null)]
    [InlineData("https://own.example.evil.example/issuers/1", null)]
    [InlineData("did:web:badges.example.org:other", null)]
    [InlineData("did:key:z6MkOther", null)]
    [InlineData("urn:uuid:1", null)]
    public void An_issuer_is_on_the_list_by_its_whole_DID_or_inside_a_domain(string issuer, string? entry) => Assert.Equal(entry, trusted.Mark(Report(issuer)).Trust);

    [Fact]
    public void A_name_that_no_key_of_its_own_stands_for_is_never_on_the_list() =>
        Assert.All([CheckResult.Fail, CheckResult.Skipped], result => Assert.Null(trusted.Mark(Report("https://example.ac.jp/issuers/1", result)).Trust));

    [Fact]
    public void The_verdict_stays_and_the_report_says_which_entry()
    {
        var marked = trusted.Mark(Report("https://example.ac.jp/issuers/1") with { Verdict = Verdict.Revoked });
        Assert.Equal(Verdict.Revoked, marked.Verdict);
        Assert.Contains("\"trusted\":\"example.ac.jp\"", System.Text.Encoding.UTF8.GetString(marked.ToJson()), StringComparison.Ordinal);
    }

    private static VerificationReport Report(string issuer, CheckResult key = CheckResult.Pass) =>
        new(Verdict.Valid, [new(CheckNames.IssuerKey, key, VerificationCodes.IssuerKeyGood, null)], new() { IssuerId = issuer });
}
