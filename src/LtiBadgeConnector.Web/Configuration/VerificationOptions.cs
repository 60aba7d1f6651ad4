namespace LtiBadgeConnector.Web.Configuration;

/// <summary>What the check page and the command <c>verify</c> know about issuers.</summary>
public sealed class VerificationOptions
{
    public const string Section = "Verification";

    /// <summary>Issuers whose identity you have ascertained: a DID such as <c>did:web:example.ac.jp</c>, or a domain such as <c>example.ac.jp</c>, which covers its subdomains.</summary>
    public string[] TrustedIssuers { get; set; } = [];
}
