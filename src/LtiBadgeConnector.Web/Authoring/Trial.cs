using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.Pages;

namespace LtiBadgeConnector.Web.Authoring;

/// <summary>One learner under a rule that is tried.</summary>
public sealed record TriedLearner(LearnerId Learner, string Name, Standing Standing, bool HasAward, Evaluation Evaluation);

/// <summary>What a rule would do today.</summary>
/// <param name="Problem">Why the LMS could not be asked; the numbers are then the last known ones.</param>
/// <param name="At">Whose numbers these are; null when the course was never read.</param>
public sealed record TrialOutcome(IReadOnlyList<TriedLearner> Learners, string? Problem, DateTimeOffset? At)
{
    public IReadOnlyList<TriedLearner> Earned => [.. Learners.Where(learner => learner.HasAward)];

    public IReadOnlyList<TriedLearner> In(Standing standing) => [.. Learners.Where(learner => !learner.HasAward && learner.Standing == standing)];
}

/// <summary>Tries the rule that is being edited over the whole class. Nothing is stored and nothing is sent.</summary>
public sealed class Trial(CourseDesk desk, ClassProgress classProgress)
{
    public async Task<TrialOutcome> Run(OpenMapping open, CancellationToken ct)
    {
        var read = await desk.Read(open.Course, ct);
        var learners = await Evaluate(open, ct);
        return new(learners, read.Problem, await desk.LastReadAt(open.Course, ct));
    }

    /// <summary>From what is known already, without asking the LMS.</summary>
    public async Task<IReadOnlyList<TriedLearner>> Evaluate(OpenMapping open, CancellationToken ct)
    {
        var rule = open.Mapping.RuleToEdit;
        List<TriedLearner> tried = [];
        await foreach (var member in classProgress.Read(open.Mapping.Tenant, open.Course.Id, open.Mapping.Id, ct))
        {
            var evaluation = rule.Evaluate(member.Progress);
            tried.Add(new(member.Learner, member.Name, Standings.Of(evaluation), member.HasAward, evaluation));
        }
        return tried;
    }
}
