using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Storage.Issuers;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Web.Documents;
using LtiBadgeConnector.Web.Problems;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LtiBadgeConnector.Web.Pages;

/// <summary>Who vouches, with which keys and for what: a page for people, the issuer profile for programs.</summary>
public sealed class IssuerModel(PublicDocuments documents, IssuerRepository issuers, PublishedAchievements achievements, EndorsementRepository endorsements, TimeProvider time) : PageModel
{
    public IReadOnlyList<StoredEndorsement> Endorsements { get; private set; } = [];

    private const int MostAchievements = 500;

    public Issuer Issuer { get; private set; } = null!;

    /// <summary>Every key that is published; the newest first.</summary>
    public IReadOnlyList<PublishedKey> Keys { get; private set; } = [];

    public IReadOnlyList<PublishedAchievement> Achievements { get; private set; } = [];

    public async Task<IActionResult> OnGet(string id, CancellationToken ct)
    {
        var publicId = new PublicId(id);
        if (await documents.Issuer(publicId, ct) is not { } document) return new ProblemAction("document-not-found");
        if (this.Document(document) is { } asDocument) return asDocument;

        var issuer = (await issuers.FindByPublicId(publicId, ct))!;
        Issuer = issuer with { Profile = issuer.Profile.On(time.GetUtcNow()) };
        var keys = await issuers.Keys(Issuer.Tenant, Issuer.Id, ct);
        Keys = [.. keys.Where(key => key.State != IssuerKeyState.Revoked).OrderByDescending(key => key.CreatedAt)];
        Achievements = await achievements.OfIssuer(Issuer.Tenant, Issuer.Id, MostAchievements, ct);
        Endorsements = await endorsements.Of(Issuer.Tenant, Issuer.Profile.Id, time.GetUtcNow(), ct);
        return Page();
    }
}
