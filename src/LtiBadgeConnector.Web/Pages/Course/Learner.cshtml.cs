using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Storage.StatusLists;
using LtiBadgeConnector.Web.Authoring;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Rules;
using LtiBadgeConnector.Web.Security;
using LtiBadgeConnector.Web.Ui;
using LtiBadgeConnector.Web.Withdrawing;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace LtiBadgeConnector.Web.Pages.Course;

/// <summary>One learner's road in this course, for staff: what arrived, what was decided, what was issued.</summary>
[Authorize(Policy = Policies.LaunchStaff)]
public sealed class LearnerModel(
    CourseDesk desk, RoadPages pages, ILearners learners, WithdrawalRepository withdrawals, WithdrawDesk withdrawing, RuleSentences sentences) : DefinitionPageModel(desk)
{
    public Learner Learner { get; private set; } = null!;

    public LearnerRoad Road { get; private set; } = null!;

    public RuleSentences Sentences => sentences;

    public IReadOnlyDictionary<AwardId, Withdrawal> Withdrawals { get; private set; } = new Dictionary<AwardId, Withdrawal>();

    /// <summary>The award about which the page asks whether it shall really be withdrawn.</summary>
    public RoadAward? Asked { get; private set; }

    public string? Reason { get; private set; }

    /// <summary>Why it was not withdrawn.</summary>
    public Problem? Problem { get; private set; }

    public string Here => $"{Root}/learners/{Learner.Id}";

    public bool MayWithdraw(RoadAward award) => Launch.MayEdit && award.State is AwardState.Issued or AwardState.Delivered && !Withdrawals.ContainsKey(award.Id);

    /// <param name="withdraw">The public id of the award about which to ask.</param>
    public async Task<IActionResult> OnGet(Guid learner, string? withdraw, CancellationToken ct)
    {
        if (!await Show(learner, ct)) return new ProblemAction("page-not-found");
        Asked = Find(withdraw);
        return Page();
    }

    public async Task<IActionResult> OnPostWithdraw(Guid learner, string? award, string? reason, CancellationToken ct)
    {
        if (!Launch.MayEdit) return new ProblemAction("not-allowed");
        if (!await Show(learner, ct)) return new ProblemAction("page-not-found");
        // Only an award of this learner in this course; one that was withdrawn meanwhile stays as it is.
        if (Find(award) is not { } found) return this.Go(Here);
        if (await withdrawing.Withdraw(Launch.Tenant, found.Id, reason, "instructor", Launch.Learner?.ToString(), ct) is not { } problem) return this.Go(Here);

        (Asked, Reason, Problem) = (found, reason, ProblemCatalogue.Get(problem));
        Response.StatusCode = Problem.Status;
        return Page();
    }

    private RoadAward? Find(string? publicId) => Road.Awards.FirstOrDefault(award => award.PublicId.Value == publicId && MayWithdraw(award));

    private async Task<bool> Show(Guid learner, CancellationToken ct)
    {
        if (await learners.Find(Launch.Tenant, new LearnerId(learner), ct) is not { } found) return false;
        var road = await pages.Of(Launch.Tenant, found.Id, ct);
        // Only what belongs to this course: staff of one course have no business in another. A delivery does not say whose it is.
        var mapping = Open.Mapping.Id;
        RoadAward[] awards = [.. road.Awards.Where(award => award.Mapping == mapping)];
        var ids = awards.Select(award => award.Id).ToHashSet();
        Road = new(
            [], [.. road.Results.Where(result => result.Course == Open.Course.Id)], [.. road.Evaluations.Where(evaluation => evaluation.Mapping == mapping)], awards,
            [.. road.Credentials.Where(credential => ids.Contains(credential.Award))], [.. road.Deliveries.Where(delivery => ids.Contains(delivery.Award))]);
        if (Road.Results.Count == 0 && Road.Evaluations.Count == 0 && awards.Length == 0) return false;
        Learner = found;
        Withdrawals = await withdrawals.OfLearner(Launch.Tenant, found.Id, ct);
        return true;
    }
}
