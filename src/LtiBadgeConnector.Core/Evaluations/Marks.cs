using LtiBadgeConnector.Core.Criteria;

namespace LtiBadgeConnector.Core.Evaluations;

/// <summary>How one criterion of an evaluation stands.</summary>
public enum Mark
{
    Rest = 0,
    Met = 1,

    /// <summary>For somebody to grade, not for the learner.</summary>
    WaitsForGrade = 2,
}

/// <summary>
/// How all criteria of an evaluation that are no groups stand, as a short text that is equal for learners who stand alike: a class
/// of any size has few of them, which a database counts without reading evaluations.
/// </summary>
public static class Marks
{
    /// <summary>Rules of some hundred criteria fit; those of longer ones are counted from their evaluations.</summary>
    public const int Longest = 2000;

    public static string Of(Evaluation evaluation) => string.Join('\n', evaluation.Leaves.Select(leaf => $"{(int)MarkOf(leaf)}{leaf.Criterion}"));

    /// <summary>Null when it would be too long.</summary>
    public static string? ToKeep(Evaluation evaluation) => Of(evaluation) is { Length: <= Longest } marks ? marks : null;

    public static IEnumerable<(string Criterion, Mark Mark)> Read(string marks) =>
        marks.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(one => (one[1..], (Mark)(one[0] - '0')));

    /// <summary>How a criterion of the rule stands by marks; null of a group of which they do not tell, because more decides it than which of its parts are met.</summary>
    public static Mark? Of(Criterion criterion, IReadOnlyDictionary<string, Mark> marks) =>
        IsMet(criterion, marks, mark => mark == Mark.Met) switch
        {
            null => null,
            true => Mark.Met,
            _ => IsMet(criterion, marks, mark => mark != Mark.Rest) is true ? Mark.WaitsForGrade : Mark.Rest,
        };

    private static bool? IsMet(Criterion criterion, IReadOnlyDictionary<string, Mark> marks, Func<Mark, bool> counts)
    {
        if (criterion is not Group group) return counts(marks.GetValueOrDefault(criterion.Id));
        if (criterion is NoneOf or Within { DaysOfEnrolment: not null }) return null;

        var parts = group.Of.Select(part => (part.Id, IsMet: IsMet(part, marks, counts))).ToList();
        if (parts.Any(part => part.IsMet is null)) return null;
        var met = parts.Where(part => part.IsMet is true).Select(part => part.Id).ToList();
        return group switch
        {
            AnyOf => met.Count > 0,
            AtLeast some => met.Count >= some.Count,
            WorthAtLeast worth => met.Sum(id => worth.Worth.GetValueOrDefault(id)) >= worth.Amount,
            _ => met.Count == parts.Count,
        };
    }

    private static Mark MarkOf(Evaluation leaf) => leaf.IsMet ? Mark.Met : Standings.WaitsForGrade(leaf) ? Mark.WaitsForGrade : Mark.Rest;
}
