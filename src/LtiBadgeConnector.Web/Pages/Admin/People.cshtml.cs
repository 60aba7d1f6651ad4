using System.Globalization;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.Learners;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Web.Admin;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Mvc;

namespace LtiBadgeConnector.Web.Pages.Admin;

/// <summary>Everybody of the institution: search, two sorts, fifty at a time. All of it stands in the address.</summary>
public sealed class PeopleModel(ConsoleDesk desk, PeoplePages pages, IdentityConflictRepository conflicts) : ConsolePage(desk, AdminPlace.People)
{
    private const int PageSize = 50;

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public PeopleSort Sort { get; set; }

    /// <summary>Where the former page ended.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public IReadOnlyList<PersonRow> Rows { get; private set; } = [];

    /// <summary>The address of the next page; null on the last.</summary>
    public string? Next { get; private set; }

    /// <summary>Ids that two people claim and that wait for a decision.</summary>
    public long Conflicts { get; private set; }

    public async Task OnGet(CancellationToken ct)
    {
        Conflicts = await conflicts.Count(Tenant.Id, ct);
        var found = await pages.Find(Tenant.Id, new PeopleQuery(Q, Sort, ReadPosition(), PageSize + 1), ct);
        Rows = [.. found.Take(PageSize)];
        if (found.Count > PageSize) Next = $"{SortBy(Sort)}&after={Uri.EscapeDataString(Write(Rows[^1].Position))}";
    }

    public string SortBy(PeopleSort sort) => $"/admin/people?q={Uri.EscapeDataString(Q ?? "")}&sort={sort}";

    private static string Write(PeoplePosition position) =>
        string.Create(CultureInfo.InvariantCulture, $"{position.CreatedAt.ToUnixTimeMilliseconds()}.{position.Learner}.{position.Name}");

    private PeoplePosition? ReadPosition() =>
        After?.Split('.', 3) is [var at, var learner, var name] && Instants.TryRead(at) is { } created && Guid.TryParse(learner, out var id)
            ? new(name, created, new LearnerId(id))
            : null;
}
