using LtiBadgeConnector.Web.Authoring;
using LtiBadgeConnector.Web.Launches;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Security;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Pages.Course;

/// <summary>Makes a pathway: a draft whose rule asks for other credentials. Everything else is done on the pages of any definition.</summary>
[Authorize(Policy = Policies.LaunchInstructor)]
public sealed class NewPathwayModel(CourseDesk desk, DraftMaker drafts, IStringLocalizer<Words> words) : PageModel
{
    [BindProperty]
    public PathwayForm Form { get; set; } = new();

    public LaunchSession Launch => HttpContext.Launch();

    public string CourseTitle { get; private set; } = "";

    public async Task<IActionResult> OnGet(CancellationToken ct) => await Show(ct) is null ? new ProblemAction("page-not-found") : Page();

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (await Show(ct) is not { } course) return new ProblemAction("page-not-found");
        if (Form.Read(ModelState, words) is not { } read)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }
        return await drafts.Make(course, read.Draft, read.Rule, ct) is { } made ? this.Go($"{Launch.Root}/d/{made}/requirements") : new ProblemAction("page-not-found");
    }

    private async Task<Core.Courses.Course?> Show(CancellationToken ct)
    {
        if (await desk.Course(Launch, ct) is not { } course) return null;
        CourseTitle = course.Title;
        Form.Choices = await desk.Credentials(Launch.Tenant, except: null, ct);
        return course;
    }
}
