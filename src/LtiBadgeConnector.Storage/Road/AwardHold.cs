using LtiBadgeConnector.Core.Ids;

namespace LtiBadgeConnector.Storage.Road;

/// <summary>
/// Lets those who add a document to an award and those who change what its status says wait for each other until their
/// transactions end: a document that slipped in between would never be told withdrawn.
/// </summary>
internal static class AwardHold
{
    private static readonly Sql Touch = new("UPDATE awards SET attempts = attempts WHERE tenant_id = @Tenant AND id = @Award");

    public static Task Take(Session work, IReadOnlyList<Row> awards, CancellationToken ct) => work.ExecuteMany(Touch, awards, ct);

    internal sealed record Row(TenantId Tenant, AwardId Award);
}
