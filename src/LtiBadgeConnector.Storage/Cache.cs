using System.Collections.Concurrent;

namespace LtiBadgeConnector.Storage;

/// <summary>Remembers a bounded number of values for a while. Nothing may depend on what another node has cached.</summary>
internal sealed class Cache<TKey, TValue>(TimeProvider time, TimeSpan life) where TKey : notnull
{
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<TKey, (TValue Value, DateTimeOffset Until)> known = new();

    /// <summary>A null is given back but not remembered, so that guessing cannot fill the cache.</summary>
    public async Task<TValue> Get(TKey key, Func<Task<TValue>> load)
    {
        if (known.TryGetValue(key, out var found) && found.Until > time.GetUtcNow()) return found.Value;

        var value = await load();
        if (value is null) return value;
        if (known.Count >= Most) known.Clear();
        known[key] = (value, time.GetUtcNow() + life);
        return value;
    }

    public void Clear() => known.Clear();
}
