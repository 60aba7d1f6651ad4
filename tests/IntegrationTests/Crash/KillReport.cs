using System.Globalization;
using System.Text;
using LtiBadgeConnector.TestKit;

namespace LtiBadgeConnector.IntegrationTests.Crash;

/// <summary>In which states the kills caught rows.</summary>
internal sealed class KillReport
{
    private readonly Lock guard = new();
    private readonly long[] kills = new long[Stations.Names.Count];
    private readonly long[] rows = new long[Stations.Names.Count];
    private readonly List<TimeSpan> starts = [];
    private int all;
    private int idle;
    private int answered;

    public void Killed(Stations caught)
    {
        lock (guard)
        {
            all++;
            if (caught.IsEmpty) idle++;
            for (var at = 0; at < kills.Length; at++)
            {
                rows[at] += caught.Counts[at];
                if (caught.Counts[at] > 0) kills[at]++;
            }
        }
    }

    public void Started(TimeSpan untilFirstAnswer)
    {
        lock (guard) starts.Add(untilFirstAnswer);
    }

    public void Answered(int count) => Interlocked.Add(ref answered, count);

    public int Kills => all;

    /// <summary>The stations that fewer kills than these have hit.</summary>
    public IReadOnlyList<string> HitLessThan(int least) => [.. Stations.Names.Where((_, at) => kills[at] < least)];

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{all} kills by SIGKILL, {idle} with nothing on the road; {answered} deliveries answered 2xx");
        if (starts.Count > 0) text.AppendLine(CultureInfo.InvariantCulture, $"start to first answer: median {starts.Order().ElementAt(starts.Count / 2).TotalMilliseconds:0} ms of {starts.Count}");
        text.AppendLine("state        kills that caught rows   rows caught");
        for (var at = 0; at < kills.Length; at++) text.AppendLine(CultureInfo.InvariantCulture, $"{Stations.Names[at],-12} {kills[at],22} {rows[at],13}");
        return text.ToString();
    }

    public void Save() => File.WriteAllText(Path.Combine(Directory.CreateDirectory(Repository.PathTo("TestResults")).FullName, "sigkill.txt"), ToString());
}
