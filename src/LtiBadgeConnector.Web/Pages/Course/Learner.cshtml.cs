using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Storage.Awarding;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Storage.StatusLists;
using LtiBadgeConnector.Web.Admin;
using LtiBadgeConnector.Web.Authoring;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Rules;
using LtiBadgeConnector.Web.Security;
using LtiBadgeConnector.Web.Sharing;
using LtiBadgeConnector.Web.Ui;
using LtiBadgeConnector.Web.Withdrawing;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Pages.Course;

/// <summary>One learner's road in this course, for staff: what arrived, what was decided, what was issued.</summary>
[Authorize(Policy = Policies.LaunchStaff)]
public sealed class LearnerModel(
    CourseDesk desk, RoadPages pages, ILearners learners, MappingRepository mappings, SuspensionRepository suspensions, HandAwardRepository byHand, AwardViewing access, AwardActions actions,
    ClassDesk people, DecisionHistory history, IStringLocalizer<Words> words, Formats formats, TimeProvider time) : DefinitionPageModel(desk)
{
    public Learner Learner { get; private set; } = null!;

    public LearnerRoad Road { get; private set; } = null!;

    /// <summary>What counts for this learner.</summary>
    public CourseMapping Counts { get; private set; } = null!;

    private ItemNames CountedNames { get; set; } = null!;

    /// <summary>What the page asks a reason for.</summary>
    public AwardQuestion? Asked { get; private set; }

    /// <summary>Why nothing was done.</summary>
    public Problem? Problem { get; private set; }

    public string Here => $"{Root}/learners/{Learner.Id}";

    private IReadOnlyDictionary<AwardId, AwardReview> Reviews { get; set; } = new Dictionary<AwardId, AwardReview>();

    private IReadOnlyDictionary<AwardId, HandReason> Reasons { get; set; } = new Dictionary<AwardId, HandReason>();

    public IReadOnlyList<DecidedCondition> ConditionsOf(Evaluation decided) => history.Conditions(Counts.Rule, decided, CountedNames, forLearner: false);

    public string SaidBy(RoadResult result) => RoadWords.Said(words, formats, result);

    /// <summary>The award's page as staff may open it in a new window, where there is no session.</summary>
    public string PageOf(RoadAward award) => $"{award.Url}?{AwardViewing.PassParameter}={access.Pass(award.PublicId, Launch.ExpiresAt)}";

    public AwardReviewPart? ReviewOf(RoadAward award) =>
        Reviews.TryGetValue(award.Id, out var review) ? new(award, review, Here, Launch.MayEdit && Asked is null, time.GetUtcNow()) { Given = Reasons.GetValueOrDefault(award.Id) } : null;

    /// <param name="withdraw">The public id of the award about which to ask.</param>
    /// <param name="suspend">The same, for suspending it.</param>
    /// <param name="again">It was checked again a moment ago.</param>
    public async Task<IActionResult> OnGet(Guid learner, string? withdraw, string? suspend, bool again, CancellationToken ct)
    {
        if (again) ViewData["Said"] = words["Checked again from what is known."].Value;
        if (!await Show(learner, ct)) return new ProblemAction("page-not-found");
        if (Find(withdraw) is { } toWithdraw && ReviewOf(toWithdraw) is { MayWithdraw: true }) Asked = Question(AwardActions.Withdraw, toWithdraw, reason: null);
        else if (Find(suspend) is { } toSuspend && ReviewOf(toSuspend) is { MaySuspend: true }) Asked = Question(AwardActions.Suspend, toSuspend, reason: null);
        return Page();
    }

    /// <summary>Each form of the page names what it does.</summary>
    public IActionResult OnPost() => new ProblemAction("page-not-found");

    public async Task<IActionResult> OnPostAgain(Guid learner, CancellationToken ct)
    {
        if (!Launch.MayEdit) return new ProblemAction("not-allowed");
        if (!await Show(learner, ct)) return new ProblemAction("page-not-found");
        await people.CheckAgain(Launch.Tenant, Open.Mapping.Id, new ClassSelection(null, null, new HashSet<LearnerId> { Learner.Id }), ct);
        return this.Go($"{Here}?again=true");
    }

    public async Task<IActionResult> OnPostDecide(Guid learner, string? award, string? op, string? reason, CancellationToken ct)
    {
        if (!Launch.MayEdit) return new ProblemAction("not-allowed");
        if (!await Show(learner, ct)) return new ProblemAction("page-not-found");
        // Only an award of this learner in this course.
        if (Find(award) is not { } found) return this.Go(Here);

        var actor = new Actor(Launch.Tenant, "instructor", Launch.Learner?.ToString());
        if (await actions.Run(op, actor, found.Id, reason, ct) is not { } problem) return this.Go(Here);
        Problem = ProblemCatalogue.Get(problem);
        if (AwardActions.NeedsReason(op)) Asked = Question(op!, found, reason);
        Response.StatusCode = Problem.Status;
        return Page();
    }

    private AwardQuestion Question(string action, RoadAward award, string? reason)
    {
        var name = new PersonName(Learner.GivenName, Learner.FamilyName, Learner.Name);
        return new(action, award.PublicId, name.IsUnknown ? words["A learner without a name"] : formats.Name(name), Here, reason);
    }

    private RoadAward? Find(string? publicId) => Road.Awards.FirstOrDefault(award => award.PublicId.Value == publicId);

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
        Counts = await mappings.For(found.Id, Open.Mapping, ct);
        CountedNames = await Desk.Names(Open.Course, [Counts.Rule], ct);
        Reviews = await suspensions.OfLearner(Launch.Tenant, found.Id, ct);
        Reasons = await byHand.Reasons(Launch.Tenant, found.Id, ct);
        return true;
    }
}
