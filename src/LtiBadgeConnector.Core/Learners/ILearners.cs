using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Ids;

namespace LtiBadgeConnector.Core.Learners;

/// <summary>A key together with the platform that gives it; alone it identifies nobody.</summary>
public readonly record struct LearnerReference(TenantId Tenant, PlatformId Platform, LearnerKey Key);

public interface ILearners
{
    Task<Learner?> Find(TenantId tenant, LearnerId id, CancellationToken ct);

    Task<IReadOnlyDictionary<LearnerReference, LearnerId>> Resolve(IReadOnlyCollection<LearnerReference> references, CancellationToken ct);

    /// <summary>Every id that a platform has for a learner.</summary>
    Task<IReadOnlyList<LearnerKey>> KeysOf(TenantId tenant, PlatformId platform, LearnerId learner, CancellationToken ct);

    /// <summary>
    /// In one transaction: creates unknown learners, binds the keys that each member's source vouches for, records who is in
    /// the course, wakes deliveries that waited for one of the keys, and makes evaluations of new members due.
    /// A key that already belongs to another learner stays there and is reported as a conflict, never moved.
    /// </summary>
    /// <param name="members">Those who have left leave the roster and are otherwise not looked at; one nobody knows stays unknown.</param>
    /// <param name="isWhole">Whether these are all members; then those who are missing have left.</param>
    Task<RosterChange> Apply(Course course, IReadOnlyList<RosterMember> members, bool isWhole, DateTimeOffset now, CancellationToken ct);

    /// <summary>Records further keys that a signed event vouches for together with one already bound.</summary>
    Task Bind(TenantId tenant, PlatformId platform, LearnerId learner, IReadOnlyList<LearnerKey> keys, DateTimeOffset now, CancellationToken ct);
}

/// <summary>What a roster or a launch changed.</summary>
/// <param name="Learners">In the order of the members given, those who have left aside.</param>
public sealed record RosterChange(IReadOnlyList<LearnerId> Learners, IReadOnlyList<EvaluationKey> Due, IReadOnlyList<string> Conflicts);
