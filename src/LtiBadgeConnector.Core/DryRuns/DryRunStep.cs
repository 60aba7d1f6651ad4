using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.Reading;
using LtiBadgeConnector.Core.Steps;
using Microsoft.Extensions.Logging;

namespace LtiBadgeConnector.Core.DryRuns;

/// <summary>
/// Tries rules over whole classes, outside any request: reads the course, evaluates everybody a piece at a time, and compares
/// with the rule in force and with the run before. Memory does not grow with the class.
/// </summary>
public sealed partial class DryRunStep(IDryRuns runs, IMappings mappings, ICourses courses, ReadCourseStep readCourse, TimeProvider time, ILogger<DryRunStep> logger) : IChore
{
    private const string Failed = "dry-run-failed";

    // Longer than reading any course takes; each piece holds the run anew.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    /// <summary>Until none waits.</summary>
    public async Task RunAll(CancellationToken ct)
    {
        while (await runs.Claim(time.Now(), time.Now() + Lease, ct) is { } run) await RunOrEnd(run, ct);
    }

    // Whatever happens, nobody waits before a run on which nobody works.
    private async Task RunOrEnd(DryRun run, CancellationToken ct)
    {
        try
        {
            await Run(run, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            await runs.Release(run, CancellationToken.None);
            throw;
        }
        catch (Exception e)
        {
            LogFailed(e, run.Id);
            await runs.Fail(run, Failed, time.Now(), ct);
        }
    }

    private async Task Run(DryRun run, CancellationToken ct)
    {
        var mapping = await mappings.Find(run.Tenant, run.Mapping, ct) ?? throw new InvalidOperationException("The mapping is gone.");
        var course = await courses.Find(run.Tenant, mapping.Course, ct) ?? throw new InvalidOperationException("The course is gone.");

        var problem = await Read(course, ct);
        var inForce = mapping.RuleVersion > 0 ? mapping.Rule : null;
        CriterionInput[] inputs = [.. run.Rule.Inputs.Concat(inForce?.Inputs ?? []).Distinct()];
        var total = await runs.ClassSize(run.Tenant, run.Mapping, ct);
        var tally = new Tally(inForce is not null, await runs.HasFormer(run, ct));
        await foreach (var piece in runs.Class(run.Tenant, run.Mapping, inputs, ct))
        {
            var before = await runs.Before(run, [.. piece.Select(member => member.Learner)], ct);
            TriedLearner[] tried = [.. piece.Select(member => Try(run.Rule, inForce, member, before))];
            tally.Add(tried);
            await runs.Keep(run, tried, tally.Learners, Math.Max(total, tally.Learners), time.Now() + Lease, ct);
        }
        await runs.Finish(run, tally.Counts, problem, time.Now(), ct);
        LogFinished(run.Id, tally.Learners);
    }

    private TriedLearner Try(Criterion rule, Criterion? inForce, ClassMember member, IReadOnlyDictionary<LearnerId, Standing> before)
    {
        var progress = member.Progress.At(time.Now());
        var evaluation = rule.Evaluate(progress);
        return new(
            member.Learner, Standings.Of(evaluation), member.HasAward, evaluation,
            before.TryGetValue(member.Learner, out var was) ? was : null, inForce?.Evaluate(progress).Verdict);
    }

    private async Task<string?> Read(Course course, CancellationToken ct)
    {
        try
        {
            await readCourse.Run(course, whole: false, ct);
            return null;
        }
        catch (LmsException e)
        {
            return e.Problem;
        }
    }

    [LoggerMessage(3301, LogLevel.Information, "Dry run {DryRunId} tried {Learners} learners")]
    private partial void LogFinished(DryRunId dryRunId, int learners);

    [LoggerMessage(3302, LogLevel.Error, "Dry run {DryRunId} failed")]
    private partial void LogFailed(Exception cause, DryRunId dryRunId);

    /// <summary>Counts piece by piece.</summary>
    private sealed class Tally(bool comparesRules, bool comparesRuns)
    {
        private readonly Dictionary<Standing, int> standings = [];
        private readonly Dictionary<string, int> criteria = new(StringComparer.Ordinal);
        private int earned, gains, loses, changed;

        public int Learners { get; private set; }

        public DryRunCounts Counts => new(
            Learners, earned, Of(Standing.Met), Of(Standing.Near), Of(Standing.WaitsForGrade), Of(Standing.NotYet), Of(Standing.Unknown),
            comparesRules ? gains : null, comparesRules ? loses : null, comparesRuns ? changed : null, criteria);

        public void Add(TriedLearner[] tried)
        {
            Learners += tried.Length;
            earned += tried.Count(one => one.HasAward);
            foreach (var (standing, count) in tried.Where(one => !one.HasAward).CountBy(one => one.Standing)) standings[standing] = Of(standing) + count;
            gains += tried.Count(one => one.Gains);
            loses += tried.Count(one => one.Loses);
            changed += tried.Count(one => one.HasChanged);
            foreach (var (criterion, count) in tried.SelectMany(one => one.Evaluation.Leaves).Where(leaf => leaf.IsMet).CountBy(leaf => leaf.Criterion))
                criteria[criterion] = criteria.GetValueOrDefault(criterion) + count;
        }

        private int Of(Standing standing) => standings.GetValueOrDefault(standing);
    }
}
