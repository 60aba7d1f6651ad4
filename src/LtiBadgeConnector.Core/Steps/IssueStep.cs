using System.Collections.Concurrent;
using LtiBadgeConnector.Core.Addresses;
using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Core.StatusLists;
using Microsoft.Extensions.Logging;

namespace LtiBadgeConnector.Core.Steps;

/// <summary>Builds and signs each wanted format of an award, and stores the bytes as they were signed.</summary>
public sealed partial class IssueStep(
    IAwards awards, IStatusLists statusLists, PublishStatusListsStep publish, IReadOnlyList<ICredentialFormat> formats, PublicAddresses addresses, TimeProvider time,
    ILogger<IssueStep> logger)
{
    /// <returns>The awards whose documents exist now.</returns>
    public async Task<IReadOnlyList<AwardId>> Run(IReadOnlyList<AwardId> ids, CancellationToken ct)
    {
        var toIssue = await awards.LoadForIssue(ids, ct);
        var entries = await TakeEntries(toIssue, ct);
        var signed = new ConcurrentBag<IssuedDocuments>();
        // Signing is most of the road's work, and no award waits for another.
        await Parallel.ForEachAsync(toIssue.Zip(entries), ct, async (one, each) =>
        {
            var (award, itsEntries) = one;
            try
            {
                signed.Add(await Sign(award, itsEntries, each));
            }
            catch (NoSigningKeyException e)
            {
                LogCannotSign(e, award.Id);
                await awards.Postpone([award.Id], time.Now() + Backoff.After(award.Attempts + 1), NoSigningKeyException.Code, each);
            }
        });
        IssuedDocuments[] issued = [.. signed];
        await awards.StoreDocuments(issued, ct);
        if (issued.Length > 0) LogIssued(issued.Length);
        RoadMeter.Issued(issued.Length);
        return [.. issued.Select(documents => documents.Award)];
    }

    // Taken before signing, because the position is signed; kept with the documents in one transaction, where the table's key
    // refuses a position that is used already.
    private async Task<IReadOnlyList<Queue<StatusEntry>>> TakeEntries(IReadOnlyList<AwardToIssue> toIssue, CancellationToken ct)
    {
        var withStatus = formats.Count(format => format.CarriesStatus);
        var taken = new Dictionary<(IssuerId, StatusPurpose), Queue<StatusEntry>>();
        var isUnsigned = false;
        foreach (var group in toIssue.GroupBy(award => (award.Tenant, award.Issuer, award.Purpose)))
        {
            var some = await statusLists.Take(group.Key.Tenant, group.Key.Issuer, group.Key.Purpose, group.Count() * withStatus, ct);
            taken[(group.Key.Issuer, group.Key.Purpose)] = new(some.Entries);
            isUnsigned |= some.IsUnsigned;
        }

        // Nobody may meet a credential whose list is not there.
        if (isUnsigned) await publish.Run(ct);
        return [.. toIssue.Select(award => new Queue<StatusEntry>(Enumerable.Range(0, withStatus).Select(_ => taken[(award.Issuer, award.Purpose)].Dequeue())))];
    }

    private async Task<IssuedDocuments> Sign(AwardToIssue award, Queue<StatusEntry> entries, CancellationToken ct)
    {
        List<IssuedDocument> documents = [];
        foreach (var format in formats)
        {
            var publicId = PublicId.New();
            var status = format.CarriesStatus ? entries.Dequeue() : null;
            var dossier = award.Dossier with { CredentialUrl = format.AddressOf(addresses, publicId), Status = status };
            documents.Add(new(CredentialId.New(time), publicId, dossier.CredentialUrl, await format.Issue(dossier, ct), status));
        }
        return new(award.Id, award.Tenant, documents);
    }

    [LoggerMessage(3301, LogLevel.Information, "Issued the documents of {Count} awards")]
    private partial void LogIssued(int count);

    [LoggerMessage(3302, LogLevel.Warning, "Award {AwardId} cannot be signed")]
    private partial void LogCannotSign(Exception exception, AwardId awardId);
}
