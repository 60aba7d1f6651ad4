using System.Security.Cryptography;
using System.Text;
using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Delivering;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.MicroCredentials;

namespace LtiBadgeConnector.Storage.Road;

/// <summary>Our gradebook columns, and what was sent to them.</summary>
public sealed class ScoreLedger(Database database) : IScoreLedger
{
    private static readonly Sql SelectTarget = new($$"""
        SELECT a.mapping_id AS mapping, v.definition, c.line_item_url, i.sub,
               CASE WHEN EXISTS (
                   SELECT 1 FROM awards f
                   WHERE f.tenant_id = a.tenant_id AND f.micro_credential_id = a.micro_credential_id AND f.learner_id = a.learner_id
                   AND NOT EXISTS (SELECT 1 FROM withdrawals w WHERE w.tenant_id = f.tenant_id AND w.award_id = f.id)
                   AND NOT EXISTS (SELECT 1 FROM suspensions s WHERE s.tenant_id = f.tenant_id AND s.award_id = f.id AND s.state = {{(int)SuspensionState.Suspended}})
               ) THEN 1 ELSE 0 END AS is_in_force
        FROM awards a
        JOIN course_mappings m ON m.tenant_id = a.tenant_id AND m.id = a.mapping_id
        JOIN courses k ON k.tenant_id = m.tenant_id AND k.id = m.course_id
        JOIN platforms p ON p.id = k.platform_id
        JOIN definition_versions v ON v.tenant_id = a.tenant_id AND v.id = a.definition_version_id
        JOIN learner_identities i ON i.tenant_id = a.tenant_id AND i.learner_id = a.learner_id AND i.issuer = p.issuer
        LEFT JOIN gradebook_columns c ON c.tenant_id = m.tenant_id AND c.mapping_id = m.id
        WHERE a.tenant_id = @Tenant AND a.id = @Award
        ORDER BY i.created_at DESC, i.sub
        """);

    // A link placed with a column of its own, where the launch named it.
    private static readonly Sql SelectLinkColumn = new("""
        SELECT line_item_url FROM resource_links
        WHERE tenant_id = @Tenant AND course_id = @Course AND mapping_id = @Mapping AND line_item_url IS NOT NULL
        ORDER BY launched_at DESC, resource_link_id
        """);

    private static readonly Sql InsertColumn = Sql.InsertIfAbsent(
        "gradebook_columns", ["tenant_id", "mapping_id", "line_item_url", "line_item_hash", "created_at"], key: ["tenant_id", "mapping_id"]);

    private static readonly Sql SelectColumn = new("SELECT line_item_url FROM gradebook_columns WHERE tenant_id = @Tenant AND mapping_id = @Mapping");

    private static readonly Sql SelectMapping = new("""
        SELECT m.id AS mapping, m.course_id AS course
        FROM gradebook_columns c
        JOIN course_mappings m ON m.tenant_id = c.tenant_id AND m.id = c.mapping_id
        WHERE c.tenant_id = @Tenant AND c.line_item_hash = @Hash AND c.line_item_url = @Url
        """);

    private static readonly Sql DeleteColumn = new("""
        DELETE FROM gradebook_columns WHERE tenant_id = @Tenant AND line_item_hash = @Hash AND line_item_url = @Url
        """);

    private static readonly Sql ClearLinks = new("UPDATE resource_links SET line_item_url = NULL WHERE tenant_id = @Tenant AND line_item_url = @Url");

    private static readonly Sql SelectSent = new("""
        SELECT sent_timestamp AS timestamp, score FROM sent_scores WHERE tenant_id = @TenantId AND line_item_hash = @LineItemHash AND sub = @Sub
        """);

    private static readonly Sql InsertSent = Sql.InsertIfAbsent(
        "sent_scores", ["tenant_id", "line_item_hash", "sub", "sent_timestamp", "score"], key: ["tenant_id", "line_item_hash", "sub"]);

    // Never back: a platform refuses what is not later than what it holds.
    private static readonly Sql UpdateSent = new("""
        UPDATE sent_scores SET sent_timestamp = @SentTimestamp, score = @Score
        WHERE tenant_id = @TenantId AND line_item_hash = @LineItemHash AND sub = @Sub AND sent_timestamp < @SentTimestamp
        """);

    public async Task<GradebookTarget?> TargetOf(PendingDelivery delivery, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        if (await session.First<TargetRow>(SelectTarget, new { delivery.Tenant, delivery.Award }, ct) is not { } row) return null;

        var column = row.LineItemUrl ?? await ColumnOfLink(session, delivery.Tenant, delivery.Course, row.Mapping, ct);
        return new(row.Mapping, DefinitionJson.Read(row.Definition).Title, column, row.Sub, row.IsInForce == 1 ? 100 : 0);
    }

    public Task<string> KeepColumn(TenantId tenant, MappingId mapping, string lineItemUrl, DateTimeOffset now, CancellationToken ct) => database.Write(
        async session =>
        {
            var row = new { TenantId = tenant, MappingId = mapping, LineItemUrl = lineItemUrl, LineItemHash = HashOf(lineItemUrl), CreatedAt = now };
            if (await session.Execute(InsertColumn, row, ct) == 1) return lineItemUrl;
            return (await session.First<ColumnRow>(SelectColumn, new { Tenant = tenant, Mapping = mapping }, ct))?.LineItemUrl ?? lineItemUrl;
        },
        ct);

    public Task ForgetColumn(TenantId tenant, string lineItemUrl, CancellationToken ct) => database.Write(
        async session =>
        {
            var which = new { Tenant = tenant, Hash = HashOf(lineItemUrl), Url = lineItemUrl };
            return await session.Execute(DeleteColumn, which, ct) + await session.Execute(ClearLinks, which, ct);
        },
        ct);

    public async Task<SentScore?> LastSent(TenantId tenant, string lineItemUrl, string sub, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.First<SentScore>(SelectSent, new { TenantId = tenant, LineItemHash = HashOf(lineItemUrl), Sub = sub }, ct);
    }

    public Task NoteSending(TenantId tenant, string lineItemUrl, string sub, SentScore score, CancellationToken ct) => database.Write(
        async session =>
        {
            var row = new { TenantId = tenant, LineItemHash = HashOf(lineItemUrl), Sub = sub, SentTimestamp = score.Timestamp, score.Score };
            return await session.Execute(InsertSent, row, ct) == 1 ? 1 : await session.Execute(UpdateSent, row, ct);
        },
        ct);

    /// <summary>Null while the mapping has no column.</summary>
    public async Task<string?> ColumnOf(TenantId tenant, MappingId mapping, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return (await session.First<ColumnRow>(SelectColumn, new { Tenant = tenant, Mapping = mapping }, ct))?.LineItemUrl;
    }

    /// <summary>The mapping whose column this is, with its course; null when the line item is none that we know.</summary>
    public async Task<ColumnOwner?> OwnerOf(TenantId tenant, string lineItemUrl, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.First<ColumnOwner>(SelectMapping, new { Tenant = tenant, Hash = HashOf(lineItemUrl), Url = lineItemUrl }, ct);
    }

    internal static async Task<string?> ColumnOfLink(Session session, TenantId tenant, CourseId course, MappingId mapping, CancellationToken ct) =>
        (await session.First<ColumnRow>(SelectLinkColumn, new { Tenant = tenant, Course = course, Mapping = mapping }, ct))?.LineItemUrl;

    private static string HashOf(string lineItemUrl) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lineItemUrl)));

    private sealed record TargetRow(MappingId Mapping, string Definition, string? LineItemUrl, string Sub, int IsInForce);

    private sealed record ColumnRow(string LineItemUrl);
}

/// <summary>Whose column a line item is.</summary>
public sealed record ColumnOwner(MappingId Mapping, CourseId Course);
