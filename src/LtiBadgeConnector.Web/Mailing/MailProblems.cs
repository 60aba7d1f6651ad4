namespace LtiBadgeConnector.Web.Mailing;

/// <summary>Why a mail was not sent: codes of the problem catalogue.</summary>
internal static class MailProblems
{
    public const string NotConfigured = "mail-not-configured";
    public const string Unreachable = "mail-server-unreachable";
    public const string SignInRefused = "mail-sign-in-refused";
    public const string Refused = "mail-refused";
    public const string AddressRefused = "mail-address-refused";
    public const string OutcomeUnknown = "mail-outcome-unknown";
}
