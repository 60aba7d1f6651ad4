using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LtiBadgeConnector.Web.Pages;

/// <summary>
/// Where Canvas sends the browser back to. The console's strict cookie does not come along from another site, so this page,
/// which does nothing by itself, goes on to the console.
/// </summary>
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class CanvasAuthorisedModel : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Code { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? State { get; set; }

    public string Onward => "/admin/canvas-authorised" + QueryString.Create(new Dictionary<string, string?> { ["code"] = Code, ["state"] = State });

    public void OnGet() => Response.Headers["Refresh"] = $"0; url={Onward}";
}
