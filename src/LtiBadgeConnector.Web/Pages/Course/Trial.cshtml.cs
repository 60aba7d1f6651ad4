using LtiBadgeConnector.Core.DryRuns;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Storage.DryRuns;
using LtiBadgeConnector.Web.Authoring;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Rules;
using LtiBadgeConnector.Web.Security;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace LtiBadgeConnector.Web.Pages.Course;

/// <summary>
/// Who would earn it today. The answer is the title; nothing is sent before the button that says so. The class is tried by the
/// worker: while it is, the page says how far it is.
/// </summary>
[Authorize(Policy = Policies.LaunchStaff)]
public sealed class TrialModel(CourseDesk desk, Authoring.Trial trial, SwitchOn switchOn, RuleSentences sentences) : DefinitionPageModel(desk)
{
    public const int MostNamed = 50;
    private const int MostListed = 25;

    public DryRun Run { get; private set; } = null!;

    public DryRunCounts? Counts => Run.Counts;

    public IReadOnlyList<TriedRow> WouldEarn { get; private set; } = [];

    public IReadOnlyList<TriedRow> JustMiss { get; private set; } = [];

    public IReadOnlyList<TriedRow> Gain { get; private set; } = [];

    public IReadOnlyList<TriedRow> Lose { get; private set; } = [];

    public IReadOnlyList<TriedRow> Changed { get; private set; } = [];

    public Switched.Refused? Refused { get; private set; }

    public RuleSentences Sentences => sentences;

    /// <summary>Whether there is something to put in force: a draft, or a changed rule or description.</summary>
    public bool CanStart => Launch.MayEdit && Run.IsDone && Open.Mapping.State != MappingState.Ended && IsNew;

    private bool IsNew { get; set; }

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        await Show(ct);
        return this.PartOrPage("_Trial", this);
    }

    public async Task<IActionResult> OnPost(string? op, int shown, CancellationToken ct)
    {
        if (op == "again")
        {
            await trial.Ask(Open, ct);
            return this.Go($"{Root}/trial");
        }
        if (!Launch.MayEdit || Open.Mapping.State == MappingState.Ended) return new ProblemAction("not-allowed");

        switch (await switchOn.Start(Launch, Open, shown, ct))
        {
            case Switched.On { Waiting: > 0 }:
                return this.Go($"{Root}/awards");
            case Switched.On on:
                return this.Go(on.LmsProblem is { } problem ? $"{Root}/learners?started=1&problem={problem}" : $"{Root}/learners?started=1");
            case Switched.Refused refused:
                Refused = refused;
                await Show(ct);
                Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
                return Page();
            default:
                throw new InvalidOperationException("Unknown answer to starting.");
        }
    }

    /// <summary>Outcomes that nothing in the requirements proves. They do not keep anybody from starting.</summary>
    public IReadOnlyList<Outcome> Uncovered =>
        [.. Open.MicroCredential.Draft.Outcomes.Where(outcome => !outcome.ProvenBy.Intersect(RuleSentences.Leaves(Open.Mapping.RuleToEdit).Select(leaf => leaf.Id)).Any())];

    /// <summary>Each outcome with the requirements that prove it, and how many learners meet each of these.</summary>
    public IReadOnlyList<(string Outcome, IReadOnlyList<(string Requirement, int Met)> ProvenBy)> Coverage
    {
        get
        {
            var leaves = RuleSentences.Leaves(Run.Rule).DistinctBy(leaf => leaf.Id).ToDictionary(leaf => leaf.Id, StringComparer.Ordinal);
            return
            [
                .. Open.MicroCredential.Draft.Outcomes.Select(outcome => (
                    outcome.Text,
                    (IReadOnlyList<(string, int)>)[.. outcome.ProvenBy.Where(leaves.ContainsKey).Select(id => (sentences.Requirement(leaves[id], Names), Counts?.Criteria.GetValueOrDefault(id) ?? 0))])),
            ];
        }
    }

    public string TitleOf(string code, string language) => ProblemCatalogue.Get(code).Title.In(language);

    private async Task Show(CancellationToken ct)
    {
        Run = await trial.Newest(Open, ct);
        if (!Run.IsDone) return;
        IsNew = await switchOn.WouldChange(Open, ct);
        WouldEarn = await trial.List(Run, TriedList.WouldEarn, MostNamed, ct);
        JustMiss = await trial.List(Run, TriedList.JustMiss, MostListed, ct);
        if (Counts is { Gains: > 0 }) Gain = await trial.List(Run, TriedList.Gain, MostListed, ct);
        if (Counts is { Loses: > 0 }) Lose = await trial.List(Run, TriedList.Lose, MostListed, ct);
        if (Counts is { Changed: > 0 }) Changed = await trial.List(Run, TriedList.Changed, MostListed, ct);
    }
}
