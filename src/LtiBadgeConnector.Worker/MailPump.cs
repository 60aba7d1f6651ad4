using LtiBadgeConnector.Core.Steps;
using Microsoft.Extensions.Logging;

namespace LtiBadgeConnector.Worker;

/// <summary>Sends the mails that are due, a few at a time: a mail server takes its time, and the road must not wait for it.</summary>
public sealed class MailPump(DeliverStep deliver, TimeProvider time, ILogger<MailPump> logger) : TimedPump(time, logger)
{
    // Fewer than can be sent within the lease of a delivery, even by a server that takes seconds for each.
    private const int AtOnce = 20;

    protected override async Task<bool> Work(CancellationToken ct) => await deliver.SendMails(AtOnce, ct) == AtOnce;
}
