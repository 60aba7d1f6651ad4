using LtiBadgeConnector.Storage.Platforms;
using LtiBadgeConnector.Web.Admin;
using LtiBadgeConnector.Web.Configuration;
using LtiBadgeConnector.Web.Ui;

namespace LtiBadgeConnector.Web.Pages.Admin;

/// <summary>The registered LMSs, and the link that registers another.</summary>
public sealed class ConnectionsModel(ConsoleDesk desk, PlatformRepository platforms, InvitationRepository invitations, ConnectorOptions connector)
    : ConsolePage(desk, AdminPlace.Connections)
{
    private static readonly TimeSpan invitationLifetime = TimeSpan.FromDays(7);

    public IReadOnlyList<Platform> Platforms { get; private set; } = [];

    /// <summary>Shown once, in the answer that made it.</summary>
    public string? RegistrationUrl { get; private set; }

    public async Task OnGet(CancellationToken ct) => Platforms = await platforms.List(Tenant.Id, ct);

    public async Task OnPostInvite(CancellationToken ct)
    {
        var code = await invitations.Create(new Invitation(Tenant.Id, Note: null, Desk.Now, Desk.Now + invitationLifetime), ct);
        RegistrationUrl = $"{connector.PublicUrl}/lti/register?invitation={code}";
        await Note("invitation-created", subject: null, ct);
        await OnGet(ct);
    }
}
