using System.Security.Cryptography;
using LtiBadgeConnector.Storage.Platforms;
using Microsoft.AspNetCore.DataProtection;

namespace LtiBadgeConnector.Web.Launches;

/// <summary>
/// Lets the browser itself fetch one thing of a launch where it keeps no cookie: a file cannot arrive through htmx. One
/// request within a minute; the address holds no part of the session.
/// </summary>
public sealed class LaunchTickets(TicketRepository tickets, IDataProtectionProvider protection)
{
    public const string Parameter = "ticket";

    private const string Purpose = "launch-request";
    private static readonly TimeSpan lifetime = TimeSpan.FromSeconds(60);

    private readonly IDataProtector secrets = protection.CreateProtector("LtiBadgeConnector.LaunchTicket");

    /// <exception cref="InvalidOperationException">No launch is open.</exception>
    public Task<string> ForOneRequest(HttpContext context, CancellationToken ct)
    {
        var launch = context.Features.Get<OpenLaunch>() ?? throw new InvalidOperationException("No launch is open.");
        return tickets.Create(Purpose, secrets.Protect(launch.Secret), lifetime, ct);
    }

    /// <returns>The secret of the launch; null when the ticket is unknown, used or too old.</returns>
    internal async Task<string?> Use(HttpRequest request, CancellationToken ct)
    {
        if (!HttpMethods.IsGet(request.Method) || request.Query[Parameter].ToString() is not { Length: > 0 } ticket) return null;
        if (await tickets.Use(Purpose, ticket, ct) is not { } content) return null;
        try
        {
            return secrets.Unprotect(content);
        }
        catch (CryptographicException)
        {
            // The keys that it was made with are gone.
            return null;
        }
    }
}
