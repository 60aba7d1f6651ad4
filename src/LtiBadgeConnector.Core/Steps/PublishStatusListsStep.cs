using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Core.StatusLists;
using Microsoft.Extensions.Logging;

namespace LtiBadgeConnector.Core.Steps;

/// <summary>Signs anew every status list that has changed or grows old. Whichever node finds one takes it.</summary>
public sealed partial class PublishStatusListsStep(
    IStatusLists lists, IReadOnlyList<IStatusListFormat> formats, TimeProvider time, ILogger<PublishStatusListsStep> logger)
{
    private const int AtOnce = 16;

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Valid = TimeSpan.FromDays(7);
    private static readonly TimeSpan SignedAgainAfter = TimeSpan.FromDays(1);
    private static readonly TimeSpan TriedAgainAfter = TimeSpan.FromMinutes(1);

    /// <returns>How many lists were signed.</returns>
    public async Task<int> Run(CancellationToken ct)
    {
        var signed = 0;
        foreach (var due in await lists.FindDue(AtOnce, time.Now(), ct))
            if (await lists.Claim(due, time.Now() + Lease, ct) is { } list && await Publish(due, list, ct)) signed++;
        return signed;
    }

    private async Task<bool> Publish(DueStatusList due, StatusListToSign list, CancellationToken ct)
    {
        var now = time.Now();
        var times = new StatusListTimes(IssuingTime.WholeSeconds(now), IssuingTime.WholeSeconds(now + Valid), StatusListTimes.Fresh);
        var documents = await Sign(list, times, ct);
        if (documents.Count == 0)
        {
            await lists.Postpone(due, now + TriedAgainAfter, NoSigningKeyException.Code, ct);
            return false;
        }

        await lists.Store(list, documents, now, now + SignedAgainAfter, ct);
        LogSigned(list.Id, list.Set.Count);
        return true;
    }

    // An issuer without a key of one kind still signs with the others.
    private async Task<IReadOnlyList<SignedDocument>> Sign(StatusListToSign list, StatusListTimes times, CancellationToken ct)
    {
        List<SignedDocument> documents = [];
        foreach (var format in formats)
        {
            try
            {
                documents.Add(await format.Sign(list, times, ct));
            }
            catch (NoSigningKeyException e)
            {
                LogCannotSign(e, list.Id, format.Name);
            }
        }
        return documents;
    }

    [LoggerMessage(3401, LogLevel.Information, "Signed status list {StatusListId} with {Count} entries set")]
    private partial void LogSigned(StatusListId statusListId, int count);

    [LoggerMessage(3402, LogLevel.Warning, "Status list {StatusListId} cannot be signed as {Format}")]
    private partial void LogCannotSign(Exception exception, StatusListId statusListId, string format);
}
