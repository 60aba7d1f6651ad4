using System.Collections.Concurrent;
using LtiBadgeConnector.Storage.Secrets;
using Microsoft.AspNetCore.DataProtection;

namespace LtiBadgeConnector.Web.Security;

/// <summary>Protects secrets at rest with the Data Protection ring, which is itself encrypted.</summary>
internal sealed class SecretProtector(IDataProtectionProvider provider) : ISecretProtector
{
    private readonly ConcurrentDictionary<string, IDataProtector> protectors = new(StringComparer.Ordinal);

    public byte[] Protect(byte[] plain, string purpose) => For(purpose).Protect(plain);

    public byte[] Unprotect(byte[] sealedBytes, string purpose) => For(purpose).Unprotect(sealedBytes);

    private IDataProtector For(string purpose) => protectors.GetOrAdd(purpose, name => provider.CreateProtector("LtiBadgeConnector", name));
}
