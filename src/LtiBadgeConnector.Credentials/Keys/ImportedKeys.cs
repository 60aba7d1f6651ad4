using System.Collections.Concurrent;
using System.Security.Cryptography;
using LtiBadgeConnector.Core.Issuing;

namespace LtiBadgeConnector.Credentials.Keys;

/// <summary>Keeps imported keys: importing one costs as much as a signature, or more.</summary>
internal sealed class ImportedKeys<T>(Func<byte[], T> import)
{
    // A server signs for few issuers at a time; a scan over very many only pays the import again.
    private const int MostKeys = 256;

    // By content, not by kid: a key that is replaced under the same URL must not sign with the former bytes. The key
    // objects are not promised to be safe for two threads, so each is used by one at a time.
    private readonly ConcurrentDictionary<string, ConcurrentBag<T>> keys = new(StringComparer.Ordinal);

    public byte[] Sign(IssuerKey key, Func<T, byte[]> sign)
    {
        var idle = IdleKeys(key);
        var imported = idle.TryTake(out var ready) ? ready : import(key.Pkcs8);
        try
        {
            return sign(imported);
        }
        finally
        {
            idle.Add(imported);
        }
    }

    private ConcurrentBag<T> IdleKeys(IssuerKey key)
    {
        var name = Convert.ToHexString(SHA256.HashData(key.Pkcs8));
        if (keys.TryGetValue(name, out var idle)) return idle;
        if (keys.Count >= MostKeys) keys.Clear();
        return keys.GetOrAdd(name, _ => []);
    }
}
