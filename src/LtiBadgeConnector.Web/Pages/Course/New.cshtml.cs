using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Credentials.Importing;
using LtiBadgeConnector.Web.Authoring;
using LtiBadgeConnector.Web.Describing;
using LtiBadgeConnector.Web.Launches;
using LtiBadgeConnector.Web.Localisation;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Rules;
using LtiBadgeConnector.Web.Security;
using LtiBadgeConnector.Web.Ui;
using LtiBadgeConnector.Web.Uploads;
using LtiBadgeConnector.Web.Verifying;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Pages.Course;

/// <summary>Asks for two things, name and language, or for what to start from; everything else follows on the next pages.</summary>
[Authorize(Policy = Policies.LaunchInstructor)]
[RefuseLargeBody(DefinitionFile.MostBytes + 64 * 1024, ImportProblems.TooLarge)]
public sealed class NewModel(
    CourseDesk desk, DraftMaker drafts, DefinitionSources sources, Formats formats, IStringLocalizer<Words> words) : PageModel
{
    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Language { get; set; }

    public LaunchSession Launch => HttpContext.Launch();

    /// <summary>What it is copied from, as <see cref="DefinitionSource.From"/>; blank for nothing.</summary>
    [BindProperty(SupportsGet = true)]
    public string? From { get; set; }

    public string CourseTitle { get; private set; } = "";

    /// <summary>What it starts from; null for nothing.</summary>
    public DefinitionSource? Source { get; private set; }

    /// <summary>Why a file was not taken.</summary>
    public ImportRefusal? FileRefused { get; private set; }

    public async Task<IActionResult> OnGet(CancellationToken ct) => await Open(ct) is null ? new ProblemAction("page-not-found") : Page();

    public async Task<IActionResult> OnPost(IFormFile? file, CancellationToken ct)
    {
        if (await Open(ct) is not { } course) return new ProblemAction("page-not-found");
        var draft = file is { Length: > 0 } ? await OfFile(file, ct) : Source?.Definition;
        if (draft is not null && !string.IsNullOrWhiteSpace(Name)) draft = draft with { Title = Name.Trim(), OtherTitle = null };
        if (FileRefused is null && string.IsNullOrWhiteSpace(draft?.Title ?? Name)) ModelState.AddModelError(nameof(Name), words["Give it a name."]);
        if (Name?.Trim().Length > DefinitionLimits.LongestTitle) ModelState.AddModelError(nameof(Name), ProblemCatalogue.Get("definition-text-too-long").Title.In(formats.Language));
        if (FileRefused is not null || !ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }

        draft ??= Definition.Blank(Name!.Trim(), ChosenLanguage);
        await desk.LearnItems(course, ct);
        var rule = RuleEditor.New(await desk.Choices(HttpContext.Launch(), course, except: null, ct));
        return await drafts.Make(course, draft, rule, ct) is { } made ? this.Go($"{Launch.Root}/d/{made}/about{Left}") : new ProblemAction("page-not-found");
    }

    // What of the file was not taken, for the page that follows.
    private string Left { get; set; } = "";

    private string ChosenLanguage => Languages.Matching(Language) ?? Languages.Default;

    /// <returns>Null when the course, or what it should start from, is not there.</returns>
    private async Task<Core.Courses.Course?> Open(CancellationToken ct)
    {
        if (await desk.Course(Launch, ct) is not { } course) return null;
        CourseTitle = course.Title;
        if (string.IsNullOrEmpty(From)) return course;
        Source = await sources.Find(Launch.Tenant, From, ct);
        return Source is null ? null : course;
    }

    private async Task<Definition?> OfFile(IFormFile file, CancellationToken ct)
    {
        var import = DefinitionFile.Read(await file.Bytes(ct), ChosenLanguage);
        FileRefused = import.Refusal;
        if (import.Value is { Left.Count: > 0 } taken) Left = QueryString.Create(taken.Left.Take(AboutModel.MostLeft).Select(name => KeyValuePair.Create("left", (string?)name))).ToString();
        return import.Value?.Definition;
    }
}
