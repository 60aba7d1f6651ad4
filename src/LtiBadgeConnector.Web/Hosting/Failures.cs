using LtiBadgeConnector.Storage;
using LtiBadgeConnector.Web.Problems;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;

namespace LtiBadgeConnector.Web.Hosting;

/// <summary>What nobody answered: an unexpected failure, an unknown address, a refused form. Never an exception's text.</summary>
internal static class Failures
{
    public static void UseFailurePages(this WebApplication app)
    {
        app.UseExceptionHandler(handler => handler.Run(Answer));
        app.UseStatusCodePages(context => Answer(context.HttpContext, CodeOf(context.HttpContext.Response.StatusCode)));
    }

    private static Task Answer(HttpContext context)
    {
        var exception = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        return Answer(context, exception switch
        {
            AntiforgeryValidationException => "form-expired",
            StorageException refused => refused.Code,
            _ => "unexpected",
        });
    }

    private static Task Answer(HttpContext context, string code) =>
        (WantsPage(context.Request) ? ProblemResults.ToPage(code) : ProblemResults.ToHttpResult(code)).ExecuteAsync(context);

    private static string CodeOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "request-malformed",
        StatusCodes.Status401Unauthorized => "not-signed-in",
        StatusCodes.Status403Forbidden => "not-allowed",
        _ => "page-not-found",
    };

    private static bool WantsPage(HttpRequest request) => request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
