using LtiBadgeConnector.Core.DryRuns;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Storage.DryRuns;

namespace LtiBadgeConnector.Web.Authoring;

/// <summary>How many of a class meet each criterion.</summary>
/// <param name="CountedAt">When it was counted; null for now.</param>
public sealed record MeetsNow(int ClassSize, IReadOnlyDictionary<string, int> Criteria, DateTimeOffset? CountedAt);

/// <summary>Tries the rule that is being edited over the whole class. Nothing is sent.</summary>
public sealed class Trial(DryRunRepository runs, IDryRunSignal signal, TimeProvider time)
{
    // A class of this size is counted while the page is made; a larger one by dry runs only.
    private const int MostAtOnce = 300;

    private static readonly TimeSpan ShownFor = TimeSpan.FromHours(1);

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    /// <summary>Asks for a run. A small class is often done before the page is; the wait is short in any case.</summary>
    public async Task<DryRun> Ask(OpenMapping open, CancellationToken ct)
    {
        var run = new DryRun(
            DryRunId.New(time), open.Mapping.Tenant, open.Mapping.Id, open.Mapping.RuleToEdit, DryRunState.Asked, 0, 0, null, null, time.Now(), null);
        await runs.Ask(run, ct);
        signal.Wake();
        return await Await(open, run, ct);
    }

    /// <summary>The newest run of the mapping; one is asked for when there is none of the rule as it is now, or when much has happened since.</summary>
    public async Task<DryRun> Newest(OpenMapping open, CancellationToken ct)
    {
        var latest = await runs.Latest(open.Mapping.Tenant, open.Mapping.Id, ct);
        var isFresh = latest is not null && latest.AskedAt > time.Now() - ShownFor && !(latest.AskedAt < open.Mapping.ActivatedAt);
        if (isFresh && CriterionJson.Write(latest!.Rule) == CriterionJson.Write(open.Mapping.RuleToEdit)) return latest;
        return await Ask(open, ct);
    }

    public Task<IReadOnlyList<TriedRow>> List(DryRun run, TriedList list, int most, CancellationToken ct) => runs.List(run, list, most, ct);

    /// <summary>From what is known already, without asking the LMS.</summary>
    public async Task<MeetsNow> Count(OpenMapping open, CancellationToken ct)
    {
        var (tenant, mapping, rule) = (open.Mapping.Tenant, open.Mapping.Id, open.Mapping.RuleToEdit);
        var size = await runs.ClassSize(tenant, mapping, ct);
        if (size > MostAtOnce)
        {
            return await runs.Latest(tenant, mapping, ct) is { Counts: { } counts } latest
                ? new(counts.Learners, counts.Criteria, latest.FinishedAt)
                : new(0, new Dictionary<string, int>(), null);
        }

        var criteria = Rules.RuleSentences.Leaves(rule).DistinctBy(leaf => leaf.Id).ToDictionary(leaf => leaf.Id, _ => 0, StringComparer.Ordinal);
        await foreach (var piece in runs.Class(tenant, mapping, [.. rule.Inputs.Distinct()], ct))
        {
            foreach (var leaf in piece.SelectMany(member => rule.Evaluate(member.Progress.At(time.Now())).Leaves).Where(leaf => leaf.IsMet && criteria.ContainsKey(leaf.Criterion)))
                criteria[leaf.Criterion]++;
        }
        return new(size, criteria, null);
    }

    private async Task<DryRun> Await(OpenMapping open, DryRun run, CancellationToken ct)
    {
        for (var tries = 0; tries < 15; tries++)
        {
            await Task.Delay(Moment, time, ct);
            if (await runs.Latest(open.Mapping.Tenant, open.Mapping.Id, ct) is { IsOver: true } over && over.Id == run.Id) return over;
        }
        return await runs.Latest(open.Mapping.Tenant, open.Mapping.Id, ct) ?? run;
    }
}
