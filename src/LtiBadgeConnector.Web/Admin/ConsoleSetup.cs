using LtiBadgeConnector.Storage.Administrators;
using LtiBadgeConnector.Web.Configuration;
using LtiBadgeConnector.Web.Operations;
using LtiBadgeConnector.Web.Registering;
using LtiBadgeConnector.Web.Security;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;

namespace LtiBadgeConnector.Web.Admin;

internal static class ConsoleSetup
{
    public static void AddConsole(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<CanvasAuthorising>();
        services.AddSingleton<ConsoleDesk>();
        services.AddSingleton<SignInDesk>();
        services.AddSingleton<IssuerDesk>();
        services.AddSingleton<ManualRegistering>();
        services.AddHostedService<NodePulse>();
        services.AddSingleton<ConnectionReview>();
        services.AddSingleton<IPasswordHasher<Administrator>, PasswordHasher<Administrator>>();
        services.AddOptions<CookieAuthenticationOptions>(AdminSignIn.SchemeName)
            .Configure<AdminOptions>((cookie, admin) => cookie.ExpireTimeSpan = admin.SessionLength);
    }
}
