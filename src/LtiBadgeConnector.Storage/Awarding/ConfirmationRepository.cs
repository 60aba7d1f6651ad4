using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Road;

namespace LtiBadgeConnector.Storage.Awarding;

/// <summary>What a person confirmed of a learner.</summary>
/// <param name="ByName">Null when the platform gave none.</param>
public sealed record GivenConfirmation(string Criterion, LearnerId By, string? ByName, string? Note, DateTimeOffset At);

/// <summary>What people confirmed of learners, for rules that ask for it. A confirmation stays as it was first given, until that person takes it back.</summary>
public sealed class ConfirmationRepository(Database database)
{
    private static readonly Sql Insert = Sql.InsertIfAbsent(
        "confirmations", ["tenant_id", "mapping_id", "learner_id", "criterion", "confirmed_by", "note", "confirmed_at"],
        key: ["tenant_id", "mapping_id", "learner_id", "criterion", "confirmed_by"]);

    private static readonly Sql Delete = new("""
        DELETE FROM confirmations
        WHERE tenant_id = @TenantId AND mapping_id = @MappingId AND learner_id = @LearnerId AND criterion = @Criterion AND confirmed_by = @ConfirmedBy
        """);

    private static readonly Sql SelectOfLearner = new("""
        SELECT c.criterion, c.confirmed_by AS by_learner, l.name AS by_name, c.note, c.confirmed_at AS at
        FROM confirmations c
        LEFT JOIN learners l ON l.tenant_id = c.tenant_id AND l.id = c.confirmed_by
        WHERE c.tenant_id = @Tenant AND c.mapping_id = @Mapping AND c.learner_id = @Learner
        ORDER BY c.confirmed_at, c.confirmed_by
        """);

    /// <summary>In one transaction: keeps them, and makes the learners' evaluations due.</summary>
    /// <param name="entry">Becomes one for each learner.</param>
    /// <returns>Those whom this person had not confirmed before.</returns>
    public Task<IReadOnlyList<EvaluationKey>> Confirm(IReadOnlyList<EvaluationKey> about, string criterion, LearnerId by, string? note, AuditEntry entry, CancellationToken ct) =>
        Change(Insert, about, criterion, by, note, entry, ct);

    /// <summary>In one transaction: takes back what this person confirmed, and makes the learners' evaluations due.</summary>
    /// <returns>Those for whom there was something to take back.</returns>
    public Task<IReadOnlyList<EvaluationKey>> TakeBack(IReadOnlyList<EvaluationKey> about, string criterion, LearnerId by, AuditEntry entry, CancellationToken ct) =>
        Change(Delete, about, criterion, by, note: null, entry, ct);

    public async Task<IReadOnlyList<GivenConfirmation>> Of(EvaluationKey about, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        var rows = await session.Query<Row>(SelectOfLearner, about, ct);
        return [.. rows.Select(row => new GivenConfirmation(row.Criterion, row.ByLearner, row.ByName, row.Note, row.At))];
    }

    private Task<IReadOnlyList<EvaluationKey>> Change(Sql sql, IReadOnlyList<EvaluationKey> about, string criterion, LearnerId by, string? note, AuditEntry entry, CancellationToken ct) => database.Write(
        async work =>
        {
            EvaluationKey[] keys = [.. about.Distinct().OrderBy(key => key.Learner.Value)];
            var affected = await work.ExecuteMany(sql, [.. keys.Select(key => new Given(key.Tenant, key.Mapping, key.Learner, criterion, by, note, entry.At))], ct);
            EvaluationKey[] changed = [.. keys.Where((_, at) => affected[at] == 1)];
            if (changed.Length == 0) return changed;
            await DueEvaluations.Ask(work, changed, entry.At, ct);
            foreach (var key in changed) await AuditRepository.Append(work, entry with { Id = Guid.CreateVersion7(entry.At), Subject = key.Learner.ToString() }, ct);
            return (IReadOnlyList<EvaluationKey>)changed;
        },
        ct);

    private sealed record Given(TenantId TenantId, MappingId MappingId, LearnerId LearnerId, string Criterion, LearnerId ConfirmedBy, string? Note, DateTimeOffset ConfirmedAt);

    private sealed record Row(string Criterion, LearnerId ByLearner, string? ByName, string? Note, DateTimeOffset At);
}
