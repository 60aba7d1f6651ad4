using LtiBadgeConnector.Core.Addresses;
using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Lms;
using LtiBadgeConnector.Lms.Canvas;
using LtiBadgeConnector.Lms.Canvas.Rest;
using LtiBadgeConnector.Lti;
using LtiBadgeConnector.Lti.Registrations;
using LtiBadgeConnector.Storage.Courses;
using LtiBadgeConnector.Storage.Platforms;
using LtiBadgeConnector.Storage.Road;
using LtiBadgeConnector.Web.Admin;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Registering;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Pages.Admin;

/// <summary>One LMS: whether it may launch, its deployments, and its connections with what they received.</summary>
public sealed class PlatformModel(
    ConsoleDesk desk, PlatformRepository platforms, ConnectionRepository connections, CourseRepository courses, PublicAddresses addresses, LtiOptions lti, ConnectionTests tests,
    CanvasAuthorising authorising, IStringLocalizer<Words> words) : ConsolePage(desk, AdminPlace.Connections)
{
    private const int MostLines = 20;

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public Platform Platform { get; private set; } = null!;

    public IReadOnlyList<Deployment> Deployments { get; private set; } = [];

    public IReadOnlyList<ConnectionView> Connections { get; private set; } = [];

    /// <summary>A secret that was just made: shown once.</summary>
    public NewSecret? Secret { get; private set; }

    /// <summary>What a test found, failures first.</summary>
    public IReadOnlyList<ReviewRow> Checks { get; private set; } = [];

    /// <summary>Why the last order was not carried out.</summary>
    public Problem? Problem { get; private set; }

    /// <summary>It was registered by hand a moment ago.</summary>
    public bool IsNew { get; private set; }

    public ToolAddresses Addresses => ToolAddresses.Of(lti, PlatformId);

    private PlatformId PlatformId => new(Id);

    public async Task<IActionResult> OnGet(bool registered, CancellationToken ct)
    {
        IsNew = registered;
        if (registered) Say(words["The LMS is registered."]);
        return await Show(ct);
    }

    public async Task<IActionResult> OnPostState(bool isActive, CancellationToken ct)
    {
        await platforms.SetState(Tenant.Id, PlatformId, isActive ? RegistrationState.Active : RegistrationState.Disabled, Desk.Now, ct);
        return await Done(isActive ? "platform-activated" : "platform-disabled", Id.ToString(), ct);
    }

    public async Task<IActionResult> OnPostDeployment(string deployment, bool isApproved, CancellationToken ct)
    {
        if (isApproved) await platforms.Approve(Tenant.Id, PlatformId, deployment, Tenant.Id, Desk.Now, ct);
        else await platforms.Refuse(Tenant.Id, PlatformId, deployment, Desk.Now, ct);
        return await Done(isApproved ? "deployment-approved" : "deployment-refused", $"{Id}/{deployment}", ct);
    }

    public async Task<IActionResult> OnPostAdd(string kind, CancellationToken ct)
    {
        var given = ConnectionKinds.Find(kind)?.Fields.ToDictionary(field => field.Setting, field => Request.Form[field.Setting].LastOrDefault()) ?? [];
        var (connection, problem) = NewConnection.Of(kind, Tenant.Id, PlatformId, name: null, given, Desk.Time);
        if (connection is null)
        {
            Problem = ProblemCatalogue.Get(problem!);
            Response.StatusCode = Problem.Status;
            return await Show(ct);
        }
        await connections.Add(connection, ct);
        await Note("connection-added", connection.Id.ToString(), ct);
        if (connection is not { Key: { } key, Secrets: [var secret, ..] }) return RedirectToPage(new { Id });
        Secret = new(addresses.Webhook(key), secret);
        return await Show(ct);
    }

    public async Task<IActionResult> OnPostRotate(Guid connection, CancellationToken ct)
    {
        if (await Mine(connection, ct) is not { Key: { } key } found) return RedirectToPage(new { Id });
        var fresh = NewConnection.NewSecret();
        await connections.RotateSecret(Tenant.Id, found.Id, fresh, ct);
        await Note("connection-secret-rotated", found.Id.ToString(), ct);
        Secret = new(addresses.Webhook(key), fresh);
        return await Show(ct);
    }

    public async Task<IActionResult> OnPostEnable(Guid connection, bool isEnabled, CancellationToken ct)
    {
        await connections.SetEnabled(Tenant.Id, new ConnectionId(connection), isEnabled, ct);
        return await Done(isEnabled ? "connection-enabled" : "connection-disabled", connection.ToString(), ct);
    }

    /// <summary>The root account whose events a connection takes from now on.</summary>
    public async Task<IActionResult> OnPostAccount(Guid connection, string uuid, CancellationToken ct)
    {
        if (await Mine(connection, ct) is not { Kind: ConnectionKinds.CanvasEvents or ConnectionKinds.CanvasQueue } found || uuid is not { Length: > 0 and <= 255 }) return RedirectToPage(new { Id });
        await connections.ChangeSettings(Tenant.Id, found.Id, new Dictionary<string, string> { [ConnectionSettings.AccountUuid] = uuid }, ct);
        return await Done("connection-changed", found.Id.ToString(), ct);
    }

    /// <summary>Sends the browser to Canvas, where somebody signs in and agrees.</summary>
    public async Task<IActionResult> OnPostAuthorise(Guid connection, CancellationToken ct)
    {
        if (await Mine(connection, ct) is { Kind: ConnectionKinds.Canvas } found && CanvasSite.Of(found) is { } site) return Redirect(authorising.AskAt(site, found, User));
        Problem = ProblemCatalogue.Get(CanvasProblems.SettingsIncomplete);
        Response.StatusCode = Problem.Status;
        return await Show(ct);
    }

    public async Task<IActionResult> OnPostTest(Guid connection, CancellationToken ct)
    {
        if (await Mine(connection, ct) is { } found)
            Checks = [.. (await tests.Run(found, Platform.Registration.Issuer, (await courses.LatestOf(Tenant.Id, PlatformId, ct))?.LmsCourseId, ct)).Select(ConnectionReview.RowOf).OrderBy(row => row.State)];
        return await Show(ct);
    }

    protected override async Task<IActionResult?> Instead(CancellationToken ct)
    {
        if (await platforms.Find(Tenant.Id, PlatformId, ct) is not { } found) return LocalRedirect("/admin/connections");
        Platform = found;
        return null;
    }

    private async Task<IActionResult> Show(CancellationToken ct)
    {
        Deployments = await platforms.Deployments(Tenant.Id, PlatformId, ct);
        List<ConnectionView> views = [];
        foreach (var connection in await connections.OfPlatform(Tenant.Id, PlatformId, ct))
        {
            var log = await connections.Log(Tenant.Id, connection.Id, MostLines, ct);
            views.Add(new(connection, connection.Key is { } key ? addresses.Webhook(key) : null, log, await AccountsFor(connection, log, ct)));
        }
        Connections = views;
        return Page();
    }

    private async Task<IReadOnlyList<NamedAccount>> AccountsFor(Connection connection, IReadOnlyList<TrafficLine> log, CancellationToken ct)
    {
        if (connection.Kind is not (ConnectionKinds.CanvasEvents or ConnectionKinds.CanvasQueue)) return [];
        var launched = (await platforms.Accounts(Tenant.Id, PlatformId, ct)).Select(uuid => new NamedAccount(uuid, IsFromLaunch: true));
        var refused = log.Where(line => line is { Problem: CanvasEventsProblems.AccountUnconfirmed, Detail.Length: > 0 }).Select(line => new NamedAccount(line.Detail!, IsFromLaunch: false));
        return [.. launched.Concat(refused).DistinctBy(account => account.Uuid)];
    }

    private async Task<Connection?> Mine(Guid id, CancellationToken ct) =>
        (await connections.OfPlatform(Tenant.Id, PlatformId, ct)).FirstOrDefault(connection => connection.Id.Value == id);

    private async Task<IActionResult> Done(string action, string subject, CancellationToken ct)
    {
        await Note(action, subject, ct);
        return RedirectToPage(new { Id });
    }
}

/// <summary>A connection with its webhook address and the newest lines of its log.</summary>
/// <param name="Accounts">Which root accounts a connection to Canvas's events may be confirmed for.</param>
public sealed record ConnectionView(Connection Connection, string? WebhookUrl, IReadOnlyList<TrafficLine> Log, IReadOnlyList<NamedAccount> Accounts);

/// <summary>A root account, and who named it.</summary>
public sealed record NamedAccount(string Uuid, bool IsFromLaunch);

/// <summary>What the LMS needs to send to us.</summary>
public sealed record NewSecret(string WebhookUrl, string Secret)
{
    /// <summary>Without the secret.</summary>
    public override string ToString() => WebhookUrl;
}
