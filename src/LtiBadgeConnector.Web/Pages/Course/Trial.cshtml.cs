using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Web.Authoring;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Rules;
using LtiBadgeConnector.Web.Security;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace LtiBadgeConnector.Web.Pages.Course;

/// <summary>Who would earn it today. The answer is the title; nothing is sent before the button that says so.</summary>
[Authorize(Policy = Policies.LaunchStaff)]
public sealed class TrialModel(CourseDesk desk, Authoring.Trial trial, SwitchOn switchOn, RuleSentences sentences) : DefinitionPageModel(desk)
{
    public TrialOutcome Outcome { get; private set; } = null!;

    public Switched.Refused? Refused { get; private set; }

    public RuleSentences Sentences => sentences;

    public IReadOnlyList<TriedLearner> WouldEarn => Outcome.In(Standing.Met);

    public IReadOnlyList<TriedLearner> JustMiss => Outcome.In(Standing.Near);

    /// <summary>Whether there is something to put in force: a draft, or a changed rule or description.</summary>
    public bool CanStart => Launch.MayEdit && Open.Mapping.State != MappingState.Ended;

    public async Task OnGet(CancellationToken ct) => Outcome = await trial.Run(Open, ct);

    public async Task<IActionResult> OnPost(string? op, CancellationToken ct)
    {
        if (op == "again") return this.Go($"{Root}/trial");
        if (!CanStart) return new ProblemAction("not-allowed");

        switch (await switchOn.Start(Launch, Open, ct))
        {
            case Switched.On on:
                return this.Go(on.LmsProblem is { } problem ? $"{Root}/learners?started=1&problem={problem}" : $"{Root}/learners?started=1");
            case Switched.Refused refused:
                Refused = refused;
                Outcome = new(await trial.Evaluate(Open, ct), Problem: null, await Desk.LastReadAt(Open.Course, ct));
                Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
                return Page();
            default:
                throw new InvalidOperationException("Unknown answer to starting.");
        }
    }

    /// <summary>Outcomes that nothing in the requirements proves. They do not keep anybody from starting.</summary>
    public IReadOnlyList<Outcome> Uncovered =>
        [.. Open.MicroCredential.Draft.Outcomes.Where(outcome => !outcome.ProvenBy.Intersect(RuleSentences.Leaves(Open.Mapping.RuleToEdit).Select(leaf => leaf.Id)).Any())];

    public string TitleOf(string code, string language) => ProblemCatalogue.Get(code).Title.In(language);
}
