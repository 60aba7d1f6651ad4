using System.Text.Json.Serialization;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.Core.Criteria;

/// <summary>A criterion made of others.</summary>
public abstract record Group : Criterion
{
    public required IReadOnlyList<Criterion> Of { get; init; }

    [JsonIgnore]
    public override IEnumerable<CriterionInput> Inputs => Of.SelectMany(part => part.Inputs);

    public override Evaluation Evaluate(Progress progress) => Judge(progress);

    protected internal override IEnumerable<DateTimeOffset> Turns(Progress progress) => Of.SelectMany(part => part.Turns(progress));

    private protected Evaluation All(Progress progress)
    {
        Evaluation[] parts = [.. Of.Select(part => part.Evaluate(progress))];
        var verdict = parts.All(part => part.IsMet) ? Verdict.Met
            : parts.Any(part => part.Verdict == Verdict.NotYet) ? Verdict.NotYet
            : Verdict.Unknown;
        return new(Id, verdict, parts.Length == 0 ? 1000 : (int)parts.Average(part => part.Permille), Reason.Group, parts);
    }
}

/// <summary>Met when every part is. Nothing can be missing from an empty group, so it is met; a mapping refuses to start with one.</summary>
public sealed record AllOf : Group
{
    protected override Evaluation Judge(Progress progress) => All(progress);
}

/// <summary>Met when at least one part is.</summary>
public sealed record AnyOf : Group
{
    protected override Evaluation Judge(Progress progress)
    {
        Evaluation[] parts = [.. Of.Select(part => part.Evaluate(progress))];
        var verdict = parts.Any(part => part.IsMet) ? Verdict.Met
            : parts.Any(part => part.Verdict == Verdict.Unknown) ? Verdict.Unknown
            : Verdict.NotYet;
        return new(Id, verdict, parts.Length == 0 ? 0 : parts.Max(part => part.Permille), Reason.Group, parts);
    }
}

/// <summary>Met when at least so many parts are. With a count of one it is <see cref="AnyOf"/>, with that of its parts <see cref="AllOf"/>.</summary>
public sealed record AtLeast : Group
{
    /// <summary>One or more; more than there are parts can never be met, and a mapping refuses to start with it.</summary>
    public required int Count { get; init; }

    protected override Evaluation Judge(Progress progress)
    {
        Evaluation[] parts = [.. Of.Select(part => part.Evaluate(progress))];
        var met = parts.Count(part => part.IsMet);
        var verdict = met >= Count ? Verdict.Met
            : met + parts.Count(part => part.Verdict == Verdict.Unknown) >= Count ? Verdict.Unknown
            : Verdict.NotYet;
        return new(Id, verdict, Permille(parts), Reason.Group, parts);
    }

    // The nearest parts are those that will count.
    private int Permille(Evaluation[] parts) => Count <= 0 ? 1000 : parts.Select(part => part.Permille).OrderDescending().Take(Count).Sum() / Count;
}

/// <summary>
/// Met when the parts that are met count enough together, in hours of study or in credits of one system. What each counts is
/// written down with the rule: a later edition of a part that states something else changes nothing.
/// </summary>
public sealed record WorthAtLeast : Group
{
    public const string Hours = "hour";

    /// <summary><see cref="Hours"/>, or a code of the vocabulary of credit systems.</summary>
    public required string Unit { get; init; }

    public required decimal Amount { get; init; }

    /// <summary>By the part's id; a part that is not named counts nothing.</summary>
    public required IReadOnlyDictionary<string, decimal> Worth { get; init; }

    protected override Evaluation Judge(Progress progress)
    {
        Evaluation[] parts = [.. Of.Select(part => part.Evaluate(progress))];
        var have = Sum(Verdict.Met);
        var isMet = have >= Amount;
        var verdict = isMet ? Verdict.Met : have + Sum(Verdict.Unknown) >= Amount ? Verdict.Unknown : Verdict.NotYet;
        return new(Id, verdict, isMet ? 1000 : Scores.Permille(have, Amount), new(isMet ? ReasonCode.WorthReached : ReasonCode.WorthBelow) { Have = have, Need = Amount, Text = Unit }, parts);

        decimal Sum(Verdict which) => parts.Where(part => part.Verdict == which).Sum(part => Worth.GetValueOrDefault(part.Criterion));
    }
}

/// <summary>
/// Met when no part is, and none can become so by a grade that is still awaited: nobody earns something because a grade is
/// missing. The one group that new facts can turn from met to not met.
/// </summary>
public sealed record NoneOf : Group
{
    protected override Evaluation Judge(Progress progress)
    {
        Evaluation[] parts = [.. Of.Select(part => part.Evaluate(progress))];
        var verdict = parts.Any(part => part.IsMet || (part.Verdict == Verdict.NotYet && part.Leaves.Any(IsAwaited))) ? Verdict.NotYet
            : parts.Any(part => part.Verdict == Verdict.Unknown) ? Verdict.Unknown
            : Verdict.Met;
        return new(Id, verdict, verdict == Verdict.Met ? 1000 : 0, Reason.Group, parts);
    }

    private static bool IsAwaited(Evaluation leaf) => !leaf.IsMet && leaf.Reason.Code.IsAwaited();
}

/// <summary>
/// Met when every part is, by what was done within a time: between two days, both included, in the course's time zone, or within so
/// many days of the learner's enrolment. What was handed in counts by when it was handed in, as far as the LMS tells.
/// </summary>
public sealed record Within : Group
{
    public DateOnly? From { get; init; }

    public DateOnly? Until { get; init; }

    /// <summary>Counted in whole days from the moment of enrolment; where that is not known, the group is unknown.</summary>
    public int? DaysOfEnrolment { get; init; }

    [JsonIgnore]
    public override IEnumerable<CriterionInput> Inputs => DaysOfEnrolment is null ? base.Inputs : base.Inputs.Append(new(ResultKind.Enrolment, null));

    protected override Evaluation Judge(Progress progress)
    {
        var found = All(progress.Within(WindowIn(progress)));
        var isUndated = DaysOfEnrolment is not null && progress.EnrolledAt is null;
        return isUndated ? found with { Verdict = Verdict.Unknown, Permille = 0, Reason = new(ReasonCode.EnrolmentUnknown) } : found;
    }

    protected internal override IEnumerable<DateTimeOffset> Turns(Progress progress)
    {
        var window = WindowIn(progress);
        // Just after the end it is over.
        if (window.Until is { } until && until < DateTimeOffset.MaxValue) yield return until.AddMilliseconds(1);
        foreach (var turn in base.Turns(progress)) yield return turn;
    }

    private TimeWindow WindowIn(Progress progress)
    {
        DateTimeOffset? until = Until is { } last ? Days.End(last, progress.Zone) : null;
        var calendar = new TimeWindow(From is { } first ? Days.Beginning(first, progress.Zone) : null, until);
        return DaysOfEnrolment is { } days && progress.EnrolledAt is { } enrolled ? calendar.And(new(null, enrolled.AddDays(days))) : calendar;
    }
}

/// <summary>Met when every part is, by what the learner did in another course of the institution, on whichever of its LMSs.</summary>
public sealed record InCourse : Group
{
    public required CourseId Course { get; init; }

    // The enrolment there, too: so that the course is named even where its time zone alone matters.
    [JsonIgnore]
    public override IEnumerable<CriterionInput> Inputs =>
        Of.SelectMany(part => part.Inputs).Append(new(ResultKind.Enrolment, null)).Select(input => input.Course is null && input.Kind is not (ResultKind.Award or ResultKind.Confirmation or ResultKind.Recognition) ? input with { Course = Course } : input);

    protected override Evaluation Judge(Progress progress) => All(progress.In(Course));

    protected internal override IEnumerable<DateTimeOffset> Turns(Progress progress) => base.Turns(progress.In(Course));
}
