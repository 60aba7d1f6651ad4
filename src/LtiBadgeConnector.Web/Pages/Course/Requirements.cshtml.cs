using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Web.Authoring;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Rules;
using LtiBadgeConnector.Web.Security;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Pages.Course;

/// <summary>The rule as a sentence with controls in it. Every change is a POST that answers the whole tree.</summary>
[Authorize(Policy = Policies.LaunchStaff)]
public sealed class RequirementsModel(
    CourseDesk desk, MappingRepository mappings, Authoring.Trial trial, RuleSentences sentences, IStringLocalizer<Words> words, Formats formats, TimeProvider time) : DefinitionPageModel(desk)
{
    public Group Rule { get; private set; } = null!;

    public RuleChoices Choices { get; private set; } = null!;

    public IReadOnlyList<RowProblem> Problems { get; private set; } = [];

    /// <summary>The row whose first control takes the focus.</summary>
    public string? Focus { get; private set; }

    public int Revision { get; private set; }

    public int ClassSize { get; private set; }

    public IReadOnlyDictionary<string, int> MeetsNow { get; private set; } = new Dictionary<string, int>();

    /// <summary>When <see cref="MeetsNow"/> was counted; null for now.</summary>
    public DateTimeOffset? CountedAt { get; private set; }

    public bool IsConnected { get; private set; }

    public string? ReadProblem { get; private set; }

    public IReadOnlyList<ItemChange> ItemChanges { get; private set; } = [];

    public RuleSentences Sentences => sentences;

    public bool IsEditable => Launch.MayEdit && Open.Mapping.State != MappingState.Ended;

    public async Task OnGet(string? problem, CancellationToken ct)
    {
        ReadProblem = Web.Problems.ProblemCatalogue.Find(problem ?? "")?.Code;
        await Show(RuleEditor.Of(Open.Mapping.RuleToEdit), [], ct);
    }

    public async Task<IActionResult> OnPost(string? op, int revision, CancellationToken ct)
    {
        if (!IsEditable) return new ProblemAction("not-allowed");
        if (op == "read") return await ReadCourse(ct);

        var choices = await Desk.Choices(Launch, Open.Course, Open.Mapping.MicroCredential, ct);
        var form = await Request.ReadFormAsync(ct);
        var parsed = RuleEditor.Parse(RuleEditor.Of(Open.Mapping.RuleToEdit), name => form.TryGetValue(name, out var value) ? value.ToString() : null, choices);
        var group = op?.StartsWith("add:", StringComparison.Ordinal) is true ? op[4..] : "";
        var edit = RuleEditor.Apply(parsed.Rule, op, form[$"{group}.add"], choices);
        if (!await mappings.SaveDraftRule(Launch.Tenant, Open.Mapping.Id, edit.Rule, revision, ct)) return await Conflict(ct);

        await Load();
        if (parsed.Problems.Count > 0)
        {
            await Show(edit.Rule, parsed.Problems, ct);
            return this.PartOrPageWithErrors("_Tree", this);
        }
        if (op == "try")
        {
            await trial.Ask(Open, ct);
            return this.Go($"{Root}/trial");
        }
        Focus = edit.Focus;
        await Show(edit.Rule, [], ct);
        ViewData["Said"] = words["Draft saved {0}", formats.Clock(time.GetUtcNow())].Value;
        return this.PartOrPage("_Tree", this);
    }

    public RowProblem? ProblemOf(string row) => Problems.FirstOrDefault(problem => problem.Row == row);

    /// <summary>What is wrong with one field of a row.</summary>
    public RowProblem? ProblemOf(string row, string field) => Problems.FirstOrDefault(problem => problem.Row == row && problem.Field == field);

    public string Explain(RowProblem problem) => problem switch
    {
        { Code: "rule-share-impossible", Typed: { } typed, Suggestion: { } share } => words["Nobody can reach {0}. Did you mean {1}?", typed.Trim().TrimEnd('%', '％') + "%", formats.Share(share)],
        { Code: "rule-share-impossible", Typed: { } typed } => words["Nobody can reach {0}.", typed.Trim().TrimEnd('%', '％') + "%"],
        { Code: "rule-share-malformed" } => words["Write a number from 0 to 100."],
        { Code: "rule-item-unknown" } => words["This is no longer in the course. Choose another item, or remove the row."],
        { Code: "rule-count-impossible" } => words["Write a number from 1 to the number of requirements in this group."],
        { Code: "rule-mean-empty" } => words["Give at least one item a weight."],
        { Code: "rule-leave-out-impossible" } => words["Leave out fewer items than the mean has."],
        { Code: "rule-weight-malformed" } => words["Write a weight above 0, or leave it empty."],
        { Code: "rule-number-malformed" } => words["Write a number of 0 or more."],
        { Code: "rule-bounds-impossible" } => words["The lower bound lies above the upper one."],
        { Code: "rule-letters-missing" } => words["Name at least one letter that counts."],
        { Code: "rule-date-malformed" } => words["Choose a day."],
        { Code: "rule-window-empty" } => words["Say at least a first day, a last day, or a number of days."],
        { Code: "rule-window-reversed" } => words["The first day comes after the last one."],
        { Code: "rule-text-missing" } when Named(problem.Row) is ForeignBadge => words["Write what the badge has to show."],
        { Code: "rule-text-missing" } => words["Write what is to be confirmed."],
        { Code: "rule-achievement-missing" } => words["Give the address of the achievement: without it only a person can take the badge."],
        { Code: "rule-achievement-malformed" } => words["Write the whole address, such as https://…"],
        { Code: "rule-worth-impossible" } => words["Ask for more than nothing, and for no more than all parts count together."],
        { Code: "rule-too-deep" } => words["Groups can stand inside one another three times at most."],
        _ => words["Add at least one requirement here."],
    };

    private Criterion? Named(string id) => RuleSentences.Leaves(Rule).FirstOrDefault(leaf => leaf.Id == id);

    private async Task<IActionResult> ReadCourse(CancellationToken ct)
    {
        var read = await Desk.Read(Open.Course, ct);
        await Load();
        var rule = RuleEditor.Of(Open.Mapping.RuleToEdit);
        if (rule.Of.Count == 0) await mappings.SaveDraftRule(Launch.Tenant, Open.Mapping.Id, RuleEditor.New(await Desk.Choices(Launch, Open.Course, Open.Mapping.MicroCredential, ct)), Open.Mapping.Revision, ct);
        return this.Go(read.Problem is { } problem ? $"{Root}/requirements?problem={problem}" : $"{Root}/requirements");
    }

    private async Task<IActionResult> Conflict(CancellationToken ct)
    {
        await Load();
        await Show(RuleEditor.Of(Open.Mapping.RuleToEdit), [], ct);
        ModelState.AddModelError("", words["Somebody else changed the requirements meanwhile. This is what they saved; make your change again."]);
        return this.PartOrPageWithErrors("_Tree", this);
    }

    private async Task Show(Group rule, IReadOnlyList<RowProblem> problems, CancellationToken ct)
    {
        Rule = rule;
        Revision = Open.Mapping.Revision;
        Choices = await Desk.Choices(Launch, Open.Course, Open.Mapping.MicroCredential, ct);
        IsConnected = await Desk.IsConnected(Open.Course, ct);
        ItemChanges = await Desk.ItemChanges(Open, ct);
        Problems = [.. problems, .. RuleEditor.Problems(rule, Choices)];
        (ClassSize, MeetsNow, CountedAt) = await trial.Count(Open, ct);
    }
}
