using System.Collections.Concurrent;
using LtiBadgeConnector.Core.Addresses;
using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Issuing;
using Microsoft.Extensions.Logging;

namespace LtiBadgeConnector.Core.Steps;

/// <summary>Builds and signs each wanted format of an award, and stores the bytes as they were signed.</summary>
public sealed partial class IssueStep(
    IAwards awards, IReadOnlyList<ICredentialFormat> formats, PublicAddresses addresses, TimeProvider time, ILogger<IssueStep> logger)
{
    /// <returns>The awards whose documents exist now.</returns>
    public async Task<IReadOnlyList<AwardId>> Run(IReadOnlyList<AwardId> ids, CancellationToken ct)
    {
        var signed = new ConcurrentBag<IssuedDocuments>();
        // Signing is most of the road's work, and no award waits for another.
        await Parallel.ForEachAsync(await awards.LoadForIssue(ids, ct), ct, async (award, each) =>
        {
            try
            {
                signed.Add(await Sign(award, each));
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
        return [.. issued.Select(documents => documents.Award)];
    }

    private async Task<IssuedDocuments> Sign(AwardToIssue award, CancellationToken ct)
    {
        List<IssuedDocument> documents = [];
        foreach (var format in formats)
        {
            var publicId = PublicId.New();
            var dossier = award.Dossier with { CredentialUrl = addresses.Credential(publicId) };
            documents.Add(new(CredentialId.New(time), publicId, dossier.CredentialUrl, await format.Issue(dossier, ct)));
        }
        return new(award.Id, award.Tenant, documents);
    }

    [LoggerMessage(3301, LogLevel.Information, "Issued the documents of {Count} awards")]
    private partial void LogIssued(int count);

    [LoggerMessage(3302, LogLevel.Warning, "Award {AwardId} cannot be signed")]
    private partial void LogCannotSign(Exception exception, AwardId awardId);
}
