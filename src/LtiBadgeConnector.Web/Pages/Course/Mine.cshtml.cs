using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.Learners;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Web.Launches;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Sharing;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LtiBadgeConnector.Web.Pages.Course;

/// <summary>Everything a learner holds, from all courses of the institution.</summary>
public sealed class MineModel(SharedAwards awards, Publishing publishing, LearnerRepository learners, AwardViewing access, TimeProvider time) : PageModel
{
    public DateTimeOffset Now { get; } = time.GetUtcNow();

    public IReadOnlyList<CollectedAward> Collection { get; private set; } = [];

    public bool NameAgreed { get; private set; }

    public LaunchSession Launch => HttpContext.Launch();

    public string Here => $"{Launch.Root}/mine";

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (Launch is not { Learner: { } learner }) return NotForUs();
        Collection = await awards.Collection(Launch.Tenant, learner, ct);
        NameAgreed = await learners.Find(Launch.Tenant, learner, ct) is { NameAgreed: true };
        return Page();
    }

    public async Task<IActionResult> OnPostVisibility(string award, AwardVisibility visibility, CancellationToken ct)
    {
        if (Launch is not { Learner: { } learner } || !Enum.IsDefined(visibility)) return NotForUs();
        return await publishing.SetVisibility(Launch.Tenant, learner, new PublicId(award), visibility, ct) ? this.Go(Here) : NotForUs();
    }

    public async Task<IActionResult> OnPostName(bool agreed, CancellationToken ct)
    {
        if (Launch is not { Learner: { } learner }) return NotForUs();
        await publishing.AgreeToName(Launch.Tenant, learner, agreed, ct);
        return this.Go(Here);
    }

    /// <summary>The award's page as its holder may open it in a new window, where there is no session.</summary>
    public string PageOf(CollectedAward award) =>
        award.Visibility == AwardVisibility.Public ? award.Url : $"{award.Url}?{AwardViewing.PassParameter}={access.Pass(award.PublicId, Launch.ExpiresAt)}";

    private static ProblemAction NotForUs() => new("progress-unknown");
}
