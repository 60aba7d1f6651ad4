using LtiBadgeConnector.Core.Criteria;

namespace LtiBadgeConnector.Core.Evaluations;

/// <summary>Where a verdict puts the learner in a list of the class. Stored by number, so that lists need not read evaluations: append only.</summary>
public enum Standing
{
    NotYet = 0,
    Met = 1,

    /// <summary>Nothing speaks against the learner, but a grade is not there or not final yet.</summary>
    WaitsForGrade = 2,

    /// <summary>Just misses: what is missing is nearly reached.</summary>
    Near = 3,

    /// <summary>It cannot be decided from what the LMS says.</summary>
    Unknown = 4,
}

/// <summary>Reads the standing out of an evaluation; pure.</summary>
public static class Standings
{
    private const int NearPermille = 900;

    public static Standing Of(Evaluation evaluation) => evaluation switch
    {
        { Verdict: Verdict.Met } => Standing.Met,
        { Verdict: Verdict.Unknown } => Standing.Unknown,
        _ when IsNear(evaluation) => Standing.Near,
        _ when OnlyWaits(evaluation) => Standing.WaitsForGrade,
        _ => Standing.NotYet,
    };

    /// <summary>Whether the criterion waits for somebody to grade, rather than for the learner.</summary>
    public static bool WaitsForGrade(Evaluation leaf) =>
        !leaf.IsMet && leaf.Reason.Code.IsAwaited();

    // A group is near when nearly all of it is reached, or when everything that is missing is near.
    private static bool IsNear(Evaluation evaluation)
    {
        if (evaluation.Permille >= NearPermille) return true;
        var missing = evaluation.Parts.Where(part => !part.IsMet).ToArray();
        return missing.Length > 0 && missing.All(IsNear);
    }

    private static bool OnlyWaits(Evaluation evaluation)
    {
        var missing = Missing(evaluation).ToArray();
        return missing.Any(WaitsForGrade) && missing.All(part => WaitsForGrade(part) || part.Reason.Code == ReasonCode.NotCompleted);
    }

    // What a group that is met did not need is not missing. A group that is not met although nothing in it is missing waits for nobody.
    private static IEnumerable<Evaluation> Missing(Evaluation evaluation) =>
        evaluation.IsMet ? [] : evaluation.Parts.SelectMany(Missing).DefaultIfEmpty(evaluation);
}
