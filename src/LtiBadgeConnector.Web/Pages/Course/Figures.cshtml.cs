using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Web.Authoring;
using LtiBadgeConnector.Web.Rules;
using LtiBadgeConnector.Web.Security;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Authorization;

namespace LtiBadgeConnector.Web.Pages.Course;

/// <summary>Two charts of a class, each with its numbers: earned over time, and where learners get stuck.</summary>
[Authorize(Policy = Policies.LaunchStaff)]
public sealed class FiguresModel(CourseDesk desk, MappingPages pages, RuleSentences sentences, Formats formats, TimeProvider time) : DefinitionPageModel(desk)
{
    // With fewer people a chart would name them.
    public const int FewestShown = 5;

    public MappingTotals Totals { get; private set; } = null!;

    /// <summary>From the first award until today; empty while there is none.</summary>
    public IReadOnlyList<Period> Earned { get; private set; } = [];

    /// <summary>The requirement that most lack comes first.</summary>
    public IReadOnlyList<StandingRow> Requirements { get; private set; } = [];

    public bool MayShow => Totals.Members >= FewestShown;

    public async Task OnGet(CancellationToken ct)
    {
        Totals = await pages.Totals(Launch.Tenant, Open.Mapping.Id, ct);
        if (!MayShow) return;
        Earned = await EarnedOverTime(ct);
        var criteria = await pages.Criteria(Launch.Tenant, Open.Mapping.Id, Open.Mapping.Rule, ct);
        Requirements = StandingRow.HardestFirst(StandingRow.Of(Open.Mapping.Rule, Names, sentences, criteria));
    }

    private async Task<IReadOnlyList<Period>> EarnedOverTime(CancellationToken ct)
    {
        if (await pages.FirstAwardedAt(Launch.Tenant, Open.Mapping.Id, ct) is not { } first) return [];
        var instants = Periods.Between(first, time.Now(), formats.Zone);
        var counts = await pages.AwardedBetween(Launch.Tenant, Open.Mapping.Id, instants, ct);
        return [.. counts.Select((count, at) => new Period(instants[at], count))];
    }
}

/// <param name="From">Its first day.</param>
public sealed record Period(DateTimeOffset From, int Count);
