using System.Text.Json.Serialization;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.Core.Criteria;

/// <summary>
/// What must be shown. A tree of values; evaluating it is pure and total. Numbers are decimal, computed and compared unrounded.
/// A missing, hidden or unfinished grade waits and is never zero; what the LMS leaves open is unknown, which is neither met nor failed.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(AllOf), "all")]
[JsonDerivedType(typeof(AnyOf), "any")]
[JsonDerivedType(typeof(AtLeast), "at-least")]
[JsonDerivedType(typeof(NoneOf), "none")]
[JsonDerivedType(typeof(Within), "within")]
[JsonDerivedType(typeof(InCourse), "in-course")]
[JsonDerivedType(typeof(WorthAtLeast), "worth")]
[JsonDerivedType(typeof(MinimumScore), "score")]
[JsonDerivedType(typeof(MinimumPoints), "points")]
[JsonDerivedType(typeof(ScoreBetween), "score-between")]
[JsonDerivedType(typeof(LetterGrade), "letter")]
[JsonDerivedType(typeof(GradePassed), "passed")]
[JsonDerivedType(typeof(BestAttempt), "best-attempt")]
[JsonDerivedType(typeof(MeanScore), "mean")]
[JsonDerivedType(typeof(WeightedSum), "sum")]
[JsonDerivedType(typeof(ActivityCompleted), "activity-completed")]
[JsonDerivedType(typeof(CourseCompleted), "course-completed")]
[JsonDerivedType(typeof(OutcomeMastered), "outcome")]
[JsonDerivedType(typeof(Attended), "attended")]
[JsonDerivedType(typeof(GroupMember), "group")]
[JsonDerivedType(typeof(HoldsAward), "holds")]
[JsonDerivedType(typeof(ForeignBadge), "foreign")]
[JsonDerivedType(typeof(Confirmed), "confirmed")]
[JsonDerivedType(typeof(FromDate), "from-date")]
public abstract record Criterion
{
    /// <summary>Stable inside its rule (<c>c1</c>, <c>g2</c>): editor controls, evaluations and results of a credential refer to it.</summary>
    public required string Id { get; init; }

    /// <summary>Everything a change of which can change the verdict.</summary>
    [JsonIgnore]
    public abstract IEnumerable<CriterionInput> Inputs { get; }

    /// <summary>What was recognised is met, whatever else is known.</summary>
    public virtual Evaluation Evaluate(Progress progress) => progress.RecognitionOf(this) is { } recognised
        ? new(Id, Verdict.Met, 1000, new(ReasonCode.Recognised) { At = recognised.At }, [])
        : InContext(Judge(progress), progress);

    /// <summary>The next moment after now at which time alone can change what <see cref="Evaluate"/> says; null when only facts can.</summary>
    public DateTimeOffset? NextTurn(Progress progress) =>
        Turns(progress).Concat(progress.RecognitionEnds).Where(turn => turn > progress.Now).Select(turn => (DateTimeOffset?)turn).Min();

    /// <summary>What it asks of the learner, without how that is decided.</summary>
    public virtual Criterion AsAsked() => this;

    protected abstract Evaluation Judge(Progress progress);

    /// <summary>All moments, past ones too, at which time alone changes the verdict.</summary>
    protected internal virtual IEnumerable<DateTimeOffset> Turns(Progress progress) => [];

    // What is not met because its item was taken out of the course is unknown; what is over says so, and what is not says until when.
    private Evaluation InContext(Evaluation found, Progress progress)
    {
        if (found.IsMet) return found;
        if (Inputs.Any(input => input is { Kind: not ResultKind.Group, Item: { } item } && progress.IsGone(item)))
            return found with { Verdict = Verdict.Unknown, Permille = 0, Reason = found.Reason with { Code = ReasonCode.ItemGone } };
        if (progress.Window.Until is not { } until) return found;

        var isOver = until < progress.Now && found.Reason.Code is ReasonCode.NoResult or ReasonCode.NotCompleted or ReasonCode.NotRated or ReasonCode.NotConfirmed or ReasonCode.NotHeld;
        return found with { Reason = found.Reason with { Code = isOver ? ReasonCode.TooLate : found.Reason.Code, Due = until } };
    }
}

/// <summary>One kind of result a criterion looks at.</summary>
/// <param name="Item">Null for the course itself.</param>
/// <param name="Course">Null for the course of the mapping.</param>
public readonly record struct CriterionInput(ResultKind Kind, ItemKey? Item, CourseId? Course = null);
