using LtiBadgeConnector.Storage.Courses;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Web.Admin;
using LtiBadgeConnector.Web.Authoring;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Pages.Admin;

/// <summary>Makes a pathway for the whole institution. A course holds it, because its staff go on with it.</summary>
public sealed class NewPathwayModel(ConsoleDesk desk, CourseDesk authoring, DraftMaker drafts, CourseRepository courses, MappingRepository mappings, IStringLocalizer<Words> words)
    : ConsolePage(desk, AdminPlace.Issuers)
{
    private const int Most = 500;

    [BindProperty]
    public PathwayForm Form { get; set; } = new();

    [BindProperty]
    public Guid? Course { get; set; }

    /// <summary>The last launched first.</summary>
    public IReadOnlyList<Core.Courses.Course> Courses { get; private set; } = [];

    public Task OnGet(CancellationToken ct) => Show(ct);

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await Show(ct);
        var course = Courses.FirstOrDefault(one => one.Id.Value == Course);
        if (course is null) ModelState.AddModelError(nameof(Course), words["Choose a course."]);
        if (Form.Read(ModelState, words) is not { } read)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }
        if (await drafts.Make(course!, read.Draft, read.Rule, ct) is not { } made) return new ProblemAction("page-not-found");

        await mappings.SetForInstitution(Tenant.Id, made, forInstitution: true, ct);
        await Note("pathway-made", made.ToString(), ct);
        return LocalRedirect("/admin/pathways?made=true");
    }

    private async Task Show(CancellationToken ct)
    {
        Courses = await courses.Search(Tenant.Id, text: null, Most, ct);
        Form.Choices = await authoring.Credentials(Tenant.Id, except: null, ct);
    }
}
