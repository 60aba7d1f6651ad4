using System.Security.Cryptography;
using System.Text;
using LtiBadgeConnector.Storage.Secrets;

namespace LtiBadgeConnector.StorageTests;

/// <summary>Real encryption under a key of this object's own, so that a test sees what was forgotten to be sealed, or opened for another purpose.</summary>
internal sealed class PurposeBoundProtector : ISecretProtector
{
    private const int NonceSize = 12;
    private const int TagSize = 16;

    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);

    public byte[] Protect(byte[] plain, string purpose)
    {
        var nonce = RandomNumberGenerator.GetBytes(NonceSize);
        var content = new byte[plain.Length];
        var tag = new byte[TagSize];
        using var cipher = new AesGcm(key, TagSize);
        cipher.Encrypt(nonce, plain, content, tag, Encoding.UTF8.GetBytes(purpose));
        return [.. nonce, .. tag, .. content];
    }

    public byte[] Unprotect(byte[] sealedBytes, string purpose)
    {
        var content = sealedBytes.AsSpan(NonceSize + TagSize);
        var plain = new byte[content.Length];
        using var cipher = new AesGcm(key, TagSize);
        cipher.Decrypt(sealedBytes.AsSpan(0, NonceSize), content, sealedBytes.AsSpan(NonceSize, TagSize), plain, Encoding.UTF8.GetBytes(purpose));
        return plain;
    }
}
