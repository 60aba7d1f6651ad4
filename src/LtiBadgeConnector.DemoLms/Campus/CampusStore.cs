using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LtiBadgeConnector.DemoLms.Campus;

/// <summary>Holds the current state and, when a file is configured, writes every change to it before the change is seen.</summary>
internal sealed class CampusStore
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly Lock gate = new();
    private readonly string? file;
    private CampusState current;

    public CampusStore(DemoLmsOptions options)
    {
        file = options.StateFile;
        if (file is not null && File.Exists(file))
        {
            current = JsonSerializer.Deserialize<CampusState>(File.ReadAllText(file), Json)
                ?? throw new InvalidDataException($"{file} holds no state.");
            return;
        }

        current = CampusSeed.Fresh(options.Time.GetUtcNow()) with { PlatformStorage = options.PlatformStorage };
        if (options.Personality.SubIsNumber) current = current with { People = current.People.ConvertAll(person => person with { Sub = person.Id.ToString(CultureInfo.InvariantCulture) }) };
        Save(current);
    }

    public CampusState Current
    {
        get { lock (gate) return current; }
    }

    public CampusState Change(Func<CampusState, CampusState> change)
    {
        lock (gate)
        {
            var next = change(current);
            if (!ReferenceEquals(next, current)) Save(next);
            return current = next;
        }
    }

    // Written beside the old one and moved over it: a crash leaves the old state or the new one, never half of each.
    private void Save(CampusState state)
    {
        if (file is null) return;

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        var temporary = file + ".new";
        var creation = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) creation.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(temporary, creation))
        {
            JsonSerializer.Serialize(stream, state, Json);
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, file, overwrite: true);
    }
}
