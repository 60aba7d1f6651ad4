namespace LtiBadgeConnector.Web.Operations;

/// <summary>For load balancers and supervisors.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", () => TypedResults.Text("ok")).AllowAnonymous();
        routes.MapHealthChecks("/readyz").AllowAnonymous();
    }
}
