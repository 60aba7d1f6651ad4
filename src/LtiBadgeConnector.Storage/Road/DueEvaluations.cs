using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Ids;

namespace LtiBadgeConnector.Storage.Road;

/// <summary>Asks for evaluations: the request counts even while an older one is being decided.</summary>
internal static class DueEvaluations
{
    private static readonly Sql AskAgain = new("""
        UPDATE evaluations SET due_at = @DueAt, due_version = due_version + 1
        WHERE tenant_id = @TenantId AND mapping_id = @MappingId AND learner_id = @LearnerId
        """);

    private static readonly Sql AskFirst = Sql.InsertIfAbsent(
        "evaluations",
        ["tenant_id", "mapping_id", "learner_id", "verdict", "permille", "rule_version", "needs_decision", "due_at", "due_version"],
        key: ["tenant_id", "mapping_id", "learner_id"]);

    public static async Task Ask(Session work, IEnumerable<EvaluationKey> keys, DateTimeOffset dueAt, CancellationToken ct)
    {
        // In one order everywhere, so that two nodes never wait for each other crosswise.
        Row[] rows = [.. keys.Distinct().OrderBy(key => key.Mapping.Value).ThenBy(key => key.Learner.Value).Select(key => new Row(key.Tenant, key.Mapping, key.Learner, dueAt))];
        var asked = await work.ExecuteSet(AskAgain, rows, ct);
        Row[] first = [.. rows.Where((_, at) => asked[at] == 0)];
        var opened = await work.ExecuteSet(AskFirst, first, ct);
        await work.ExecuteSet(AskAgain, [.. first.Where((_, at) => opened[at] == 0)], ct);
    }

    private sealed record Row(
        TenantId TenantId, MappingId MappingId, LearnerId LearnerId, DateTimeOffset DueAt,
        Verdict Verdict = Verdict.NotYet, int Permille = 0, int RuleVersion = 0, bool NeedsDecision = false, int DueVersion = 1);
}
