using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace LtiBadgeConnector.Web.Ui;

/// <summary>One page, one handler, two answers: the part for htmx, the page for everybody else.</summary>
public static class Htmx
{
    /// <summary>
    /// True when htmx asks for a part. A link that htmx follows in the person's stead, or a step back
    /// in the history, wants the whole page.
    /// </summary>
    public static bool IsHtmx(this HttpRequest request) =>
        request.Headers["HX-Request"] == "true"
        && request.Headers["HX-Boosted"] != "true"
        && request.Headers["HX-History-Restore-Request"] != "true";

    /// <summary>True when htmx makes the request at all: also in the stead of a link or a form, where the browser keeps no cookie.</summary>
    public static bool IsFollowedByHtmx(this HttpRequest request) => request.Headers["HX-Request"] == "true";

    /// <summary>The named partial for htmx, otherwise the page. Caches are told that the answer depends on it.</summary>
    public static IActionResult PartOrPage(this PageModel page, string partial, object model)
    {
        page.Response.Headers.Append("Vary", "HX-Request");
        // PageModel.Partial would drop what the page has put into its view data.
        return page.Request.IsHtmx() ? new PartialViewResult { ViewName = partial, ViewData = new ViewDataDictionary<object>(page.ViewData, model) } : page.Page();
    }

    /// <summary>The same for a form that came back with errors: 422, which the pages' htmx is told to show.</summary>
    public static IActionResult PartOrPageWithErrors(this PageModel page, string partial, object model)
    {
        page.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return page.PartOrPage(partial, model);
    }

    /// <summary>After a change: a redirect, which htmx follows to a page of ours, as a whole navigation instead of swapping it into the target.</summary>
    public static IActionResult Go(this PageModel page, string url)
    {
        if (!page.Request.IsHtmx()) return page.LocalRedirect(url);
        // By itself htmx asks for that page as it asks for parts, and would put one in the place of everything.
        page.Response.Headers["HX-Location"] = JsonSerializer.Serialize(new { path = url, headers = new Dictionary<string, string> { ["HX-Boosted"] = "true" } });
        return new NoContentResult();
    }
}
