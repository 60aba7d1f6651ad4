using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace LtiBadgeConnector.Storage.Secrets;

/// <summary>Codes that open something: 256 random bits, of which only the hash is stored.</summary>
internal static class OneTimeCode
{
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static string Hash(string code) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(code)));
}
