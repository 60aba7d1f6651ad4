using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Web.Authoring;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Rules;
using LtiBadgeConnector.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace LtiBadgeConnector.Web.Pages.Course;

/// <summary>One learner's road in this course, for staff: what arrived, what was decided, what was issued.</summary>
[Authorize(Policy = Policies.LaunchStaff)]
public sealed class LearnerModel(CourseDesk desk, RoadPages pages, ILearners learners, RuleSentences sentences) : DefinitionPageModel(desk)
{
    public Learner Learner { get; private set; } = null!;

    public LearnerRoad Road { get; private set; } = null!;

    public RuleSentences Sentences => sentences;

    public async Task<IActionResult> OnGet(Guid learner, CancellationToken ct)
    {
        if (await learners.Find(Launch.Tenant, new LearnerId(learner), ct) is not { } found) return new ProblemAction("page-not-found");
        var road = await pages.Of(Launch.Tenant, found.Id, ct);
        // Only what belongs to this course: staff of one course have no business in another. A delivery does not say whose it is.
        var mapping = Open.Mapping.Id;
        RoadAward[] awards = [.. road.Awards.Where(award => award.Mapping == mapping)];
        var ids = awards.Select(award => award.Id).ToHashSet();
        Road = new(
            [], [.. road.Results.Where(result => result.Course == Open.Course.Id)], [.. road.Evaluations.Where(evaluation => evaluation.Mapping == mapping)], awards,
            [.. road.Credentials.Where(credential => ids.Contains(credential.Award))], [.. road.Deliveries.Where(delivery => ids.Contains(delivery.Award))]);
        if (Road.Results.Count == 0 && Road.Evaluations.Count == 0 && awards.Length == 0) return new ProblemAction("page-not-found");
        Learner = found;
        return Page();
    }
}
