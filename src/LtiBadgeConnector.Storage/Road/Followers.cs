using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.Storage.Road;

/// <summary>Who holds a micro-credential now, or held it until now.</summary>
internal sealed record Holder(TenantId Tenant, MicroCredentialId MicroCredential, LearnerId Learner);

/// <summary>Rules of other mappings that ask whether somebody holds a micro-credential: they are asked again when that changes.</summary>
internal static class Followers
{
    private static readonly Sql SelectHolders = new("""
        SELECT tenant_id AS tenant, micro_credential_id AS micro_credential, learner_id AS learner FROM awards WHERE id IN @Ids
        """);

    private static readonly Sql SelectMappings = new("""
        SELECT i.tenant_id AS tenant, i.item_key, i.mapping_id AS mapping
        FROM mapping_inputs i
        JOIN course_mappings m ON m.tenant_id = i.tenant_id AND m.id = i.mapping_id
        WHERE i.tenant_id = @Tenant AND i.kind = @Kind AND i.item_key = @Item AND m.state = @Active
        """);

    private static readonly Sql SelectMembers = new("""
        SELECT m.tenant_id AS tenant, m.id AS mapping, l.id AS learner
        FROM course_mappings m
        JOIN learners l ON l.tenant_id = m.tenant_id AND l.id = @Learner
        WHERE m.tenant_id = @Tenant AND m.id = @Mapping AND (m.for_institution = {true} OR EXISTS (
            SELECT 1 FROM course_members c WHERE c.tenant_id = m.tenant_id AND c.course_id = m.course_id AND c.learner_id = l.id AND c.has_left = {false}))
        """);

    public static async Task Ask(Session work, IReadOnlyList<Holder> holders, DateTimeOffset now, CancellationToken ct) =>
        await DueEvaluations.Ask(work, await Of(work, holders, ct), now, ct);

    /// <summary>The evaluations that ask for what was awarded.</summary>
    public static async Task<IReadOnlyList<EvaluationKey>> Of(Session session, IReadOnlyList<AwardId> awards, CancellationToken ct) => await Of(session, await HoldersOf(session, awards, ct), ct);

    public static async Task AskAbout(Session work, IReadOnlyList<AwardId> awards, DateTimeOffset now, CancellationToken ct) => await Ask(work, await HoldersOf(work, awards, ct), now, ct);

    private static async Task<IReadOnlyList<EvaluationKey>> Of(Session work, IReadOnlyList<Holder> holders, CancellationToken ct)
    {
        if (holders.Count == 0) return [];

        Asked[] asked = [.. holders.Select(holder => new Asked(holder.Tenant, KeyOf(holder), ResultKind.Award)).Distinct()];
        var mappings = (await work.QueryMany<MappingRow, Asked>(SelectMappings, asked, ct)).ToLookup(row => (row.Tenant, new ItemKey(row.ItemKey)), row => row.Mapping);
        Row[] rows = [.. holders.SelectMany(holder => mappings[(holder.Tenant, KeyOf(holder))].Select(mapping => new Row(holder.Tenant, mapping, holder.Learner))).Distinct()];
        var members = await work.QuerySet<Row, Row>(SelectMembers, rows, ct);
        return [.. members.Select(row => new EvaluationKey(row.Tenant, row.Mapping, row.Learner))];
    }

    private static async Task<IReadOnlyList<Holder>> HoldersOf(Session session, IReadOnlyList<AwardId> awards, CancellationToken ct)
    {
        List<Holder> holders = [];
        foreach (var ids in awards.Chunk(Lists.Most)) holders.AddRange(await session.Query<Holder>(SelectHolders, new { Ids = ids }, ct));
        return holders;
    }

    private static ItemKey KeyOf(Holder holder) => HoldsAward.InputOf(holder.MicroCredential).Item!.Value;

    private sealed record Asked(TenantId Tenant, ItemKey Item, ResultKind Kind, MappingState Active = MappingState.Active);

    private sealed record MappingRow(TenantId Tenant, string ItemKey, MappingId Mapping);

    private sealed record Row(TenantId Tenant, MappingId Mapping, LearnerId Learner);
}
