using System.Text.RegularExpressions;
using LtiBadgeConnector.Core.Ids;

namespace LtiBadgeConnector.Storage.Audit;

/// <summary>Who did what to what, and when. Never holds names, grades or secrets.</summary>
/// <param name="Tenant">Null for what concerns the whole server.</param>
/// <param name="ActorKind">Such as <c>administrator</c>, <c>instructor</c>, <c>api-token</c> or <c>system</c>.</param>
/// <param name="Actor">The id of whoever acted; null when the kind says it all.</param>
/// <param name="Action">A stable kebab-case word, such as <c>mapping-activated</c>.</param>
/// <param name="Subject">The id of what was acted on.</param>
/// <param name="Detail">JSON.</param>
public sealed partial record AuditEntry(
    Guid Id, TenantId? Tenant, DateTimeOffset At, string ActorKind, string? Actor, string Action, string? Subject, string? Detail)
{
    /// <exception cref="ArgumentException">The action is no kebab-case word: filters and other programs rely on that form.</exception>
    public static AuditEntry Of(TenantId? tenant, DateTimeOffset at, string actorKind, string? actor, string action, string? subject = null, string? detail = null) =>
        IsAction(action)
            ? new(Guid.CreateVersion7(at), tenant, at, actorKind, actor, action, subject, detail)
            : throw new ArgumentException($"'{action}' is not a kebab-case word.", nameof(action));

    public static bool IsAction(string text) => Kebab().IsMatch(text);

    [GeneratedRegex(@"\A[a-z0-9]+(-[a-z0-9]+)+\z")]
    private static partial Regex Kebab();
}

/// <summary>Where a page of the audit ended; the next one starts there.</summary>
public sealed record AuditPosition(DateTimeOffset At, Guid Id);

/// <summary>The append-only record. It has no way to change or remove an entry.</summary>
public sealed class AuditRepository(Database database)
{
    private const string Columns = "id, tenant_id AS tenant, at, actor_kind, actor, action, subject, detail";

    // Newest first; ids of one millisecond are told apart, not ordered in time.
    private const string Filter = """
        AND (@Action IS NULL OR action = @Action)
        AND (@Text IS NULL OR LOWER(actor) LIKE @Text ESCAPE '\' OR LOWER(subject) LIKE @Text ESCAPE '\' OR LOWER(action) LIKE @Text ESCAPE '\')
        AND (at < @At OR (at = @At AND id < @Id))
        ORDER BY at DESC, id DESC {page}
        """;

    private static readonly Sql Insert = new("""
        INSERT INTO audit (id, tenant_id, at, actor_kind, actor, action, subject, detail)
        VALUES (@Id, @Tenant, @At, @ActorKind, @Actor, @Action, @Subject, @Detail)
        """);

    private static readonly Sql SelectOfTenant = new($"SELECT {Columns} FROM audit WHERE tenant_id = @Tenant {Filter}");
    private static readonly Sql SelectOfServer = new($"SELECT {Columns} FROM audit WHERE tenant_id IS NULL {Filter}");

    private static readonly AuditPosition Start = new(new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero), Guid.Empty);

    public Task Append(AuditEntry entry, CancellationToken ct) => database.Write(session => Append(session, entry, ct), ct);

    /// <summary>Records the entry in the transaction of what it tells about.</summary>
    public static Task Append(Session session, AuditEntry entry, CancellationToken ct) => session.Execute(Insert, entry, ct);

    /// <param name="tenant">Null for what concerns the whole server.</param>
    /// <param name="text">Part of actor, subject or action.</param>
    public async Task<IReadOnlyList<AuditEntry>> Page(TenantId? tenant, string? text, string? action, AuditPosition? after, int most, CancellationToken ct)
    {
        var (at, id) = after ?? Start;
        var parameters = new { Tenant = tenant, Action = action, Text = Like.Containing(text), At = at, Id = id, Most = most };
        await using var session = await database.Read(ct);
        return await session.Query<AuditEntry>(tenant is null ? SelectOfServer : SelectOfTenant, parameters, ct);
    }
}
