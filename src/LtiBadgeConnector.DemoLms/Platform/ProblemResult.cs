using System.Text.Json.Nodes;

namespace LtiBadgeConnector.DemoLms.Platform;

/// <summary>A refusal for programs: the status, and the code under the names that OAuth and Moodle's services both use.</summary>
internal sealed class ProblemResult(int status, string code, string? oauthError = null) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = status;
        var body = new JsonObject { ["error"] = oauthError ?? code, ["error_description"] = code, ["status"] = status };
        await httpContext.Response.WriteAsJsonAsync(body, httpContext.RequestAborted);
    }
}
