using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.Steps;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Awarding;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Web.Authoring;
using LtiBadgeConnector.Web.Launches;
using LtiBadgeConnector.Web.Withdrawing;

namespace LtiBadgeConnector.Web.Awarding;

/// <summary>What an instructor decides between earned and issued: approval, date, brake; and taking a whole run back.</summary>
public sealed class IssuingDesk(GateRepository gates, RunRepository runs, UndoRuns undo, MappingRepository mappings, IEvaluations evaluations, Road road, IWakeUp wakeUp, TimeProvider time)
{
    // A class of this size is finished when the page answers; whatever is more goes on with the sweep.
    private const int MostAtOnce = 500;

    public Task<IssuingGate> Gate(CourseMapping mapping, CancellationToken ct) => gates.Find(mapping.Id, ct);

    public Task<IReadOnlyList<Waiting>> Waiting(CourseMapping mapping, CancellationToken ct) => gates.Waiting(mapping.Tenant, mapping.Id, ct);

    public Task<int> Undecided(CourseMapping mapping, DateTimeOffset now, CancellationToken ct) => gates.Undecided(mapping.Tenant, mapping.Id, now, ct);

    public Task<IReadOnlyList<AwardRun>> Runs(CourseMapping mapping, int most, CancellationToken ct) => runs.Of(mapping.Tenant, mapping.Id, most, ct);

    public TimeZoneInfo ZoneOf(Course course) => DecisionInputs.ZoneOf(course.TimeZone);

    /// <summary>
    /// A mapping that awards for the first time begins with everything that keeps accidents small. It is guarded before it is switched on:
    /// what arrives while the course is read must not slip through.
    /// </summary>
    public async Task Guard(LaunchSession launch, CourseMapping mapping, CancellationToken ct) =>
        await gates.Set(mapping.Tenant, mapping.Id, asksApproval: true, (await Gate(mapping, ct)).HoldUntil, hasBrake: true, Entry(launch, mapping, "issuing-guarded"), ct);

    /// <summary>Lets a rule that was put in force award: a batch of so many waits where the mapping asks for it, and more than the person has seen does not go.</summary>
    /// <returns>How many wait, because they are more than were seen.</returns>
    public async Task<int> Begin(LaunchSession launch, CourseMapping mapping, int shown, CancellationToken ct)
    {
        if (!(await Gate(mapping, ct)).AsksApproval) await gates.Approve(mapping.Tenant, mapping.Id, Entry(launch, mapping, "batch-approved"), ct);

        await EvaluateAll(mapping, ct);
        var waiting = (await Waiting(mapping, ct)).Where(one => one.Hold == Hold.Approval).Sum(one => one.People);
        if (waiting > shown || await Undecided(mapping, time.Now(), ct) > 0) return waiting;
        // Exactly these, or fewer, have been seen and asked for.
        await Approve(launch, mapping, ct);
        return 0;
    }

    /// <summary>Evaluates everybody anew: a small class is finished when the page answers, a large one goes on in the worker.</summary>
    public async Task EvaluateAll(CourseMapping mapping, CancellationToken ct)
    {
        await evaluations.MakeAllDue(mapping.Tenant, mapping.Id, time.Now(), ct);
        await EvaluateDue(mapping, ct);
    }

    public async Task Approve(LaunchSession launch, CourseMapping mapping, CancellationToken ct)
    {
        await gates.Approve(mapping.Tenant, mapping.Id, Entry(launch, mapping, "batch-approved"), ct);
        await EvaluateDue(mapping, ct);
    }

    public async Task Release(LaunchSession launch, CourseMapping mapping, CancellationToken ct)
    {
        await gates.Release(mapping.Tenant, mapping.Id, Entry(launch, mapping, "brake-released"), ct);
        await EvaluateDue(mapping, ct);
    }

    /// <param name="holdUntil">A day in the course's time zone; empty for none.</param>
    /// <returns>Null when it is saved; otherwise a code of the problem catalogue.</returns>
    public async Task<string?> Save(LaunchSession launch, OpenMapping open, bool asksApproval, string? holdUntil, bool hasBrake, CancellationToken ct)
    {
        DateTimeOffset? until = null;
        if (!string.IsNullOrWhiteSpace(holdUntil))
        {
            if (!DateOnly.TryParseExact(holdUntil.Trim(), "yyyy-MM-dd", out var day)) return "rule-date-malformed";
            until = Core.Criteria.Days.Beginning(day, ZoneOf(open.Course));
        }
        await gates.Set(open.Mapping.Tenant, open.Mapping.Id, asksApproval, until, hasBrake, Entry(launch, open.Mapping, "issuing-guarded"), ct);
        if (open.Mapping.State == MappingState.Active) await EvaluateDue(open.Mapping, ct);
        return null;
    }

    /// <summary>Withdraws everything that was awarded together. What requirements brought pauses awarding: the same ones must not do it again.</summary>
    /// <returns>Null when it is on its way; otherwise a code of the problem catalogue.</returns>
    public async Task<string?> Undo(LaunchSession launch, CourseMapping mapping, string run, string? reason, CancellationToken ct)
    {
        if (WithdrawDesk.ProblemOf(reason) is { } problem) return problem;
        var undone = new UndoneRun(mapping.Tenant, mapping.Id, run, reason!.Trim(), launch.Learner);
        if (!await runs.Undo(undone, Entry(launch, mapping, "run-taken-back"), ct)) return "run-unknown";

        if (!AwardRuns.IsByHand(run)) await mappings.Pause(mapping.Tenant, mapping.Id, ct);
        await undo.Run(undone, MostAtOnce, ct);
        return null;
    }

    private async Task EvaluateDue(CourseMapping mapping, CancellationToken ct)
    {
        var due = await evaluations.FindDue(MostAtOnce, time.Now(), ct);
        await road.Evaluate([.. due.Where(key => key.Mapping == mapping.Id)], ct);
        wakeUp.Wake();
    }

    private AuditEntry Entry(LaunchSession launch, CourseMapping mapping, string action) =>
        AuditEntry.Of(mapping.Tenant, time.Now(), "instructor", launch.Learner?.ToString(), action, mapping.Id.ToString());
}
