using System.Diagnostics;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Steps;
using LtiBadgeConnector.Lti.Roles;
using LtiBadgeConnector.Web.Launches;
using LtiBadgeConnector.Web.Ui;

namespace LtiBadgeConnector.Benchmarks;

/// <summary>The instructor's list of a large class, page after page.</summary>
internal static class ClassPage
{
    private const int Views = 500;
    private const int WarmUp = 200;

    public static async Task Run(Engine engine, int learners)
    {
        await using var connector = await Connector.Start(engine, learners);
        await SustainedRoad.Fill(connector, 0, learners);
        await connector.Get<Road>().DrainInbox(CancellationToken.None);

        var campus = connector.Campus;
        var now = TimeProvider.System.Now();
        var session = new LaunchSession(
            PublicId.New().Value, campus.Tenant, campus.Platform, campus.Course.Id, null, ProductRole.Instructor,
            new LaunchContent { Subject = "teacher", Locale = "en" }, now, now.AddHours(1));
        var secret = await connector.Get<LaunchSessions>().Open(session, CancellationToken.None);

        using var http = new HttpClient { BaseAddress = new(connector.Origin) };
        http.DefaultRequestHeaders.Add(FrameState.SessionHeader, secret);
        http.DefaultRequestHeaders.Add("Accept", "text/html");
        List<double> taken = [];
        for (var view = 0; view < Views; view++)
        {
            var clock = Stopwatch.StartNew();
            var page = await http.GetStringAsync($"{session.Root}/d/{campus.Mapping}/learners");
            taken.Add(clock.Elapsed.TotalMilliseconds);
            if (!page.Contains("Learner ", StringComparison.Ordinal)) throw new InvalidOperationException("The page names no learner.");
        }
        double[] warm = [.. taken.Skip(WarmUp)];
        Figures.Print($"class page of {learners} learners", engine.Name, $"p95 {Figures.Milliseconds(Figures.Percentile(warm, 0.95))}", $"p50 {Figures.Milliseconds(Figures.Percentile(warm, 0.5))}, at the client");
    }
}
