using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Web.Launches;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Sharing;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LtiBadgeConnector.Web.Pages.Course;

/// <summary>The holder of a credential decides, piece by piece, what it says of the work behind it.</summary>
public sealed class EvidenceModel(EvidenceDesk desk) : PageModel
{
    public OfferedEvidence Found { get; private set; } = null!;

    /// <summary>Null unless the choice was refused.</summary>
    public Problem? Problem { get; private set; }

    public LaunchSession Launch => HttpContext.Launch();

    public async Task<IActionResult> OnGet(string award, CancellationToken ct) => await Show(award, ct) ? Page() : NotForUs();

    public async Task<IActionResult> OnPost(string award, string? op, string[] piece, CancellationToken ct)
    {
        if (Launch is not { Learner: { } learner } || op is not ("save" or "none")) return NotForUs();
        var problem = await desk.Decide(Launch.Tenant, learner, new PublicId(award), op == "none" ? new HashSet<string>() : piece.ToHashSet(StringComparer.Ordinal), ct);
        if (problem is null) return this.Go(Request.Path);
        if (!await Show(award, ct)) return NotForUs();

        Problem = ProblemCatalogue.Get(problem);
        Response.StatusCode = Problem.Status;
        return Page();
    }

    private async Task<bool> Show(string award, CancellationToken ct)
    {
        if (Launch is not { Learner: { } learner } || await desk.Find(Launch.Tenant, learner, new PublicId(award), ct) is not { } found) return false;
        Found = found;
        return true;
    }

    private static ProblemAction NotForUs() => new("progress-unknown");
}
