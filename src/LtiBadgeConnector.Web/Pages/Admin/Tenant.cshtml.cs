using LtiBadgeConnector.Web.Admin;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LtiBadgeConnector.Web.Pages.Admin;

/// <summary>Changes the institution that the console shows.</summary>
public sealed class TenantModel(ConsoleDesk desk) : PageModel
{
    public IActionResult OnGet() => LocalRedirect("/admin");

    public async Task<IActionResult> OnPost(string id, CancellationToken ct)
    {
        if ((await desk.Tenants(ct)).FirstOrDefault(tenant => tenant.Id.ToString() == id) is { } chosen) TenantChoice.Keep(Response, chosen);
        return LocalRedirect("/admin");
    }
}
