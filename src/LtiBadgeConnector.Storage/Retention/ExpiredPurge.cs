using LtiBadgeConnector.Core.Retention;
using LtiBadgeConnector.Storage.Administrators;
using LtiBadgeConnector.Storage.Platforms;
using LtiBadgeConnector.Storage.Sessions;
using LtiBadgeConnector.Storage.Tenants;

namespace LtiBadgeConnector.Storage.Retention;

/// <summary>Forgets what had an end of its own, a day after it: until then a late answer can still say "expired" instead of "unknown".</summary>
internal sealed class ExpiredPurge(
    LoginRepository logins, TicketRepository tickets, InvitationRepository invitations, SessionRepository sessions, AdministratorRepository administrators,
    NodeRepository nodes) : IPurge
{
    private static readonly TimeSpan grace = TimeSpan.FromDays(1);

    public async Task Purge(RetentionOptions options, DateTimeOffset now, CancellationToken ct)
    {
        await logins.Purge(now - grace, ct);
        await tickets.Purge(now - grace, ct);
        await invitations.Purge(now - grace, ct);
        await sessions.Purge(now - grace, ct);
        await administrators.PurgeLinks(now - grace, ct);
        await nodes.Purge(now - grace, ct);
    }
}
