using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Storage.Learners;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Storage.Platforms;
using LtiBadgeConnector.Web.Authoring;
using LtiBadgeConnector.Web.Launches;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Rules;
using LtiBadgeConnector.Web.Sharing;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LtiBadgeConnector.Web.Pages.Course;

/// <summary>Submission review: what stands behind one cell of the gradebook. Learners are led to their own progress.</summary>
public sealed class ReviewModel(
    CourseDesk desk, PlatformRepository platforms, LearnerRepository learners, LearnerProgress progress, AwardViewing access, RuleSentences sentences) : PageModel
{
    /// <summary>Null while the learner has neither opened the tool nor been in a roster that was read.</summary>
    public Learner? Learner { get; private set; }

    public IReadOnlyList<ProgressWithOne> All { get; private set; } = [];

    public string CourseTitle { get; private set; } = "";

    public LaunchSession Launch => HttpContext.Launch();

    public RuleSentences Sentences => sentences;

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (Launch.Content.ReviewOf is not { } sub || await desk.Course(Launch, ct) is not { } course) return new ProblemAction("page-not-found");
        if (!Launch.MaySee) return sub == Launch.Content.Subject ? Own() : new ProblemAction("review-not-allowed");

        CourseTitle = course.Title;
        var platform = await platforms.Find(Launch.Tenant, Launch.Platform, ct);
        Learner = platform is null ? null : await learners.Find(Launch.Tenant, platform.Registration.Issuer, sub, ct);
        if (Learner is null) return Page();

        var all = await progress.InCourse(Launch.Tenant, course.Id, Learner.Id, ct);
        All = Launch.Content.ReviewedMapping is { } mapping && all.Any(one => one.Mapping.Id.Value == mapping) ? [.. all.Where(one => one.Mapping.Id.Value == mapping)] : all;
        return Page();
    }

    public string RoadOf(ProgressWithOne one) => $"{Launch.Root}/d/{one.Mapping.Id}/learners/{Learner!.Id}";

    /// <summary>The award's page as staff may open it in a new window, where there is no session.</summary>
    public string PageOf(SharedAward award) => $"{award.Url}?{AwardViewing.PassParameter}={access.Pass(award.PublicId, Launch.ExpiresAt)}";

    private LocalRedirectResult Own() =>
        LocalRedirect(Launch.Content.ReviewedMapping is { } mapping ? $"{Launch.Root}/progress/{mapping}" : $"{Launch.Root}/progress");
}
