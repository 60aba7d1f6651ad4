using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Issuing;

namespace LtiBadgeConnector.Core.StatusLists;

/// <summary>Positions in status lists, and the lists that are to be signed anew.</summary>
public interface IStatusLists
{
    /// <summary>
    /// So many positions that nobody has had, opening a new list when the last one is nearly full. What is taken and then not
    /// used is lost: a position never comes back.
    /// </summary>
    Task<TakenEntries> Take(TenantId tenant, IssuerId issuer, StatusPurpose purpose, int count, CancellationToken ct);

    Task<IReadOnlyList<DueStatusList>> FindDue(int most, DateTimeOffset now, CancellationToken ct);

    /// <summary>Takes the list for this node until the given instant.</summary>
    /// <returns>Null when another node was quicker.</returns>
    Task<StatusListToSign?> Claim(DueStatusList due, DateTimeOffset until, CancellationToken ct);

    /// <summary>Stores the signed forms, unless a newer state was stored meanwhile, and says when the list is signed again.</summary>
    Task Store(StatusListToSign signed, IReadOnlyList<SignedDocument> documents, DateTimeOffset now, DateTimeOffset again, CancellationToken ct);

    /// <summary>After a failure.</summary>
    Task Postpone(DueStatusList list, DateTimeOffset until, string problem, CancellationToken ct);
}

/// <param name="IsUnsigned">Whether a list among them was never signed: it must be before anybody can check an entry.</param>
public sealed record TakenEntries(IReadOnlyList<StatusEntry> Entries, bool IsUnsigned);

/// <param name="DueAt">As it was found: who still finds it so may claim the list.</param>
public sealed record DueStatusList(TenantId Tenant, StatusListId Id, DateTimeOffset DueAt);

/// <param name="Version">Counts changes; decides which of two signed states is newer.</param>
/// <param name="Set">Positions of the withdrawn, in no order.</param>
/// <param name="Issuer">With the keys it signs with.</param>
public sealed record StatusListToSign(
    TenantId Tenant, StatusListId Id, string Url, StatusPurpose Purpose, int Size, int Version, IReadOnlyList<int> Set, IssuerProfile Issuer,
    IReadOnlyList<IssuerKey> Keys)
{
    public SigningChoice Signing { get; init; } = SigningChoice.Default;
}
