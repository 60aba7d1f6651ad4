using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Credentials.Formats;
using LtiBadgeConnector.Storage.Pages;

namespace LtiBadgeConnector.Web.Documents;

/// <summary>Signs a copy for use without a network when somebody who may see the award wants one; none is kept.</summary>
public sealed class OfflineCopies(IAwards awards)
{
    private readonly OfflineCopyFormat format = new();

    /// <returns>Null when the award is not issued, or does not count.</returns>
    /// <exception cref="NoSigningKeyException">The issuer has no key for it.</exception>
    public async Task<PublicDocument?> Of(SharedAward award, DateTimeOffset now, CancellationToken ct)
    {
        if (award is not { Withdrawal: null, Suspension: null } || award.ValidUntil < now || await awards.LoadIssued(award.Id, ct) is not { } issued) return null;
        var document = format.Issue(issued.Dossier with { CredentialUrl = $"{award.Url}/offline.json" });
        return new(document.Bytes, document.MediaType);
    }
}
