using System.Collections.Concurrent;
using System.Security.Cryptography;
using LtiBadgeConnector.Core.Issuing;

namespace LtiBadgeConnector.Credentials.Keys;

/// <summary>Signs with RSASSA-PKCS1-v1_5 and SHA-256, and keeps imported keys: importing one costs as much as a signature.</summary>
internal sealed class RsaSigner
{
    // A server signs for few issuers at a time; a scan over very many only pays the import again.
    private const int MostKeys = 256;

    // By content, not by kid: a key that is replaced under the same URL must not sign with the former bytes. RSA objects
    // are not promised to be safe for two threads, so each is used by one at a time.
    private readonly ConcurrentDictionary<string, ConcurrentBag<RSA>> keys = new(StringComparer.Ordinal);

    public byte[] Sign(IssuerKey key, byte[] data)
    {
        var idle = IdleKeys(key);
        var rsa = idle.TryTake(out var imported) ? imported : Import(key);
        try
        {
            return rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
        finally
        {
            idle.Add(rsa);
        }
    }

    private ConcurrentBag<RSA> IdleKeys(IssuerKey key)
    {
        var name = Convert.ToHexString(SHA256.HashData(key.Pkcs8));
        if (keys.TryGetValue(name, out var idle)) return idle;
        if (keys.Count >= MostKeys) keys.Clear();
        return keys.GetOrAdd(name, _ => []);
    }

    private static RSA Import(IssuerKey key)
    {
        var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(key.Pkcs8, out _);
        return rsa;
    }
}
