using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Storage.StatusLists;

namespace LtiBadgeConnector.Web.Withdrawing;

/// <summary>Takes a learner's note about an award that was suspended or withdrawn to those who decide.</summary>
public sealed class AppealDesk(SharedAwards awards, SuspensionRepository suspensions, TimeProvider time)
{
    /// <returns>Null when it is kept; otherwise a code of the problem catalogue.</returns>
    public async Task<string?> Write(TenantId tenant, LearnerId learner, PublicId award, string? note, CancellationToken ct)
    {
        var text = note?.Trim() ?? "";
        if (text.Length is 0 or > Appeal.LongestNote) return "appeal-note-unusable";
        if (await awards.Find(award, ct) is not { } found || found.Tenant != tenant || found.Learner != learner) return "progress-unknown";
        if (found is { Withdrawal: null, Suspension: null }) return "appeal-without-cause";
        return await suspensions.SaveAppeal(tenant, found.Id, learner, new(time.Now(), text), ct) ? null : "progress-unknown";
    }
}
