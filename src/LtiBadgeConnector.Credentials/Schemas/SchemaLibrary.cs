using System.Collections.Concurrent;
using System.Collections.Frozen;
using LtiBadgeConnector.Credentials.Formats;

namespace LtiBadgeConnector.Credentials.Schemas;

/// <summary>The published schemas, from copies inside the program: checking a badge never fetches one.</summary>
internal static class SchemaLibrary
{
    private static readonly FrozenSet<string> Known = FrozenSet.ToFrozenSet(
    [
        OpenBadge3.AchievementCredentialSchema,
        OpenBadge3.AnyAchievementCredentialSchema,
        OpenBadge3.EndorsementCredentialSchema,
        OpenBadge3.ProfileSchema,
    ],
    StringComparer.Ordinal);

    private static readonly ConcurrentDictionary<string, JsonSchema> Parsed = new(StringComparer.Ordinal);

    /// <summary>Null when we carry no copy of it.</summary>
    public static JsonSchema? Find(string url) => Known.Contains(url) ? Parsed.GetOrAdd(url, Load) : null;

    private static JsonSchema Load(string url)
    {
        using var stream = typeof(SchemaLibrary).Assembly.GetManifestResourceStream($"schemas/{url[(url.LastIndexOf('/') + 1)..]}")
            ?? throw new InvalidOperationException($"The schema {url} is missing from the program.");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return JsonSchema.Parse(bytes.ToArray());
    }
}
