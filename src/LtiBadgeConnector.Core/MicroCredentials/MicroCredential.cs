using LtiBadgeConnector.Core.Ids;

namespace LtiBadgeConnector.Core.MicroCredentials;

/// <summary>A micro-credential through all its versions: one draft that may change, and published versions that never do.</summary>
/// <param name="DraftRevision">Counts saves, so that two editors cannot overwrite each other unseen.</param>
public sealed record MicroCredential(
    MicroCredentialId Id,
    TenantId Tenant,
    IssuerId Issuer,
    Definition Draft,
    int DraftRevision,
    DefinitionVersionId? Published,
    DateTimeOffset CreatedAt);

/// <summary>One published version. <see cref="Url"/> is its achievement id, absolute, fixed when published.</summary>
/// <param name="FormerUrl">The version before it; null for the first, and for those published before this was kept.</param>
public sealed record DefinitionVersion(
    DefinitionVersionId Id,
    TenantId Tenant,
    MicroCredentialId MicroCredential,
    int Number,
    PublicId PublicId,
    string Url,
    Definition Definition,
    string CriteriaNarrative,
    DateTimeOffset PublishedAt,
    string? FormerUrl = null)
{
    /// <summary>Not for a text that is only shown as if it were published.</summary>
    public bool IsPublished => Id.Value != Guid.Empty;

    /// <summary>The credentials it is made up of; empty for what is no pathway.</summary>
    public IReadOnlyList<PathwayPart> Parts { get; init; } = [];

    /// <summary>The criteria in the other language of the pages; null for versions from before it was kept.</summary>
    public string? OtherNarrative { get; init; }

    /// <summary>The criteria in the language of a page where they are there in that, otherwise in the definition's.</summary>
    public Told NarrativeIn(string language) =>
        OtherNarrative is { } other && language == Definition.OtherLanguage ? new(other, language) : new(CriteriaNarrative, Definition.Language);
}
