using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Credentials.Importing;
using LtiBadgeConnector.Storage.MicroCredentials;
using LtiBadgeConnector.Web.Authoring;
using LtiBadgeConnector.Web.Describing;
using LtiBadgeConnector.Web.Launches;
using LtiBadgeConnector.Web.Localisation;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Rules;
using LtiBadgeConnector.Web.Security;
using LtiBadgeConnector.Web.Ui;
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
    CourseDesk desk, DraftMaker drafts, MicroCredentialRepository microCredentials, IStringLocalizer<Words> words) : PageModel
{
    private const int MostOthers = 100;

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Language { get; set; }

    public LaunchSession Launch => HttpContext.Launch();

    /// <summary>What it is copied from: <c>template:…</c> or <c>copy:…</c>; blank for nothing.</summary>
    [BindProperty]
    public string? From { get; set; }

    public string CourseTitle { get; private set; } = "";

    /// <summary>Other definitions of the institution, to copy from.</summary>
    public IReadOnlyList<MicroCredential> Others { get; private set; } = [];

    /// <summary>Why a file was not taken.</summary>
    public ImportRefusal? FileRefused { get; private set; }

    public static IEnumerable<string> FrameworksOf(Definition definition, string language) =>
        DefinitionDesk.Catalogue.ClaimedBy(definition).Select(framework => DescriptorGuide.Shipped.ShortName(framework).In(language));

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (await desk.Course(Launch, ct) is not { } course) return new ProblemAction("page-not-found");
        await Show(course.Title, ct);
        return Page();
    }

    public async Task<IActionResult> OnPost(IFormFile? file, CancellationToken ct)
    {
        if (await desk.Course(Launch, ct) is not { } course) return new ProblemAction("page-not-found");
        var draft = file is { Length: > 0 } ? await OfFile(file, ct) : await Copied(ct);
        if (draft is not null && !string.IsNullOrWhiteSpace(Name)) draft = draft with { Title = Name.Trim() };
        if (FileRefused is null && string.IsNullOrWhiteSpace(draft?.Title ?? Name)) ModelState.AddModelError(nameof(Name), words["Give it a name."]);
        if (FileRefused is not null || !ModelState.IsValid)
        {
            await Show(course.Title, ct);
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }

        draft ??= Definition.Blank(Name!.Trim(), ChosenLanguage);
        await desk.LearnItems(course, ct);
        var rule = RuleEditor.New(await desk.Choices(HttpContext.Launch(), course, except: null, ct));
        return await drafts.Make(course, draft, rule, ct) is { } made ? this.Go($"{Launch.Root}/d/{made}/about") : new ProblemAction("page-not-found");
    }

    private string ChosenLanguage => Languages.Matching(Language) ?? Languages.Default;

    private async Task Show(string courseTitle, CancellationToken ct)
    {
        CourseTitle = courseTitle;
        Others = await microCredentials.List(Launch.Tenant, MostOthers, ct);
    }

    // Null when it starts from nothing. Pictures are shared: they never change. What proves an outcome belongs to the other course's rule.
    private async Task<Definition?> Copied(CancellationToken ct)
    {
        if (DefinitionTemplates.All.FirstOrDefault(template => From == $"template:{template.Id}") is { } template) return template.Definition;
        if (From?.StartsWith("copy:", StringComparison.Ordinal) != true || !Guid.TryParse(From["copy:".Length..], out var id)) return null;
        var other = await microCredentials.Find(Launch.Tenant, new MicroCredentialId(id), ct);
        return other is null ? null : other.Draft with { Outcomes = [.. other.Draft.Outcomes.Select(outcome => outcome with { ProvenBy = [] })] };
    }

    private async Task<Definition?> OfFile(IFormFile file, CancellationToken ct)
    {
        using var copy = new MemoryStream();
        await file.CopyToAsync(copy, ct);
        var import = DefinitionFile.Read(copy.ToArray(), ChosenLanguage);
        FileRefused = import.Refusal;
        return import.Value?.Definition;
    }
}
