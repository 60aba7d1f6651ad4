using LtiBadgeConnector.Core.Ids;

namespace LtiBadgeConnector.Core.Delivering;

/// <summary>One award on its way to one place.</summary>
public sealed record PendingDelivery(AwardId Award, TenantId Tenant, string Channel, CourseId Course, LearnerId Learner, int Attempts);

/// <summary>A place an award is told to, besides the learner's own page.</summary>
public interface IDeliveryChannel
{
    /// <summary>Stored with each delivery; never changes.</summary>
    string Name { get; }

    /// <exception cref="Reading.LmsException">The place refused or did not answer.</exception>
    Task Deliver(PendingDelivery delivery, CancellationToken ct);
}

/// <summary>Deliveries and their state; one for each award and channel.</summary>
public interface IDeliveries
{
    /// <summary>
    /// In one transaction: opens a delivery per award and wanted channel where there is none, and moves the awards on. The
    /// page shows an award from then on without anything being sent.
    /// </summary>
    /// <returns>What is to be sent at once; mails are due, and sent in turns of their own.</returns>
    Task<IReadOnlyList<PendingDelivery>> Open(IReadOnlyList<AwardId> awards, DateTimeOffset now, CancellationToken ct);

    Task<IReadOnlyList<PendingDelivery>> FindDue(int most, DateTimeOffset now, CancellationToken ct);

    /// <summary>Mails apart from all else, because a mail server takes its time.</summary>
    Task<IReadOnlyList<PendingDelivery>> FindDueMails(int most, DateTimeOffset now, CancellationToken ct);

    Task MarkSent(PendingDelivery delivery, DateTimeOffset at, CancellationToken ct);

    /// <summary>After a failure: tries again at the given time, or parks the delivery when there is none.</summary>
    Task Postpone(PendingDelivery delivery, DateTimeOffset? until, string problem, CancellationToken ct);
}

/// <summary>Names of channels that mappings can ask for.</summary>
public static class DeliveryChannels
{
    /// <summary>A score in a gradebook column of our own; off by default, because the column counts in the course total.</summary>
    public const string Gradebook = "gradebook";
}
