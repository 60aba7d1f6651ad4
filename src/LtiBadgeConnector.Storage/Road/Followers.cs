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
        SELECT m.tenant_id AS tenant, m.id AS mapping, c.learner_id AS learner
        FROM course_mappings m
        JOIN course_members c ON c.tenant_id = m.tenant_id AND c.course_id = m.course_id AND c.has_left = {false}
        WHERE m.tenant_id = @Tenant AND m.id = @Mapping AND c.learner_id = @Learner
        """);

    public static async Task Ask(Session work, IReadOnlyList<Holder> holders, DateTimeOffset now, CancellationToken ct)
    {
        if (holders.Count == 0) return;

        Asked[] asked = [.. holders.Select(holder => new Asked(holder.Tenant, KeyOf(holder), ResultKind.Award)).Distinct()];
        var mappings = (await work.QueryMany<MappingRow, Asked>(SelectMappings, asked, ct)).ToLookup(row => (row.Tenant, new ItemKey(row.ItemKey)), row => row.Mapping);
        Row[] rows = [.. holders.SelectMany(holder => mappings[(holder.Tenant, KeyOf(holder))].Select(mapping => new Row(holder.Tenant, mapping, holder.Learner))).Distinct()];
        var members = await work.QuerySet<Row, Row>(SelectMembers, rows, ct);
        await DueEvaluations.Ask(work, members.Select(row => new EvaluationKey(row.Tenant, row.Mapping, row.Learner)), now, ct);
    }

    public static async Task AskAbout(Session work, IReadOnlyList<AwardId> awards, DateTimeOffset now, CancellationToken ct)
    {
        List<Holder> holders = [];
        foreach (var ids in awards.Chunk(Lists.Most)) holders.AddRange(await work.Query<Holder>(SelectHolders, new { Ids = ids }, ct));
        await Ask(work, holders, now, ct);
    }

    private static ItemKey KeyOf(Holder holder) => HoldsAward.InputOf(holder.MicroCredential).Item!.Value;

    private sealed record Asked(TenantId Tenant, ItemKey Item, ResultKind Kind, MappingState Active = MappingState.Active);

    private sealed record MappingRow(TenantId Tenant, string ItemKey, MappingId Mapping);

    private sealed record Row(TenantId Tenant, MappingId Mapping, LearnerId Learner);
}
