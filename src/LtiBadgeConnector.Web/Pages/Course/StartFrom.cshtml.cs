using LtiBadgeConnector.Core.Frameworks;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Storage.Issuers;
using LtiBadgeConnector.Web.Authoring;
using LtiBadgeConnector.Web.Describing;
using LtiBadgeConnector.Web.Launches;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LtiBadgeConnector.Web.Pages.Course;

/// <summary>One template, or one definition of the institution, as its public page would look, before it is taken.</summary>
[Authorize(Policy = Policies.LaunchInstructor)]
public sealed class StartFromModel(CourseDesk desk, DefinitionSources sources, DefinitionDesk definitions, TimeProvider time) : PageModel
{
    public LaunchSession Launch => HttpContext.Launch();

    public string CourseTitle { get; private set; } = "";

    public DefinitionSource Source { get; private set; } = null!;

    /// <summary>Who would issue it.</summary>
    public Issuer Issuer { get; private set; } = null!;

    /// <summary>The text as if it were published, with requirements that nobody has set yet.</summary>
    public DefinitionVersion Version { get; private set; } = null!;

    public Conformance Conformance { get; private set; } = null!;

    public async Task<IActionResult> OnGet(string from, CancellationToken ct)
    {
        if (await desk.Course(Launch, ct) is not { } course || await sources.Find(Launch.Tenant, from, ct) is not { } source || await definitions.DefaultIssuer(Launch.Tenant, ct) is not { } issuer)
            return new ProblemAction("page-not-found");
        (CourseTitle, Source, Issuer) = (course.Title, source, issuer);
        Version = new(new(Guid.Empty), Launch.Tenant, new(Guid.Empty), 1, new PublicId("start"), issuer.Profile.Id, source.Definition, "", time.GetUtcNow());
        Conformance = DefinitionDesk.Check(source.Definition, issuer);
        return Page();
    }
}
