using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.Learners;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Web.Launches;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Sharing;
using LtiBadgeConnector.Web.Ui;
using LtiBadgeConnector.Web.Withdrawing;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc;

namespace LtiBadgeConnector.Web.Pages.Course;

/// <summary>A learner's own progress: one micro-credential, or all of the course.</summary>
public sealed class ProgressModel(LearnerProgress progress, Publishing publishing, LearnerRepository learners, AwardViewing access, AppealDesk appeals, TimeProvider time) : PageModel
{
    /// <summary>Everything to show; one when the address names it or there is only one.</summary>
    public IReadOnlyList<ProgressWithOne> All { get; private set; } = [];

    /// <summary>Changes whenever something on the page would.</summary>
    public string Seen { get; private set; } = "";

    public bool NameAgreed { get; private set; }

    public string? Name { get; private set; }

    /// <summary>Where this page is polled and where its forms go.</summary>
    public string Here { get; private set; } = "";

    public DateTimeOffset Now { get; } = time.GetUtcNow();

    public LaunchSession Launch => HttpContext.Launch();

    /// <param name="seen">What the part on the page already shows; nothing is sent again while that is the newest.</param>
    public async Task<IActionResult> OnGet(Guid? mapping, string? seen, CancellationToken ct)
    {
        if (Launch is not { Course: { } course, Learner: { } learner }) return NotForUs();

        All = await progress.InCourse(Launch.Tenant, course, learner, ct);
        if (mapping is { } id)
        {
            All = [.. All.Where(one => one.Mapping.Id.Value == id)];
            if (All.Count == 0) return NotForUs();
        }
        Here = mapping is null ? $"{Launch.Root}/progress" : $"{Launch.Root}/progress/{mapping}";
        var person = await learners.Find(Launch.Tenant, learner, ct);
        (NameAgreed, Name) = (person is { NameAgreed: true }, person?.Name);
        Seen = Fingerprint();
        if (Request.IsHtmx() && seen == Seen) return new NoContentResult();
        return this.PartOrPage("_Progress", this);
    }

    /// <summary>Publishes the award, makes it reachable by its share link only, or takes it back.</summary>
    public async Task<IActionResult> OnPostVisibility(string award, AwardVisibility visibility, CancellationToken ct)
    {
        if (Launch is not { Learner: { } learner } || !Enum.IsDefined(visibility)) return NotForUs();
        return await publishing.SetVisibility(Launch.Tenant, learner, new PublicId(award), visibility, ct) ? Back() : NotForUs();
    }

    /// <summary>What the learner has to say about a suspended or withdrawn award.</summary>
    public async Task<IActionResult> OnPostAppeal(string? award, string? note, CancellationToken ct)
    {
        if (Launch is not { Learner: { } learner }) return NotForUs();
        return await appeals.Write(Launch.Tenant, learner, new PublicId(award ?? ""), note, ct) is { } problem ? new ProblemAction(problem) : Back();
    }

    /// <summary>Whether the learner's name may stand on award pages and in credentials.</summary>
    public async Task<IActionResult> OnPostName(bool agreed, CancellationToken ct)
    {
        if (Launch is not { Learner: { } learner }) return NotForUs();
        await publishing.AgreeToName(Launch.Tenant, learner, agreed, ct);
        return Back();
    }

    /// <summary>The award's page as its holder may open it in a new window, where there is no session.</summary>
    public string PageOf(SharedAward award) =>
        award.Visibility == AwardVisibility.Public ? award.Url : $"{award.Url}?{AwardViewing.PassParameter}={access.Pass(award.PublicId, Launch.ExpiresAt)}";

    private IActionResult Back() => this.Go(Request.Path);

    private static ProblemAction NotForUs() => new("progress-unknown");

    private string Fingerprint()
    {
        var text = new StringBuilder(CultureInfo.CurrentUICulture.Name).Append(NameAgreed);
        foreach (var one in All)
            text.Append(CultureInfo.InvariantCulture, $"|{one.Mapping.Id} {one.Mapping.State} {one.Mapping.Revision} {one.Verdict?.DecidedAt:O} {one.Award?.State} {one.Award?.Visibility} {one.Award?.Withdrawal?.At:O} {one.Award?.Suspension?.At:O} {one.Award?.ValidUntil < Now} {one.Award?.ValidUntil?.AddDays(-one.Mapping.Policy.DaysOfReminder) < Now} {one.Appeal?.At:O} {one.Document?.PublicId}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16];
    }
}
