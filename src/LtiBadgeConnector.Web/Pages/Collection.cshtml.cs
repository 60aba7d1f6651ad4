using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.Learners;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Sharing;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LtiBadgeConnector.Web.Pages;

/// <summary>Everything one person has published, for those who have the link; each credential still decides by itself who sees it.</summary>
public sealed class CollectionModel(PreferenceRepository preferences, SharedAwards awards, LearnerRepository learners, ServiceName service, TimeProvider time) : PageModel
{
    public const string Path = "/collections";

    public IReadOnlyList<CollectedAward> Published { get; private set; } = [];

    /// <summary>Only when the holder agreed.</summary>
    public string? HolderName { get; private set; }

    public string Speaker { get; private set; } = "";

    public DateTimeOffset Now { get; } = time.GetUtcNow();

    public async Task<IActionResult> OnGet(string key, CancellationToken ct)
    {
        Response.Headers.CacheControl = "no-store";
        if (await preferences.OwnerOf(new PublicId(key), ct) is not { } owner) return new ProblemAction("document-not-found");
        Published = [.. (await awards.Collection(owner.Tenant, owner.Learner, ct)).Where(award => award.Visibility == AwardVisibility.Public)];
        HolderName = await learners.Find(owner.Tenant, owner.Learner, ct) is { NameAgreed: true, Name: { Length: > 0 } name } ? name : null;
        Speaker = await service.Find(ct);
        return Page();
    }
}
