using LtiBadgeConnector.Core.Addresses;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Lti.DynamicRegistration;
using LtiBadgeConnector.Lti.Registrations;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Platforms;
using LtiBadgeConnector.Storage.Tenants;
using LtiBadgeConnector.Web.Ui;

namespace LtiBadgeConnector.Web.Registering;

/// <summary>What opening or confirming a registration URL came to.</summary>
public abstract record RegisterOutcome
{
    private RegisterOutcome() { }

    /// <summary>Somebody who may asks to register this LMS; nothing has been sent.</summary>
    public sealed record Asked(RegistrationOffer Offer, TenantId Tenant) : RegisterOutcome;

    public sealed record Done(string PlatformName, bool WasUpdate, IReadOnlyList<RegistrationWarning> Warnings) : RegisterOutcome;

    /// <param name="Problem">A code of the problem catalogue.</param>
    public sealed record Refused(string Problem, string? Detail) : RegisterOutcome;
}

/// <summary>Dynamic registration with our side of it: who may, for which tenant, and what is kept.</summary>
public sealed class PlatformRegistering(
    DynamicRegistrationFlow flow, InvitationRepository invitations, PlatformRepository platforms, TenantRepository tenants, AuditRepository audit,
    PublicAddresses addresses, TimeProvider time)
{
    /// <param name="isAdministrator">Whether an administrator of this server is signed in; otherwise an invitation is needed.</param>
    public async Task<RegisterOutcome> Ask(IReadOnlyDictionary<string, string> query, bool isAdministrator, CancellationToken ct)
    {
        var invitation = await Invitation(query, ct);
        if (invitation is null && !isAdministrator) return new RegisterOutcome.Refused("registration-invitation-unknown", null);

        return await flow.Discover(query, OurTool.Description, ct) switch
        {
            DiscoveryResult.Refused refused => new RegisterOutcome.Refused(refused.Refusal.Code, refused.Refusal.Detail),
            DiscoveryResult.Found found when await IsForAnother(invitation, found.Offer, ct) => new RegisterOutcome.Refused("registration-invitation-unknown", null),
            DiscoveryResult.Found found => new RegisterOutcome.Asked(found.Offer, invitation?.Tenant ?? (await tenants.All(ct))[0].Id),
            var other => throw new InvalidOperationException($"Unknown discovery {other}."),
        };
    }

    public async Task<RegisterOutcome> Confirm(IReadOnlyDictionary<string, string> query, bool isAdministrator, CancellationToken ct)
    {
        var outcome = await Ask(query, isAdministrator, ct);
        if (outcome is not RegisterOutcome.Asked asked) return outcome;

        return await flow.Register(asked.Offer, ToolFor(asked.Offer), asked.Tenant.Value, ct) switch
        {
            RegistrationResult.Registered registered => await Keep(registered, asked, ct),
            RegistrationResult.Refused refused => new RegisterOutcome.Refused(refused.Refusal.Code, refused.Refusal.Detail),
            var other => throw new InvalidOperationException($"Unknown registration {other}."),
        };
    }

    private ToolDescription ToolFor(RegistrationOffer offer) => OurTool.For(offer.Configuration.ProductFamilyCode) with { LogoUri = addresses.Origin + Logo.Path };

    private async Task<Invitation?> Invitation(IReadOnlyDictionary<string, string> query, CancellationToken ct) =>
        query.TryGetValue("invitation", out var code) ? await invitations.FindValid(code, time.Now(), ct) : null;

    // An invitation that was used repeats the registration of that LMS and of no other.
    private async Task<bool> IsForAnother(Invitation? invitation, RegistrationOffer offer, CancellationToken ct) =>
        invitation?.Platform is { } bound
        && await platforms.Find(invitation.Tenant, bound, ct) is { } platform
        && platform.Registration.Issuer != offer.Configuration.Issuer;

    private async Task<RegisterOutcome> Keep(RegistrationResult.Registered registered, RegisterOutcome.Asked asked, CancellationToken ct)
    {
        // The invitation or the sign-in was the confirmation that a new registration waits for.
        var registration = registered.Registration with { State = RegistrationState.Active };
        if (await platforms.Save(registration, time.Now(), ct) is PlatformSaved.Taken) return new RegisterOutcome.Refused(PlatformSaved.Taken.Code, null);

        var id = new PlatformId(registration.Id.Value);
        if (registered.DeploymentId is { } deployment)
        {
            await platforms.Remember(new Deployment(registration.Id, deployment, asked.Tenant.Value, DeploymentState.Active), ct);
            await platforms.Approve(asked.Tenant, id, deployment, asked.Tenant, time.Now(), ct);
        }
        if (asked.Offer.Invitation is { } code) await invitations.TryUse(code, id, time.Now(), ct);
        await audit.Append(AuditEntry.Of(asked.Tenant, time.Now(), "dynamic-registration", registration.Issuer, "platform-registered", id.ToString()), ct);
        return new RegisterOutcome.Done(registration.Name, registered.IsUpdate, registered.Warnings);
    }
}
