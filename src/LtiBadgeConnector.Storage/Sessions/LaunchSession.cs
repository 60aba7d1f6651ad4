using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Lti.Roles;

namespace LtiBadgeConnector.Storage.Sessions;

/// <summary>Somebody at work inside an LMS since their launch.</summary>
/// <param name="Handle">Names the session in URLs and logs; opens nothing.</param>
/// <param name="Content">What the pages keep about the launch, as JSON.</param>
public sealed record LaunchSession(
    string Handle, TenantId Tenant, PlatformId Platform, CourseId? Course, LearnerId? Learner, ProductRole Role, string Content,
    DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);
