using LtiBadgeConnector.Core.Addresses;
using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.Platforms;
using LtiBadgeConnector.Storage.Road;
using LtiBadgeConnector.Web.Admin;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Mvc;

namespace LtiBadgeConnector.Web.Pages.Admin;

/// <summary>Makes a connection of one kind: what the kind asks for, and then, shown once, what the LMS needs.</summary>
public sealed class AddConnectionModel(ConsoleDesk desk, PlatformRepository platforms, ConnectionRepository connections, PublicAddresses addresses)
    : ConsolePage(desk, AdminPlace.Connections)
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true, Name = "kind")]
    public string KindName { get; set; } = "";

    public Platform Platform { get; private set; } = null!;

    public ConnectionKind Kind { get; private set; } = null!;

    /// <summary>What was typed, or what can be known before.</summary>
    public IReadOnlyDictionary<string, string?> Values { get; private set; } = new Dictionary<string, string?>();

    public Problem? Problem { get; private set; }

    /// <summary>Once it is made: where the LMS sends to.</summary>
    public string? WebhookUrl { get; private set; }

    /// <summary>Shown once.</summary>
    public string? Secret { get; private set; }

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        var accounts = await platforms.Accounts(Tenant.Id, new PlatformId(Id), ct);
        Values = new Dictionary<string, string?>
        {
            [ConnectionSettings.SiteUrl] = Kind.Name == ConnectionKinds.Canvas ? null : Platform.Registration.Issuer,
            // Launches have told it, and only one: nothing is guessed.
            [ConnectionSettings.AccountUuid] = accounts is [var only] ? only : null,
        };
        return Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        Values = Kind.Fields.ToDictionary(field => field.Setting, field => Request.Form[field.Setting].LastOrDefault());
        var (connection, problem) = NewConnection.Of(Kind.Name, Tenant.Id, new PlatformId(Id), name: null, Values, Desk.Time);
        if (connection is null)
        {
            Problem = ProblemCatalogue.Get(problem!);
            Response.StatusCode = Problem.Status;
            return Page();
        }
        await connections.Add(connection, ct);
        await Note("connection-added", connection.Id.ToString(), ct);
        if (connection.Key is not { } key) return RedirectToPage("/Admin/Platform", new { Id });
        (WebhookUrl, Secret) = (addresses.Webhook(key), connection.Secrets is [var secret, ..] ? secret : null);
        return Page();
    }

    protected override async Task<IActionResult?> Instead(CancellationToken ct)
    {
        if (await platforms.Find(Tenant.Id, new PlatformId(Id), ct) is not { } found || ConnectionKinds.Find(KindName) is not { } kind) return LocalRedirect("/admin/connections");
        (Platform, Kind) = (found, kind);
        return null;
    }
}
