using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Road;

namespace LtiBadgeConnector.Storage.Awarding;

/// <summary>What a person confirmed of a learner.</summary>
/// <param name="ByName">Null when the platform gave none.</param>
public sealed record GivenConfirmation(string Criterion, LearnerId By, string? ByName, string? Note, DateTimeOffset At);

/// <summary>What people confirmed of learners, for rules that ask for it. A confirmation stays as it was first given.</summary>
public sealed class ConfirmationRepository(Database database)
{
    private static readonly Sql Insert = Sql.InsertIfAbsent(
        "confirmations", ["tenant_id", "mapping_id", "learner_id", "criterion", "confirmed_by", "note", "confirmed_at"],
        key: ["tenant_id", "mapping_id", "learner_id", "criterion", "confirmed_by"]);

    private static readonly Sql SelectOfLearner = new("""
        SELECT c.criterion, c.confirmed_by AS by_learner, l.name AS by_name, c.note, c.confirmed_at AS at
        FROM confirmations c
        LEFT JOIN learners l ON l.tenant_id = c.tenant_id AND l.id = c.confirmed_by
        WHERE c.tenant_id = @Tenant AND c.mapping_id = @Mapping AND c.learner_id = @Learner
        ORDER BY c.confirmed_at, c.confirmed_by
        """);

    /// <summary>In one transaction: keeps it, and makes the learner's evaluation due.</summary>
    /// <returns>False when this person had confirmed it already.</returns>
    public Task<bool> Confirm(EvaluationKey about, string criterion, LearnerId by, string? note, AuditEntry entry, CancellationToken ct) => database.Write(
        async work =>
        {
            var row = new
            {
                TenantId = about.Tenant, MappingId = about.Mapping, LearnerId = about.Learner, Criterion = criterion, ConfirmedBy = by, Note = note, ConfirmedAt = entry.At,
            };
            if (await work.Execute(Insert, row, ct) == 0) return false;
            await DueEvaluations.Ask(work, [about], entry.At, ct);
            await AuditRepository.Append(work, entry, ct);
            return true;
        },
        ct);

    public async Task<IReadOnlyList<GivenConfirmation>> Of(EvaluationKey about, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        var rows = await session.Query<Row>(SelectOfLearner, about, ct);
        return [.. rows.Select(row => new GivenConfirmation(row.Criterion, row.ByLearner, row.ByName, row.Note, row.At))];
    }

    private sealed record Row(string Criterion, LearnerId ByLearner, string? ByName, string? Note, DateTimeOffset At);
}
