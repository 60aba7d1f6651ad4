using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Tenants;
using LtiBadgeConnector.Lti.Registrations;
using LtiBadgeConnector.Storage.Platforms;

namespace LtiBadgeConnector.Web.Registering;

/// <summary>Registers an LMS that offers no dynamic registration. Saying the same issuer and client id again changes that registration.</summary>
public sealed class ManualRegistering(PlatformRepository platforms, TimeProvider time)
{
    /// <param name="answers">Without faults.</param>
    /// <returns>Null when another tenant owns this issuer and client id: <see cref="PlatformSaved.Taken.Code"/>.</returns>
    public async Task<PlatformId?> Register(Tenant tenant, ManualPlatform answers, CancellationToken ct)
    {
        var saved = await platforms.Save(RegistrationOf(tenant, answers), time.Now(), ct);
        if (saved is PlatformSaved.Taken) return null;

        var id = saved is PlatformSaved.Updated updated ? updated.Id : ((PlatformSaved.Added)saved).Id;
        var deployment = answers.Deployment!.Trim();
        await platforms.Remember(new Deployment(new RegistrationId(id.Value), deployment, tenant.Id.Value, DeploymentState.Active), ct);
        await platforms.Approve(tenant.Id, id, deployment, tenant.Id, time.Now(), ct);
        return id;
    }

    private Registration RegistrationOf(Tenant tenant, ManualPlatform answers) => new()
    {
        Id = RegistrationId.New(time),
        TenantId = tenant.Id.Value,
        Name = answers.Name!.Trim(),
        Issuer = answers.Issuer!.Trim(),
        ClientId = answers.ClientId!.Trim(),
        AuthorizationEndpoint = answers.AuthUrl!.Trim(),
        TokenEndpoint = answers.TokenUrl!.Trim(),
        JwksUri = answers.JwksUrl!.Trim(),
        TokenAudience = Given(answers.TokenAudience),
        ProductFamilyCode = Given(answers.Family),
    };

    private static string? Given(string? answer) => string.IsNullOrWhiteSpace(answer) ? null : answer.Trim();
}
