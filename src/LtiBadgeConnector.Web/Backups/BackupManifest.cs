using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LtiBadgeConnector.Web.Backups;

/// <summary>What a backup holds, so that a restore can refuse what does not fit before it touches anything.</summary>
/// <param name="Format">Of this file; a restore refuses a later one.</param>
/// <param name="PublicUrl">The address under which the credentials were issued.</param>
/// <param name="Provider">Which engine held the data.</param>
/// <param name="Migrations">What the program knew when it made the backup.</param>
/// <param name="KeyIsInDirectory">Whether the data directory held the master key; otherwise the configuration names it.</param>
/// <param name="Files">In the folder, beside this one.</param>
internal sealed record BackupManifest(
    int Format, string ProgramVersion, DateTimeOffset CreatedAt, string PublicUrl, string Provider, IReadOnlyList<string> Migrations, bool KeyIsInDirectory,
    IReadOnlyList<BackupFile> Files)
{
    public const int PresentFormat = 1;
    public const string FileName = "manifest.json";

    public void Write(string folder) => File.WriteAllText(Path.Combine(folder, FileName), JsonSerializer.Serialize(this, BackupJson.Default.BackupManifest) + "\n");

    /// <summary>Null when the folder holds no backup that this program can read.</summary>
    public static BackupManifest? Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) return null;
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(path), BackupJson.Default.BackupManifest) is { Format: >= 1 and <= PresentFormat } manifest ? manifest : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The first file that is not there or not as it was when the backup was made; null when all are.</summary>
    public BackupFile? Damaged(string folder) => Files.FirstOrDefault(file => !File.Exists(Path.Combine(folder, file.Name)) || BackupFile.Of(folder, file.Name) != file);
}

internal sealed record BackupFile(string Name, long Size, string Sha256)
{
    public static BackupFile Of(string folder, string name)
    {
        using var stream = File.OpenRead(Path.Combine(folder, name));
        return new(name, stream.Length, Convert.ToHexStringLower(SHA256.HashData(stream)));
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(BackupManifest))]
internal sealed partial class BackupJson : JsonSerializerContext;
