using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Delivering;
using LtiBadgeConnector.Core.Ids;

namespace LtiBadgeConnector.Core.Mailing;

/// <summary>Everything a mail about an award says.</summary>
/// <param name="Language">What the learner chose, otherwise what the LMS said; a tag as it came.</param>
/// <param name="WantsNone">The learner asked for no mails.</param>
/// <param name="TimeZone">Of the course.</param>
public sealed record MailDossier(
    TenantId Tenant, LearnerId Learner, string? Email, string? Name, string? Language, bool WantsNone, string Title, string Issuer, string? IssuerEmail, string Course, string? TimeZone,
    PublicId Award, string AwardUrl, AwardVisibility Visibility, DateTimeOffset AwardedAt, Withdrawal? Withdrawal, Suspension? Suspension)
{
    /// <summary>Null when it never ends.</summary>
    public DateTimeOffset? ValidUntil { get; init; }
}

/// <summary>Port: what mails need of the database.</summary>
public interface IMails
{
    /// <summary>Null when the award is gone.</summary>
    Task<MailDossier?> Find(TenantId tenant, AwardId award, CancellationToken ct);

    /// <summary>The institution's own words; null where it uses ours.</summary>
    Task<MailTemplate?> TemplateOf(TenantId tenant, MailKind kind, string language, CancellationToken ct);

    /// <summary>
    /// Notes that a mail is being handed to the server. Whoever comes back to a delivery with this note does not know whether
    /// it arrived, and must not send it again.
    /// </summary>
    /// <returns>False when the note stands already.</returns>
    Task<bool> BeginHandOver(PendingDelivery delivery, CancellationToken ct);
}
