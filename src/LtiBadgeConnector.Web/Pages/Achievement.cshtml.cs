using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Storage.Issuers;
using LtiBadgeConnector.Storage.MicroCredentials;
using LtiBadgeConnector.Web.Documents;
using LtiBadgeConnector.Web.Problems;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LtiBadgeConnector.Web.Pages;

/// <summary>One published version of a micro-credential: a page for people, the achievement document for programs.</summary>
public sealed class AchievementModel(PublicDocuments documents, MicroCredentialRepository microCredentials, IssuerRepository issuers, EndorsementRepository endorsements, TimeProvider time) : PageModel
{
    public IReadOnlyList<StoredEndorsement> Endorsements { get; private set; } = [];

    public DefinitionVersion Version { get; private set; } = null!;

    public Issuer Issuer { get; private set; } = null!;

    /// <summary>All versions, the newest first.</summary>
    public IReadOnlyList<DefinitionVersion> Versions { get; private set; } = [];

    public async Task<IActionResult> OnGet(string id, CancellationToken ct)
    {
        var publicId = new PublicId(id);
        if (await documents.Achievement(publicId, ct) is not { } document) return new ProblemAction("document-not-found");
        if (this.Document(document) is { } asDocument) return asDocument;

        Version = (await microCredentials.FindVersionByPublicId(publicId, ct))!;
        var microCredential = (await microCredentials.Find(Version.Tenant, Version.MicroCredential, ct))!;
        Issuer = (await issuers.Find(Version.Tenant, microCredential.Issuer, ct))!;
        Versions = await microCredentials.Versions(Version.Tenant, Version.MicroCredential, ct);
        Endorsements = await endorsements.Of(Version.Tenant, Version.Url, time.GetUtcNow(), ct);
        return Page();
    }
}
