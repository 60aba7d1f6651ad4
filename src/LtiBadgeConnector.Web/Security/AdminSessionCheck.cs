using System.Security.Claims;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.Administrators;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace LtiBadgeConnector.Web.Security;

/// <summary>Ends sessions whose administrator is gone or has a new password since.</summary>
internal sealed class AdminSessionCheck(AdministratorRepository administrators) : CookieAuthenticationEvents
{
    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        if (await Current(context.Principal, context.HttpContext.RequestAborted) is { } administrator
            && administrator.SecurityStamp == context.Principal!.FindFirstValue(AdminSignIn.StampClaim)) return;
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(AdminSignIn.SchemeName);
    }

    private async Task<Administrator?> Current(ClaimsPrincipal? principal, CancellationToken ct) =>
        Guid.TryParse(principal?.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? await administrators.Find(new AdministratorId(id), ct) : null;
}
