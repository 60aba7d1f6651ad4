using LtiBadgeConnector.Core.Ids;

namespace LtiBadgeConnector.Core.Delivering;

/// <summary>A learner whose progress under a mapping is another than the gradebook shows.</summary>
public sealed record DueProgress(TenantId Tenant, MappingId Mapping, CourseId Course, LearnerId Learner, int Attempts);

/// <summary>Port: what the gradebooks show of learners' progress, where mappings ask for that.</summary>
public interface IProgressReports
{
    /// <summary>Takes what is due for a while: nobody else writes into the same cell meanwhile.</summary>
    Task<IReadOnlyList<DueProgress>> Take(int most, DateTimeOffset now, CancellationToken ct);

    /// <summary>As it is at this moment. Null when the learner has no identity at the platform of the course.</summary>
    Task<GradebookTarget?> Find(DueProgress due, CancellationToken ct);

    Task MarkSent(DueProgress due, decimal score, CancellationToken ct);

    Task Postpone(DueProgress due, DateTimeOffset until, string problem, CancellationToken ct);
}
