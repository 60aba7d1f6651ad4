using LtiBadgeConnector.Web.Launches;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace LtiBadgeConnector.Web.Security;

/// <summary>Who may do what. What names no policy and is not public by name is for administrators: nothing is open by accident.</summary>
internal static class Policies
{
    public const string Admin = "admin";
    public const string Launch = "launch";
    public const string LaunchStaff = "launch-staff";
    public const string LaunchInstructor = "launch-instructor";

    public static void AddConnectorSecurity(this IServiceCollection services)
    {
        services.AddScoped<AdminSessionCheck>();
        services.AddAuthentication()
            .AddScheme<AuthenticationSchemeOptions, LaunchAuthentication>(LaunchAuthentication.SchemeName, null)
            .AddCookie(AdminSignIn.SchemeName, AdminSignIn.Configure);

        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(ForAdministrators())
            .AddPolicy(Admin, ForAdministrators())
            .AddPolicy(Launch, ForLaunch().Build())
            .AddPolicy(LaunchStaff, ForLaunch().RequireRole(LaunchRoles.Staff).Build())
            .AddPolicy(LaunchInstructor, ForLaunch().RequireRole(LaunchRoles.Instructor).Build());
    }

    private static AuthorizationPolicy ForAdministrators() =>
        new AuthorizationPolicyBuilder(AdminSignIn.SchemeName).RequireAuthenticatedUser().RequireRole(AdminSignIn.Role).Build();

    private static AuthorizationPolicyBuilder ForLaunch() =>
        new AuthorizationPolicyBuilder(LaunchAuthentication.SchemeName).RequireAuthenticatedUser();
}
