using LtiBadgeConnector.Core.Addresses;
using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Core.StatusLists;

namespace LtiBadgeConnector.Core.Steps;

/// <summary>Formats that are made when somebody wants them, and not for every award: few do, and signing costs.</summary>
public sealed record FormatsOnRequest(IReadOnlyList<ICredentialFormat> All);

/// <summary>Builds and signs one more document of an award that has been issued, once.</summary>
public sealed class IssueOnRequestStep(
    IAwards awards, IStatusLists statusLists, PublishStatusListsStep publish, FormatsOnRequest formats, PublicAddresses addresses, TimeProvider time)
{
    /// <returns>False when the format is unknown, or the award is not issued, or is withdrawn or suspended.</returns>
    /// <exception cref="NoSigningKeyException">The issuer has no key for this format.</exception>
    public async Task<bool> Run(AwardId id, string name, CancellationToken ct)
    {
        if (formats.All.FirstOrDefault(one => one.Name == name) is not { } format) return false;
        if (await awards.LoadIssued(id, ct) is not { } award) return false;

        var publicId = PublicId.New();
        var status = format.CarriesStatus ? await TakeEntry(award, ct) : null;
        var dossier = award.Dossier with { CredentialUrl = format.AddressOf(addresses, publicId), Status = status };
        var document = new IssuedDocument(CredentialId.New(time), publicId, dossier.CredentialUrl, await format.Issue(dossier, ct), status);
        return await awards.AddDocument(award.Id, award.Tenant, document, ct);
    }

    private async Task<StatusEntry> TakeEntry(AwardToIssue award, CancellationToken ct)
    {
        var taken = await statusLists.Take(award.Tenant, award.Issuer, award.Purpose, count: 1, ct);
        // Nobody may meet a credential whose list is not there.
        if (taken.IsUnsigned) await publish.Run(ct);
        return taken.Entries[0];
    }
}
