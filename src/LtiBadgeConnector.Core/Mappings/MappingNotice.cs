using LtiBadgeConnector.Core.Ids;

namespace LtiBadgeConnector.Core.Mappings;

/// <summary>What instructors should know of a mapping. Stored by number: append only.</summary>
public enum MappingNoticeKind
{
    /// <summary>The first credential is out.</summary>
    FirstAward = 1,

    /// <summary>A connection of the course has sent nothing for a day although people work in it.</summary>
    Silent = 2,

    /// <summary>The brake stopped a run.</summary>
    Stopped = 3,

    /// <summary>A learner wrote about a credential that was suspended or withdrawn; the occasion is the learner.</summary>
    Appealed = 4,

    /// <summary>A reviewer has decided; the occasion is the review.</summary>
    Reviewed = 5,
}

/// <param name="Occasion">What tells it from another of its kind.</param>
/// <param name="Connection">The name of the silent one.</param>
/// <param name="At">When it happened; of a silent connection, when it was last heard.</param>
public sealed record MappingNotice(MappingNoticeKind Kind, string Occasion, string? Connection, DateTimeOffset At);

/// <summary>A notice on its way to one person by mail.</summary>
public sealed record NoticeMail(
    TenantId Tenant, MappingId Mapping, LearnerId Learner, MappingNotice Notice, int Attempts, string? Email, string? Name, string? Language, bool WantsNone,
    string Title, string Issuer, string Course, string? TimeZone);
