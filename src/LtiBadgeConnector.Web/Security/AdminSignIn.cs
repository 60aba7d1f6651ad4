using System.Security.Claims;
using LtiBadgeConnector.Storage.Administrators;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace LtiBadgeConnector.Web.Security;

/// <summary>The console's sign-in: a strict first-party cookie that never works in a frame.</summary>
internal static class AdminSignIn
{
    public const string SchemeName = "Admin";
    public const string Role = "administrator";
    public const string StampClaim = "stamp";

    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "__Host-lbc-admin";
        options.Cookie.Path = "/";
        options.Cookie.HttpOnly = true;
        options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.LoginPath = "/admin/sign-in";
        options.AccessDeniedPath = "/admin/sign-in";
        options.ReturnUrlParameter = "next";
        options.SlidingExpiration = true;
        options.EventsType = typeof(AdminSessionCheck);
    }

    public static ClaimsPrincipal PrincipalOf(Administrator administrator) => new(new ClaimsIdentity(
        [
            new(ClaimTypes.NameIdentifier, administrator.Id.ToString()),
            new(ClaimTypes.Name, administrator.Name),
            new(ClaimTypes.Role, Role),
            new(StampClaim, administrator.SecurityStamp),
        ],
        SchemeName));
}
