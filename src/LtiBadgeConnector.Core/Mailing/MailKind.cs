namespace LtiBadgeConnector.Core.Mailing;

/// <summary>An occasion on which a learner is written to. Each is a delivery channel of its own, with its own words.</summary>
public enum MailKind
{
    Awarded,
    Withdrawn,

    /// <summary>Told again when it is suspended again.</summary>
    Suspended,

    /// <summary>Before its time is over.</summary>
    Ending,
}

/// <summary>The channels of mails.</summary>
public static class MailChannels
{
    /// <summary>Stored with each delivery and template; never changes.</summary>
    public static string NameOf(MailKind kind) => kind switch
    {
        MailKind.Withdrawn => "mail-withdrawn",
        MailKind.Suspended => "mail-suspended",
        MailKind.Ending => "mail-ending",
        _ => "mail",
    };
}
