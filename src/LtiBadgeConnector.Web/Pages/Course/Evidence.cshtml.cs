using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Web.Launches;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Sharing;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LtiBadgeConnector.Web.Pages.Course;

/// <summary>The holder of a credential decides whether it says what the work behind it was.</summary>
public sealed class EvidenceModel(EvidenceDesk desk) : PageModel
{
    public OfferedEvidence Found { get; private set; } = null!;

    public LaunchSession Launch => HttpContext.Launch();

    public async Task<IActionResult> OnGet(string award, CancellationToken ct)
    {
        if (Launch is not { Learner: { } learner } || await desk.Find(Launch.Tenant, learner, new PublicId(award), ct) is not { } found) return NotForUs();
        Found = found;
        return Page();
    }

    public async Task<IActionResult> OnPost(string award, bool carries, CancellationToken ct) =>
        Launch is { Learner: { } learner } && await desk.Decide(Launch.Tenant, learner, new PublicId(award), carries, ct) ? this.Go(Request.Path) : NotForUs();

    private static ProblemAction NotForUs() => new("progress-unknown");
}
