using System.Text.Json.Serialization;
using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.Core.Criteria;

/// <summary>Met once the item's result reaches a share of its maximum, for example 0.6; compared unrounded.</summary>
public sealed record MinimumScore : Criterion
{
    public required ItemKey Item { get; init; }

    /// <summary>0 to 1.</summary>
    public required decimal Share { get; init; }

    [JsonIgnore]
    public override IEnumerable<CriterionInput> Inputs => [new(ResultKind.Grade, Item)];

    public override Evaluation Evaluate(Progress progress) => progress.GradeOf(Item) switch
    {
        null or { Score.Given: null } or { Score: null } => Evaluation.NotYet(this, ReasonCode.NoResult),
        { IsReleased: false } => Evaluation.NotYet(this, ReasonCode.NotReleased),
        { IsFinal: false } => Evaluation.NotYet(this, ReasonCode.NotFullyGraded),
        { Score.Share: null } result => Evaluation.Unknown(this, ReasonCode.MaximumUnknown, result),
        { Score.Share: var reached } result when reached < Share =>
            new(Id, Verdict.NotYet, Permille(reached.Value), Compare(ReasonCode.BelowThreshold, result), []),
        var result => new(Id, Verdict.Met, 1000, Compare(ReasonCode.Reached, result), []),
    };

    private Reason Compare(ReasonCode code, Result result) => new(code)
    {
        Have = result.Score!.Given,
        Need = result.Score.Minimum + Share * (result.Score.Maximum!.Value - result.Score.Minimum),
        Maximum = result.Score.Maximum,
        At = result.OccurredAt,
    };

    // A near miss must never look like a hit, so the share stops at 999.
    private int Permille(decimal reached) => Share <= 0 ? 0 : (int)Math.Clamp(reached / Share * 1000, 0, 999);
}
