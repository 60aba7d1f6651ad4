using Hangfire;
using LtiBadgeConnector.Web.Security;

namespace LtiBadgeConnector.Web.Admin;

/// <summary>The job dashboard inside the console. The pages of the console are Razor pages.</summary>
internal static class JobsConsole
{
    public static void MapConsole(this IEndpointRouteBuilder routes) =>
        routes.MapHangfireDashboard("/admin/jobs", new DashboardOptions
        {
            // The endpoint's own policy decides; the dashboard's filters know nothing of our schemes.
            Authorization = [],
            AppPath = "/admin",
            DashboardTitle = "LTI Badge Connector",
            DisplayStorageConnectionString = false,
        }).RequireAuthorization(Policies.Admin);
}
