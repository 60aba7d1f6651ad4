using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace LtiBadgeConnector.IntegrationTests.Security;

/// <summary>Walks every route of the running host: each is public by name or guarded, and nothing under /admin answers a stranger.</summary>
public sealed class EndpointWalkTests
{
    [Fact]
    public async Task Every_route_is_public_by_name_or_guarded()
    {
        await using var connector = await RunningConnector.Start();

        var routes = Routes(connector).ToList();

        Assert.True(routes.Count > 40, $"Only {routes.Count} routes were found.");
        Assert.Empty(routes.SelectMany(Unguarded));
        // A name without a route is a hole that waits.
        Assert.Empty(PublicRoutes.All.Except(routes.Where(IsOpen).Select(PatternOf)));
    }

    [Fact]
    public async Task Nothing_under_admin_answers_without_sign_in()
    {
        await using var connector = await RunningConnector.Start();

        var asked = await Ask(connector);

        Assert.Contains("/admin/jobs/{**path}", asked.Select(answer => answer.Pattern));
        Assert.True(asked.Count >= 10, $"Only {asked.Count} were asked.");
        Assert.DoesNotContain(asked, answer => !answer.IsRefused);
    }

    [Fact]
    public async Task An_open_route_is_noticed_by_both_walks()
    {
        await using var connector = await RunningConnector.Start(app => app.MapGet("/admin/open", () => "secret").AllowAnonymous());

        Assert.Equal("/admin/open", Assert.Single(Routes(connector).SelectMany(Unguarded)));
        Assert.Equal("/admin/open", Assert.Single((await Ask(connector)).Where(answer => !answer.IsRefused).Select(answer => answer.Pattern)).ToString());
    }

    [Fact]
    public async Task A_route_that_says_nothing_is_for_administrators()
    {
        await using var connector = await RunningConnector.Start(app => app.MapGet("/said-nothing", () => "secret"));

        Assert.Empty(Routes(connector).SelectMany(Unguarded));
        Assert.True((await AskOne(connector, "/said-nothing", HttpMethod.Get)).IsRefused);
    }

    private static IEnumerable<RouteEndpoint> Routes(RunningConnector connector) => connector.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    private static IEnumerable<string> Unguarded(RouteEndpoint endpoint)
    {
        var pattern = PatternOf(endpoint);
        if (IsOpen(endpoint) && !PublicRoutes.All.Contains(pattern)) yield return pattern;
    }

    private static bool IsOpen(Endpoint endpoint) => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;

    private static string PatternOf(RouteEndpoint endpoint) => $"/{endpoint.RoutePattern.RawText?.TrimStart('/')}";

    // Each route of the console but the sign-in itself, by each of its methods, with something in every hole.
    private static async Task<IReadOnlyList<Answer>> Ask(RunningConnector connector)
    {
        List<Answer> answers = [];
        foreach (var endpoint in Routes(connector).Where(endpoint => PatternOf(endpoint).StartsWith("/admin", StringComparison.Ordinal) && PatternOf(endpoint) != "/admin/sign-in"))
            foreach (var method in MethodsOf(endpoint))
                answers.Add(await AskOne(connector, PatternOf(endpoint), method, Filled(endpoint.RoutePattern)));
        return answers;
    }

    private static async Task<Answer> AskOne(RunningConnector connector, string pattern, HttpMethod method, string? address = null)
    {
        using var request = new HttpRequestMessage(method, address ?? pattern);
        using var answer = await connector.Client.SendAsync(request);
        var toSignIn = answer.StatusCode == HttpStatusCode.Redirect && answer.Headers.Location!.ToString().Contains("/admin/sign-in", StringComparison.Ordinal);
        return new(pattern, method.Method, answer.StatusCode, toSignIn || answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden);
    }

    // A page handles GET and POST without saying so.
    private static IEnumerable<HttpMethod> MethodsOf(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not null || endpoint.Metadata.GetMetadata<IHttpMethodMetadata>() is not { HttpMethods.Count: > 0 } methods
            ? [HttpMethod.Get, HttpMethod.Post]
            : methods.HttpMethods.Select(method => HttpMethod.Parse(method));

    private static string Filled(RoutePattern pattern) => "/" + string.Join('/', pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart { IsCatchAll: true } => "",
        RoutePatternParameterPart parameter => parameter.ParameterPolicies.Any(policy => policy.Content == "guid") ? Guid.Empty.ToString() : "x",
        _ => "",
    }))));

    private sealed record Answer(string Pattern, string Method, HttpStatusCode Status, bool IsRefused);
}
