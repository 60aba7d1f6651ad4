using LtiBadgeConnector.Web.Authoring;
using LtiBadgeConnector.Web.Describing;
using LtiBadgeConnector.Web.Launches;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LtiBadgeConnector.Web.Pages.Course;

/// <summary>What a new micro-credential may start from: the templates by framework, and what the institution has written, with a search.</summary>
[Authorize(Policy = Policies.LaunchInstructor)]
public sealed class StartModel(CourseDesk desk, DefinitionSources sources) : PageModel
{
    private const int MostShown = 24;

    public LaunchSession Launch => HttpContext.Launch();

    public string CourseTitle { get; private set; } = "";

    /// <summary>Whose templates are shown; null for those of all.</summary>
    public string? Framework { get; private set; }

    public string? Q { get; private set; }

    public IReadOnlyList<DefinitionSource> Templates { get; private set; } = [];

    /// <summary>The newest that match.</summary>
    public IReadOnlyList<DefinitionSource> Own { get; private set; } = [];

    public int OwnTotal { get; private set; }

    public async Task<IActionResult> OnGet(string? framework, string? q, CancellationToken ct)
    {
        if (await desk.Course(Launch, ct) is not { } course) return new ProblemAction("page-not-found");
        (CourseTitle, Q) = (course.Title, q?.Trim());
        Framework = string.IsNullOrEmpty(framework) ? null : framework;
        Templates = [.. DefinitionSources.Templates.Where(template => Framework is null || DefinitionDesk.Catalogue.ClaimedBy(template.Definition).Any(one => one.Id == Framework))];
        var own = await sources.OfInstitution(Launch.Tenant, Q, ct);
        (Own, OwnTotal) = ([.. own.Take(MostShown)], own.Count);
        return Page();
    }
}
