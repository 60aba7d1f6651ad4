using System.Text.RegularExpressions;
using LtiBadgeConnector.Core.Frameworks;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Storage.Issuers;
using LtiBadgeConnector.Storage.MicroCredentials;
using LtiBadgeConnector.Web.Authoring;
using LtiBadgeConnector.Web.Describing;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Security;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Pages.Course;

/// <summary>The descriptors of a micro-credential. Saves on leaving a field where there is script, and with the button everywhere.</summary>
[Authorize(Policy = Policies.LaunchStaff)]
public sealed partial class AboutModel(
    CourseDesk desk, DefinitionDesk definitions, MicroCredentialRepository microCredentials, IStringLocalizer<Words> words, Formats formats, TimeProvider time)
    : DefinitionPageModel(desk)
{
    public const int MostLeft = 20;

    private IReadOnlyList<FieldProblem> refused = [];

    [BindProperty(Name = "Form.Revision")]
    public int Revision { get; set; }

    /// <summary>The draft, or what the form says while it could not be kept.</summary>
    public Definition Shown { get; private set; } = null!;

    public Issuer Issuer { get; private set; } = null!;

    public Conformance Conformance { get; private set; } = null!;

    /// <summary>What somebody else saved meanwhile; the form still holds what was typed here.</summary>
    public Definition? Theirs { get; private set; }

    public string? SavedAt { get; private set; }

    /// <summary>Descriptors whose fields look different after this save: an entry more, a row more.</summary>
    public IReadOnlyList<string> Redrawn { get; private set; } = [];

    public static FrameworkCatalogue Catalogue => DefinitionDesk.Catalogue;

    public static DescriptorGuide Guide => DescriptorGuide.Shipped;

    /// <summary>Members of the file it was made of that were not taken. They come by the address, so only what may be the name of a member is shown.</summary>
    public IReadOnlyList<string> Left { get; private set; } = [];

    public async Task OnGet(string[] left, CancellationToken ct)
    {
        Left = [.. left.Take(MostLeft).Where(name => MemberName().IsMatch(name))];
        Revision = Open.MicroCredential.DraftRevision;
        await Show(Open.MicroCredential.Draft, ct);
    }

    /// <summary>Part of a list too long to choose from, as one types.</summary>
    public IActionResult OnGetFind(string? descriptor, string? q) =>
        Catalogue.Descriptors.FirstOrDefault(one => one.Id == descriptor) is { } known && DescriptorField.IsSearched(known)
            ? Partial("_Found", (known.Id, known.Id == Descriptors.Level
                ? LevelSearch.Find(Open.MicroCredential.Draft.Levels, q)
                : VocabularySearch.Find(Catalogue.EntriesOf(known).ExceptBy(Open.MicroCredential.Draft.AnswerTo(known.Id).Codes, entry => entry.Code), q)))
            : new ProblemAction("page-not-found");

    public async Task<IActionResult> OnPost(string? op, CancellationToken ct)
    {
        if (!Launch.MayEdit) return new ProblemAction("not-allowed");

        WasAsked = op is not null;
        var before = Open.MicroCredential.Draft;
        var read = new DefinitionForm(Catalogue, Guide).Read(before, Sent());
        var draft = op == "turn" && read.Problems.Count == 0 ? read.Definition.InOtherLanguage() : read.Definition;
        await Show(draft, ct);
        Redrawn = ChangedShape(before, draft);
        foreach (var problem in refused = read.Problems) ModelState.AddModelError(problem.Field, problem.Sentence(words, formats));

        if (!await microCredentials.SaveDraft(Launch.Tenant, Open.MicroCredential.Id, draft, Revision, ct))
        {
            await Load();
            Theirs = Open.MicroCredential.Draft;
            // Saving once more says that the person has seen both.
            Revision = Open.MicroCredential.DraftRevision;
            ModelState.AddModelError("", words["Somebody else saved this while you were writing. Yours is still here; save again to keep it."]);
            return WithErrors();
        }

        Revision++;
        SavedAt = formats.Clock(time.GetUtcNow());
        if (!ModelState.IsValid) return WithErrors();
        return op is not null ? this.Go($"{Root}/{(op == "continue" ? "requirements" : "about")}") : this.PartOrPage("_AboutSaved", this);
    }

    /// <summary>What was typed where it was refused, otherwise what is kept.</summary>
    public string Typed(string field, string kept) => refused.FirstOrDefault(problem => problem.Field == field)?.Typed ?? kept;

    /// <summary>Rows of a list and its number: as they were sent while one of them is refused, otherwise those that are kept; and an empty one.</summary>
    public IReadOnlyList<(string Chosen, string Typed)> Rows(string name, string list, string number, IEnumerable<(string, string)> kept)
    {
        if (!refused.Any(problem => problem.Field.StartsWith(name + ".", StringComparison.Ordinal))) return [.. kept, ("", "")];
        var sent = Enumerable.Range(0, Request.Form.Count).TakeWhile(row => Request.Form.ContainsKey($"{name}.{row}.{list}"));
        return [.. sent.Select(row => (Request.Form[$"{name}.{row}.{list}"].ToString(), Request.Form[$"{name}.{row}.{number}"].ToString()))];
    }

    /// <summary>The fields that were sent, each with what is wrong about it, or null: what was said before is taken back.</summary>
    public IEnumerable<(string Field, string? Error)> Said =>
        Request.Form.Keys.Where(IsWritten).Select(name => (name, ModelState.GetValueOrDefault(name)?.Errors.Select(error => error.ErrorMessage).FirstOrDefault()));

    /// <summary>Whether a person asked to save; a field that saves itself takes nobody away from where they write.</summary>
    public bool WasAsked { get; private set; }

    /// <summary>What the claimed frameworks say at one descriptor, beyond that it is not answered.</summary>
    public IEnumerable<Finding> Says(Descriptor descriptor) => Conformance.Findings.Where(finding => finding.Rule is not null && finding.Descriptor.Id == descriptor.Id);

    /// <summary>Whether something at a descriptor could not be taken: then it is not folded away.</summary>
    public bool Refuses(Descriptor descriptor) => refused.Any(problem => FieldsOf(descriptor).Any(start => problem.Field.StartsWith(start, StringComparison.Ordinal)));

    /// <summary>What is answered is not folded away either.</summary>
    public bool IsAnswered(Descriptor descriptor) => DefinitionAnswers.IsGiven(descriptor.Id, DefinitionDesk.Stated(Shown, Issuer));

    /// <summary>Which claimed frameworks ask for a descriptor, in words; null when none does.</summary>
    public string? Needed(Descriptor descriptor)
    {
        string Names(Requirement requirement) =>
            formats.List([.. Catalogue.ClaimedBy(Shown).Where(framework => descriptor.In(framework.Id) == requirement).Select(framework => Guide.ShortName(framework).In(formats.Language))]);

        return Catalogue.Strictest(descriptor, Shown) switch
        {
            Requirement.Required => words["required: {0}", Names(Requirement.Required)].Value,
            Requirement.Present => words["named by: {0}", Names(Requirement.Present)].Value,
            Requirement.Optional => words["optional"].Value,
            _ => null,
        };
    }

    [GeneratedRegex(@"^[A-Za-z@][A-Za-z0-9:@._\[\]-]{0,60}$")]
    private static partial Regex MemberName();

    private static string[] FieldsOf(Descriptor descriptor) => descriptor.Id switch
    {
        Descriptors.Title => ["Form.Title", "Form.OtherTitle"],
        Descriptors.Content => ["Form.Description", "Form.OtherDescription"],
        Descriptors.LearningOutcomes => ["Form.Outcomes"],
        Descriptors.LearnerEffort => ["Form.Effort"],
        Descriptors.Credit => ["credit.", $"a.{Descriptors.Credit}."],
        var id => [$"a.{id}."],
    };

    // Boxes have no place of their own for an error.
    private static bool IsWritten(string name) => name.Split('.') switch
    {
        ["Form", "Revision" or "EffortUnit"] => false,
        ["Form", _] or ["credit", _, _] => true,
        ["a", _, "sent" or "code" or "none"] => false,
        ["a", var id, var part] => Catalogue.Descriptors.FirstOrDefault(one => one.Id == id) is { } descriptor && !(Guide.Of(descriptor).Parts ?? []).Any(known => known.Name == part && known.Kind == "flag"),
        _ => false,
    };

    private async Task Show(Definition definition, CancellationToken ct)
    {
        ViewData[FieldTagHelper.SaysErrorsLater] = true;
        Shown = definition;
        Issuer = await definitions.IssuerOf(Open.MicroCredential, ct);
        Conformance = DefinitionDesk.Check(definition, Issuer);
    }

    private Dictionary<string, IReadOnlyList<string>> Sent() =>
        Request.Form.ToDictionary(field => field.Key, field => (IReadOnlyList<string>)[.. field.Value.OfType<string>()], StringComparer.Ordinal);

    private static string[] ChangedShape(Definition before, Definition after) =>
    [
        .. Catalogue.Descriptors.Select(descriptor => descriptor.Id).Where(id => id switch
        {
            Descriptors.Level => !before.Levels.SequenceEqual(after.Levels),
            Descriptors.Credit => before.Credits.Count != after.Credits.Count,
            _ => !before.AnswerTo(id).Codes.SequenceEqual(after.AnswerTo(id).Codes) && DescriptorField.IsSearched(Catalogue.Descriptor(id)),
        }),
    ];

    private IActionResult WithErrors()
    {
        ModelState.Remove("Form.Revision");
        return this.PartOrPageWithErrors("_AboutSaved", this);
    }
}

/// <summary>One descriptor on the page that is being written.</summary>
public sealed record DescriptorField(AboutModel About, Descriptor Descriptor)
{
    public Answer Answer => About.Shown.AnswerTo(Descriptor.Id);

    public GuideEntry Guide => AboutModel.Guide.Of(Descriptor);

    public IEnumerable<VocabularyEntry> Entries => EntriesOf(Descriptor);

    public IReadOnlyList<VocabularyEntry> Chosen => Descriptor.Id == Descriptors.Level
        ? [.. About.Shown.Levels.Select(LevelSearch.EntryOf)]
        : [.. Answer.Codes.Select(code => AboutModel.Catalogue.Entry(Descriptor, code)).OfType<VocabularyEntry>()];

    /// <summary>What may be ticked. A file can choose what stands in no box by itself; it keeps one as long as it is chosen.</summary>
    public IEnumerable<VocabularyEntry> Boxes => IsSearched(Descriptor) ? Chosen : Entries.Union(Chosen);

    /// <summary>A list too long for boxes is searched, and levels, which are two choices in one; what is chosen stands above the search.</summary>
    public static bool IsSearched(Descriptor descriptor) => descriptor.Id == Descriptors.Level || EntriesOf(descriptor).Skip(DefinitionForm.LongVocabulary).Any();

    /// <summary>Boxes that are more than a few are narrowed as one types.</summary>
    public static bool IsNarrowed(Descriptor descriptor) => !IsSearched(descriptor) && EntriesOf(descriptor).Skip(DefinitionForm.ShortVocabulary).Any();

    public string Name(string part) => DefinitionForm.Field(Descriptor.Id, part);

    private static IEnumerable<VocabularyEntry> EntriesOf(Descriptor descriptor) => descriptor.Id == Descriptors.Level
        ? LevelSearch.Entries
        : descriptor.Vocabularies.Take(1).SelectMany(id => AboutModel.Catalogue.Vocabularies.GetValueOrDefault(id)?.Entries ?? []);
}
