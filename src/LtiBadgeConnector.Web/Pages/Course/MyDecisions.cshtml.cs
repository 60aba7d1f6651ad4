using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Storage.MicroCredentials;
using LtiBadgeConnector.Web.Launches;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Rules;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LtiBadgeConnector.Web.Pages.Course;

/// <summary>The learner's own decisions under one mapping of the course, in their words.</summary>
public sealed class MyDecisionsModel(MappingRepository mappings, MicroCredentialRepository microCredentials, DecisionHistory history) : PageModel
{
    public IReadOnlyList<DecidedEntry> Entries { get; private set; } = [];

    public string Title { get; private set; } = "";

    public string Back { get; private set; } = "";

    public async Task<IActionResult> OnGet(Guid mapping, CancellationToken ct)
    {
        var launch = HttpContext.Launch();
        if (launch is not { Course: { } course, Learner: { } learner } || await mappings.Find(launch.Tenant, new MappingId(mapping), ct) is not { } found
            || found.Course != course || found.State == MappingState.Draft) return new ProblemAction("progress-unknown");

        Title = (await microCredentials.Find(launch.Tenant, found.MicroCredential, ct))?.Draft.Title ?? "";
        Back = $"{launch.Root}/progress/{mapping}";
        Entries = await history.Of(found, learner, forLearner: true, ct);
        return Page();
    }
}
