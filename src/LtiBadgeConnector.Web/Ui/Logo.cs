namespace LtiBadgeConnector.Web.Ui;

/// <summary>The product's mark: the seal of the product itself. LMSs keep its address for years, so it holds no hash.</summary>
public static class Logo
{
    public const string Path = "/logo.svg";

    private static readonly string svg = new Seal("lti-badge-connector", Requirements: 4, Met: 4, "B", SealState.Issued).ToSvg("LTI Badge Connector");

    public static IEndpointConventionBuilder MapLogo(this IEndpointRouteBuilder endpoints) => endpoints.MapGet(Path, Serve).WithDisplayName("Logo");

    private static IResult Serve(HttpResponse response)
    {
        response.Headers.CacheControl = "public, max-age=86400";
        return Results.Text(svg, "image/svg+xml");
    }
}
