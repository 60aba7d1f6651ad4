using LtiBadgeConnector.Core.Tenants;

namespace LtiBadgeConnector.Web.Admin;

/// <summary>
/// Which institution the console shows, kept by the browser. It is a choice and no permission: administrators are of the server,
/// and every statement names the tenant it is given.
/// </summary>
internal static class TenantChoice
{
    private const string CookieName = "__Host-lbc-tenant";

    /// <summary>The chosen one; the first when nothing was chosen or the choice is gone.</summary>
    public static Tenant Of(HttpRequest request, IReadOnlyList<Tenant> tenants) =>
        tenants.FirstOrDefault(tenant => tenant.Id.ToString() == request.Cookies[CookieName]) ?? tenants[0];

    public static void Keep(HttpResponse response, Tenant tenant) => response.Cookies.Append(CookieName, tenant.Id.ToString(), new CookieOptions
    {
        Path = "/",
        HttpOnly = true,
        Secure = true,
        SameSite = SameSiteMode.Strict,
        IsEssential = true,
    });
}
