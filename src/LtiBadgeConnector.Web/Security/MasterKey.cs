using LtiBadgeConnector.Web.Hosting;
using System.Security.Cryptography;
using LtiBadgeConnector.Web.Configuration;

namespace LtiBadgeConnector.Web.Security;

/// <summary>The 32 bytes that encrypt the key ring at rest.</summary>
internal sealed record MasterKey(byte[] Bytes, bool IsFromDataDirectory)
{
    private const int Length = 32;

    /// <exception cref="StartRefusedException">The configured secret is not 32 bytes of base64, or its file cannot be read.</exception>
    public static MasterKey Load(KeyEncryptionOptions options, string dataDirectory) => options switch
    {
        { Secret: { Length: > 0 } secret } => new(Decode(secret, "Issuer:KeyEncryption:Secret"), false),
        { SecretFile: { Length: > 0 } file } => new(Decode(ReadFile(file), file), false),
        _ => new(OfDataDirectory(dataDirectory), true),
    };

    public static string PathIn(string dataDirectory) => Path.Combine(dataDirectory, "master.key");

    private static byte[] OfDataDirectory(string dataDirectory)
    {
        Directory.CreateDirectory(dataDirectory);
        var path = PathIn(dataDirectory);
        if (!File.Exists(path)) Create(path);
        return Decode(ReadFile(path), path);
    }

    private static void Create(string path)
    {
        // Written beside and moved: a crash in between leaves no half key.
        var draft = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(draft, options)) writer.WriteLine(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Length)));
        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }

    private static string ReadFile(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException("key-encryption-unreadable", $"{path} cannot be read.", e);
        }
    }

    private static byte[] Decode(string text, string where)
    {
        var bytes = new byte[Length + 1];
        return Convert.TryFromBase64String(text.Trim(), bytes, out var written) && written == Length
            ? bytes[..Length]
            : throw new StartRefusedException("key-encryption-invalid", $"{where} does not hold 32 bytes in base64.");
    }
}
