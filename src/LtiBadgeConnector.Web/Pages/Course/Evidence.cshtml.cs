using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Web.Launches;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Sharing;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LtiBadgeConnector.Web.Pages.Course;

/// <summary>The holder of a credential decides, piece by piece, what it says of the work behind it.</summary>
public sealed class EvidenceModel(EvidenceDesk desk, AwardViewing access) : PageModel
{
    private string pass = "";

    public OfferedEvidence Found { get; private set; } = null!;

    /// <summary>Null unless the choice was refused.</summary>
    public Problem? Problem { get; private set; }

    /// <summary>What the LMS's administrator has to mend, where that is known.</summary>
    public string? Why { get; private set; }

    /// <summary>What is ticked in a form that was sent and not saved.</summary>
    public IReadOnlyList<string>? Chosen { get; private set; }

    public LaunchSession Launch => HttpContext.Launch();

    public async Task<IActionResult> OnGet(string award, CancellationToken ct) => await Show(award, looksForFiles: false, ct) ? Page() : NotForUs();

    public async Task<IActionResult> OnPost(string award, string? op, string[] piece, CancellationToken ct)
    {
        if (Launch is not { Learner: { } learner } || op is not ("save" or "none" or "look")) return NotForUs();
        Chosen = piece;
        if (op == "look")
        {
            if (!await Show(award, looksForFiles: true, ct)) return NotForUs();
            if (Found.Files is FileSearch.Failed(var unread)) (Problem, Why) = (ProblemCatalogue.Get("evidence-files-unreadable"), unread);
            return Page();
        }

        var problem = await desk.Decide(Launch.Tenant, learner, new PublicId(award), op == "none" ? new HashSet<string>() : piece.ToHashSet(StringComparer.Ordinal), ct);
        if (problem is null) return this.Go(Request.Path);
        if (!await Show(award, looksForFiles: piece.Any(key => key.StartsWith("file/", StringComparison.Ordinal)), ct)) return NotForUs();

        Problem = ProblemCatalogue.Get(problem);
        if (Found.Files is FileSearch.Failed(var why)) Why = why;
        Response.StatusCode = Problem.Status;
        return Page();
    }

    /// <summary>The address of a copy for its holder, who may have it whoever else sees the credential.</summary>
    public string AddressOf(string copy) => $"{copy}?{AwardViewing.PassParameter}={pass}";

    public bool IsTicked(EvidencePiece piece) => Chosen?.Contains(piece.Key) ?? piece.IsCarried;

    private async Task<bool> Show(string award, bool looksForFiles, CancellationToken ct)
    {
        if (Launch is not { Learner: { } learner } || await desk.Find(Launch.Tenant, learner, new PublicId(award), looksForFiles, ct) is not { } found) return false;
        (Found, pass) = (found, access.Pass(new PublicId(award), Launch.ExpiresAt));
        return true;
    }

    private static ProblemAction NotForUs() => new("progress-unknown");
}
