using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.StatusLists;

namespace LtiBadgeConnector.Core.Awarding;

/// <summary>Awards whose documents say something out of date, or are signed with a key that is void.</summary>
public interface IReissues
{
    Task<IReadOnlyList<AwardToReissue>> FindDue(int most, DateTimeOffset now, CancellationToken ct);

    /// <summary>
    /// In one transaction: puts each new document in the place of the former, unless another node did, and takes the award off the
    /// list, unless it was put on it again meanwhile.
    /// </summary>
    Task Store(IReadOnlyList<ReissuedAward> awards, CancellationToken ct);

    /// <summary>After a failure.</summary>
    Task Postpone(AwardToReissue award, DateTimeOffset until, CancellationToken ct);
}

/// <param name="Award">As for a first issue, with everything that is known today.</param>
/// <param name="DueAt">As it was found.</param>
public sealed record AwardToReissue(AwardToIssue Award, IReadOnlyList<FormerDocument> Documents, DateTimeOffset DueAt);

/// <summary>A document that is replaced: its id, its address and its place in a status list stay.</summary>
public sealed record FormerDocument(CredentialId Id, string Format, string Url, DateTimeOffset ValidFrom, StatusEntry? Status);

/// <param name="Documents">Each with the <c>validFrom</c> of the one it replaces.</param>
public sealed record ReissuedAward(AwardToReissue Former, IReadOnlyList<(FormerDocument Former, Issuing.SignedDocument Document)> Documents);
