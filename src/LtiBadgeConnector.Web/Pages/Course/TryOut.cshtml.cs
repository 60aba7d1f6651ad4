using LtiBadgeConnector.Storage.Awarding;
using LtiBadgeConnector.Web.Authoring;
using LtiBadgeConnector.Web.Awarding;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Security;
using LtiBadgeConnector.Web.Sharing;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace LtiBadgeConnector.Web.Pages.Course;

/// <summary>An instructor issues one to themselves, to see what learners will get.</summary>
[Authorize(Policy = Policies.LaunchStaff)]
public sealed class TryOutModel(CourseDesk desk, TryOuts tests, AwardViewing access) : DefinitionPageModel(desk)
{
    /// <summary>The last one of this person; null when there was none.</summary>
    public TryOut? Latest { get; private set; }

    public Problem? Problem { get; private set; }

    public string Address => $"{Latest!.Url}?{AwardViewing.PassParameter}={access.Pass(Latest.PublicId, Launch.ExpiresAt)}";

    public async Task OnGet(CancellationToken ct) => Latest = await tests.Latest(Launch, Open, ct);

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (!Launch.MayEdit) return new ProblemAction("not-allowed");
        if (await tests.Issue(Launch, Open, ct) is not { } problem) return this.Go($"{Root}/try-out");
        Problem = ProblemCatalogue.Get(problem);
        Response.StatusCode = Problem.Status;
        Latest = await tests.Latest(Launch, Open, ct);
        return Page();
    }
}
