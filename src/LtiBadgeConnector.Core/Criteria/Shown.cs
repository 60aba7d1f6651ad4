using System.Text.Json.Serialization;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.Core.Criteria;

/// <summary>Met once the outcome or competency is mastered as the LMS says, or rated at least so high.</summary>
public sealed record OutcomeMastered : Criterion
{
    public required ItemKey Outcome { get; init; }

    /// <summary>On the scale of the outcome; null for what the LMS calls mastered.</summary>
    public decimal? Rating { get; init; }

    [JsonIgnore]
    public override IEnumerable<CriterionInput> Inputs => [new(ResultKind.Outcome, Outcome)];

    protected override Evaluation Judge(Progress progress)
    {
        if (progress.Find(ResultKind.Outcome, Outcome) is not { } result) return Evaluation.NotYet(this, ReasonCode.NotRated);
        if (!result.IsReleased) return Evaluation.NotYet(this, ReasonCode.NotReleased);
        if (Rating is { } rating) return Rated(result, rating);
        if (result.Details.Holds is not { } isMastered) return result.Details.PassMark is { } mark ? Rated(result, mark) : Evaluation.Unknown(this, ReasonCode.PassMarkUnknown, result);

        var reason = new Reason(isMastered ? ReasonCode.Mastered : ReasonCode.NotMastered)
        {
            Have = result.Score?.Given, Need = result.Details.PassMark, Maximum = result.Score?.Maximum, At = result.OccurredAt,
        };
        return new(Id, isMastered ? Verdict.Met : Verdict.NotYet, isMastered ? 1000 : 0, reason, []);
    }

    private Evaluation Rated(Result result, decimal rating)
    {
        if (result.Score?.Given is not { } given) return Evaluation.NotYet(this, ReasonCode.NotRated);
        var isMet = given >= rating;
        var reason = new Reason(isMet ? ReasonCode.Mastered : ReasonCode.NotMastered) { Have = given, Need = rating, Maximum = result.Score.Maximum, At = result.OccurredAt };
        return new(Id, isMet ? Verdict.Met : Verdict.NotYet, isMet ? 1000 : Scores.Permille(given, rating), reason, []);
    }
}

/// <summary>Met once the learner has attended a share of the sessions held so far, or so many hours.</summary>
public sealed record Attended : Criterion
{
    /// <summary>Null for the attendance of the whole course.</summary>
    public ItemKey? Item { get; init; }

    /// <summary>0 to 1; null when hours are asked for.</summary>
    public decimal? Share { get; init; }

    public decimal? Hours { get; init; }

    [JsonIgnore]
    public override IEnumerable<CriterionInput> Inputs => [new(ResultKind.Attendance, Item)];

    protected override Evaluation Judge(Progress progress)
    {
        if (progress.Find(ResultKind.Attendance, Item) is not { } result) return Evaluation.NotYet(this, ReasonCode.NoAttendance);
        if (Hours is { } hours)
        {
            return result.Details.Hours is { } spent
                ? Compare(result, spent >= hours, Scores.Permille(spent, hours), new(ReasonCode.HoursReached) { Have = spent, Need = hours }, ReasonCode.HoursBelow)
                : Evaluation.Unknown(this, ReasonCode.HoursUnknown, result);
        }
        if (result.Score is not { Given: not null, Share: { } reached } score) return Evaluation.NotYet(this, ReasonCode.NoAttendance);
        var share = Share ?? 1;
        var reason = new Reason(ReasonCode.AttendanceReached) { Have = score.Given, Need = Scores.PointsAt(score, share), Maximum = score.Maximum };
        return Compare(result, reached >= share, Scores.Permille(reached, share), reason, ReasonCode.AttendanceBelow);
    }

    private Evaluation Compare(Result result, bool isMet, int permille, Reason reached, ReasonCode below) => isMet
        ? new(Id, Verdict.Met, 1000, reached with { At = result.OccurredAt }, [])
        : new(Id, Verdict.NotYet, permille, reached with { Code = below, At = result.OccurredAt }, []);
}

/// <summary>Met while the learner is in the group. Nothing known means not in it.</summary>
public sealed record GroupMember : Criterion
{
    public required ItemKey Group { get; init; }

    [JsonIgnore]
    public override IEnumerable<CriterionInput> Inputs => [new(ResultKind.Group, Group)];

    // A group that was removed has no members any more.
    protected override Evaluation Judge(Progress progress) => progress.Find(ResultKind.Group, Group) is { Details.Holds: true } result
        ? new(Id, Verdict.Met, 1000, new(ReasonCode.Member) { At = result.OccurredAt }, [])
        : Evaluation.NotYet(this, ReasonCode.NotMember);
}

/// <summary>Met while the learner holds another micro-credential of the institution, from whichever course; one that is withdrawn, suspended or expired is not held.</summary>
public sealed record HoldsAward : Criterion
{
    public required MicroCredentialId MicroCredential { get; init; }

    [JsonIgnore]
    public override IEnumerable<CriterionInput> Inputs => [InputOf(MicroCredential)];

    /// <summary>By which a new award finds the rules that ask for it.</summary>
    public static CriterionInput InputOf(MicroCredentialId microCredential) => new(ResultKind.Award, ItemKey.Of("micro-credential", microCredential.ToString()));

    // An end is the last moment at which it counts.
    protected internal override IEnumerable<DateTimeOffset> Turns(Progress progress) =>
        progress.Held[MicroCredential].Select(held => held.Until).OfType<DateTimeOffset>().Select(until => until.AddMilliseconds(1));

    protected override Evaluation Judge(Progress progress) =>
        progress.Held[MicroCredential].Where(held => held.IsInForce(progress.Now) && progress.Window.Holds(held.At)).MinBy(held => held.At) is { } held
            ? new(Id, Verdict.Met, 1000, new(ReasonCode.Held) { At = held.At }, [])
            : Evaluation.NotYet(this, ReasonCode.NotHeld);
}

/// <summary>
/// Met once a badge of another issuer was taken for it: one that the learner submits and the verifier finds valid, taken by a person, or
/// by itself where the rule names it.
/// </summary>
public sealed record ForeignBadge : Criterion
{
    /// <summary>What it has to be, in the author's words.</summary>
    public required string What { get; init; }

    /// <summary>The address of the other issuer's achievement; null for whatever a person takes for it.</summary>
    public string? Achievement { get; init; }

    /// <summary>Whether a valid badge of exactly this achievement, of an issuer on the list of trusted ones, is taken without a person.</summary>
    public bool TakenByRule { get; init; }

    [JsonIgnore]
    public override IEnumerable<CriterionInput> Inputs => [new(ResultKind.Recognition, new ItemKey(Id))];

    public override Criterion AsAsked() => this with { TakenByRule = false };

    protected override Evaluation Judge(Progress progress) => Evaluation.NotYet(this, ReasonCode.NotRecognised);
}

/// <summary>Met once a person who teaches the course has confirmed it, or two different persons where much depends on it.</summary>
public sealed record Confirmed : Criterion
{
    /// <summary>What is confirmed, in the author's words.</summary>
    public required string What { get; init; }

    /// <summary>1 or 2.</summary>
    public int People { get; init; } = 1;

    [JsonIgnore]
    public override IEnumerable<CriterionInput> Inputs => [new(ResultKind.Confirmation, new ItemKey(Id))];

    protected override Evaluation Judge(Progress progress)
    {
        var given = progress.Confirmations[Id].Where(one => progress.Window.Holds(one.At)).ToArray();
        var people = given.Select(one => one.By).Distinct().Count();
        var isMet = people >= People;
        var reason = new Reason(isMet ? ReasonCode.Confirmed : ReasonCode.NotConfirmed) { Have = people, Need = People, At = given.Max(one => (DateTimeOffset?)one.At) };
        return new(Id, isMet ? Verdict.Met : Verdict.NotYet, isMet ? 1000 : 0, reason, []);
    }
}

/// <summary>Met from the beginning of a day on, in the course's time zone.</summary>
public sealed record FromDate : Criterion
{
    public required DateOnly Date { get; init; }

    [JsonIgnore]
    public override IEnumerable<CriterionInput> Inputs => [];

    protected internal override IEnumerable<DateTimeOffset> Turns(Progress progress) => [Days.Beginning(Date, progress.Zone)];

    protected override Evaluation Judge(Progress progress)
    {
        var at = Days.Beginning(Date, progress.Zone);
        return progress.Now >= at
            ? new(Id, Verdict.Met, 1000, new(ReasonCode.DateReached) { Due = at }, [])
            : new(Id, Verdict.NotYet, 0, new(ReasonCode.DateNotReached) { Due = at }, []);
    }
}

/// <summary>Days as instants. A day that a time zone skips or repeats the beginning of begins at its first instant.</summary>
public static class Days
{
    public static DateTimeOffset Beginning(DateOnly date, TimeZoneInfo zone)
    {
        // At the ends of the calendar an offset leads out of it.
        if (date.Year == DateOnly.MinValue.Year) return DateTimeOffset.MinValue;
        if (date.Year == DateOnly.MaxValue.Year) return DateTimeOffset.MaxValue;

        var midnight = date.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(midnight)) midnight = midnight.AddMinutes(15);
        var offset = zone.IsAmbiguousTime(midnight) ? zone.GetAmbiguousTimeOffsets(midnight).Max() : zone.GetUtcOffset(midnight);
        return new DateTimeOffset(midnight, offset).ToUniversalTime();
    }

    /// <summary>The last millisecond of the day.</summary>
    public static DateTimeOffset End(DateOnly date, TimeZoneInfo zone) =>
        date.Year == DateOnly.MinValue.Year ? DateTimeOffset.MinValue
        : date.Year == DateOnly.MaxValue.Year ? DateTimeOffset.MaxValue
        : Beginning(date.AddDays(1), zone).AddMilliseconds(-1);
}
