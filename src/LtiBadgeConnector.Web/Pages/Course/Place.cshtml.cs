using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Lms.Gradebook;
using LtiBadgeConnector.Lti;
using LtiBadgeConnector.Lti.DeepLinking;
using LtiBadgeConnector.Lti.Messages;
using LtiBadgeConnector.Lti.Registrations;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Storage.Road;
using LtiBadgeConnector.Web.Authoring;
using LtiBadgeConnector.Web.Launches;
using LtiBadgeConnector.Web.Localisation;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Security;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Pages.Course;

/// <summary>Deep Linking: an instructor chooses what a new link of the course shows, and the answer goes back to the LMS.</summary>
[Authorize(Policy = Policies.LaunchInstructor)]
public sealed class PlaceModel(
    CourseDesk desk, MappingRepository mappings, ScoreLedger columns, IRegistrations registrations, DeepLinkingAnswers answers, LtiOptions options,
    IStringLocalizer<Words> words) : PageModel
{
    /// <summary>The choice that shows whatever the course awards.</summary>
    public const string All = "all";

    private const string LinkType = "ltiResourceLink";

    private DeepLinkingRequest request = null!;

    public LaunchSession Launch => HttpContext.Launch();

    public string CourseTitle { get; private set; } = "";

    /// <summary>What learners can follow already; a draft is not among them.</summary>
    public IReadOnlyList<OpenMapping> Running { get; private set; } = [];

    public bool TakesLinks => request.Settings.Accepts(LinkType);

    public bool TakesSeveral => request.Settings.AcceptMultiple == true;

    public IReadOnlyList<string> Chosen { get; private set; } = [All];

    /// <summary>Set once the LMS is to be answered.</summary>
    public DeepLinkingAnswer.Form? Answer { get; private set; }

    public async Task<IActionResult> OnGet(CancellationToken ct) => await Open(ct) ? Page() : new ProblemAction("page-not-found");

    public async Task<IActionResult> OnPost(string? op, string[] choice, CancellationToken ct)
    {
        if (!await Open(ct)) return new ProblemAction("page-not-found");
        if (op != "place") return await Reply([], new DeepLinkingTexts(ErrorMessage: TakesLinks ? null : words["This place takes no links to a tool."].Value), ct);

        Chosen = [.. choice.Distinct(StringComparer.Ordinal)];
        List<ContentItem> items = [];
        foreach (var chosen in Chosen)
        {
            if (chosen == All) items.Add(Everything());
            else if (Running.FirstOrDefault(open => open.Mapping.Id.ToString() == chosen) is { } open) items.Add(await One(open, ct));
        }
        if (items.Count > 0) return await Reply(items, new DeepLinkingTexts(words.Count(items.Count, "{0} link placed", "{0} links placed", items.Count)), ct);

        ModelState.AddModelError("choice", words["Choose what the link shows."]);
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    private async Task<bool> Open(CancellationToken ct)
    {
        if (Launch.Content.DeepLinkingClaims is not { } claims || await desk.Course(Launch, ct) is not { } course) return false;

        request = DeepLinkingRequest.Reopen(claims, options);
        CourseTitle = course.Title;
        Running = [.. (await desk.All(Launch, ct)).Where(open => open.Mapping.State is MappingState.Active or MappingState.Paused)];
        HttpContext.PagePolicy().AllowFormsTo(request.Settings.ReturnUrl);
        return true;
    }

    private async Task<IActionResult> Reply(IReadOnlyList<ContentItem> items, DeepLinkingTexts texts, CancellationToken ct)
    {
        var registration = await registrations.Find(new RegistrationId(Launch.Platform.Value), ct);
        if (registration is not { State: RegistrationState.Active }) return new ProblemAction("launch-registration-disabled");

        switch (await answers.Answer(registration, request, items, texts, ct))
        {
            case DeepLinkingAnswer.Form form:
                Answer = form;
                return Page();
            case DeepLinkingAnswer.Refused { Refusal: var refusal }:
                return new ProblemAction(refusal.Code);
            case var other:
                throw new InvalidOperationException($"Unknown answer {other}.");
        }
    }

    private ResourceLinkItem Everything() => new()
    {
        Title = words["My badge progress"], Text = words["Shows learners what they have reached in this course and what is missing."], Url = options.LaunchUrl,
    };

    // The address and the custom parameters say the same: some platforms match links by one, some by the other.
    private async Task<ResourceLinkItem> One(OpenMapping open, CancellationToken ct) => new()
    {
        Title = open.Title,
        Text = words["Shows learners how far they are, and the credential once it is earned."],
        Url = $"{options.LaunchUrl}?mapping={open.Mapping.Id}",
        Custom = new Dictionary<string, string>
        {
            [LaunchDestinations.MappingParameter] = open.Mapping.Id.ToString(),
            [LaunchDestinations.DefinitionParameter] = open.MicroCredential.Id.ToString(),
        },
        LineItem = await NeedsColumn(open, ct)
            ? new ContentLineItem(GradebookColumns.Maximum, open.Title, GradebookColumns.ResourceIdOf(open.Mapping.Id), GradebookColumns.Tag, options.LaunchUrl)
            : null,
    };

    // Where the LMS lets a tool make no column by itself, the link brings it.
    private async Task<bool> NeedsColumn(OpenMapping open, CancellationToken ct) =>
        await mappings.InGradebook(Launch.Tenant, open.Mapping.Id, ct) != GradebookContent.Nothing && await columns.ColumnOf(Launch.Tenant, open.Mapping.Id, ct) is null;
}
