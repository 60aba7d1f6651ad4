using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Tenants;
using LtiBadgeConnector.Lti;
using LtiBadgeConnector.Lti.Registrations;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Platforms;
using LtiBadgeConnector.Storage.Tenants;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Registering;

namespace LtiBadgeConnector.Web.Commands;

internal static class PlatformCommands
{
    public static async Task<int> Add(Arguments arguments)
    {
        var answers = new ManualPlatform
        {
            Name = arguments.Need("name"),
            Issuer = arguments.Need("issuer"),
            ClientId = arguments.Need("client-id"),
            AuthUrl = arguments.Need("auth-url"),
            TokenUrl = arguments.Need("token-url"),
            JwksUrl = arguments.Need("jwks-url"),
            Deployment = arguments.Need("deployment"),
            TokenAudience = arguments.Find("token-audience"),
            Family = arguments.Find("family"),
        };
        await using var app = await Host.Open(arguments);
        var services = app.Services;
        var time = services.GetRequiredService<TimeProvider>();
        var tenant = await TenantOf(arguments, services);
        if (answers.Faults is [var fault, ..]) throw new CommandException(fault.Code, $"{fault.Field}: {ProblemCatalogue.Get(fault.Code).Title.En}.");
        var id = await services.GetRequiredService<ManualRegistering>().Register(tenant, answers, CancellationToken.None)
            ?? throw new CommandException(PlatformSaved.Taken.Code, "This issuer and client id belong to another tenant.");
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

    /// <summary>Asks the LMS for its keys and for a token of each scope; the exit status is 0 only when everything passed but what is optional.</summary>
    public static async Task<int> Test(Arguments arguments)
    {
        await using var app = await Host.Open(arguments);
        var platform = await PlatformOf(arguments, arguments.Word("The platform's id or name"), app.Services);
        var checks = await app.Services.GetRequiredService<RegistrationTest>().Run(platform.Registration, CancellationToken.None);
        Host.PrintList(arguments, checks, check => $"{(check.Passed ? "good" : check.IsOptional ? "none" : "bad"),-5} {check.Name}: {check.Code} {check.Detail}{check.Until:O}");
        return checks.All(check => check.Passed || check.IsOptional) ? 0 : 1;
    }

    /// <summary>Removes a platform that no course came from; <c>--disable</c> keeps the data and refuses its launches.</summary>
    public static async Task<int> Remove(Arguments arguments)
    {
        await using var app = await Host.Open(arguments);
        var time = app.Services.GetRequiredService<TimeProvider>();
        var platforms = app.Services.GetRequiredService<PlatformRepository>();
        var platform = await PlatformOf(arguments, arguments.Word("The platform's id or name"), app.Services);
        var tenant = new TenantId(platform.Registration.TenantId);
        var disable = arguments.Has("disable");

        if (disable) await platforms.SetState(tenant, platform.Id, RegistrationState.Disabled, time.Now(), CancellationToken.None);
        else if (!await platforms.Remove(tenant, platform.Id, CancellationToken.None))
            throw new CommandException("platform-in-use", "Courses came from this platform, and their awards stay. Use --disable to refuse its launches.");
        await app.Services.GetRequiredService<AuditRepository>().Append(
            AuditEntry.Of(tenant, time.Now(), "command", null, disable ? "platform-disabled" : "platform-removed", platform.Id.ToString()), CancellationToken.None);
        return Host.Print(arguments, (disable ? "disabled" : "removed", platform.Id.ToString()));
    }

    /// <exception cref="CommandException">The tenant has no platform of that id or name.</exception>
    internal static async Task<Platform> PlatformOf(Arguments arguments, string wanted, IServiceProvider services)
    {
        var tenant = await TenantOf(arguments, services);
        var platforms = await services.GetRequiredService<PlatformRepository>().List(tenant.Id, CancellationToken.None);
        return platforms.FirstOrDefault(candidate => candidate.Id.ToString() == wanted || candidate.Registration.Name == wanted)
            ?? throw new CommandException("platform-unknown", $"No platform is called {wanted}.");
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
}
