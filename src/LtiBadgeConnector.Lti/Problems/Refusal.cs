using System.Diagnostics.CodeAnalysis;

namespace LtiBadgeConnector.Lti.Problems;

/// <summary>A refusal: the stable problem, and a detail for the administrator. The detail never holds tokens or names of people.</summary>
public sealed record Refusal(LtiProblem Problem, string Detail)
{
    public string Code => Problem.Code;

    // Null in, null out: a check ends with `passed ? null : LtiProblem.X`.
    [return: NotNullIfNotNull(nameof(problem))]
    public static implicit operator Refusal?(LtiProblem? problem) => FromLtiProblem(problem);

    [return: NotNullIfNotNull(nameof(problem))]
    public static Refusal? FromLtiProblem(LtiProblem? problem) => problem is null ? null : new Refusal(problem, problem.Summary);
}
