using System.Globalization;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Inbox;
using LtiBadgeConnector.Core.Steps;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Storage.Road;
using LtiBadgeConnector.Web.Admin;
using LtiBadgeConnector.Web.Localisation;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Pages.Admin;

/// <summary>What a list of events shows.</summary>
public enum EventFilter
{
    All,
    Waiting,
    WaitingForLearner,
    WaitingForReader,
    Parked,
    Done,
    Refused,
}

/// <summary>The last deliveries with what became of them; what stopped can be put back, one or all that match.</summary>
public sealed class EventsModel(ConsoleDesk desk, EventPages pages, ServerPages server, Retries retries, IWakeUp wakeUp, IStringLocalizer<Words> words, Formats formats)
    : ConsolePage(desk, AdminPlace.Events)
{
    private const int PageSize = 50;

    [BindProperty(SupportsGet = true)]
    public EventFilter Show { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid? Connection { get; set; }

    /// <summary>Where the former page ended.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public ServerOverview Overview { get; private set; } = null!;

    public IReadOnlyList<EventRow> Rows { get; private set; } = [];

    public IReadOnlyList<RefusalRow> Refusals { get; private set; } = [];

    /// <summary>The address of the next page; null on the last.</summary>
    public string? Next { get; private set; }

    /// <summary>Whether what is shown are rows that a retry can move.</summary>
    public bool CanRetry => Show is EventFilter.Parked or EventFilter.WaitingForReader && Rows.Count > 0;

    private ConnectionId? ConnectionId => Connection is { } id ? new(id) : null;

    private InboxState? State => Show switch
    {
        EventFilter.Waiting => InboxState.Received,
        EventFilter.WaitingForLearner => InboxState.WaitingForLearner,
        EventFilter.WaitingForReader => InboxState.WaitingForReader,
        EventFilter.Parked => InboxState.Parked,
        EventFilter.Done => InboxState.Done,
        _ => null,
    };

    public static bool CanRetryRow(EventRow row) => row is { HasBody: true, State: InboxState.Parked or InboxState.WaitingForReader };

    public async Task OnGet(int? retried, CancellationToken ct)
    {
        if (retried is { } count) Say(words.Count(count, "{0} delivery is on its way again.", "{0} deliveries are on their way again.", formats.Number(count)));
        Overview = await server.Overview(Tenant.Id, ct);
        if (Show == EventFilter.Refused)
        {
            var refused = await pages.Refusals(Tenant.Id, ConnectionId, ReadPosition(), PageSize + 1, ct);
            Refusals = [.. refused.Take(PageSize)];
            if (refused.Count > PageSize) Next = NextPage(Refusals[^1].Position);
            return;
        }
        var found = await pages.Find(Tenant.Id, new EventQuery(State, ConnectionId, ReadPosition(), PageSize + 1), ct);
        Rows = [.. found.Take(PageSize)];
        if (found.Count > PageSize) Next = NextPage(Rows[^1].Position);
    }

    /// <param name="id">Only this one; null for all that match the filter.</param>
    public async Task<IActionResult> OnPostRetry(Guid? id, CancellationToken ct)
    {
        var count = await retries.Deliveries(Tenant.Id, State, ConnectionId, id is { } one ? new InboxId(one) : null, ct);
        return await Done("deliveries-retried", id?.ToString(), count, ct);
    }

    public async Task<IActionResult> OnPostRetryRest(CancellationToken ct)
    {
        var count = await retries.Awards(Tenant.Id, ct) + await retries.Messages(Tenant.Id, ct);
        return await Done("awards-retried", null, count, ct);
    }

    public string Href(EventFilter filter) => $"/admin/events?show={filter}&connection={Connection}";

    private async Task<IActionResult> Done(string action, string? subject, int count, CancellationToken ct)
    {
        wakeUp.Wake();
        await Note(action, subject, ct);
        return LocalRedirect($"{Href(Show)}&retried={count.ToString(CultureInfo.InvariantCulture)}");
    }

    private string NextPage(EventPosition last) =>
        string.Create(CultureInfo.InvariantCulture, $"{Href(Show)}&after={last.At.ToUnixTimeMilliseconds()}.{last.Id}");

    private EventPosition? ReadPosition() =>
        After?.Split('.') is [var at, var id] && Instants.TryRead(at) is { } received && Guid.TryParse(id, out var row) ? new(received, row) : null;
}
