using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.Learners;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Web.Configuration;
using LtiBadgeConnector.Web.Launches;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Sharing;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LtiBadgeConnector.Web.Pages.Course;

/// <summary>Everything a learner holds, from all courses of the institution.</summary>
public sealed class MineModel(
    SharedAwards awards, Publishing publishing, LearnerRepository learners, PreferenceRepository preferences, AwardViewing access, ConnectorOptions connector, TimeProvider time) : PageModel
{
    public DateTimeOffset Now { get; } = time.GetUtcNow();

    public IReadOnlyList<CollectedAward> Collection { get; private set; } = [];

    public bool NameAgreed { get; private set; }

    /// <summary>Null while the learner has made none.</summary>
    public string? CollectionLink { get; private set; }

    public LaunchSession Launch => HttpContext.Launch();

    public string Here => $"{Launch.Root}/mine";

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (Launch is not { Learner: { } learner }) return NotForUs();
        Collection = await awards.Collection(Launch.Tenant, learner, ct);
        if ((await preferences.Of(Launch.Tenant, learner, ct)).CollectionKey is { } key) CollectionLink = $"{connector.PublicUrl.TrimEnd('/')}{CollectionModel.Path}/{key}";
        NameAgreed = await learners.Find(Launch.Tenant, learner, ct) is { NameAgreed: true };
        return Page();
    }

    public async Task<IActionResult> OnPostVisibility(string award, AwardVisibility visibility, CancellationToken ct)
    {
        if (Launch is not { Learner: { } learner } || !Enum.IsDefined(visibility)) return NotForUs();
        return await publishing.SetVisibility(Launch.Tenant, learner, new PublicId(award), visibility, ct) ? this.Go(Here) : NotForUs();
    }

    /// <summary>A link that was taken back never works again: the next one is another.</summary>
    public async Task<IActionResult> OnPostCollection(bool open, CancellationToken ct)
    {
        if (Launch is not { Learner: { } learner }) return NotForUs();
        var known = await preferences.Of(Launch.Tenant, learner, ct);
        await preferences.Save(Launch.Tenant, learner, known with { CollectionKey = open ? known.CollectionKey ?? PublicId.New() : null }, ct);
        return this.Go(Here);
    }

    /// <summary>The award's page as its holder may open it in a new window, where there is no session.</summary>
    public string PageOf(CollectedAward award) =>
        award.Visibility == AwardVisibility.Public ? award.Url : $"{award.Url}?{AwardViewing.PassParameter}={access.Pass(award.PublicId, Launch.ExpiresAt)}";

    private static ProblemAction NotForUs() => new("progress-unknown");
}
