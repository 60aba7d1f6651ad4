using System.ComponentModel.DataAnnotations;

namespace LtiBadgeConnector.Web.Configuration;

/// <summary>How the connection to the mail server is protected.</summary>
public enum MailSecurity
{
    /// <summary>Encrypted before anything is said; a server that offers none is refused.</summary>
    StartTls,

    /// <summary>Encrypted from the first byte, usually on port 465.</summary>
    Tls,

    /// <summary>Not at all: for a relay on the same machine only.</summary>
    None,
}

/// <summary>The mail server that takes notices to learners. Without a host nothing is sent.</summary>
public sealed class MailOptions
{
    public const string Section = "Mail";

    /// <summary>Name of the SMTP server; unset means no mails.</summary>
    public string? Host { get; set; }

    [Range(1, 65535)]
    public int Port { get; set; } = 587;

    public MailSecurity Security { get; set; } = MailSecurity.StartTls;

    /// <summary>For the sign-in at the server; unset means none.</summary>
    public string? User { get; set; }

    public string? Password { get; set; }

    /// <summary>Address that mails come from; its domain must let this server send for it (SPF, DKIM).</summary>
    [EmailAddress]
    public string? From { get; set; }

    /// <summary>How long the server may take for one mail.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:05:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    internal bool IsOn => !string.IsNullOrWhiteSpace(Host) && !string.IsNullOrWhiteSpace(From);
}
