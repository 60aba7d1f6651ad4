using System.Text.Json.Serialization;
using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.Core.Criteria;

/// <summary>A criterion made of others.</summary>
public abstract record Group : Criterion
{
    public required IReadOnlyList<Criterion> Of { get; init; }

    [JsonIgnore]
    public override IEnumerable<CriterionInput> Inputs => Of.SelectMany(part => part.Inputs);
}

/// <summary>Met when every part is. Nothing can be missing from an empty group, so it is met; a mapping refuses to start with one.</summary>
public sealed record AllOf : Group
{
    public override Evaluation Evaluate(Progress progress)
    {
        Evaluation[] parts = [.. Of.Select(part => part.Evaluate(progress))];
        var verdict = parts.All(part => part.IsMet) ? Verdict.Met
            : parts.Any(part => part.Verdict == Verdict.NotYet) ? Verdict.NotYet
            : Verdict.Unknown;
        return new(Id, verdict, parts.Length == 0 ? 1000 : (int)parts.Average(part => part.Permille), Reason.Group, parts);
    }
}

/// <summary>Met when at least one part is.</summary>
public sealed record AnyOf : Group
{
    public override Evaluation Evaluate(Progress progress)
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

    public override Evaluation Evaluate(Progress progress)
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
