using LtiBadgeConnector.Core.Ids;

namespace LtiBadgeConnector.Core.Awarding;

/// <summary>Our decision that one learner has earned one micro-credential. Exactly one for each learner and cycle.</summary>
/// <param name="Cycle">1; only renewal, or re-issue after revocation, opens the next.</param>
/// <param name="Url">The page people see, absolute, fixed when awarded.</param>
/// <param name="ShareKey">What the share link carries: who has it may see the award before it is published.</param>
public sealed record Award(
    AwardId Id,
    TenantId Tenant,
    MicroCredentialId MicroCredential,
    LearnerId Learner,
    int Cycle,
    MappingId Mapping,
    int RuleVersion,
    DefinitionVersionId Version,
    PublicId PublicId,
    string Url,
    PublicId ShareKey,
    DateTimeOffset AwardedAt)
{
    /// <summary>In whole seconds; null when it never ends.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>The name of what was awarded together; see <see cref="AwardRuns"/>.</summary>
    public string? Run { get; init; }
}

/// <summary>How far along the road an award is. Stored by number: append only.</summary>
public enum AwardState
{
    Awarded = 1,
    Issued = 2,
    Delivered = 3,
    Parked = 4,
}

/// <summary>Who may see an award besides the learner and the course's staff.</summary>
public enum AwardVisibility
{
    Private = 1,
    Unlisted = 2,
    Public = 3,
}
