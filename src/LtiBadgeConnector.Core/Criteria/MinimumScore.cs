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

    protected override Evaluation Judge(Progress progress)
    {
        var grade = Grade.Of(progress, Item);
        return grade.WithoutShare(this) ?? Scores.ReachShare(this, grade.Result!, Share);
    }
}

/// <summary>Met once the best of the learner's tries at the item reaches a share of its maximum, whatever the LMS makes of all of them.</summary>
public sealed record BestAttempt : Criterion
{
    public required ItemKey Item { get; init; }

    /// <summary>0 to 1.</summary>
    public required decimal Share { get; init; }

    [JsonIgnore]
    public override IEnumerable<CriterionInput> Inputs => [new(ResultKind.Attempt, Item)];

    // The tries by number, so that of equal ones the first is named whatever order they came in.
    protected override Evaluation Judge(Progress progress) => progress.AttemptsAt(Item)
        .OrderBy(result => result.Details.Attempt)
        .Select(result => Grade.Of(result))
        .Select(grade => grade.WithoutShare(this) ?? Scores.ReachShare(this, grade.Result!, Share))
        .MaxBy(found => (found.IsMet, found.Permille, found.Verdict == Verdict.Unknown)) ?? Evaluation.NotYet(this, ReasonCode.NoResult);
}

/// <summary>Met once the item's result reaches so many points, whatever its maximum.</summary>
public sealed record MinimumPoints : Criterion
{
    public required ItemKey Item { get; init; }

    public required decimal Points { get; init; }

    [JsonIgnore]
    public override IEnumerable<CriterionInput> Inputs => [new(ResultKind.Grade, Item)];

    protected override Evaluation Judge(Progress progress)
    {
        var grade = Grade.Of(progress, Item);
        return grade.WithoutPoints(this) ?? Scores.Reach(this, grade.Result!, Points);
    }
}

/// <summary>Met while the item's result lies between two bounds, both included. More is not always better here.</summary>
public sealed record ScoreBetween : Criterion
{
    public required ItemKey Item { get; init; }

    public required decimal From { get; init; }

    public required decimal To { get; init; }

    /// <summary>Whether the bounds are points; otherwise they are shares, 0 to 1.</summary>
    public bool InPoints { get; init; }

    [JsonIgnore]
    public override IEnumerable<CriterionInput> Inputs => [new(ResultKind.Grade, Item)];

    protected override Evaluation Judge(Progress progress)
    {
        var grade = Grade.Of(progress, Item);
        if ((InPoints ? grade.WithoutPoints(this) : grade.WithoutShare(this)) is { } hindered) return hindered;

        var result = grade.Result!;
        var reached = InPoints ? Scores.Reach(this, result, From) : Scores.ReachShare(this, result, From);
        var have = InPoints ? grade.Points : grade.Share!.Value;
        if (!reached.IsMet || have <= To) return reached;
        return new(Id, Verdict.NotYet, 0, reached.Reason with { Code = ReasonCode.AboveRange, Need = InPoints ? To : Scores.PointsAt(result.Score!, To) }, []);
    }
}

/// <summary>Comparing points, with a reason in points.</summary>
internal static class Scores
{
    public static decimal PointsAt(Score score, decimal share) => score.Minimum + share * (score.Maximum!.Value - score.Minimum);

    public static Evaluation ReachShare(Criterion criterion, Result result, decimal share)
    {
        var reached = result.Score!.Share!.Value;
        return Compare(criterion, result, reached >= share, Permille(reached, share), PointsAt(result.Score, share));
    }

    public static Evaluation Reach(Criterion criterion, Result result, decimal points)
    {
        var given = result.Score!.Given!.Value;
        return Compare(criterion, result, given >= points, Permille(given, points), points);
    }

    /// <summary>A near miss must never look like a hit, so it stops at 999.</summary>
    public static int Permille(decimal have, decimal need) => need <= 0 ? 0 : (int)Math.Clamp(have / need * 1000, 0, 999);

    private static Evaluation Compare(Criterion criterion, Result result, bool isMet, int permille, decimal need)
    {
        var reason = new Reason(isMet ? ReasonCode.Reached : ReasonCode.BelowThreshold)
        {
            Have = result.Score!.Given, Need = need, Maximum = result.Score.Maximum, At = result.OccurredAt,
        };
        return isMet ? new(criterion.Id, Verdict.Met, 1000, reason, []) : new(criterion.Id, Verdict.NotYet, permille, reason, []);
    }
}
