using System.Text.Json.Serialization;
using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.Core.Criteria;

/// <summary>
/// Met once the weighted mean of several items' shares, the lowest left out, reaches a share; computed and compared unrounded.
/// An item the learner is excused from does not count at all. A grade that is not there yet stands among those left out, and
/// where more are missing than may be left out it waits: a missing grade is never zero. While the weights are equal, a grade
/// that arrives never lowers the mean.
/// </summary>
public sealed record MeanScore : Criterion
{
    public required IReadOnlyList<WeightedItem> Of { get; init; }

    /// <summary>How many of the lowest shares do not count.</summary>
    public int LeaveOut { get; init; }

    /// <summary>0 to 1.</summary>
    public required decimal Share { get; init; }

    [JsonIgnore]
    public override IEnumerable<CriterionInput> Inputs => Of.Select(part => new CriterionInput(ResultKind.Grade, part.Item));

    protected override Evaluation Judge(Progress progress)
    {
        (decimal Weight, Grade Grade)[] all = [.. from part in Of let grade = Grade.Of(progress, part.Item) where !grade.IsExcused select (part.Weight, grade)];
        var needed = all.Length - LeaveOut;
        if (needed <= 0) return Of.Count - LeaveOut <= 0 ? Evaluation.NotYet(this, ReasonCode.NoResult) : new(Id, Verdict.Unknown, 0, new(ReasonCode.Excused), []);

        var usable = all.Where(one => one.Grade.IsUsable && one.Grade.Result!.Score?.Given is not null).ToArray();
        (decimal Weight, decimal Share)[] known = [.. from one in usable where one.Grade.Share is not null select (one.Weight, one.Grade.Share!.Value)];
        if (known.Length < needed)
        {
            return usable.Length >= needed
                ? new(Id, Verdict.Unknown, 0, new(ReasonCode.MaximumUnknown), [])
                : new(Id, Verdict.NotYet, 0, new(ReasonCode.GradesMissing) { Have = known.Length, Need = needed }, []);
        }

        var counted = known.OrderByDescending(one => one.Share).Take(needed).ToArray();
        var mean = counted.Sum(one => one.Weight * one.Share) / counted.Sum(one => one.Weight);
        var reason = new Reason(mean >= Share ? ReasonCode.MeanReached : ReasonCode.MeanBelow) { Have = mean, Need = Share, At = usable.Max(one => one.Grade.Result!.OccurredAt) };
        return mean >= Share ? new(Id, Verdict.Met, 1000, reason, []) : new(Id, Verdict.NotYet, Scores.Permille(mean, Share), reason, []);
    }
}

/// <summary>
/// Met once the weighted sum of several items' points reaches so many. A grade that is not there yet adds nothing yet: what is
/// there may already be enough, and where it is not, it waits for the others.
/// </summary>
public sealed record WeightedSum : Criterion
{
    public required IReadOnlyList<WeightedItem> Of { get; init; }

    public required decimal Points { get; init; }

    [JsonIgnore]
    public override IEnumerable<CriterionInput> Inputs => Of.Select(part => new CriterionInput(ResultKind.Grade, part.Item));

    protected override Evaluation Judge(Progress progress)
    {
        (decimal Weight, Grade Grade)[] all = [.. from part in Of let grade = Grade.Of(progress, part.Item) where !grade.IsExcused select (part.Weight, grade)];
        (decimal Weight, Grade Grade)[] known = [.. all.Where(one => one.Grade.IsUsable && one.Grade.Result!.Score?.Given is not null)];
        var sum = known.Sum(one => one.Weight * one.Grade.Points);
        var reason = new Reason(ReasonCode.SumReached) { Have = sum, Need = Points, At = known.Max(one => (DateTimeOffset?)one.Grade.Result!.OccurredAt) };
        if (sum >= Points && known.Length > 0) return new(Id, Verdict.Met, 1000, reason, []);

        // Nothing of it is nearly reached by points that may never come.
        return known.Length < all.Length
            ? new(Id, Verdict.NotYet, 0, reason with { Code = ReasonCode.SumIncomplete }, [])
            : new(Id, Verdict.NotYet, Scores.Permille(sum, Points), reason with { Code = ReasonCode.SumBelow }, []);
    }
}

/// <summary>An item and how much it counts; only the proportion between the weights of a mean matters.</summary>
/// <param name="Weight">Above zero.</param>
public sealed record WeightedItem(ItemKey Item, decimal Weight);
