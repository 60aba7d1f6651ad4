using LtiBadgeConnector.Credentials.Verification;
using LtiBadgeConnector.Web.Configuration;

namespace LtiBadgeConnector.Web.Verifying;

/// <summary>
/// The configured list of issuers somebody has ascertained. A proof says that the holder of a name signed; who that is, the proof cannot
/// say, so this stands apart from the verdict and never changes it.
/// </summary>
public sealed class TrustedIssuers(VerificationOptions options, ConnectorOptions connector)
{
    /// <summary>The report with the entry that names its issuer. Only where the key is the issuer's: otherwise the name proves nothing.</summary>
    public VerificationReport Mark(VerificationReport report) =>
        report.Credential?.IssuerId is { } issuer && report.Checks.Any(check => check is { Name: CheckNames.IssuerKey, Result: CheckResult.Pass }) ? report with { Trust = Find(issuer) } : report;

    private string? Find(string issuer)
    {
        if (issuer.StartsWith(connector.PublicUrl + "/", StringComparison.Ordinal)) return connector.PublicUrl;
        return options.TrustedIssuers.FirstOrDefault(entry => entry.StartsWith("did:", StringComparison.Ordinal) ? entry == issuer : IsInside(HostOf(issuer), entry));
    }

    private static bool IsInside(string? host, string domain) =>
        host is not null && (string.Equals(host, domain, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase));

    // did:web names a host, too.
    private static string? HostOf(string issuer)
    {
        if (issuer.StartsWith("did:web:", StringComparison.Ordinal)) return Uri.UnescapeDataString(issuer["did:web:".Length..].Split(':')[0]).Split(':')[0];
        return Uri.TryCreate(issuer, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" ? uri.IdnHost : null;
    }
}
