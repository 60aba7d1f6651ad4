using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Steps;
using LtiBadgeConnector.Credentials.OpenBadges2;
using LtiBadgeConnector.Storage.Learners;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Storage.Road;

namespace LtiBadgeConnector.Web.Sharing;

/// <summary>What comes into being when a holder decides who sees an award, or asks for another format of it.</summary>
public sealed class Publishing(
    SharedAwards awards, IssueOnRequestStep issue, LearnerRepository learners, ReissueRepository reissues, ReissueStep reissue, TimeProvider time)
{
    // One person's awards; whatever is more follows within seconds.
    private const int MostAtOnce = 20;

    /// <summary>Whether the learner's name stands on award pages and in credentials. Those that are signed are signed anew, with it or without.</summary>
    public async Task AgreeToName(TenantId tenant, LearnerId learner, bool agreed, CancellationToken ct)
    {
        await learners.SetAgreement(tenant, learner, agreed, name: null, email: null, ct);
        await reissues.OfLearner(tenant, learner, time.Now(), ct);
        await reissue.Run(MostAtOnce, ct);
    }

    /// <summary>Publishing also puts the hosted 2.0 assertion at its address; taking it back takes it away from there.</summary>
    /// <returns>False when the learner holds no such award.</returns>
    public async Task<bool> SetVisibility(TenantId tenant, LearnerId learner, PublicId award, AwardVisibility visibility, CancellationToken ct)
    {
        if (!await awards.SetVisibility(tenant, learner, award, visibility, ct)) return false;
        if (visibility == AwardVisibility.Public && await awards.Find(award, ct) is { } published) await Document(published, OpenBadge2.HostedFormat, ct);
        return true;
    }

    /// <summary>The document of one format, made at its first request; null when there can be none.</summary>
    public async Task<SharedDocument?> Document(SharedAward award, string format, CancellationToken ct)
    {
        if (await Find(award, format, ct) is { } known) return known;
        return await issue.Run(award.Id, format, ct) ? await Find(award, format, ct) : null;
    }

    private async Task<SharedDocument?> Find(SharedAward award, string format, CancellationToken ct) =>
        (await awards.Documents(award.Tenant, award.Id, ct)).FirstOrDefault(document => document.Format == format);
}
