using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Ids;

namespace LtiBadgeConnector.Storage.Road;

/// <summary>Every decision that changed something, append-only: no statement here changes or removes one.</summary>
public sealed class DecisionLedger(Database database)
{
    private static readonly Sql Insert = Sql.InsertIfAbsent(
        "decisions", ["id", "tenant_id", "mapping_id", "learner_id", "rule_version", "evaluation", "inputs", "followed", "decided_at"], key: ["id"]);

    private static readonly Sql SelectOfLearner = new("""
        SELECT mapping_id AS mapping, learner_id AS learner, rule_version, evaluation, inputs, followed, decided_at
        FROM decisions WHERE tenant_id = @Tenant AND learner_id = @Learner AND mapping_id = @Mapping
        ORDER BY decided_at DESC, id DESC {page}
        """);

    private static readonly Sql SelectRule = new("SELECT version, rule_json FROM mapping_rules WHERE tenant_id = @Tenant AND mapping_id = @Mapping");

    /// <summary>One learner's decisions under one mapping, the newest first.</summary>
    public async Task<IReadOnlyList<LedgerEntry>> Of(TenantId tenant, MappingId mapping, LearnerId learner, int most, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        var rows = await session.Query<Row>(SelectOfLearner, new { Tenant = tenant, Mapping = mapping, Learner = learner, Most = most }, ct);
        return [.. rows.Select(row => row.Entry)];
    }

    /// <summary>Every rule that was in force under the mapping, by its version: what an entry was decided by.</summary>
    public async Task<IReadOnlyDictionary<int, Criterion>> Rules(TenantId tenant, MappingId mapping, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return (await session.Query<RuleRow>(SelectRule, new { Tenant = tenant, Mapping = mapping }, ct)).ToDictionary(row => row.Version, row => CriterionJson.Read(row.RuleJson));
    }

    /// <summary>In the transaction that records the decisions.</summary>
    internal static Task Append(Session work, IEnumerable<Decision> decisions, CancellationToken ct) => work.ExecuteSet(
        Insert,
        [
            .. decisions.Where(decision => decision.Inputs is not null).Select(decision => new
            {
                Id = Guid.CreateVersion7(decision.DecidedAt), TenantId = decision.Key.Tenant, MappingId = decision.Key.Mapping, LearnerId = decision.Key.Learner, decision.RuleVersion,
                Evaluation = CriterionJson.Write(decision.Evaluation), Inputs = decision.Inputs!.ToJson(), decision.Followed, decision.DecidedAt,
            }),
        ],
        ct);

    private sealed record Row(
        MappingId Mapping, LearnerId Learner, int RuleVersion, string Evaluation, string Inputs, DecisionOutcome Followed, DateTimeOffset DecidedAt)
    {
        public LedgerEntry Entry => new(Mapping, Learner, RuleVersion, CriterionJson.ReadEvaluation(Evaluation), DecisionInputs.Read(Inputs), Followed, DecidedAt);
    }

    private sealed record RuleRow(int Version, string RuleJson);
}
