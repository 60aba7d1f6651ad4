using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.Learners;
using LtiBadgeConnector.Web.Mailing;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Sharing;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LtiBadgeConnector.Web.Pages;

/// <summary>
/// Stops mails to one learner, and lets them come again. The link is the permission; mail programs post to it by themselves
/// (RFC 8058), which is why there is no anti-forgery token: nobody gains by stopping somebody's mails, and it is undone here.
/// </summary>
[IgnoreAntiforgeryToken]
public sealed class StopMailsModel(MailStops stops, LearnerRepository learners, PreferenceRepository preferences, ServiceName service, TimeProvider time) : PageModel
{
    public string Speaker { get; private set; } = "";

    public bool IsStopped { get; private set; }

    public async Task<IActionResult> OnGet(string token, CancellationToken ct)
    {
        if (await Reader(token, ct) is not var (tenant, learner)) return new ProblemAction("mail-link-unknown");
        Speaker = await service.Find(ct);
        IsStopped = !(await preferences.Of(tenant, learner, ct)).WantsMails;
        return Page();
    }

    /// <param name="op"><c>resume</c>; anything else stops, because that is what a mail program asks for.</param>
    public async Task<IActionResult> OnPost(string token, string? op, CancellationToken ct)
    {
        if (await Reader(token, ct) is not var (tenant, learner)) return new ProblemAction("mail-link-unknown");
        var known = await preferences.Of(tenant, learner, ct);
        await preferences.Save(tenant, learner, known with { MailsStoppedAt = op == "resume" ? null : known.MailsStoppedAt ?? time.Now() }, ct);
        return LocalRedirect($"{MailStops.Path}/{token}");
    }

    private async Task<(TenantId Tenant, LearnerId Learner)?> Reader(string token, CancellationToken ct) =>
        stops.Read(token) is var (tenant, learner) ? (tenant, await learners.Present(tenant, learner, ct)) : null;
}
