using System.Reflection;

namespace LtiBadgeConnector.DemoLms.Pages;

/// <summary>Style sheet, script and picture, from inside the assembly.</summary>
internal static class Assets
{
    private static readonly Dictionary<string, string> Types = new()
    {
        ["campus.css"] = "text/css; charset=utf-8", ["campus.js"] = "text/javascript; charset=utf-8", ["campus.svg"] = "image/svg+xml",
    };

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/assets/{name}", Give);

    private static IResult Give(string name) => Types.TryGetValue(name, out var type)
        ? TypedResults.Stream(Assembly.GetExecutingAssembly().GetManifestResourceStream("assets/" + name)!, type)
        : TypedResults.NotFound();
}
