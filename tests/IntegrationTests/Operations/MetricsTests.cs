using System.Net;
using System.Net.Http.Headers;
using LtiBadgeConnector.IntegrationTests.Admin;
using LtiBadgeConnector.Storage.Tenants;
using LtiBadgeConnector.TestKit;

namespace LtiBadgeConnector.IntegrationTests.Operations;

/// <summary>Runs alone: a host that ends takes the web server's figures of all hosts of the process along.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class FiguresOfOneHost
{
    public const string Name = "Figures of one host";
}

/// <summary>What a monitoring system reads.</summary>
[Collection(FiguresOfOneHost.Name)]
public sealed class MetricsTests
{
    private const string Token = "a token of some length";

    [Fact]
    public async Task Without_a_token_in_the_configuration_there_are_no_figures()
    {
        await using var connector = await RunningConnector.Start();
        using var answer = await connector.Client.GetAsync("/metrics");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task The_road_is_counted_for_whoever_has_the_token()
    {
        await using var connector = await RunningConnector.Start(settings: [$"--Telemetry:MetricsToken={Token}"]);
        var campus = await new Campus(connector, (await connector.Get<TenantRepository>().All(default))[0].Id).Open("Shirakaba");
        var learner = await campus.AddLearner("Misaki Sato");
        await campus.Grade(learner, 92);
        await campus.Park(learner);

        foreach (var wrong in new string?[] { null, "another token of some length" })
        {
            using var refused = await Ask(connector, wrong);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
            Assert.Contains("metrics-token-wrong", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        await Eventually.True(async () => (await Figures(connector)).Any(line => line.StartsWith("lbc_inbox_open{", StringComparison.Ordinal) && line.Contains("state=\"parked\"", StringComparison.Ordinal) && Value(line) == 1), TimeSpan.FromSeconds(60), "the parked delivery is counted");
        var figures = await Figures(connector);
        // Counters are of the process, which other tests share.
        Assert.Contains(figures, line => line.StartsWith("lbc_awards_issued_total", StringComparison.Ordinal) && Value(line) >= 1);
        Assert.Contains(figures, line => line.StartsWith("http_server_active_requests", StringComparison.Ordinal));
        Assert.DoesNotContain(figures, line => line.Contains("Misaki", StringComparison.Ordinal));
    }

    private static async Task<string[]> Figures(RunningConnector connector)
    {
        using var answer = await Ask(connector, Token);
        return (await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync()).Split('\n');
    }

    private static Task<HttpResponseMessage> Ask(RunningConnector connector, string? token)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return connector.Client.SendAsync(request);
    }

    // "name{labels} value [time]"
    private static double Value(string line) => double.Parse(line[(line.LastIndexOf('}') + 1)..].Trim().Split(' ')[line.Contains('}', StringComparison.Ordinal) ? 0 : 1], System.Globalization.CultureInfo.InvariantCulture);
}
