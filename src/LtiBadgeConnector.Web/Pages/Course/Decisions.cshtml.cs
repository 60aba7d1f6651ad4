using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.Steps;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Awarding;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Web.Authoring;
using LtiBadgeConnector.Web.Awarding;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Rules;
using LtiBadgeConnector.Web.Security;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace LtiBadgeConnector.Web.Pages.Course;

/// <summary>Why one learner has it or has not, decision by decision; what a person adds to it: a confirmation, or the award itself.</summary>
[Authorize(Policy = Policies.LaunchStaff)]
public sealed class DecisionsModel(
    CourseDesk desk, ILearners learners, MappingRepository mappings, DecisionHistory history, ConfirmationRepository confirmations, HandAwardRepository awards, HandAwardDesk byHand, Road road,
    TimeProvider time) : DefinitionPageModel(desk)
{
    public Learner Learner { get; private set; } = null!;

    public IReadOnlyList<DecidedEntry> Entries { get; private set; } = [];

    public IReadOnlyList<(Confirmed Criterion, IReadOnlyList<GivenConfirmation> Given)> ToConfirm { get; private set; } = [];

    public bool MayGive { get; private set; }

    public string? Reason { get; private set; }

    public string? Evidence { get; private set; }

    public string? EvidenceText { get; private set; }

    public Problem? Problem { get; private set; }

    public string Road => $"{Root}/learners/{Learner.Id}";

    private EvaluationKey Key => new(Launch.Tenant, Open.Mapping.Id, Learner.Id);

    public async Task<IActionResult> OnGet(Guid learner, CancellationToken ct) => await Show(learner, ct) ? Page() : new ProblemAction("page-not-found");

    /// <summary>Each form of the page names what it does.</summary>
    public IActionResult OnPost() => new ProblemAction("page-not-found");

    public async Task<IActionResult> OnPostConfirm(Guid learner, string? criterion, string? note, CancellationToken ct)
    {
        if (!Launch.MayEdit || Launch.Learner is not { } by) return new ProblemAction("not-allowed");
        if (!await Show(learner, ct)) return new ProblemAction("page-not-found");
        if (ToConfirm.All(one => one.Criterion.Id != criterion)) return this.Go($"{Road}/decisions");

        var entry = AuditEntry.Of(Launch.Tenant, time.Now(), "instructor", by.ToString(), "requirement-confirmed");
        var said = note?.Trim() is { Length: > 0 } text ? text[..Math.Min(text.Length, 500)] : null;
        await road.Evaluate(await confirmations.Confirm([Key], criterion!, by, said, entry, ct), ct);
        return this.Go($"{Road}/decisions");
    }

    /// <summary>Only one's own, and only while the rule asks for it.</summary>
    public async Task<IActionResult> OnPostTakeBack(Guid learner, string? criterion, CancellationToken ct)
    {
        if (!Launch.MayEdit || Launch.Learner is not { } by) return new ProblemAction("not-allowed");
        if (!await Show(learner, ct)) return new ProblemAction("page-not-found");
        if (ToConfirm.Any(one => one.Criterion.Id == criterion))
        {
            var entry = AuditEntry.Of(Launch.Tenant, time.Now(), "instructor", by.ToString(), "requirement-unconfirmed");
            await road.Evaluate(await confirmations.TakeBack([Key], criterion!, by, entry, ct), ct);
        }
        return this.Go($"{Road}/decisions");
    }

    public async Task<IActionResult> OnPostGive(Guid learner, string? reason, string? evidence, string? evidenceText, CancellationToken ct)
    {
        if (!Launch.MayEdit) return new ProblemAction("not-allowed");
        if (!await Show(learner, ct)) return new ProblemAction("page-not-found");
        var problem = HandAwardDesk.ProblemOf(reason, evidence, evidenceText) ?? (MayGive ? null : "award-exists");
        problem ??= (await byHand.Give(Launch, Open, [new(Learner.Id, reason!.Trim(), Given(evidence), Given(evidenceText))], ct)).Problem;
        if (problem is null) return this.Go(Road);

        (Problem, Reason, Evidence, EvidenceText) = (ProblemCatalogue.Get(problem), reason, evidence, evidenceText);
        Response.StatusCode = Problem.Status;
        return Page();
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    // Only somebody of this course.
    private async Task<bool> Show(Guid id, CancellationToken ct)
    {
        var member = await awards.Member(Launch.Tenant, Open.Mapping.Id, new LearnerId(id), ct);
        var entries = await history.Of(Open.Mapping, new LearnerId(id), forLearner: false, ct);
        if ((member is null && entries.Count == 0) || await learners.Find(Launch.Tenant, new LearnerId(id), ct) is not { } found) return false;
        (Learner, Entries) = (found, entries);
        MayGive = Launch.MayEdit && member is { HasAward: false } && Open.Mapping is { Version: not null, State: not MappingState.Ended };
        var given = await confirmations.Of(Key, ct);
        var counts = await mappings.For(found.Id, Open.Mapping, ct);
        ToConfirm = [.. RuleSentences.Leaves(counts.Rule).OfType<Confirmed>().Select(criterion => (criterion, (IReadOnlyList<GivenConfirmation>)[.. given.Where(one => one.Criterion == criterion.Id)]))];
        return true;
    }
}
