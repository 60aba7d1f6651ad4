using LtiBadgeConnector.Core.Delivering;
using LtiBadgeConnector.Core.Mailing;
using LtiBadgeConnector.Core.Reading;
using MimeKit;

namespace LtiBadgeConnector.Web.Mailing;

/// <summary>
/// Writes to the learner on one occasion. SMTP has no way to ask whether a mail has arrived, so what was handed over without an
/// answer is parked for a person and never sent again.
/// </summary>
public sealed class MailChannel(MailKind kind, IMails mails, MailLetters letters, SmtpSender sender) : IDeliveryChannel
{
    public string Name => MailChannels.NameOf(kind);

    public async Task Deliver(PendingDelivery delivery, CancellationToken ct)
    {
        var dossier = await mails.Find(delivery.Tenant, delivery.Award, ct);
        // Decided since it was queued: then there is nothing to send, and that is done.
        if (dossier is null or { WantsNone: true } or { Email: null or "" }) return;
        if (kind != MailKind.Withdrawn && dossier.Withdrawal is not null) return;
        if (kind == MailKind.Suspended && dossier.Suspension is null) return;
        if (kind == MailKind.Ending && dossier.Suspension is not null) return;
        if (!MailboxAddress.TryParse(dossier.Email, out _)) throw new LmsException(MailProblems.AddressRefused, "The address is none.", isTransient: false);

        var message = await letters.Write(dossier, kind, IdOf(delivery, dossier), ct);
        await sender.Send(message, () => mails.BeginHandOver(delivery, ct), ct);
    }

    // A second suspension is another mail.
    private string IdOf(PendingDelivery delivery, MailDossier dossier) =>
        dossier.Suspension is { } suspension ? $"{delivery.Award}.{Name}.{suspension.At.ToUnixTimeSeconds()}" : $"{delivery.Award}.{Name}";
}
