using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Storage.Road;
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
public sealed class LearnersModel(CourseDesk desk, ClassDesk people, MappingPages pages, DecisionLedger ledger, RuleSentences sentences, LaunchTickets tickets, Formats formats, IStringLocalizer<Words> words)
    : DefinitionPageModel(desk)
{
    private IReadOnlyDictionary<int, Criterion> formerRules = new Dictionary<int, Criterion>();

    public const int PageSize = 50;

    /// <summary>With more of them the marks of a row stand only where there is room.</summary>
    public const int MostMarks = 4;

    [BindProperty(SupportsGet = true)]
    public ClassState? State { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public ClassSort Sort { get; set; }

    /// <summary>Where the former page ended.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    /// <summary>How many stand where, of those who match the search.</summary>
    public IReadOnlyDictionary<ClassState, int> States { get; private set; } = new Dictionary<ClassState, int>();

    public int Found => States.Values.Sum();

    public IReadOnlyList<ClassRow> Rows { get; private set; } = [];

    public bool HasMore { get; private set; }

    public string? ReadProblem { get; private set; }

    public bool HasJustStarted { get; private set; }

    /// <summary>How many match the filter and the search.</summary>
    public int Matching { get; private set; }

    /// <summary>About whom the page asks whether their credentials shall really be withdrawn.</summary>
    public Asking? Asked { get; private set; }

    public RuleSentences Sentences => sentences;

    public async Task OnGet(bool started, string? problem, int? again, int? withdrawn, int? confirmed, int? unconfirmed, CancellationToken ct)
    {
        HasJustStarted = started;
        ReadProblem = ProblemCatalogue.Find(problem ?? "")?.Code;
        if (again is { } checkedAgain) Say(words.Count(checkedAgain, "{0} learner is checked again.", "{0} learners are checked again.", formats.Number(checkedAgain)));
        if (withdrawn is { } count) Say(words.Count(count, "{0} credential is withdrawn.", "{0} credentials are withdrawn.", formats.Number(count)));
        if (confirmed is { } confirmations) Say(words.Count(confirmations, "Confirmed for {0} learner.", "Confirmed for {0} learners.", formats.Number(confirmations)));
        if (unconfirmed is { } takenBack) Say(words.Count(takenBack, "Your confirmation was taken back for {0} learner.", "Your confirmation was taken back for {0} learners.", formats.Number(takenBack)));
        await Show(ct);
    }

    /// <summary>What people have to confirm, where the rule asks for it.</summary>
    public IReadOnlyList<Confirmed> ToConfirm => [.. RuleSentences.Leaves(Open.Mapping.Rule).OfType<Confirmed>()];

    /// <summary>Asks before it withdraws, checks again and confirms at once.</summary>
    /// <param name="scope"><c>all</c> for everybody who matches; otherwise those of <paramref name="who"/>.</param>
    /// <param name="count">How many credentials the page said it is about.</param>
    public async Task<IActionResult> OnPostBulk(string? op, string? scope, Guid[] who, int count, string? reason, string? criterion, CancellationToken ct)
    {
        if (!Launch.MayEdit) return new ProblemAction("not-allowed");
        var selection = new ClassSelection(State, Q, scope == "all" ? null : who.Select(id => new LearnerId(id)).ToHashSet());
        if (selection.Ticked is { Count: 0 }) return await Ask(new([], "class-nobody-chosen", reason, scope, 0), ct);

        if (op == "again") return this.Go($"{Root}/learners{Query($"again={await people.CheckAgain(Launch.Tenant, Open.Mapping.Id, selection, ct)}")}");
        if (op is "confirm" or "take-back")
        {
            if (Launch.Learner is not { } by) return new ProblemAction("not-allowed");
            if (ToConfirm.All(one => one.Id != criterion)) return this.Go($"{Root}/learners{FirstPage}");
            var changed = await people.Confirm(Launch, Open.Mapping.Id, criterion!, by, selection, op == "take-back", ct);
            return this.Go($"{Root}/learners{Query(op == "confirm" ? $"confirmed={changed}" : $"unconfirmed={changed}")}");
        }

        var about = await About(who, scope, reason, selection, ct);
        // What was agreed to is what is done: when others have come or gone since, the page asks again.
        if (op != "withdraw" || count != about.Count) return await Ask(about, ct);
        var (withdrawn, problem) = await people.Withdraw(Launch, Open.Mapping.Id, selection, reason, ct);
        return problem is null ? this.Go($"{Root}/learners{Query($"withdrawn={withdrawn}")}") : await Ask(about with { Problem = problem }, ct);
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

        return new CsvFile("learners.csv", Lines(ct));
    }

    /// <summary>The requirements as the learner counts them: groups as one, and of "at least two of these" two.</summary>
    public (IReadOnlyList<Evaluation> Parts, int Met, int Needed) ProgressOf(ClassRow row)
    {
        if (row.Evaluation is not { } evaluation) return ([], 0, 0);
        var rule = RuleOf(row);
        var parts = rule is AllOf or AtLeast ? evaluation.Parts : [evaluation];
        var needed = rule is AtLeast some ? some.Count : parts.Count;
        return (parts, Math.Min(needed, parts.Count(part => part.IsMet)), needed);
    }

    public string MissingOf(ClassRow row)
    {
        IEnumerable<string> missing = row is { Evaluation: { IsMet: false } evaluation } ? sentences.Missing(RuleOf(row), evaluation, Names) : [];
        return string.Join(" · ", row.IsByHand ? missing.Prepend(words["given by hand"].Value) : missing);
    }

    public string NextPage => Rows.Count == 0 ? "" : Query($"after={Uri.EscapeDataString($"{(int)Rows[^1].State}.{Rows[^1].Learner}.{Rows[^1].Name}")}");

    public string FirstPage => Query(null);

    public string SortBy(ClassSort sort) => $"?state={State}&q={Uri.EscapeDataString(Q ?? "")}&sort={sort}";

    public static StateWord StateOf(ClassState state) => state switch
    {
        ClassState.NeedsDecision => StateWords.NeedsADecision,
        ClassState.Earned => StateWords.Earned,
        ClassState.Suspended => StateWords.Suspended,
        ClassState.Withdrawn => StateWords.Withdrawn,
        ClassState.Met => StateWords.Met,
        ClassState.Near => StateWords.JustMisses,
        ClassState.WaitsForGrade => StateWords.WaitingForAGrade,
        ClassState.Unknown => StateWords.Unknown,
        _ => StateWords.NotYet,
    };

    // Only somebody who was in the course before a change finishes by a former rule.
    private async Task<IReadOnlyList<ClassRow>> Read(ClassPosition? after, int most, CancellationToken ct)
    {
        var rows = await pages.Class(Launch.Tenant, Open.Mapping.Id, new ClassQuery(State, Q, Sort, after, most), ct);
        if (formerRules.Count == 0 && rows.Any(row => row.KeepsRule is not null)) formerRules = await ledger.Rules(Launch.Tenant, Open.Mapping.Id, ct);
        return rows;
    }

    private Criterion RuleOf(ClassRow row) => row.KeepsRule is { } former && formerRules.TryGetValue(former, out var rule) ? rule : Open.Mapping.Rule;

    private async Task Show(CancellationToken ct)
    {
        States = await pages.States(Launch.Tenant, Open.Mapping.Id, Q, ct);
        var found = await Read(ReadPosition(), PageSize + 1, ct);
        Rows = [.. found.Take(PageSize)];
        HasMore = found.Count > PageSize;
        Matching = State is { } state ? States.GetValueOrDefault(state) : Found;
    }

    /// <summary>The filter, the search and the sort in an address, so that a colleague sees the same.</summary>
    private string Query(string? more) => $"{SortBy(Sort)}{(more is null ? "" : "&" + more)}";

    private void Say(string sentence) => ViewData["Said"] = sentence;

    private async Task<Asking> About(Guid[] who, string? scope, string? reason, ClassSelection selection, CancellationToken ct) =>
        new(scope == "all" ? [] : who, Problem: null, reason, scope, (await people.Held(Launch.Tenant, Open.Mapping.Id, selection, ct)).Count);

    private async Task<IActionResult> Ask(Asking asking, CancellationToken ct)
    {
        Asked = asking;
        if (asking.Problem is { } code) Response.StatusCode = ProblemCatalogue.Get(code).Status;
        await Show(ct);
        return Page();
    }

    private async IAsyncEnumerable<string> Lines([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        yield return Csv.Line(words["Name"], words["E-mail"], words["State"], words["What is missing"], words["Awarded at"]);
        ClassPosition? after = null;
        while (await Read(after, 500, ct) is { Count: > 0 } rows)
        {
            foreach (var row in rows) yield return Csv.Line(row.Name, row.Email, words.Say(StateOf(row.State).Word), MissingOf(row), row.AwardedAt is { } at ? formats.Sortable(at) : null);
            after = rows[^1].Position;
        }
    }

    private ClassPosition? ReadPosition() =>
        After?.Split('.', 3) is [var state, var learner, var name] && Enum.TryParse<ClassState>(state, out var parsed) && Guid.TryParse(learner, out var id)
            ? new(parsed, name, new LearnerId(id))
            : null;
}

/// <summary>What the page asks before it withdraws.</summary>
/// <param name="Who">Those that were ticked; empty for everybody who matches.</param>
/// <param name="Problem">Why it was not done; a code of the problem catalogue.</param>
/// <param name="Scope">As it was posted.</param>
/// <param name="Count">How many credentials it is about.</param>
public sealed record Asking(IReadOnlyList<Guid> Who, string? Problem, string? Reason, string? Scope, int Count);
