using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Storage.Pages;

namespace LtiBadgeConnector.Web.Catalogues;

/// <summary>Everything published, read once and kept for a few seconds: searching needs no statement, and texts stored as JSON are parsed once for each version.</summary>
public sealed class CatalogueIndex(PublishedAchievements achievements, TimeProvider time)
{
    /// <summary>The newest; a server with more than this needs a search engine.</summary>
    public const int Most = 5000;

    private static readonly TimeSpan fresh = TimeSpan.FromSeconds(5);

    // Replaced as a whole: readers see the former one or the new one.
    private sealed record Kept(IReadOnlyList<CatalogueEntry> Entries, DateTimeOffset Until);

    private Kept kept = new([], DateTimeOffset.MinValue);
    private int reading;

    /// <summary>The newest first.</summary>
    public async Task<IReadOnlyList<CatalogueEntry>> All(CancellationToken ct)
    {
        var before = kept;
        if (before.Until > time.GetUtcNow()) return before.Entries;

        // While one request reads again, the others see what was there a moment ago.
        var isFirst = Interlocked.Exchange(ref reading, 1) == 0;
        if (!isFirst && before.Entries.Count > 0) return before.Entries;
        try
        {
            return await Read(before, ct);
        }
        finally
        {
            if (isFirst) Volatile.Write(ref reading, 0);
        }
    }

    private async Task<IReadOnlyList<CatalogueEntry>> Read(Kept before, CancellationToken ct)
    {
        var known = before.Entries.ToDictionary(entry => entry.Published.PublicId);
        List<CatalogueEntry> entries = [];
        foreach (var published in await achievements.Newest(Most, ct))
            // Versions never change, but the name of an issuer may.
            entries.Add(known.TryGetValue(published.PublicId, out var same) && same.Published == published ? same : new(published, DefinitionJson.Read(published.Definition)));
        kept = new(entries, time.GetUtcNow() + fresh);
        return entries;
    }

    public async Task<IReadOnlyList<CatalogueEntry>> Find(CatalogueQuery query, CancellationToken ct) => [.. (await All(ct)).Where(query.Finds)];

    public async Task<CatalogueEntry?> Find(PublicId id, CancellationToken ct) => (await All(ct)).FirstOrDefault(entry => entry.Published.PublicId == id);
}
