using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Steps;
using LtiBadgeConnector.Credentials.OpenBadges2;
using LtiBadgeConnector.Storage.Pages;

namespace LtiBadgeConnector.Web.Sharing;

/// <summary>What comes into being when a holder decides who sees an award, or asks for another format of it.</summary>
public sealed class Publishing(SharedAwards awards, IssueOnRequestStep issue)
{
    /// <summary>Publishing also puts the hosted 2.0 assertion at its address; taking it back takes it away from there.</summary>
    /// <returns>False when the learner holds no such award.</returns>
    public async Task<bool> SetVisibility(TenantId tenant, LearnerId learner, PublicId award, AwardVisibility visibility, CancellationToken ct)
    {
        if (!await awards.SetVisibility(tenant, learner, award, visibility, ct)) return false;
        if (visibility == AwardVisibility.Public && await awards.Find(award, ct) is { } published) await Document(published, OpenBadge2.HostedFormat, ct);
        return true;
    }

    /// <summary>The signed 2.0 badge, made at its first request; null when there can be none.</summary>
    public Task<SharedDocument?> Signed2(SharedAward award, CancellationToken ct) => Document(award, OpenBadge2.SignedFormat, ct);

    private async Task<SharedDocument?> Document(SharedAward award, string format, CancellationToken ct)
    {
        if (await Find(award, format, ct) is { } known) return known;
        return await issue.Run(award.Id, format, ct) ? await Find(award, format, ct) : null;
    }

    private async Task<SharedDocument?> Find(SharedAward award, string format, CancellationToken ct) =>
        (await awards.Documents(award.Tenant, award.Id, ct)).FirstOrDefault(document => document.Format == format);
}
