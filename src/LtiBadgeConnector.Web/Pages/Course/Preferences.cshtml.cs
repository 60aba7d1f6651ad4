using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Storage.Learners;
using LtiBadgeConnector.Web.Configuration;
using LtiBadgeConnector.Web.Launches;
using LtiBadgeConnector.Web.Localisation;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Sharing;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LtiBadgeConnector.Web.Pages.Course;

/// <summary>What a person decides once for all courses: language, mails, and whether the name goes into credentials.</summary>
public sealed class PreferencesModel(PreferenceRepository preferences, LearnerRepository learners, Publishing publishing, LaunchSessions sessions, MailOptions mails, TimeProvider time) : PageModel
{
    public LearnerPreferences Chosen { get; private set; } = LearnerPreferences.None;

    public Learner Person { get; private set; } = null!;

    public bool SendsMails => mails.IsOn;

    public bool IsSaved { get; private set; }

    public LaunchSession Launch => HttpContext.Launch();

    public string Here => $"{Launch.Root}/preferences";

    public async Task<IActionResult> OnGet(bool saved, CancellationToken ct)
    {
        if (Launch is not { Learner: { } learner } || await learners.Find(Launch.Tenant, learner, ct) is not { } person) return new ProblemAction("progress-unknown");
        (Person, IsSaved, Chosen) = (person, saved, await preferences.Of(Launch.Tenant, learner, ct));
        return Page();
    }

    /// <param name="language">Empty for the one the LMS says.</param>
    public async Task<IActionResult> OnPost(string? language, bool mail, bool name, CancellationToken ct)
    {
        if (Launch is not { Learner: { } learner }) return new ProblemAction("progress-unknown");
        var known = await preferences.Of(Launch.Tenant, learner, ct);
        var chosen = Languages.Matching(language);
        // While no mails are sent the question is not asked, so nothing is answered.
        var stopped = !mails.IsOn ? known.MailsStoppedAt : mail ? null : known.MailsStoppedAt ?? time.Now();
        await preferences.Save(Launch.Tenant, learner, known with { Language = chosen, MailsStoppedAt = stopped }, ct);
        await publishing.AgreeToName(Launch.Tenant, learner, name, ct);
        if ((chosen ?? Languages.Matching(Launch.Content.Locale)) is { } now) await sessions.RememberLanguage(HttpContext, now);
        return this.Go($"{Here}?saved=true");
    }
}
