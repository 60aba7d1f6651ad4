using System.Collections.Concurrent;
using LtiBadgeConnector.DemoLms.Campus;

namespace LtiBadgeConnector.DemoLms.Platform;

/// <summary>Launches between "the person clicked" and "the tool asked for the id_token". Each is good once.</summary>
internal sealed class PendingLaunches(DemoLmsOptions options)
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(30);

    private readonly ConcurrentDictionary<string, Launch> launches = new();

    public Launch Begin(Launch launch)
    {
        foreach (var old in launches.Values.Where(l => l.BegunAt + Life < options.Time.GetUtcNow())) launches.TryRemove(old.Id, out _);
        launches[launch.Id] = launch;
        return launch;
    }

    public Launch? Find(string id) =>
        launches.TryGetValue(id, out var launch) && launch.BegunAt + Life >= options.Time.GetUtcNow() ? launch : null;

    /// <summary>Moves a launch on; false when somebody else already did.</summary>
    public bool Advance(Launch launch, LaunchStage to) => launches.TryUpdate(launch.Id, launch with { Stage = to }, launch);
}

internal sealed record Launch(
    string Id, string Message, Person Person, int CourseId, string ClientId, string TargetLinkUri, string Locale, DateTimeOffset BegunAt)
{
    public LaunchStage Stage { get; init; } = LaunchStage.Begun;

    public int? LinkId { get; init; }

    public int? ItemId { get; init; }

    /// <summary>Whose work is reviewed, in a submission review.</summary>
    public Person? ForPerson { get; init; }

    /// <summary>As whom an administrator opens the tool.</summary>
    public Person? ActsAs { get; init; }

    /// <summary>Whom the tool is told.</summary>
    public Person Told => ActsAs ?? Person;

    /// <summary>Handed to the tool in a deep linking request, which must give it back unchanged.</summary>
    public string DeepLinkingData => "launch:" + Id;
}

internal enum LaunchStage
{
    Begun,
    Authorized,
    Answered,
}
