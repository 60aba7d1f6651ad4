using System.Text;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Web.Authoring;
using LtiBadgeConnector.Web.Launches;
using LtiBadgeConnector.Web.Localisation;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Rules;
using LtiBadgeConnector.Web.Security;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Pages.Course;

/// <summary>The class under one rule: filters with counts, search, fifty rows at a time.</summary>
[Authorize(Policy = Policies.LaunchStaff)]
public sealed class LearnersModel(CourseDesk desk, MappingPages pages, RuleSentences sentences, LaunchTickets tickets, IStringLocalizer<Words> words) : DefinitionPageModel(desk)
{
    public const int PageSize = 50;

    [BindProperty(SupportsGet = true)]
    public ClassState? State { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    /// <summary>Where the former page ended.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public MappingTotals Totals { get; private set; } = null!;

    public IReadOnlyList<ClassRow> Rows { get; private set; } = [];

    public bool HasMore { get; private set; }

    public string? ReadProblem { get; private set; }

    public bool HasJustStarted { get; private set; }

    public RuleSentences Sentences => sentences;

    public async Task OnGet(bool started, string? problem, CancellationToken ct)
    {
        HasJustStarted = started;
        ReadProblem = ProblemCatalogue.Find(problem ?? "")?.Code;
        Totals = await pages.Totals(Launch.Tenant, Open.Mapping.Id, ct);
        var found = await pages.Class(Launch.Tenant, Open.Mapping.Id, new ClassQuery(State, Q, After: ReadPosition(), Most: PageSize + 1), ct);
        Rows = [.. found.Take(PageSize)];
        HasMore = found.Count > PageSize;
    }

    /// <summary>Everybody who matches, as a file for a spreadsheet.</summary>
    public async Task<IActionResult> OnGetCsv(CancellationToken ct)
    {
        if (Request.IsFollowedByHtmx())
        {
            // Without cookies htmx asked in the link's stead; a file has to be fetched by the browser itself.
            Response.Headers["HX-Redirect"] = $"{Request.Path}{Request.QueryString.Add(LaunchTickets.Parameter, await tickets.ForOneRequest(HttpContext, ct))}";
            return new NoContentResult();
        }

        StringBuilder csv = new("\uFEFF");
        csv.Append(Csv.Line(words["Name"], words["E-mail"], words["State"], words["What is missing"], words["Awarded at"]));
        ClassPosition? after = null;
        while (await pages.Class(Launch.Tenant, Open.Mapping.Id, new ClassQuery(State, Q, After: after, Most: 500), ct) is { Count: > 0 } rows)
        {
            foreach (var row in rows) csv.Append(Csv.Line(row.Name, row.Email, words.Say(StateOf(row.State).Word), MissingOf(row), row.AwardedAt?.ToString("O")));
            after = rows[^1].Position;
        }
        return File(Encoding.UTF8.GetBytes(csv.ToString()), "text/csv; charset=utf-8", "learners.csv");
    }

    public string MissingOf(ClassRow row) => row is { Evaluation: { IsMet: false } evaluation } ? string.Join(" · ", sentences.Missing(Open.Mapping.Rule, evaluation, Names)) : "";

    public string NextPage => Rows.Count == 0 ? "" : $"?state={State}&q={Uri.EscapeDataString(Q ?? "")}&after={Uri.EscapeDataString($"{(int)Rows[^1].State}.{Rows[^1].Learner}.{Rows[^1].Name}")}";

    public static StateWord StateOf(ClassState state) => state switch
    {
        ClassState.NeedsDecision => StateWords.NeedsADecision,
        ClassState.Earned => StateWords.Earned,
        ClassState.Withdrawn => StateWords.Withdrawn,
        ClassState.Met => StateWords.Met,
        ClassState.Near => StateWords.JustMisses,
        ClassState.WaitsForGrade => StateWords.WaitingForAGrade,
        _ => StateWords.NotYet,
    };

    private ClassPosition? ReadPosition() =>
        After?.Split('.', 3) is [var state, var learner, var name] && Enum.TryParse<ClassState>(state, out var parsed) && Guid.TryParse(learner, out var id)
            ? new(parsed, name, new LearnerId(id))
            : null;
}
