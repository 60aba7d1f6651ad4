using System.Globalization;
using LtiBadgeConnector.Core.Ids;

namespace LtiBadgeConnector.Storage.Road;

/// <summary>One thing that happened at a connection.</summary>
internal readonly record struct Counted(TenantId Tenant, ConnectionId Connection, string What);

/// <summary>Counts per connection and day what leaves no row behind.</summary>
internal static class Counters
{
    public const string Duplicate = "duplicate";

    private const int LongestType = 80;

    private static readonly Sql Increase = new("""
        UPDATE connection_counters SET count = count + @Count, last_at = @LastAt
        WHERE tenant_id = @TenantId AND connection_id = @ConnectionId AND day = @Day AND what = @What
        """);

    private static readonly Sql Start = Sql.InsertIfAbsent(
        "connection_counters", ["tenant_id", "connection_id", "day", "what", "count", "last_at"], key: ["tenant_id", "connection_id", "day", "what"]);

    public static string Unused(string? type) => $"unused:{(type is { Length: > LongestType } ? type[..LongestType] : type)}";

    public static async Task Add(Session work, IReadOnlyList<Counted> counted, DateTimeOffset now, CancellationToken ct)
    {
        var day = now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        // In one order everywhere, so that two nodes never wait for each other crosswise.
        Row[] rows = [.. counted.GroupBy(one => one)
            .Select(same => new Row(same.Key.Tenant, same.Key.Connection, day, same.Key.What, same.Count(), now))
            .OrderBy(row => row.ConnectionId.Value).ThenBy(row => row.What, StringComparer.Ordinal)];

        foreach (var row in rows)
            if (await work.Execute(Increase, row, ct) == 0 && await work.Execute(Start, row, ct) == 0) await work.Execute(Increase, row, ct);
    }

    private sealed record Row(TenantId TenantId, ConnectionId ConnectionId, string Day, string What, long Count, DateTimeOffset LastAt);
}
