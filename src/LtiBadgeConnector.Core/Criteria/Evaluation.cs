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
    public IEnumerable<Evaluation> Leaves => Parts.Count == 0 && Reason.Code is not (ReasonCode.Group or ReasonCode.EnrolmentUnknown or ReasonCode.WorthReached or ReasonCode.WorthBelow) ? [this] : Parts.SelectMany(part => part.Leaves);

    internal static Evaluation NotYet(Criterion criterion, ReasonCode code) => new(criterion.Id, Verdict.NotYet, 0, new(code), []);

    internal static Evaluation Unknown(Criterion criterion, ReasonCode code, Result result) =>
        new(criterion.Id, Verdict.Unknown, 0, new(code) { Have = result.Score?.Given, At = result.OccurredAt }, []);
}

/// <summary>Why a verdict is as it is, in a form from which pages build sentences in any language.</summary>
public sealed record Reason(ReasonCode Code)
{
    /// <summary>What the learner has: points on the item's own scale, unless the code says otherwise.</summary>
    public decimal? Have { get; init; }

    /// <summary>What is needed, in the same unit.</summary>
    public decimal? Need { get; init; }

    public decimal? Maximum { get; init; }

    /// <summary>A grade that is no number.</summary>
    public string? Text { get; init; }

    /// <summary>The LMS's own time of the result.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Until when it can be shown; of a date, when it comes.</summary>
    public DateTimeOffset? Due { get; init; }

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

    /// <summary>There will be no grade: a person decides.</summary>
    Excused = 13,

    /// <summary>The item is no longer in the course.</summary>
    ItemGone = 14,

    ZeroMaximum = 15,

    /// <summary><c>Need</c> is the upper bound, in points.</summary>
    AboveRange = 16,
    LetterReached = 17,
    OtherLetter = 18,
    NoLetter = 19,
    PassMarkUnknown = 20,
    CompletedWithoutPass = 21,
    SumReached = 22,
    SumBelow = 23,

    /// <summary>Below, and grades are still missing.</summary>
    SumIncomplete = 24,
    Mastered = 25,
    NotMastered = 26,
    NotRated = 27,

    /// <summary><c>Have</c>, <c>Need</c> and <c>Maximum</c> are sessions.</summary>
    AttendanceReached = 28,

    /// <summary><c>Have</c>, <c>Need</c> and <c>Maximum</c> are sessions.</summary>
    AttendanceBelow = 29,
    HoursReached = 30,
    HoursBelow = 31,
    HoursUnknown = 32,
    NoAttendance = 33,
    Member = 34,
    NotMember = 35,
    Held = 36,
    NotHeld = 37,

    /// <summary><c>Have</c> and <c>Need</c> are numbers of people.</summary>
    Confirmed = 38,

    /// <summary><c>Have</c> and <c>Need</c> are numbers of people.</summary>
    NotConfirmed = 39,
    DateReached = 40,
    DateNotReached = 41,

    /// <summary>The time for it is over and there is nothing that was done in time.</summary>
    TooLate = 42,

    /// <summary>Of a group that counts days of enrolment.</summary>
    EnrolmentUnknown = 43,

    /// <summary>A person gave it; no rule was asked.</summary>
    GivenByHand = 44,

    /// <summary>A person or a stated rule took something else for it: a badge of another issuer, or earlier learning.</summary>
    Recognised = 45,
    NotRecognised = 46,

    /// <summary>Of a group: what the parts count together; <c>Text</c> is the unit.</summary>
    WorthReached = 47,

    /// <summary>Of a group: what the parts count together; <c>Text</c> is the unit.</summary>
    WorthBelow = 48,
}

public static class ReasonCodes
{
    /// <summary>Whether somebody else has to act before it can be decided: to grade, to release, to rate.</summary>
    public static bool IsAwaited(this ReasonCode code) => code is
        ReasonCode.NoResult or ReasonCode.NotReleased or ReasonCode.NotFullyGraded or ReasonCode.GradesMissing or ReasonCode.SumIncomplete or ReasonCode.NotRated;
}
