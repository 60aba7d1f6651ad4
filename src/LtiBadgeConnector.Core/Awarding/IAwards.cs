using LtiBadgeConnector.Core.Ids;

namespace LtiBadgeConnector.Core.Awarding;

/// <summary>Awards on their way to being issued and delivered.</summary>
public interface IAwards
{
    Task<IReadOnlyList<AwardId>> FindIn(AwardState state, int most, DateTimeOffset now, CancellationToken ct);

    /// <summary>Everything a credential says, for those of the awards that are not issued yet.</summary>
    Task<IReadOnlyList<AwardToIssue>> LoadForIssue(IReadOnlyList<AwardId> ids, CancellationToken ct);

    /// <summary>In one transaction per call: stores the documents and moves the awards to <see cref="AwardState.Issued"/>. Documents that exist stay as they are.</summary>
    Task StoreDocuments(IReadOnlyList<IssuedDocuments> documents, CancellationToken ct);

    /// <summary>Everything a further document of an issued award says; null when it is not issued, or is withdrawn or suspended.</summary>
    Task<AwardToIssue?> LoadIssued(AwardId id, CancellationToken ct);

    /// <summary>A further document of an issued award; one of its format that exists stays as it is.</summary>
    /// <returns>False when the award is not issued, or was withdrawn or suspended meanwhile: then nothing is stored.</returns>
    Task<bool> AddDocument(AwardId id, TenantId tenant, IssuedDocument document, CancellationToken ct);

    /// <summary>After a failure: tries again at the given time, or parks the award when there is none.</summary>
    Task Postpone(IReadOnlyList<AwardId> ids, DateTimeOffset? until, string problem, CancellationToken ct);
}
