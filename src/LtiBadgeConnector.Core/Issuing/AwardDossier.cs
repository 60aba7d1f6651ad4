using LtiBadgeConnector.Core.StatusLists;

namespace LtiBadgeConnector.Core.Issuing;

/// <summary>Everything a credential format may say about one award, already loaded; a format asks nobody else.</summary>
/// <remarks>Every URL here is absolute and was stored when it was made: formats never compute one.</remarks>
public sealed record AwardDossier
{
    /// <summary>The award's public id: the last segment of <see cref="AwardUrl"/>.</summary>
    public required string AwardPublicId { get; init; }

    /// <summary>The page people see and share.</summary>
    public required string AwardUrl { get; init; }

    /// <summary>The credential's own id; a re-issue keeps it (Open Badges 3.0, equality and comparison).</summary>
    public required string CredentialUrl { get; init; }

    /// <summary>When the award was decided; a re-issue keeps it.</summary>
    public required DateTimeOffset AwardedAt { get; init; }

    /// <summary>In whole seconds, because <c>nbf</c> must equal it; make it with <see cref="IssuingTime"/>.</summary>
    public required DateTimeOffset ValidFrom { get; init; }

    /// <summary>In whole seconds; null when the credential never expires.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>The document this one replaces began to be valid here; null for the first.</summary>
    public DateTimeOffset? FormerValidFrom { get; init; }

    /// <summary>Where it is told whether the credential was withdrawn; null for a format that says it in another way.</summary>
    public StatusEntry? Status { get; init; }

    public required IssuerProfile Issuer { get; init; }

    /// <summary>The issuer's keys of every algorithm; a format signs with the newest active one it understands.</summary>
    public required IReadOnlyList<IssuerKey> Keys { get; init; }

    public SigningChoice Signing { get; init; } = SigningChoice.Default;

    public required Achievement Achievement { get; init; }

    public required Recipient Recipient { get; init; }

    /// <summary>What the learner reached, one for each criterion worth showing.</summary>
    public IReadOnlyList<AchievedResult> Results { get; init; } = [];

    public IReadOnlyList<Evidence> Evidence { get; init; } = [];
}
