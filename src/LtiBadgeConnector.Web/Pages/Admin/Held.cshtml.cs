using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Storage.Awarding;
using LtiBadgeConnector.Storage.Learners;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Storage.StatusLists;
using LtiBadgeConnector.Web.Admin;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Ui;
using LtiBadgeConnector.Web.Withdrawing;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Pages.Admin;

/// <param name="Title">The micro-credential's.</param>
public sealed record HeldView(AwardReviewPart Part, string Title);

/// <summary>What one person holds, from all courses, and what an administrator may decide about it.</summary>
public sealed class HeldModel(
    ConsoleDesk desk, LearnerRepository learners, RoadPages roads, SharedAwards awards, SuspensionRepository suspensions, HandAwardRepository byHand, AwardActions actions, IStringLocalizer<Words> words,
    Formats formats) : ConsolePage(desk, AdminPlace.People)
{
    public Learner Learner { get; private set; } = null!;

    public IReadOnlyList<HeldView> Awards { get; private set; } = [];

    /// <summary>What the page asks a reason for.</summary>
    public AwardQuestion? Asked { get; private set; }

    /// <summary>Why nothing was done.</summary>
    public Problem? Problem { get; private set; }

    public string Name
    {
        get
        {
            var name = new PersonName(Learner.GivenName, Learner.FamilyName, Learner.Name);
            return name.IsUnknown ? words["A learner without a name"] : formats.Name(name);
        }
    }

    private string Here => $"/admin/people/{Learner.Id}/credentials";

    /// <param name="withdraw">The public id of the award about which to ask.</param>
    /// <param name="suspend">The same, for suspending it.</param>
    public async Task OnGet(string? withdraw, string? suspend, CancellationToken ct)
    {
        await Load(mayAct: true, ct);
        if (Find(withdraw) is { MayWithdraw: true } toWithdraw) Asked = Question(AwardActions.Withdraw, toWithdraw, reason: null);
        else if (Find(suspend) is { MaySuspend: true } toSuspend) Asked = Question(AwardActions.Suspend, toSuspend, reason: null);
        if (Asked is not null) await Load(mayAct: false, ct);
    }

    public async Task<IActionResult> OnPostDecide(string? award, string? op, string? reason, CancellationToken ct)
    {
        await Load(mayAct: true, ct);
        // Only an award of this very person.
        if (Find(award) is not { } found) return LocalRedirect(Here);
        if (await actions.Run(op, new Actor(Tenant.Id, "administrator", Administrator), found.Award.Id, reason, ct) is not { } problem) return LocalRedirect(Here);

        Problem = ProblemCatalogue.Get(problem);
        Response.StatusCode = Problem.Status;
        if (!AwardActions.NeedsReason(op)) return Page();
        Asked = Question(op!, found, reason);
        await Load(mayAct: false, ct);
        return Page();
    }

    protected override async Task<IActionResult?> Instead(CancellationToken ct)
    {
        if (!Guid.TryParse(RouteData.Values["learner"]?.ToString(), out var id) || await learners.Find(Tenant.Id, new LearnerId(id), ct) is not { } found)
            return new ProblemAction("page-not-found");
        Learner = found;
        return null;
    }

    private async Task Load(bool mayAct, CancellationToken ct)
    {
        var reviews = await suspensions.OfLearner(Tenant.Id, Learner.Id, ct);
        var titles = (await awards.Collection(Tenant.Id, Learner.Id, ct)).ToDictionary(award => award.PublicId, award => DefinitionJson.Read(award.Definition).Title);
        var reasons = await byHand.Reasons(Tenant.Id, Learner.Id, ct);
        Awards =
        [
            .. from award in (await roads.Of(Tenant.Id, Learner.Id, ct)).Awards
               where reviews.ContainsKey(award.Id)
               select new HeldView(new(award, reviews[award.Id], Here, mayAct, Desk.Now) { Given = reasons.GetValueOrDefault(award.Id) }, titles.GetValueOrDefault(award.PublicId, "")),
        ];
    }

    private AwardReviewPart? Find(string? publicId) => Awards.Select(view => view.Part).FirstOrDefault(part => part.Award.PublicId.Value == publicId);

    private AwardQuestion Question(string action, AwardReviewPart part, string? reason) => new(action, part.Award.PublicId, Name, Here, reason);
}
