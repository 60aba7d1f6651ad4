using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Storage.Platforms;
using Microsoft.AspNetCore.DataProtection;

namespace LtiBadgeConnector.Web.Sharing;

/// <summary>
/// Decides who sees an award and its documents: everybody once it is published, holders of the share link while it is
/// unlisted, and always its holder, who comes from the LMS with a pass or a ticket because the new window has no session.
/// </summary>
public sealed class AwardViewing(TicketRepository tickets, IDataProtectionProvider protection, TimeProvider time)
{
    public const string ShareKeyParameter = "key";
    public const string PassParameter = "pass";
    public const string TicketParameter = "ticket";

    private const string DownloadPurpose = "credential-download";
    private static readonly TimeSpan ticketLifetime = TimeSpan.FromSeconds(60);

    private readonly IDataProtector passes = protection.CreateProtector("LtiBadgeConnector.AwardPass");

    /// <summary>Whether somebody who is not the holder sees it.</summary>
    /// <param name="key">The share key from the address; null when there is none.</param>
    public static bool IsShownTo(SharedAward award, string? key) => award.Visibility switch
    {
        AwardVisibility.Public => true,
        AwardVisibility.Unlisted => award.UnlistedLinksFromStart || IsKeyOf(award, key),
        _ => false,
    };

    /// <summary>The address that works for everybody who has it, or the bare one once that is enough.</summary>
    public static string ShareLink(string url, PublicId shareKey, AwardVisibility visibility) =>
        visibility == AwardVisibility.Public ? url : $"{url}?{ShareKeyParameter}={shareKey}";

    /// <summary>Whether this request may see the award's page.</summary>
    public bool IsShownTo(SharedAward award, HttpRequest request) =>
        IsShownTo(award, request.Query[ShareKeyParameter]) || IsPassOf(award.PublicId, request.Query[PassParameter]);

    /// <summary>Whether this request may have the files that the award carries as evidence: as it may see the page, but of a suspended one only its holder and staff, and of a withdrawn one nobody.</summary>
    public bool ShowsFilesTo(SharedAward award, HttpRequest request) =>
        award.Withdrawal is null && (IsPassOf(award.PublicId, request.Query[PassParameter]) || (award.Suspension is null && IsShownTo(award, request.Query[ShareKeyParameter].ToString())));

    /// <summary>Whether this request may have a document of the award. A ticket is used up by asking.</summary>
    public async Task<bool> IsShownTo(SharedAward award, PublicId document, HttpRequest request, CancellationToken ct)
    {
        if (IsShownTo(award, request)) return true;
        return request.Query[TicketParameter].ToString() is { Length: > 0 } ticket && await tickets.Use(DownloadPurpose, ticket, ct) == document.Value;
    }

    /// <summary>Lets the holder look at the award in a window of its own, until the given instant.</summary>
    public string Pass(PublicId award, DateTimeOffset until) =>
        passes.Protect(string.Create(CultureInfo.InvariantCulture, $"{award}|{until.ToUnixTimeMilliseconds()}"));

    /// <summary>One download of one document within a minute.</summary>
    public Task<string> DownloadTicket(PublicId document, CancellationToken ct) => tickets.Create(DownloadPurpose, document.Value, ticketLifetime, ct);

    private bool IsPassOf(PublicId award, string? pass)
    {
        if (string.IsNullOrEmpty(pass)) return false;
        try
        {
            return passes.Unprotect(pass).Split('|') is [var id, var until]
                && id == award.Value
                && long.Parse(until, CultureInfo.InvariantCulture) > time.GetUtcNow().ToUnixTimeMilliseconds();
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static bool IsKeyOf(SharedAward award, string? key) =>
        key is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(award.ShareKey.Value));
}
