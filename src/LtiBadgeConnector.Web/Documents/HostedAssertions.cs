using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Credentials.OpenBadges2;
using LtiBadgeConnector.Storage.Pages;

namespace LtiBadgeConnector.Web.Documents;

/// <param name="IsGone">It was withdrawn: what is left says so and why.</param>
public sealed record HostedAssertion(byte[] Bytes, bool IsGone);

/// <summary>Open Badges 2.0 assertions at their addresses. A hosted badge cannot be private and checked: it is there only while its holder publishes it.</summary>
public sealed class HostedAssertions(SharedAwards awards)
{
    public async Task<HostedAssertion?> Find(PublicId id, CancellationToken ct)
    {
        if (await awards.FindByDocument(id, ct) is not { Visibility: AwardVisibility.Public } award) return null;
        var document = (await awards.Documents(award.Tenant, award.Id, ct)).First(one => one.PublicId == id);
        if (document.Format != OpenBadge2.HostedFormat) return null;
        // Version 2.0 has no word for "suspended": while it does not count it is gone, and comes back with its reinstatement.
        return (award.Withdrawal?.Reason ?? award.Suspension?.Reason) is { } reason ? new(OpenBadge2Json.Revoked(document.Url, reason), IsGone: true) : new(document.Bytes, IsGone: false);
    }
}
