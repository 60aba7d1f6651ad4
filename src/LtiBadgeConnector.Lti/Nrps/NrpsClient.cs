using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using LtiBadgeConnector.Lti.Http;
using LtiBadgeConnector.Lti.Json;
using LtiBadgeConnector.Lti.Messages;
using LtiBadgeConnector.Lti.Problems;
using LtiBadgeConnector.Lti.Registrations;
using LtiBadgeConnector.Lti.Roles;
using LtiBadgeConnector.Lti.ServiceTokens;

namespace LtiBadgeConnector.Lti.Nrps;

/// <summary>
/// Names and Role Provisioning Services 2.0. Throws <see cref="LtiServiceException"/> when the platform does not offer,
/// grant or allow the call; a roster is complete only when the enumeration ended without one.
/// </summary>
public sealed class NrpsClient(ServiceClient service)
{
    private const string MembershipType = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json";

    /// <summary>Members page by page as they arrive; the same person may come twice, see <see cref="Member.MergedWith"/>.</summary>
    public async IAsyncEnumerable<MembershipPage> Pages(
        Registration registration, NrpsEndpoint endpoint, MembershipQuery query, [EnumeratorCancellation] CancellationToken ct)
    {
        if (!endpoint.OffersVersion2) throw new LtiServiceException(LtiProblem.ServiceNotOffered, "the LMS offers no NRPS 2.0");
        var url = Urls.AppendQuery(endpoint.ContextMembershipsUrl, query.Parameters());
        await foreach (var page in Read(registration, url, ct)) yield return query.Filter(page);
    }

    /// <summary>Members one by one; memory stays flat however many there are.</summary>
    public async IAsyncEnumerable<Member> Members(
        Registration registration, NrpsEndpoint endpoint, MembershipQuery query, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var page in Pages(registration, endpoint, query, ct))
        {
            foreach (var member in page.Members) yield return member;
        }
    }

    /// <summary>The whole roster, everybody once; replaces an older one only because the last page arrived.</summary>
    public async Task<Roster> Roster(Registration registration, NrpsEndpoint endpoint, MembershipQuery query, CancellationToken ct)
    {
        var members = new Dictionary<string, Member>(StringComparer.Ordinal);
        string? differences = null;
        await foreach (var page in Pages(registration, endpoint, query, ct))
        {
            foreach (var member in page.Members)
                members[member.UserId] = members.TryGetValue(member.UserId, out var earlier) ? earlier.MergedWith(member) : member;
            differences = page.DifferencesUrl;
        }

        return new Roster(members, differences);
    }

    /// <summary>What changed since the roster whose last page named this URL; leavers come as <see cref="MemberStatus.Deleted"/>.</summary>
    public IAsyncEnumerable<MembershipPage> Differences(Registration registration, NrpsEndpoint endpoint, string differencesUrl, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        if (!Uri.TryCreate(differencesUrl, UriKind.Absolute, out _) || Urls.OriginOf(differencesUrl) != Urls.OriginOf(endpoint.ContextMembershipsUrl))
            throw new LtiServiceException(LtiProblem.ServiceUrlRefused, "the differences are at another host");
        return Read(registration, differencesUrl, ct);
    }

    private async IAsyncEnumerable<MembershipPage> Read(Registration registration, string url, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var page in service.Pages(registration, url, MembershipType, LtiScopes.ContextMembership, ct))
        {
            if (page.Body.Member("members") is not { ValueKind: JsonValueKind.Array } members)
                throw new LtiServiceException(LtiProblem.ServiceAnswerMalformed, "the LMS answered without members");

            yield return new MembershipPage(
                MessageReader.ReadContext(page.Body.Object("context")),
                [.. members.EnumerateArray().Select(Member.Read).OfType<Member>()],
                page.DifferencesUrl);
        }
    }
}

/// <param name="Context">Absent at some platforms.</param>
/// <param name="DifferencesUrl">On the last page of platforms that offer differences.</param>
public sealed record MembershipPage(LtiContext? Context, IReadOnlyList<Member> Members, string? DifferencesUrl);

/// <summary>Everybody in the context, by user id.</summary>
public sealed record Roster(IReadOnlyDictionary<string, Member> Members, string? DifferencesUrl);

/// <param name="Role">Full URI or short context name.</param>
/// <param name="ResourceLinkId">Only those who can see this link, with its custom parameters.</param>
/// <param name="Limit">A wish; without it Moodle sends everybody on one page.</param>
public sealed record MembershipQuery(string? Role = null, string? ResourceLinkId = null, int? Limit = 500)
{
    internal IEnumerable<KeyValuePair<string, string>> Parameters()
    {
        if (Role is not null) yield return new("role", Role);
        if (ResourceLinkId is not null) yield return new("rlid", ResourceLinkId);
        if (Limit is { } limit) yield return new("limit", limit.ToString(CultureInfo.InvariantCulture));
    }

    // Moodle's next link drops the role filter, and answers in short names whatever was asked.
    internal MembershipPage Filter(MembershipPage page) =>
        Role is null ? page : page with { Members = [.. page.Members.Where(member => member.Roles.Raw.Any(IsAskedFor))] };

    private bool IsAskedFor(string role) => role == Role || (LtiRole.Parse(role) is { } parsed && parsed == LtiRole.Parse(Role!));
}
