using LtiBadgeConnector.Web.Admin;
using LtiBadgeConnector.Web.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using System.Security.Claims;

namespace LtiBadgeConnector.Web.Pages.Admin;

/// <summary>Ends the session of this browser.</summary>
public sealed class SignOutModel(ConsoleDesk desk) : PageModel
{
    public IActionResult OnGet() => LocalRedirect("/admin");

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var actor = User.FindFirstValue(ClaimTypes.NameIdentifier);
        await HttpContext.SignOutAsync(AdminSignIn.SchemeName);
        await desk.Note(null, actor, "admin-signed-out", actor, ct);
        return LocalRedirect("/admin/sign-in");
    }
}
