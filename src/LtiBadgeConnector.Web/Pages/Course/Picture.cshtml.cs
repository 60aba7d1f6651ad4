using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Storage.MicroCredentials;
using LtiBadgeConnector.Web.Authoring;
using LtiBadgeConnector.Web.BadgeImages;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Security;
using LtiBadgeConnector.Web.Ui;
using LtiBadgeConnector.Web.Uploads;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Pages.Course;

/// <summary>What the form of a badge's design carries; every answer as it was given.</summary>
public sealed record DesignForm
{
    public string? Shape { get; init; }

    public string? Ornament { get; init; }

    public string? Ground { get; init; }

    public string? Line { get; init; }

    public string? Middle { get; init; }

    public bool HasLargeMiddle { get; init; }

    public string? Icon { get; init; }

    public string? Letters { get; init; }

    public string? Words { get; init; }

    public int Revision { get; init; }

    public static DesignForm Of(BadgeDesign design, int revision) => new()
    {
        Shape = design.Shape.ToString(), Ornament = design.Ornament.ToString(), Ground = design.Ground, Line = design.Line, Middle = design.Middle,
        HasLargeMiddle = design.HasLargeMiddle, Icon = design.Icon, Letters = design.Letters, Words = design.Words, Revision = revision,
    };

    /// <summary>As the design it describes; what is on no list becomes a value that <see cref="BadgeDesignCheck"/> refuses.</summary>
    public BadgeDesign Read() => new()
    {
        Shape = Enum.TryParse<BadgeShape>(Shape, out var shape) ? shape : (BadgeShape)(-1),
        Ornament = Enum.TryParse<BadgeOrnament>(Ornament, out var ornament) ? ornament : (BadgeOrnament)(-1),
        Ground = Colour(Ground), Line = Colour(Line), Middle = Colour(Middle), HasLargeMiddle = HasLargeMiddle,
        Icon = Icon ?? "", Letters = Letters?.Trim() ?? "", Words = Words?.Trim() ?? "",
    };

    private static string Colour(string? text) => text?.Trim().ToLowerInvariant() ?? "";
}

/// <summary>The picture of a micro-credential: drawn by choices with a preview beside them, or uploaded.</summary>
[Authorize(Policy = Policies.LaunchStaff)]
public sealed class PictureModel(
    CourseDesk desk, MicroCredentialRepository microCredentials, ImageRepository images, PictureUploads uploads, IStringLocalizer<Words> words, TimeProvider time) : DefinitionPageModel(desk)
{
    [BindProperty(Name = "Form")]
    public DesignForm Form { get; set; } = new();

    /// <summary>What the preview shows: the form as far as it can be drawn, otherwise what is saved.</summary>
    public BadgeDesign Shown { get; private set; } = BadgeDesign.Default;

    /// <summary>Whether learners get a picture of a file, and no drawn one.</summary>
    public bool IsUploaded => Open.MicroCredential.Draft is { Image: not null, Design: null };

    public bool IsChanged { get; private set; }

    private BadgeDesign Saved => Open.MicroCredential.Draft.Design ?? BadgeDesign.Default;

    public void OnGet()
    {
        Shown = Saved;
        Form = DesignForm.Of(Saved, Open.MicroCredential.DraftRevision);
    }

    /// <summary>The preview changes with every choice; nothing is saved by that.</summary>
    public IActionResult OnPostPreview(string? palette)
    {
        if (BadgePalettes.Find(palette) is { } colours)
        {
            Form = Form with { Ground = colours.Ground, Line = colours.Line, Middle = colours.Middle };
            ModelState.Clear();
        }
        Judge();
        return this.PartOrPage("_PicturePreview", this);
    }

    public async Task<IActionResult> OnPostSave(CancellationToken ct)
    {
        if (!Launch.MayEdit) return new ProblemAction("not-allowed");
        if (!Judge()) return WithErrors();
        return await Save(Open.MicroCredential.Draft with { Design = Form.Read(), Image = null }, Form.Revision, ct);
    }

    /// <summary>Back to the seal.</summary>
    public async Task<IActionResult> OnPostSeal(CancellationToken ct) => !Launch.MayEdit
        ? new ProblemAction("not-allowed")
        : await Save(Open.MicroCredential.Draft with { Design = null, Image = null }, Open.MicroCredential.DraftRevision, ct);

    public async Task<IActionResult> OnPostUpload(IFormFile? file, CancellationToken ct)
    {
        if (!Launch.MayEdit) return new ProblemAction("not-allowed");
        var refusal = (Code: "picture-missing", Sentence: words["Choose a file first."].Value);
        if (file is { Length: > 0 })
        {
            switch (await uploads.Take(file, PictureUse.Badge, ct))
            {
                case PictureUpload.Accepted taken:
                    var image = await images.Add(Launch.Tenant, taken.MediaType, taken.Content, time.GetUtcNow(), ct);
                    return await Save(Open.MicroCredential.Draft with { Design = null, Image = image }, Open.MicroCredential.DraftRevision, ct);
                case PictureUpload.Refused no:
                    refusal = (no.Code, words[no.Sentence.Key, [.. no.Holes]]);
                    break;
            }
        }
        OnGet();
        ModelState.Clear();
        ModelState.AddModelError("file", $"{refusal.Sentence} ({refusal.Code})");
        return WithErrors();
    }

    private async Task<IActionResult> Save(Definition draft, int revision, CancellationToken ct)
    {
        if (await microCredentials.SaveDraft(Launch.Tenant, Open.MicroCredential.Id, draft, revision, ct)) return this.Go($"{Root}/about");
        await Load();
        Judge();
        Form = Form with { Revision = Open.MicroCredential.DraftRevision };
        ModelState.Remove("Form.Revision");
        ModelState.AddModelError("", words["Somebody else saved this while you were writing. Yours is still here; save again to keep it."]);
        return WithErrors();
    }

    private bool Judge()
    {
        var design = Form.Read();
        var problems = BadgeDesignCheck.Problems(design);
        foreach (var problem in problems) ModelState.AddModelError($"Form.{problem.Field}", $"{words[problem.Sentence.Key, [.. problem.Holes]]} ({problem.Code})");
        Shown = problems.Any(problem => problem.Code is "badge-design-unknown" or "badge-colour-unreadable") ? Saved : design;
        IsChanged = IsUploaded || !(design with { Arcs = Saved.Arcs }).Equals(Saved);
        return problems.Count == 0;
    }

    private PageResult WithErrors()
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }
}
