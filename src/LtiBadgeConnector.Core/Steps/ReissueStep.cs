using System.Collections.Concurrent;
using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Issuing;
using Microsoft.Extensions.Logging;

namespace LtiBadgeConnector.Core.Steps;

/// <summary>
/// Signs documents anew: the same id and date of award, a later <c>validFrom</c>, by which verifiers know the newer one (Open Badges 3.0,
/// equality and comparison). Nobody is awarded anything here.
/// </summary>
public sealed partial class ReissueStep(
    IReissues reissues, IReadOnlyList<ICredentialFormat> formats, FormatsOnRequest onRequest, TimeProvider time, ILogger<ReissueStep> logger)
{
    private static readonly TimeSpan TriedAgainAfter = TimeSpan.FromMinutes(1);

    /// <returns>How many awards were looked at: fewer than <paramref name="most"/> when none is left.</returns>
    public async Task<int> Run(int most, CancellationToken ct)
    {
        var due = await reissues.FindDue(most, time.Now(), ct);
        var signed = new ConcurrentBag<ReissuedAward>();
        await Parallel.ForEachAsync(due, ct, async (award, each) =>
        {
            try
            {
                signed.Add(await Sign(award, each));
            }
            catch (NoSigningKeyException e)
            {
                LogCannotSign(e, award.Award.Id);
                await reissues.Postpone(award, time.Now() + TriedAgainAfter, each);
            }
        });

        await reissues.Store([.. signed], ct);
        if (!signed.IsEmpty) LogReissued(signed.Count);
        return due.Count;
    }

    private async Task<ReissuedAward> Sign(AwardToReissue award, CancellationToken ct)
    {
        List<(FormerDocument, SignedDocument)> documents = [];
        foreach (var former in award.Documents)
        {
            // A format of another version of this program: its document stays as it is.
            if (formats.Concat(onRequest.All).FirstOrDefault(one => one.Name == former.Format) is not { } format) continue;
            var dossier = award.Award.Dossier with
            {
                CredentialUrl = former.Url,
                Status = former.Status,
                FormerValidFrom = former.ValidFrom,
                ValidFrom = IssuingTime.ValidFrom(time.GetUtcNow(), former.ValidFrom),
            };
            documents.Add((former, await format.Issue(dossier, ct)));
        }
        return new(award, documents);
    }

    [LoggerMessage(3501, LogLevel.Information, "Signed the documents of {Count} awards anew")]
    private partial void LogReissued(int count);

    [LoggerMessage(3502, LogLevel.Warning, "The documents of award {AwardId} cannot be signed anew")]
    private partial void LogCannotSign(Exception exception, AwardId awardId);
}
