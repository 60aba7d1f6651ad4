using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Storage.Issuers;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Storage.MicroCredentials;
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

/// <summary>Asks for two things, name and language; everything else follows on the next pages.</summary>
[Authorize(Policy = Policies.LaunchInstructor)]
public sealed class NewModel(
    CourseDesk desk, IssuerRepository issuers, MicroCredentialRepository microCredentials, MappingRepository mappings, IStringLocalizer<Words> words, TimeProvider time) : PageModel
{
    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Language { get; set; }

    public LaunchSession Launch => HttpContext.Launch();

    public string CourseTitle { get; private set; } = "";

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (await desk.Course(Launch, ct) is not { } course) return new ProblemAction("page-not-found");
        CourseTitle = course.Title;
        return Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (await desk.Course(Launch, ct) is not { } course || await issuers.Default(Launch.Tenant, ct) is not { } issuer) return new ProblemAction("page-not-found");
        if (string.IsNullOrWhiteSpace(Name))
        {
            CourseTitle = course.Title;
            ModelState.AddModelError(nameof(Name), words["Give it a name."]);
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }

        var draft = Definition.Blank(Name.Trim(), Languages.Matching(Language) ?? Languages.Default);
        var created = new MicroCredential(MicroCredentialId.New(time), Launch.Tenant, issuer.Id, draft, 1, Published: null, time.Now());
        await microCredentials.Create(created, course.Id, ct);
        await desk.LearnItems(course, ct);
        var rule = RuleEditor.New(await desk.Choices(course, ct));
        var mapping = new CourseMapping(
            MappingId.New(time), Launch.Tenant, course.Id, created.Id, Version: null, MappingState.Draft, RuleVersion: 0, rule, DraftRule: null, Revision: 1, time.Now(), ActivatedAt: null);
        await mappings.Create(mapping, ct);
        return this.Go($"{Launch.Root}/d/{mapping.Id}/about");
    }
}
