using System.Text.Json.Serialization;
using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.Core.Criteria;

/// <summary>
/// Met once the weighted mean of several items' shares, the lowest left out, reaches a share; computed and compared unrounded.
/// A grade that is not there yet stands among those left out, and where more are missing than may be left out it waits: a missing
/// grade is never zero. While the weights are equal, a grade that arrives never lowers the mean.
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

    private int Needed => Of.Count - LeaveOut;

    public override Evaluation Evaluate(Progress progress)
    {
        if (Needed <= 0) return Evaluation.NotYet(this, ReasonCode.NoResult);

        (WeightedItem Part, Result? Result)[] all = [.. Of.Select(part => (part, progress.GradeOf(part.Item)))];
        (decimal Weight, decimal Share)[] known = [.. from one in all where IsUsable(one.Result) && one.Result!.Score!.Share is not null select (one.Part.Weight, one.Result!.Score!.Share!.Value)];
        if (known.Length < Needed)
        {
            return known.Length + all.Count(one => IsUsable(one.Result) && one.Result!.Score!.Share is null) >= Needed
                ? new(Id, Verdict.Unknown, 0, new(ReasonCode.MaximumUnknown), [])
                : new(Id, Verdict.NotYet, 0, new(ReasonCode.GradesMissing) { Have = known.Length, Need = Needed }, []);
        }

        var counted = known.OrderByDescending(one => one.Share).Take(Needed).ToArray();
        var mean = counted.Sum(one => one.Weight * one.Share) / counted.Sum(one => one.Weight);
        var reason = new Reason(mean >= Share ? ReasonCode.MeanReached : ReasonCode.MeanBelow) { Have = mean, Need = Share, At = all.Max(one => one.Result?.OccurredAt) };
        return mean >= Share ? new(Id, Verdict.Met, 1000, reason, []) : new(Id, Verdict.NotYet, (int)Math.Clamp(mean / Share * 1000, 0, 999), reason, []);
    }

    private static bool IsUsable(Result? result) => result is { Score.Given: not null, IsReleased: true, IsFinal: true };
}

/// <summary>An item and how much it counts; only the proportion between weights matters.</summary>
/// <param name="Weight">Above zero.</param>
public sealed record WeightedItem(ItemKey Item, decimal Weight);
