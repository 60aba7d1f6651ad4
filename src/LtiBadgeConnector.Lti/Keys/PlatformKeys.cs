using System.Collections.Concurrent;
using LtiBadgeConnector.Lti.Http;
using Microsoft.Extensions.Logging;

namespace LtiBadgeConnector.Lti.Keys;

/// <summary>
/// Platforms' public keys, cached per JWKS URL. An unknown <c>kid</c> fetches the set again, at most once a minute per URL;
/// a failed fetch keeps the set we have. One instance per process.
/// </summary>
public sealed partial class PlatformKeys(LtiHttp http, TimeProvider time, ILogger<PlatformKeys> logger)
{
    /// <summary>Sets remembered at once; the one unused for longest makes room.</summary>
    public const int Capacity = 1000;

    private const int BodyLimit = 256 * 1024;

    private static readonly TimeSpan fetchTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan refetchAtMostEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan firstFetchAtMostEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan shortestLife = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan defaultLife = TimeSpan.FromHours(1);
    private static readonly TimeSpan longestLife = TimeSpan.FromHours(24);

    private readonly ConcurrentDictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private long uses;

    internal async Task<KeyLookup> Find(string jwksUri, string kid, CancellationToken ct)
    {
        var entry = entries.GetOrAdd(jwksUri, _ => new Entry());
        entry.LastUsed = Interlocked.Increment(ref uses);
        if (entries.Count > Capacity) Evict();

        if (entry.Keys is null || time.GetUtcNow() >= entry.FreshUntil || !entry.Keys.Knows(kid)) await Refresh(entry, jwksUri, kid, ct);
        return entry.Keys?.Find(kid) ?? new KeyLookup.Unavailable();
    }

    private async Task Refresh(Entry entry, string jwksUri, string kid, CancellationToken ct)
    {
        await entry.Gate.WaitAsync(ct);
        try
        {
            var now = time.GetUtcNow();
            var pause = entry.Keys is null ? firstFetchAtMostEvery : refetchAtMostEvery;
            if (now < entry.FreshUntil && entry.Keys?.Knows(kid) == true) return;
            if (entry.LastFetch is { } last && now < last + pause) return;

            entry.LastFetch = now;
            if (await Fetch(jwksUri, ct) is not { } fetched) return;
            (entry.Keys, entry.FreshUntil) = (fetched.Keys, now + fetched.Life);
        }
        finally
        {
            entry.Gate.Release();
        }
    }

    private async Task<(PlatformKeySet Keys, TimeSpan Life)?> Fetch(string jwksUri, CancellationToken ct)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, jwksUri);
            request.Headers.Accept.ParseAdd("application/json");
            var answer = await http.Send(request, BodyLimit, fetchTimeout, ct);
            if (!answer.IsSuccess || PlatformKeySet.Parse(answer.Body) is not { } keys)
            {
                LogUnusable(new Uri(jwksUri).Host, (int)answer.Status);
                return null;
            }

            var life = answer.MaxAge ?? defaultLife;
            return (keys, life < shortestLife ? shortestLife : life > longestLife ? longestLife : life);
        }
        catch (LtiServiceException exception)
        {
            LogFailed(exception, new Uri(jwksUri).Host);
            return null;
        }
    }

    private void Evict()
    {
        foreach (var (url, _) in entries.OrderBy(pair => pair.Value.LastUsed).Take(entries.Count - Capacity).ToList())
            entries.TryRemove(url, out _);
    }

    private sealed class Entry
    {
        public SemaphoreSlim Gate { get; } = new(1);

        public PlatformKeySet? Keys { get; set; }

        public DateTimeOffset FreshUntil { get; set; }

        public DateTimeOffset? LastFetch { get; set; }

        public long LastUsed { get; set; }
    }

    [LoggerMessage(2101, LogLevel.Warning, "The key set of {Host} is unusable (HTTP {Status}); keeping what we have")]
    private partial void LogUnusable(string host, int status);

    [LoggerMessage(2102, LogLevel.Warning, "The key set of {Host} could not be fetched; keeping what we have")]
    private partial void LogFailed(Exception exception, string host);
}
