using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Credentials.Verification;
using LtiBadgeConnector.Web.Authoring;
using LtiBadgeConnector.Web.Launches;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Recognising;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Rules;
using LtiBadgeConnector.Web.Ui;
using LtiBadgeConnector.Web.Uploads;
using LtiBadgeConnector.Web.Verifying;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Pages.Course;

/// <summary>A learner's pathways: what there is of each, and the form to submit something in place of a part.</summary>
[RequestSizeLimit(MostForm)]
[RequestFormLimits(MultipartBodyLengthLimit = MostForm, ValueLengthLimit = MostForm)]
[RefuseLargeBody(MostForm, "verify-input-too-large")]
public sealed class PathwaysModel(PathwayDesk pathways, ClaimDesk claims, RuleSentences sentences, IStringLocalizer<Words> words) : PageModel
{
    private const int MostForm = ClaimDesk.MostBytes + 64 * 1024;

    public IReadOnlyList<PathwayProgress> All { get; private set; } = [];

    public Problem? Problem { get; private set; }

    public VerificationReport? Report { get; private set; }

    /// <summary>The pathway whose form came back.</summary>
    public Guid? Failed { get; private set; }

    public NewClaim? Wanted { get; private set; }

    public LaunchSession Launch => HttpContext.Launch();

    public RuleSentences Sentences => sentences;

    public async Task<IActionResult> OnGet(bool submitted, CancellationToken ct)
    {
        if (Launch is not { Course: { } course, Learner: { } learner }) return new ProblemAction("progress-unknown");
        if (submitted) ViewData["Said"] = words["It is submitted."].Value;
        All = await pathways.Of(Launch.Tenant, course, learner, ct);
        return Page();
    }

    public async Task<IActionResult> OnPost(Guid pathway, string? criterion, string? statement, string? evidence, string? badge, IFormFile? file, CancellationToken ct)
    {
        if (Launch is not { Course: { } course, Learner: { } learner }) return new ProblemAction("progress-unknown");
        if (await pathways.Find(Launch.Tenant, course, learner, new MappingId(pathway), ct) is not { } found) return new ProblemAction("claim-part-unknown");

        var wanted = new NewClaim(criterion, statement, evidence, badge, file is { Length: > 0 } ? await file.Bytes(ct) : null);
        var outcome = await claims.Submit(found, learner, wanted, ct);
        if (outcome.Problem is not { } code) return this.Go($"{Launch.Root}/pathways?submitted=true");

        (Problem, Report, Failed, Wanted) = (ProblemCatalogue.Get(code), outcome.Report, pathway, wanted);
        Response.StatusCode = Problem.Status;
        All = await pathways.Of(Launch.Tenant, course, learner, ct);
        return Page();
    }
}
