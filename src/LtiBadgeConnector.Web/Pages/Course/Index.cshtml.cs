using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Web.Authoring;
using LtiBadgeConnector.Web.Launches;
using LtiBadgeConnector.Web.Localisation;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Rules;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Pages.Course;

/// <summary>All micro-credentials of the course, for its staff. Learners have a page of their own.</summary>
public sealed class IndexModel(CourseDesk desk, CourseCopying copying, MappingPages pages, Formats formats, IStringLocalizer<Words> words) : PageModel
{
    private ItemNames names = new([]);

    public IReadOnlyList<CourseRow> All { get; private set; } = [];

    public string CourseTitle { get; private set; } = "";

    /// <summary>What the course this one was copied from awards; null when there is nothing to take over.</summary>
    public CopyOffer? Offer { get; private set; }

    public LaunchSession Launch => HttpContext.Launch();

    public async Task<IActionResult> OnGet(int? taken, CancellationToken ct)
    {
        if (taken is { } count) ViewData["Said"] = words.Count(count, "{0} draft is made.", "{0} drafts are made.", formats.Number(count));
        if (!Launch.MaySee) return LocalRedirect($"{Launch.Root}/progress");

        List<CourseRow> all = [];
        foreach (var open in await desk.All(Launch, ct)) all.Add(new(open, await pages.Totals(open.Mapping.Tenant, open.Mapping.Id, ct), await desk.ItemChanges(open, ct)));
        All = all;
        if (Launch.MayEdit) Offer = await copying.Offer(Launch, ct);
        if (await desk.Course(Launch, ct) is { } course) (CourseTitle, names) = (course.Title, await desk.Names(course, All.Select(one => one.Open.Mapping.RuleToEdit), ct));
        return Page();
    }

    public async Task<IActionResult> OnPostTake(CancellationToken ct) =>
        Launch.MayEdit ? this.Go($"{Launch.Root}?taken={await copying.Take(Launch, ct)}") : new ProblemAction("not-allowed");

    /// <summary>How many items a draft looks at that are not in this course; what awards already is told by its own pages.</summary>
    public int MissingIn(OpenMapping open) => open.Mapping.State != MappingState.Draft ? 0 : RuleRebinding.Missing(open.Mapping.RuleToEdit, names).Count;
}

/// <summary>One micro-credential of the course.</summary>
/// <param name="Changes">What became different in the items its requirements look at; a draft's are told as missing.</param>
public sealed record CourseRow(OpenMapping Open, MappingTotals Totals, IReadOnlyList<ItemChange> Changes)
{
    public int Gone => Open.Mapping.State == MappingState.Draft ? 0 : Changes.Count(change => change.What == ItemChangeKind.Gone);

    public int Changed => Changes.Count(change => change.What is ItemChangeKind.Renamed or ItemChangeKind.MaximumChanged);
}
