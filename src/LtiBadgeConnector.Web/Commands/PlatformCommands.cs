using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Tenants;
using LtiBadgeConnector.Lti;
using LtiBadgeConnector.Lti.Registrations;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Platforms;
using LtiBadgeConnector.Storage.Tenants;

namespace LtiBadgeConnector.Web.Commands;

internal static class PlatformCommands
{
    public static async Task<int> Add(Arguments arguments)
    {
        await using var app = await Host.Open(arguments);
        var services = app.Services;
        var time = services.GetRequiredService<TimeProvider>();
        var platforms = services.GetRequiredService<PlatformRepository>();
        var tenant = await TenantOf(arguments, services);

        var registration = new Registration
        {
            Id = RegistrationId.New(time),
            TenantId = tenant.Id.Value,
            Name = arguments.Need("name"),
            Issuer = arguments.Need("issuer"),
            ClientId = arguments.Need("client-id"),
            AuthorizationEndpoint = arguments.Need("auth-url"),
            TokenEndpoint = arguments.Need("token-url"),
            JwksUri = arguments.Need("jwks-url"),
            TokenAudience = arguments.Find("token-audience"),
            ProductFamilyCode = arguments.Find("family"),
        };
        var id = await platforms.Save(registration, time.Now(), CancellationToken.None) switch
        {
            PlatformSaved.Added added => added.Id,
            PlatformSaved.Updated updated => updated.Id,
            _ => throw new CommandException(PlatformSaved.Taken.Code, "This issuer and client id belong to another tenant."),
        };
        await Accept(platforms, id, arguments.Need("deployment"), tenant, time);
        await services.GetRequiredService<AuditRepository>().Append(
            AuditEntry.Of(tenant.Id, time.Now(), "command", null, "platform-saved", id.ToString()), CancellationToken.None);

        var lti = services.GetRequiredService<LtiOptions>();
        return Host.Print(arguments, ("platform", id.ToString()), ("loginUrl", $"{lti.LoginUrl}/{id}"), ("launchUrl", lti.LaunchUrl), ("keysUrl", lti.JwksUrl));
    }

    public static async Task<int> List(Arguments arguments)
    {
        await using var app = await Host.Open(arguments);
        var tenant = await TenantOf(arguments, app.Services);
        var platforms = await app.Services.GetRequiredService<PlatformRepository>().List(tenant.Id, CancellationToken.None);
        var lines = platforms.Select(platform => new { Id = platform.Id.ToString(), platform.Registration.Name, platform.Registration.Issuer, platform.Registration.ClientId, State = platform.Registration.State.ToString() });
        return Host.PrintList(arguments, [.. lines], line => $"{line.Id}  {line.State,-8}  {line.Name}  {line.Issuer}  {line.ClientId}");
    }

    /// <exception cref="CommandException">No tenant has that id or name.</exception>
    internal static async Task<Tenant> TenantOf(Arguments arguments, IServiceProvider services)
    {
        var tenants = await services.GetRequiredService<TenantRepository>().All(CancellationToken.None);
        return arguments.Find("tenant") is not { } wanted
            ? tenants[0]
            : tenants.FirstOrDefault(tenant => tenant.Id.ToString() == wanted || tenant.Name == wanted)
                ?? throw new CommandException("tenant-unknown", $"No tenant is called {wanted}.");
    }

    private static async Task Accept(PlatformRepository platforms, PlatformId id, string deployment, Tenant tenant, TimeProvider time)
    {
        await platforms.Remember(new Deployment(new RegistrationId(id.Value), deployment, tenant.Id.Value, DeploymentState.Active), CancellationToken.None);
        await platforms.Approve(tenant.Id, id, deployment, tenant.Id, time.Now(), CancellationToken.None);
    }
}
