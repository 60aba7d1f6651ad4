using System.Globalization;

namespace LtiBadgeConnector.Lms.Canvas;

/// <summary>
/// Canvas writes ids locally or globally (shard × 10,000,000,000,000 + local id). We keep the local one, together with the root
/// account; an id of another shard belongs to a partner institution and stays global, so that nobody is taken for somebody else.
/// </summary>
internal static class CanvasIds
{
    private const ulong ShardSize = 10_000_000_000_000;

    /// <param name="rootAccount">The root account's own id, global or local.</param>
    public static string Fold(string id, string? rootAccount) =>
        Parse(id) is { } number && ShardOf(number) is > 0 and var shard && Parse(rootAccount) is { } root && ShardOf(root) == shard
            ? (number % ShardSize).ToString(CultureInfo.InvariantCulture)
            : id;

    /// <summary>Whether the id is local, or global on the root account's shard.</summary>
    public static bool IsOf(string id, string? rootAccount) =>
        Parse(id) is { } number && (ShardOf(number) == 0 || (Parse(rootAccount) is { } root && ShardOf(root) == ShardOf(number)));

    private static ulong ShardOf(ulong id) => id / ShardSize;

    private static ulong? Parse(string? id) => ulong.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
