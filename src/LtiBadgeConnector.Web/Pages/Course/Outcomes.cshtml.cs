using System.Text;
using System.Text.Json;
using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Credentials.Importing;
using LtiBadgeConnector.Storage.Courses;
using LtiBadgeConnector.Storage.MicroCredentials;
using LtiBadgeConnector.Web.Authoring;
using LtiBadgeConnector.Web.Describing;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Rules;
using LtiBadgeConnector.Web.Security;
using LtiBadgeConnector.Web.Ui;
using LtiBadgeConnector.Web.Uploads;
using LtiBadgeConnector.Web.Verifying;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Pages.Course;

/// <summary>What is learned, statement by statement: what proves it in this course, which published frameworks say the same, and taking statements from their files.</summary>
[Authorize(Policy = Policies.LaunchStaff)]
[RefuseLargeBody(OutcomeFile.MostBytes + 64 * 1024, ImportProblems.TooLarge)]
public sealed class OutcomesModel(CourseDesk desk, MicroCredentialRepository microCredentials, CourseRepository courses, RuleSentences sentences, IStringLocalizer<Words> words, Formats formats)
    : DefinitionPageModel(desk)
{
    /// <summary>How many statements of a file are shown to choose from.</summary>
    public const int MostOffered = 500;

    private IReadOnlyList<FieldProblem> refused = [];

    [BindProperty(Name = "revision")]
    public int Revision { get; set; }

    public Definition Shown { get; private set; } = null!;

    /// <summary>What can prove an outcome: the parts of the course's rule that look at something.</summary>
    public IReadOnlyList<(string Id, string Text)> Criteria { get; private set; } = [];

    /// <summary>Outcomes and competencies that the LMS keeps of this course and that are not written here yet.</summary>
    public IReadOnlyList<CourseItem> OfCourse { get; private set; } = [];

    public OfferedOutcomes? Offered { get; private set; }

    /// <summary>Why a file was not taken.</summary>
    public ImportRefusal? FileRefused { get; private set; }

    public string OtherLanguage => Shown.Language == "ja" ? "en" : "ja";

    public async Task OnGet(bool saved, CancellationToken ct)
    {
        if (saved) ViewData["Said"] = words["Saved"].Value;
        Revision = Open.MicroCredential.DraftRevision;
        await Show(Open.MicroCredential.Draft, ct);
    }

    public async Task<IActionResult> OnPost(string? op, IFormFile? file, CancellationToken ct)
    {
        if (!Launch.MayEdit) return new ProblemAction("not-allowed");
        await Show(Open.MicroCredential.Draft, ct);
        if (op == "upload") return await Upload(file, ct);

        var sent = Request.Form.ToDictionary(field => field.Key, field => (IReadOnlyList<string>)[.. field.Value.OfType<string>()], StringComparer.Ordinal);
        var read = op switch
        {
            "take" => Taken(sent.GetValueOrDefault("pick", []).Select(Unpacked).OfType<Outcome>()),
            "take-course" => Taken(OfCourse.Where(item => sent.GetValueOrDefault("item", []).Contains(item.Key.Value)).Select(FromCourse)),
            _ => new OutcomesForm(DefinitionDesk.Catalogue, [.. Criteria.Select(one => one.Id)]).Read(Shown, sent),
        };
        Shown = read.Definition;
        foreach (var problem in refused = read.Problems) ModelState.AddModelError(problem.Field, problem.Sentence(words, formats));
        if (!await microCredentials.SaveDraft(Launch.Tenant, Open.MicroCredential.Id, Shown, Revision, ct))
        {
            await Load();
            Revision = Open.MicroCredential.DraftRevision;
            ModelState.AddModelError("", words["Somebody else saved this while you were writing. Yours is still here; save again to keep it."]);
        }
        else if (ModelState.IsValid)
            return this.Go($"{Root}/outcomes?saved=true");
        else
            Revision++;
        return WithErrors();
    }

    public string Typed(string field, string kept) => refused.FirstOrDefault(problem => problem.Field == field)?.Typed ?? kept;

    /// <summary>One statement as a box carries it; what comes back is checked like any file.</summary>
    public static string Packed(Outcome outcome) => Convert.ToBase64String(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(outcome)));

    private async Task Show(Definition definition, CancellationToken ct)
    {
        Shown = definition;
        OfCourse = [.. (await courses.Items(Launch.Tenant, Open.Course.Id, ct)).Where(item => item is { Kind: CourseItemKind.Outcome, IsGone: false } && definition.Outcomes.All(known => known.Text != item.Name))];
        Criteria = [.. RuleSentences.Leaves(Open.Mapping.RuleToEdit).Where(leaf => leaf is not CourseCompleted).Select(leaf => (leaf.Id, sentences.Requirement(leaf, Names)))];
    }

    private async Task<IActionResult> Upload(IFormFile? file, CancellationToken ct)
    {
        var import = OutcomeFile.Read(file is null ? [] : await file.Bytes(ct));
        (Offered, FileRefused) = (import.Value, import.Refusal);
        Revision = Open.MicroCredential.DraftRevision;
        return FileRefused is null ? Page() : WithErrors();
    }

    /// <summary>Whether something about an outcome could not be taken: then it is not folded away.</summary>
    public bool Refuses(Outcome outcome) => refused.Any(problem => problem.Field.StartsWith(OutcomesForm.Field(outcome, ""), StringComparison.Ordinal));

    /// <summary>What was typed of an alignment that could not be taken.</summary>
    public string Unaligned(Outcome outcome, string part) =>
        refused.Any(problem => problem.Field.StartsWith(OutcomesForm.Field(outcome, "align."), StringComparison.Ordinal)) ? Request.Form[OutcomesForm.Field(outcome, part)].ToString() : "";

    // Those that are there already are not taken twice; what does not fit changes nothing.
    private ReadDefinition Taken(IEnumerable<Outcome> picked)
    {
        var outcomes = Shown.Outcomes.ToList();
        foreach (var outcome in picked)
            if (outcomes.All(known => known.Text != outcome.Text)) outcomes.Add(outcome with { Id = Outcomes.NextId(outcomes) });
        var definition = Shown with { Outcomes = outcomes };
        return DefinitionLimits.Broken(definition, DefinitionDesk.Catalogue) is { } broken ? new(Shown, [new("", broken.Problem, "")]) : new(definition, []);
    }

    // What the rule asks of it proves it.
    private Outcome FromCourse(CourseItem item) => new("", item.Name)
    {
        ProvenBy = [.. RuleSentences.Leaves(Open.Mapping.RuleToEdit).OfType<OutcomeMastered>().Where(leaf => leaf.Outcome == item.Key).Select(leaf => leaf.Id)],
    };

    private static Outcome? Unpacked(string packed)
    {
        try
        {
            return JsonSerializer.Deserialize<Outcome>(Convert.FromBase64String(packed)) is { Text: not null, OtherText: not null, Alignments: { } alignments } outcome
                && alignments.All(alignment => alignment is { TargetName: not null, TargetUrl: not null }) ? outcome with { ProvenBy = [] } : null;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }

    private PageResult WithErrors()
    {
        ModelState.Remove("revision");
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }
}
