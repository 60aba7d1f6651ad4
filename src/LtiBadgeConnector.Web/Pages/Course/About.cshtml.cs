using System.Globalization;
using System.Text;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Storage.MicroCredentials;
using LtiBadgeConnector.Web.Authoring;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Security;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Pages.Course;

/// <summary>What a form of the description carries; every answer as it was typed.</summary>
public sealed record AboutForm
{
    public string? Title { get; init; }

    public string? Description { get; init; }

    /// <summary>One outcome on each line.</summary>
    public string? Outcomes { get; init; }

    public string? EffortHours { get; init; }

    public string? Participation { get; init; }

    public string? Assessment { get; init; }

    public string? QualityAssurance { get; init; }

    public string? Credit { get; init; }

    public int Revision { get; init; }

    public static AboutForm Of(Definition draft, int revision) => new()
    {
        Title = draft.Title, Description = draft.Description, Outcomes = string.Join('\n', draft.Outcomes),
        EffortHours = draft.EffortHours?.ToString("0.##", CultureInfo.InvariantCulture), Participation = draft.Participation, Assessment = draft.Assessment,
        QualityAssurance = draft.QualityAssurance, Credit = draft.Credit, Revision = revision,
    };
}

/// <summary>The descriptors of a micro-credential. Saves on leaving a field where there is script, and with the button everywhere.</summary>
[Authorize(Policy = Policies.LaunchStaff)]
public sealed class AboutModel(
    CourseDesk desk, MicroCredentialRepository microCredentials, IStringLocalizer<Words> words, Formats formats, TimeProvider time) : DefinitionPageModel(desk)
{
    [BindProperty]
    public AboutForm Form { get; set; } = new();

    public IReadOnlyList<string> Missing { get; private set; } = [];

    /// <summary>What somebody else saved meanwhile; the form still holds what was typed here.</summary>
    public Definition? Theirs { get; private set; }

    public string? SavedAt { get; private set; }

    public void OnGet()
    {
        Form = AboutForm.Of(Open.MicroCredential.Draft, Open.MicroCredential.DraftRevision);
        Missing = DefinitionCheck.Missing(Open.MicroCredential.Draft);
    }

    public async Task<IActionResult> OnPost(string? op, CancellationToken ct)
    {
        if (!Launch.MayEdit) return new ProblemAction("not-allowed");

        var hours = ReadHours();
        var draft = Changed(hours);
        Missing = DefinitionCheck.Missing(draft);
        if (!ModelState.IsValid) return WithErrors();

        if (!await microCredentials.SaveDraft(Launch.Tenant, Open.MicroCredential.Id, draft, Form.Revision, ct))
        {
            await Load();
            Theirs = Open.MicroCredential.Draft;
            // Saving once more says that the person has seen both.
            Form = Form with { Revision = Open.MicroCredential.DraftRevision };
            ModelState.AddModelError("", words["Somebody else saved this while you were writing. Yours is still here; save again to keep it."]);
            return WithErrors();
        }

        if (op is not null) return this.Go($"{Root}/{(op == "continue" ? "requirements" : "about")}");
        Form = Form with { Revision = Form.Revision + 1 };
        SavedAt = formats.Clock(time.GetUtcNow());
        return this.PartOrPage("_AboutSaved", this);
    }

    private IActionResult WithErrors()
    {
        ModelState.Remove("Form.Revision");
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Request.IsHtmx() ? Partial("_AboutSaved", this) : Page();
    }

    private Definition Changed(decimal? hours) => Open.MicroCredential.Draft with
    {
        Title = Trim(Form.Title), Description = Trim(Form.Description), Outcomes = [.. (Form.Outcomes ?? "").Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)],
        EffortHours = hours, Participation = Trim(Form.Participation), Assessment = Trim(Form.Assessment), QualityAssurance = Trim(Form.QualityAssurance),
        Credit = Trim(Form.Credit),
    };

    private decimal? ReadHours()
    {
        var text = Trim(Form.EffortHours).Normalize(NormalizationForm.FormKC);
        if (text.Length == 0) return null;
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var hours) && hours is > 0 and < 100_000) return hours;
        ModelState.AddModelError("Form.EffortHours", words["Write the hours as a number, for example 24."]);
        return Open.MicroCredential.Draft.EffortHours;
    }

    private static string Trim(string? text) => text?.Trim() ?? "";
}
