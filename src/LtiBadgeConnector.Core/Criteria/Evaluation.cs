using System.Text.Json.Serialization;
using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.Core.Criteria;

/// <summary><see cref="Unknown"/> means that it cannot be decided from what the LMS says; it is neither met nor failed.</summary>
public enum Verdict
{
    NotYet = 0,
    Met = 1,
    Unknown = 2,
}

/// <summary>Whether a criterion was shown, how far along it is in thousandths, and why; one node for each criterion of the rule.</summary>
public sealed record Evaluation(string Criterion, Verdict Verdict, int Permille, Reason Reason, IReadOnlyList<Evaluation> Parts)
{
    [JsonIgnore]
    public bool IsMet => Verdict == Verdict.Met;

    /// <summary>Every criterion that is not a group, in the order of the rule.</summary>
    [JsonIgnore]
    public IEnumerable<Evaluation> Leaves => Parts.Count == 0 && Reason.Code != ReasonCode.Group ? [this] : Parts.SelectMany(part => part.Leaves);

    internal static Evaluation NotYet(Criterion criterion, ReasonCode code) => new(criterion.Id, Verdict.NotYet, 0, new(code), []);

    internal static Evaluation Unknown(Criterion criterion, ReasonCode code, Result result) =>
        new(criterion.Id, Verdict.Unknown, 0, new(code) { Have = result.Score?.Given, At = result.OccurredAt }, []);
}

/// <summary>Why a verdict is as it is, in a form from which pages build sentences in any language.</summary>
public sealed record Reason(ReasonCode Code)
{
    /// <summary>Points the learner has, on the item's own scale.</summary>
    public decimal? Have { get; init; }

    /// <summary>Points needed, on the same scale.</summary>
    public decimal? Need { get; init; }

    public decimal? Maximum { get; init; }

    /// <summary>The LMS's own time of the result.</summary>
    public DateTimeOffset? At { get; init; }

    internal static Reason Group { get; } = new(ReasonCode.Group);
}

/// <summary>Stored by number and shown by sentence: append only.</summary>
public enum ReasonCode
{
    Group = 0,
    Reached = 1,
    BelowThreshold = 2,
    NoResult = 3,
    NotReleased = 4,
    NotFullyGraded = 5,
    MaximumUnknown = 6,
    Completed = 7,
    NotCompleted = 8,
    CompletedWithFail = 9,

    /// <summary><c>Have</c> and <c>Need</c> are shares, unrounded.</summary>
    MeanReached = 10,

    /// <summary><c>Have</c> and <c>Need</c> are shares, unrounded.</summary>
    MeanBelow = 11,

    /// <summary><c>Have</c> and <c>Need</c> are numbers of grades.</summary>
    GradesMissing = 12,
}
