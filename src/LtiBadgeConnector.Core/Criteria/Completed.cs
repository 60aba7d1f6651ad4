using System.Text.Json.Serialization;
using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.Core.Criteria;

/// <summary>Met once the LMS reports the activity complete, or complete with a pass.</summary>
public sealed record ActivityCompleted : Criterion
{
    public required ItemKey Activity { get; init; }

    /// <summary>Whether only a pass counts.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool WithPass { get; init; }

    [JsonIgnore]
    public override IEnumerable<CriterionInput> Inputs => [new(ResultKind.ActivityCompletion, Activity)];

    protected override Evaluation Judge(Progress progress) => Completion.Evaluate(this, progress.CompletionOf(Activity), WithPass);
}

/// <summary>Met once the LMS reports the whole course complete.</summary>
public sealed record CourseCompleted : Criterion
{
    [JsonIgnore]
    public override IEnumerable<CriterionInput> Inputs => [new(ResultKind.CourseCompletion, null)];

    protected override Evaluation Judge(Progress progress) => Completion.Evaluate(this, progress.CourseCompletion, withPass: false);
}

internal static class Completion
{
    public static Evaluation Evaluate(Criterion criterion, Result? result, bool withPass) => result switch
    {
        { Completion: CompletionState.Complete } when withPass => Evaluation.NotYet(criterion, ReasonCode.CompletedWithoutPass),
        { IsSuccess: true } => new(criterion.Id, Verdict.Met, 1000, new(ReasonCode.Completed) { At = result.OccurredAt }, []),
        { Completion: CompletionState.Failed } => Evaluation.NotYet(criterion, ReasonCode.CompletedWithFail),
        _ => Evaluation.NotYet(criterion, ReasonCode.NotCompleted),
    };
}
