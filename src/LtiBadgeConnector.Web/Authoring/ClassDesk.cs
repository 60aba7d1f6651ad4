using Hangfire;
using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Steps;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Awarding;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Storage.Road;
using LtiBadgeConnector.Web.Launches;
using LtiBadgeConnector.Web.Withdrawing;
using LtiBadgeConnector.Worker.Jobs;

namespace LtiBadgeConnector.Web.Authoring;

/// <summary>Whom a bulk action is about: those that were ticked, or everybody who matches.</summary>
/// <param name="Ticked">Null for everybody who matches.</param>
public sealed record ClassSelection(ClassState? State, string? Text, IReadOnlySet<LearnerId>? Ticked)
{
    public bool Holds(LearnerId learner) => Ticked is null || Ticked.Contains(learner);
}

/// <summary>What an instructor does with many learners of one class at once.</summary>
public sealed class ClassDesk(MappingPages pages, IEvaluations evaluations, Retries retries, Road road, IBackgroundJobClient sweep, WithdrawDesk withdrawing, ConfirmationRepository confirmations, TimeProvider time)
{
    private const int Piece = 500;

    /// <summary>The awards in force of those who are selected.</summary>
    public async Task<IReadOnlyList<HeldAward>> Held(TenantId tenant, MappingId mapping, ClassSelection who, CancellationToken ct) =>
        [.. (await pages.Held(tenant, mapping, who.State, who.Text, ct)).Where(award => who.Holds(award.Learner))];

    /// <summary>Decides again from what is known. Few are decided before the page comes back; a large class is left to the road.</summary>
    /// <returns>How many are looked at again.</returns>
    public async Task<int> CheckAgain(TenantId tenant, MappingId mapping, ClassSelection who, CancellationToken ct)
    {
        if (who is { Ticked: null, State: null, Text: null or "" }) return await Decide(tenant, mapping, await evaluations.MakeAllDue(tenant, mapping, time.Now(), ct), [], ct);

        var found = who.Ticked ?? (IReadOnlyCollection<LearnerId>)await Matching(tenant, mapping, who, ct);
        var count = 0;
        foreach (var piece in found.Chunk(Piece)) count += await retries.Evaluations(tenant, mapping, piece, ct);
        return await Decide(tenant, mapping, count, found, ct);
    }

    /// <returns>How many were withdrawn now, and a code of the problem catalogue when the reason is not good.</returns>
    public async Task<(int Withdrawn, string? Problem)> Withdraw(LaunchSession launch, MappingId mapping, ClassSelection who, string? reason, CancellationToken ct)
    {
        if (WithdrawDesk.ProblemOf(reason) is { } problem) return (0, problem);
        AwardId[] awards = [.. (await Held(launch.Tenant, mapping, who, ct)).Select(held => held.Award)];
        return (await withdrawing.Withdraw(launch.Tenant, awards, reason!, "instructor", launch.Learner?.ToString(), ct), null);
    }

    /// <summary>Confirms one requirement of everybody who is selected, or takes back what this person confirmed.</summary>
    /// <returns>For how many it changed something.</returns>
    public async Task<int> Confirm(LaunchSession launch, MappingId mapping, string criterion, LearnerId by, ClassSelection who, bool isTakenBack, CancellationToken ct)
    {
        // Only people of this class, whatever was ticked.
        var found = await Matching(launch.Tenant, mapping, who, ct);
        var entry = AuditEntry.Of(launch.Tenant, time.Now(), "instructor", by.ToString(), isTakenBack ? "requirement-unconfirmed" : "requirement-confirmed");
        List<LearnerId> changed = [];
        foreach (var piece in found.Where(who.Holds).Chunk(Piece))
        {
            EvaluationKey[] keys = [.. piece.Select(learner => new EvaluationKey(launch.Tenant, mapping, learner))];
            var done = isTakenBack ? await confirmations.TakeBack(keys, criterion, by, entry, ct) : await confirmations.Confirm(keys, criterion, by, note: null, entry, ct);
            changed.AddRange(done.Select(key => key.Learner));
        }
        return await Decide(launch.Tenant, mapping, changed.Count, changed, ct);
    }

    private async Task<int> Decide(TenantId tenant, MappingId mapping, int count, IReadOnlyCollection<LearnerId> learners, CancellationToken ct)
    {
        if (learners.Count is > 0 and <= Piece) await road.Evaluate([.. learners.Select(learner => new EvaluationKey(tenant, mapping, learner))], ct);
        else sweep.Enqueue<SweepJob>(job => job.Run(CancellationToken.None));
        return count;
    }

    // All ids before anything changes: a verdict that changes moves its learner to another page.
    private async Task<IReadOnlyCollection<LearnerId>> Matching(TenantId tenant, MappingId mapping, ClassSelection who, CancellationToken ct)
    {
        List<LearnerId> found = [];
        ClassPosition? after = null;
        while (await pages.Class(tenant, mapping, new ClassQuery(who.State, who.Text, After: after, Most: Piece), ct) is { Count: > 0 } rows)
        {
            found.AddRange(rows.Select(row => row.Learner));
            after = rows[^1].Position;
        }
        return found;
    }
}
