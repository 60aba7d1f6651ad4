using System.Security.Cryptography;
using System.Text;
using LtiBadgeConnector.Core.Steps;
using LtiBadgeConnector.Web.Configuration;
using LtiBadgeConnector.Web.Problems;
using OpenTelemetry.Metrics;

namespace LtiBadgeConnector.Web.Operations;

/// <summary>What a monitoring system reads: the road's own figures, and those of the framework.</summary>
internal static class Metrics
{
    private const string Path = "/metrics";
    private const string Bearer = "Bearer ";

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        // Nobody pays for figures that nobody reads.
        if (!builder.Configuration.Get<TelemetryOptions>(TelemetryOptions.Section).ServesMetrics) return;
        builder.Services.AddHostedService<RoadGauges>();
        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter(RoadMeter.Name, RoadGauges.MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime")
            .AddPrometheusExporter());
    }

    /// <summary>Public by its route; the token of the <c>Telemetry</c> section decides who gets an answer.</summary>
    public static void MapMetrics(this WebApplication app)
    {
        var options = app.Configuration.Get<TelemetryOptions>(TelemetryOptions.Section);
        if (!options.ServesMetrics)
        {
            app.MapGet(Path, () => ProblemResults.ToHttpResult("page-not-found")).AllowAnonymous().ExcludeFromDescription();
            return;
        }
        app.MapPrometheusScrapingEndpoint(Path).AllowAnonymous().Add(endpoint =>
        {
            var answer = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = context => MayRead(context.Request, options) ? answer(context) : Refuse(context);
        });
    }

    private static bool MayRead(HttpRequest request, TelemetryOptions options)
    {
        if (options.MetricsForEverybody) return true;
        var given = request.Headers.Authorization.ToString();
        return given.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(Hash(given[Bearer.Length..].Trim()), Hash(options.MetricsToken!));
    }

    private static Task Refuse(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return ProblemResults.ToHttpResult("metrics-token-wrong").ExecuteAsync(context);
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
