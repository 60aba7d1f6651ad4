namespace LtiBadgeConnector.Web.Registering;

/// <summary>Ready configurations for an LMS's administrator. They hold no secret, and Canvas fetches its own without signing in.</summary>
internal static class ToolOnPaperEndpoints
{
    public static void MapToolOnPaper(this IEndpointRouteBuilder routes)
    {
        foreach (var file in ToolOnPaper.Files)
            routes.MapGet($"/lti/config/{file}", (ToolOnPaper paper) => TypedResults.Text(paper.Read(file), "application/json")).AllowAnonymous();
        routes.MapGet($"/lti/config/moodle/{MoodlePlugin.FileName}", () => TypedResults.File(MoodlePlugin.Zip(), "application/zip", MoodlePlugin.FileName)).AllowAnonymous();
    }
}
