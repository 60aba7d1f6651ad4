using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Mappings;

namespace LtiBadgeConnector.Storage.Road;

/// <summary>The brake of mappings, in the transaction that records the awards: whoever awards under one mapping waits here for the other.</summary>
internal static class BrakeLine
{
    // Held until the transaction ends.
    private static readonly Sql Touch = new("UPDATE course_mappings SET has_brake = has_brake WHERE tenant_id = @Tenant AND id = @Mapping");

    private static readonly Sql SetBraked = new("UPDATE course_mappings SET braked_at = @Now WHERE tenant_id = @Tenant AND id = @Mapping AND braked_at IS NULL");

    private static readonly Sql SetHeld = new("""
        UPDATE evaluations SET hold = @Hold WHERE tenant_id = @Tenant AND mapping_id = @Mapping AND learner_id = @Learner
        """);

    private static readonly Sql SelectAutomatic = new("""
        SELECT run, COUNT(*) AS awards, SUM(CASE WHEN awarded_at > @WindowFrom THEN 1 ELSE 0 END) AS recent FROM awards
        WHERE tenant_id = @Tenant AND mapping_id = @Mapping AND awarded_at >= @Since AND run LIKE 'day:%'
        GROUP BY run
        """);

    public static Task Enter(Session work, IReadOnlyList<Decision> decisions, CancellationToken ct) => work.ExecuteMany(
        Touch, [.. decisions.Where(decision => decision.IsBraked).Select(decision => new Mapped(decision.Key.Tenant, decision.Key.Mapping)).Distinct()], ct);

    /// <returns>The decisions as they may be carried out, and the runs that were stopped now.</returns>
    public static async Task<(IReadOnlyList<Decision> Decisions, IReadOnlyList<StoppedRun> Stopped)> Pass(Session work, IReadOnlyList<Decision> decisions, CancellationToken ct)
    {
        List<StoppedRun> stopped = [];
        HashSet<MappingId> closed = [];
        foreach (var mapping in decisions.Where(decision => decision.IsBraked).GroupBy(decision => new Mapped(decision.Key.Tenant, decision.Key.Mapping)))
        {
            // Another may have closed it since this was decided.
            var gate = (await IssuingGates.Of(work, [mapping.Key.Mapping], ct))[mapping.Key.Mapping];
            if (!gate.HasBrake) continue;
            var run = gate.BrakedAt is null ? await Stop(work, mapping.Key, mapping.Count(), mapping.Max(decision => decision.DecidedAt), ct) : null;
            if (run is not null) stopped.Add(run);
            if (run is not null || gate.BrakedAt is not null) closed.Add(mapping.Key.Mapping);
        }
        if (closed.Count == 0) return (decisions, stopped);

        await work.ExecuteSet(
            SetHeld, [.. decisions.Where(IsStopped).Select(decision => new { decision.Key.Tenant, decision.Key.Mapping, decision.Key.Learner, Hold = Hold.Brake })], ct);
        return ([.. decisions.Select(decision => IsStopped(decision) ? decision with { Award = null, Hold = Hold.Brake, Followed = DecisionOutcome.Held } : decision)], stopped);

        bool IsStopped(Decision decision) => decision.IsBraked && closed.Contains(decision.Key.Mapping);
    }

    public static async Task<AwardingPace> Pace(Session session, TenantId tenant, MappingId mapping, DateTimeOffset now, CancellationToken ct)
    {
        var days = await session.Query<DayRow>(SelectAutomatic, new { Tenant = tenant, Mapping = mapping, Since = now - Brake.Memory, WindowFrom = now - Brake.Window }, ct);
        DayRow[] former = [.. days.Where(day => day.Recent == 0)];
        return new(days.Sum(day => day.Recent), former.Length == 0 ? 0 : former.Sum(day => day.Awards) / former.Length);
    }

    private static async Task<StoppedRun?> Stop(Session work, Mapped mapping, int wanted, DateTimeOffset now, CancellationToken ct)
    {
        var pace = await Pace(work, mapping.Tenant, mapping.Mapping, now, ct);
        if (!Brake.Stops(pace, wanted)) return null;

        await work.Execute(SetBraked, new { mapping.Tenant, mapping.Mapping, Now = now }, ct);
        await AuditRepository.Append(work, AuditEntry.Of(mapping.Tenant, now, "system", null, "awarding-braked", mapping.Mapping.ToString()), ct);
        await MappingNotices.Stopped(work, mapping.Tenant, mapping.Mapping, now, ct);
        return new(mapping.Mapping, wanted, pace.Usual);
    }

    private sealed record Mapped(TenantId Tenant, MappingId Mapping);

    private sealed record DayRow(string Run, int Awards, int Recent);
}
