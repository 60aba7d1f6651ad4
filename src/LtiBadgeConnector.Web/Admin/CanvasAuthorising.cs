using System.Security.Claims;
using System.Text.Json;
using LtiBadgeConnector.Core.Addresses;
using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Lms.Canvas.Rest;
using LtiBadgeConnector.Lti.Replay;
using LtiBadgeConnector.Storage.Road;
using Microsoft.AspNetCore.DataProtection;

namespace LtiBadgeConnector.Web.Admin;

/// <summary>
/// A service account's authorisation of a Canvas connection: the question carries a state that only the administrator who asked
/// can bring back, once, within ten minutes.
/// </summary>
public sealed class CanvasAuthorising(
    IDataProtectionProvider protection, CanvasAuthorisation canvas, ConnectionRepository connections, IUsedOnce used, PublicAddresses addresses, TimeProvider time)
{
    /// <summary>The redirect URI of the developer key. Outside the console, whose cookie no other site's answer carries.</summary>
    public const string ReturnPath = "/canvas/authorised";

    private static readonly TimeSpan lifetime = TimeSpan.FromMinutes(10);

    private readonly IDataProtector protector = protection.CreateProtector("canvas-authorising");

    public string RedirectUri => addresses.Origin + ReturnPath;

    public string AskAt(CanvasSite site, Connection connection, ClaimsPrincipal administrator) =>
        CanvasAuthorisation.AskAt(site, RedirectUri, protector.Protect(JsonSerializer.Serialize(new State(connection.Tenant.Value, connection.Id.Value, NameOf(administrator), time.GetUtcNow() + lifetime))));

    /// <returns>The connection, and the code of what went wrong if something did; no connection when the state is not ours.</returns>
    /// <exception cref="Core.Reading.LmsException">Canvas refused or did not answer.</exception>
    public async Task<(Connection? Connection, string? Problem)> Complete(string? code, string? state, ClaimsPrincipal administrator, CancellationToken ct)
    {
        if (Open(state) is not { } opened || opened.Until < time.GetUtcNow() || opened.Administrator != NameOf(administrator)) return (null, CanvasProblems.StateInvalid);
        if (!await used.TryUse("canvas-authorising", $"{opened.Connection}-{opened.Until.ToUnixTimeMilliseconds()}", opened.Until, ct)) return (null, CanvasProblems.StateInvalid);
        if (await connections.Find(new ConnectionId(opened.Connection), ct) is not { } connection || connection.Tenant.Value != opened.Tenant || CanvasSite.Of(connection) is not { } site) return (null, CanvasProblems.StateInvalid);
        if (code is not { Length: > 0 }) return (connection, CanvasProblems.AuthorisationRefused);

        var grant = await canvas.Exchange(site, code, RedirectUri, ct);
        await connections.ChangeSettings(connection.Tenant, connection.Id, new Dictionary<string, string> { [ConnectionSettings.RefreshToken] = grant.RefreshToken }, ct);
        return (connection, null);
    }

    private State? Open(string? state)
    {
        try
        {
            return state is { Length: > 0 and < 4000 } ? JsonSerializer.Deserialize<State>(protector.Unprotect(state)) : null;
        }
        catch (Exception e) when (e is System.Security.Cryptography.CryptographicException or JsonException or FormatException)
        {
            return null;
        }
    }

    private static string NameOf(ClaimsPrincipal administrator) => administrator.FindFirstValue(ClaimTypes.NameIdentifier) ?? "";

    private sealed record State(Guid Tenant, Guid Connection, string Administrator, DateTimeOffset Until);
}
