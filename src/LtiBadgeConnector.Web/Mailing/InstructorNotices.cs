using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.Reading;
using LtiBadgeConnector.Core.Steps;
using LtiBadgeConnector.Storage.Mailing;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Web.Configuration;
using MimeKit;

namespace LtiBadgeConnector.Web.Mailing;

/// <summary>Notices what instructors should know and writes to them; reminds learners before a credential ends.</summary>
public sealed class InstructorNotices(MappingNotices notices, Reminders reminders, MailLetters letters, SmtpSender sender, MailOptions options, TimeProvider time) : IChore
{
    private const int AtOnce = 50;
    private const int MostAttempts = 8;

    public async Task RunAll(CancellationToken ct)
    {
        await notices.Look(time.Now(), ct);
        await reminders.Queue(time.Now(), ct);
        if (!options.IsOn) return;
        while (await notices.DueMails(AtOnce, time.Now(), ct) is { Count: > 0 } due)
            foreach (var mail in due) await Send(mail, ct);
    }

    private async Task Send(NoticeMail mail, CancellationToken ct)
    {
        try
        {
            // Decided since it was queued: then there is nothing to send, and that is done.
            if (mail is { WantsNone: false, Email.Length: > 0 })
            {
                if (!MailboxAddress.TryParse(mail.Email, out _)) throw new LmsException(MailProblems.AddressRefused, "The address is none.", isTransient: false);
                var id = $"{mail.Mapping}.{(int)mail.Notice.Kind}.{mail.Notice.At.ToUnixTimeSeconds()}.{mail.Learner}";
                await sender.Send(letters.Notice(mail, id), () => notices.BeginHandOver(mail, ct), ct);
            }
            await notices.MarkSent(mail, time.Now(), ct);
        }
        catch (LmsException e)
        {
            var attempts = mail.Attempts + 1;
            await notices.Postpone(mail, e.IsTransient && attempts < MostAttempts ? time.Now() + Backoff.After(attempts, e.RetryAfter) : null, e.Problem, ct);
        }
    }
}
