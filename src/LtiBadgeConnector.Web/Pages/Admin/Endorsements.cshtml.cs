using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Credentials.Endorsements;
using LtiBadgeConnector.Credentials.Verification;
using LtiBadgeConnector.Storage.Issuers;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Web.Admin;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Ui;
using LtiBadgeConnector.Web.Uploads;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Pages.Admin;

/// <param name="About">The issuer's or the micro-credential's name.</param>
public sealed record EndorsementView(StoredEndorsement Endorsement, string About);

/// <summary>What outside bodies have signed about the institution's issuers and micro-credentials.</summary>
public sealed class EndorsementsModel(
    ConsoleDesk desk, EndorsementDesk endorsing, EndorsementRepository endorsements, IssuerRepository issuers, PublishedAchievements achievements, IStringLocalizer<Words> words)
    : ConsolePage(desk, AdminPlace.Issuers)
{
    private const int MostAddresses = 100;

    public IReadOnlyList<EndorsementView> All { get; private set; } = [];

    public IReadOnlyList<(string About, string Url)> Endorsable { get; private set; } = [];

    public string? Text { get; private set; }

    /// <summary>Why it was not added.</summary>
    public Problem? Problem { get; private set; }

    public VerificationReport? Report { get; private set; }

    public async Task OnGet(bool added, bool removed, CancellationToken ct)
    {
        if (added) Say(words["It is added, and stands in every credential signed from now on."]);
        if (removed) Say(words["It is removed."]);
        await Load(ct);
    }

    public async Task<IActionResult> OnPost(string? text, IFormFile? file, CancellationToken ct)
    {
        Text = file is { Length: > 0 and <= EndorsementReader.MostBytes } ? await file.Text(ct) : text ?? "";
        var outcome = file is { Length: > EndorsementReader.MostBytes } ? new("endorsement-too-large") : await endorsing.Add(Tenant.Id, Text, ct);
        if (outcome.Problem is null)
        {
            await Note("endorsement-added", Tenant.Id.ToString(), ct);
            return LocalRedirect("/admin/endorsements?added=true");
        }

        (Problem, Report) = (ProblemCatalogue.Get(outcome.Problem), outcome.Report);
        Response.StatusCode = Problem.Status;
        await Load(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostRemove(Guid id, CancellationToken ct)
    {
        if (!await endorsements.Remove(Tenant.Id, id, ct)) return LocalRedirect("/admin/endorsements");
        await Note("endorsement-removed", id.ToString(), ct);
        return LocalRedirect("/admin/endorsements?removed=true");
    }

    private async Task Load(CancellationToken ct)
    {
        List<(string, string)> endorsable = [];
        foreach (var issuer in await issuers.List(Tenant.Id, ct))
        {
            endorsable.Add((issuer.Profile.Name, issuer.Profile.Id));
            foreach (var one in await achievements.OfIssuer(Tenant.Id, issuer.Id, MostAddresses, ct))
                endorsable.Add((DefinitionJson.Read(one.Definition).Title, $"{new Uri(issuer.Profile.Id).GetLeftPart(UriPartial.Authority)}/achievements/{one.PublicId}"));
        }
        Endorsable = endorsable;

        List<EndorsementView> all = [];
        foreach (var endorsement in await endorsements.All(Tenant.Id, ct))
        {
            var subject = await endorsements.Find(Tenant.Id, endorsement.SubjectUrl, ct);
            all.Add(new(endorsement, subject?.IssuerName ?? (subject?.Definition is { } definition ? DefinitionJson.Read(definition).Title : "?")));
        }
        All = all;
    }
}
