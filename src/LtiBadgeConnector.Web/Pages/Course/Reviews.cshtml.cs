using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.Issuers;
using LtiBadgeConnector.Web.Authoring;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Reviewing;
using LtiBadgeConnector.Web.Security;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Pages.Course;

/// <summary>Who has judged the description, what they said, and what it still needs before it may be awarded.</summary>
[Authorize(Policy = Policies.LaunchStaff)]
public sealed class ReviewsModel(CourseDesk desk, ReviewDesk reviews, IStringLocalizer<Words> words) : DefinitionPageModel(desk)
{
    [BindProperty]
    public string? Reviewer { get; set; }

    [BindProperty]
    public string? Side { get; set; }

    public ReviewStanding Standing { get; private set; } = null!;

    /// <summary>The link of the review that was just asked for; it is shown this once.</summary>
    public string? Link { get; private set; }

    /// <summary>What reviewers have signed.</summary>
    public IReadOnlyList<StoredEndorsement> Endorsements { get; private set; } = [];

    public Task OnGet(CancellationToken ct) => Show(ct);

    public async Task<IActionResult> OnPost(string? op, CancellationToken ct)
    {
        if (!Launch.MayEdit) return new ProblemAction("not-allowed");
        if (op?.Split(':') is ["take-back", var id] && Guid.TryParse(id, out var review))
        {
            await reviews.TakeBack(Launch, Open, new ReviewId(review), ct);
            return this.Go($"{Root}/reviews");
        }
        if (string.IsNullOrWhiteSpace(Reviewer) || Reviewer.Length > ReviewDesk.LongestName)
        {
            ModelState.AddModelError(nameof(Reviewer), words["Write who shall judge it."]);
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        }
        else
            Link = await reviews.Ask(Launch, Open, Reviewer.Trim(), Side == "external", ct);
        await Show(ct);
        return Page();
    }

    private async Task Show(CancellationToken ct)
    {
        Standing = await reviews.Of(Open, ct);
        Endorsements = await reviews.Endorsements(Launch.Tenant, Open.MicroCredential.Id, ct);
    }
}
