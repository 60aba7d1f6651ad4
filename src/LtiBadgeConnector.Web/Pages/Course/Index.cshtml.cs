using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Web.Authoring;
using LtiBadgeConnector.Web.Launches;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LtiBadgeConnector.Web.Pages.Course;

/// <summary>All micro-credentials of the course, for its staff. Learners have a page of their own.</summary>
public sealed class IndexModel(CourseDesk desk, MappingPages pages) : PageModel
{
    public IReadOnlyList<(OpenMapping Open, MappingTotals Totals)> All { get; private set; } = [];

    public string CourseTitle { get; private set; } = "";

    public LaunchSession Launch => HttpContext.Launch();

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (!Launch.MaySee) return LocalRedirect($"{Launch.Root}/progress");

        List<(OpenMapping, MappingTotals)> all = [];
        foreach (var open in await desk.All(Launch, ct)) all.Add((open, await pages.Totals(open.Mapping.Tenant, open.Mapping.Id, ct)));
        All = all;
        CourseTitle = (await desk.Course(Launch, ct))?.Title ?? "";
        return Page();
    }
}
