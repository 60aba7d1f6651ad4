using LtiBadgeConnector.Lti.Http;
using LtiBadgeConnector.Lti.Problems;

namespace LtiBadgeConnector.Lti.DynamicRegistration;

/// <summary>
/// Whether an issuer may speak for the address its configuration came from: same host, a registrable parent of it,
/// or one of the hosted LMSs whose issuer is at another host.
/// </summary>
internal static class IssuerRules
{
    private static readonly (string Issuer, string[] Hosts)[] vendors =
    [
        ("https://canvas.instructure.com", ["instructure.com", "canvaslms.com"]),
        ("https://canvas.beta.instructure.com", ["instructure.com", "canvaslms.com"]),
        ("https://canvas.test.instructure.com", ["instructure.com", "canvaslms.com"]),
        ("https://blackboard.com", ["blackboard.com"]),
    ];

    // Second levels under which strangers register: "ac.jp" is no parent of "lms.kita.ac.jp" that anybody owns.
    private static readonly HashSet<string> sharedSecondLevels = new(StringComparer.OrdinalIgnoreCase)
    {
        "ac", "co", "com", "ed", "edu", "go", "gob", "gov", "gouv", "gr", "info", "lg", "ltd", "me", "ne", "net", "nhs", "nom", "or", "org", "plc", "sch",
    };

    public static Refusal? Check(string issuer, string configurationUrl, LtiOptions options)
    {
        // Query and fragment are looked for in the text: Uri would hide an empty one.
        if (!Urls.IsAcceptable(issuer, options) || issuer.AsSpan().ContainsAny('?', '#')) return LtiProblem.RegistrationIssuerMalformed;

        var (owner, host) = (new Uri(issuer), new Uri(configurationUrl));
        if (owner.Authority == host.Authority || IsVendor(issuer, host.Host) || IsParent(owner.Host, host.Host)) return null;
        return new Refusal(LtiProblem.RegistrationIssuerMismatch, $"The issuer is at {owner.Host}, the configuration at {host.Host}.");
    }

    private static bool IsVendor(string issuer, string host) =>
        vendors.Any(vendor => vendor.Issuer == issuer && vendor.Hosts.Any(allowed => host == allowed || IsBelow(allowed, host)));

    private static bool IsParent(string parent, string host)
    {
        var labels = parent.Split('.');
        if (labels.Length < 2) return false;
        var isSharedSuffix = labels.Length == 2 && labels[1].Length == 2 && sharedSecondLevels.Contains(labels[0]);
        return !isSharedSuffix && IsBelow(parent, host);
    }

    private static bool IsBelow(string parent, string host) => host.EndsWith("." + parent, StringComparison.OrdinalIgnoreCase);
}
