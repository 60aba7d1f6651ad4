using System.Text.Json.Serialization;
using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.Core.Criteria;

/// <summary>Met once the LMS shows one of these letters for the item. Every letter that counts is named: no two schemes order them alike.</summary>
public sealed record LetterGrade : Criterion
{
    public required ItemKey Item { get; init; }

    /// <summary>Compared without regard to case and outer blanks.</summary>
    public required IReadOnlyList<string> Accepted { get; init; }

    [JsonIgnore]
    public override IEnumerable<CriterionInput> Inputs => [new(ResultKind.Grade, Item)];

    protected override Evaluation Judge(Progress progress)
    {
        var grade = Grade.Of(progress, Item);
        if (grade.IsExcused) return Evaluation.Unknown(this, ReasonCode.Excused, grade.Result!);
        if (grade.Hindrance is { } hindrance) return Evaluation.NotYet(this, hindrance);
        if (grade.Result!.Details.Letter?.Trim() is not { Length: > 0 } letter) return Evaluation.Unknown(this, ReasonCode.NoLetter, grade.Result);

        var isMet = Accepted.Any(accepted => string.Equals(accepted.Trim(), letter, StringComparison.OrdinalIgnoreCase));
        var reason = new Reason(isMet ? ReasonCode.LetterReached : ReasonCode.OtherLetter) { Text = letter, At = grade.Result.OccurredAt };
        return new(Id, isMet ? Verdict.Met : Verdict.NotYet, isMet ? 1000 : 0, reason, []);
    }
}

/// <summary>Met once the item's result reaches the LMS's own pass mark, or its activity is complete with a pass.</summary>
public sealed record GradePassed : Criterion
{
    public required ItemKey Item { get; init; }

    /// <summary>The activity of the item, where completion of it is tracked.</summary>
    public ItemKey? Activity { get; init; }

    [JsonIgnore]
    public override IEnumerable<CriterionInput> Inputs => Activity is { } activity
        ? [new(ResultKind.Grade, Item), new(ResultKind.ActivityCompletion, activity)]
        : [new(ResultKind.Grade, Item)];

    protected override Evaluation Judge(Progress progress)
    {
        if (Activity is { } activity && progress.CompletionOf(activity) is { } completion)
        {
            if (completion.Completion == CompletionState.Passed) return new(Id, Verdict.Met, 1000, new(ReasonCode.Completed) { At = completion.OccurredAt }, []);
            if (completion.Completion == CompletionState.Failed) return Evaluation.NotYet(this, ReasonCode.CompletedWithFail);
        }
        var grade = Grade.Of(progress, Item);
        if (grade.WithoutPoints(this) is { } hindered) return hindered;
        return grade.Result!.Details.PassMark is { } mark
            ? Scores.Reach(this, grade.Result, mark)
            : Evaluation.Unknown(this, ReasonCode.PassMarkUnknown, grade.Result);
    }
}
