using System.Globalization;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Web.Authoring;
using LtiBadgeConnector.Web.Launches;
using LtiBadgeConnector.Web.Localisation;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Rules;
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
    public string? Name { get; set; }

    [BindProperty]
    public string? Language { get; set; }

    [BindProperty]
    public Guid[] Parts { get; set; } = [];

    /// <summary><c>all</c>, <c>any</c>, <c>some</c> or <c>worth</c>.</summary>
    [BindProperty]
    public string How { get; set; } = "all";

    [BindProperty]
    public string? Count { get; set; }

    [BindProperty]
    public string? Amount { get; set; }

    [BindProperty]
    public string Unit { get; set; } = WorthAtLeast.Hours;

    public LaunchSession Launch => HttpContext.Launch();

    public string CourseTitle { get; private set; } = "";

    public IReadOnlyList<CredentialChoice> Choices { get; private set; } = [];

    public async Task<IActionResult> OnGet(CancellationToken ct) => await Show(ct) is null ? new ProblemAction("page-not-found") : Page();

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (await Show(ct) is not { } course) return new ProblemAction("page-not-found");
        CredentialChoice[] parts = [.. Choices.Where(choice => Parts.Contains(choice.Id.Value))];
        if (string.IsNullOrWhiteSpace(Name)) ModelState.AddModelError(nameof(Name), words["Give it a name."]);
        if (parts.Length < 2) ModelState.AddModelError(nameof(Parts), words["Choose two parts or more."]);
        if (!PartWorth.Units.Contains(Unit)) Unit = WorthAtLeast.Hours;

        var count = 1;
        if (How == "some" && (!int.TryParse(RowFields.Plain(Count ?? ""), NumberStyles.None, CultureInfo.InvariantCulture, out count) || count < 1 || count > parts.Length))
            ModelState.AddModelError(nameof(Count), words["Write a number from 1 to the number of parts."]);
        decimal? amount = null;
        if (How == "worth" && RowFields.Plain(Amount ?? "") is { Length: > 0 } typed)
        {
            if (RowFields.TryNumber(typed, out var number)) amount = number;
            else ModelState.AddModelError(nameof(Amount), words["Write a number of 0 or more."]);
        }
        var rule = PathwayDesk.RuleOf(parts, How, count, Unit, amount);
        if (ModelState.IsValid && rule is WorthAtLeast worth && GroupForm.Incomplete(worth) is not null)
            ModelState.AddModelError(nameof(Amount), words["Ask for more than nothing, and for no more than all parts count together."]);
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }

        var language = Languages.Matching(Language) ?? Languages.Default;
        var titles = new Formats(language, TimeZoneInfo.Utc).List([.. parts.Select(part => part.Name)]);
        var draft = PathwayDesk.DraftOf(Name!.Trim(), language, new WordsIn(language, words)["Made up of these micro-credentials: {0}", titles], parts, rule);
        return await drafts.Make(course, draft, rule, ct) is { } made ? this.Go($"{Launch.Root}/d/{made}/requirements") : new ProblemAction("page-not-found");
    }

    private async Task<Core.Courses.Course?> Show(CancellationToken ct)
    {
        if (await desk.Course(Launch, ct) is not { } course) return null;
        CourseTitle = course.Title;
        Choices = (await desk.Choices(Launch, course, except: null, ct)).Credentials;
        return course;
    }
}
