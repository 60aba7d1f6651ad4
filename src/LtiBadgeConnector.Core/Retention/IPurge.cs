using System.ComponentModel.DataAnnotations;

namespace LtiBadgeConnector.Core.Retention;

/// <summary>Something that holds data with an end.</summary>
public interface IPurge
{
    Task Purge(RetentionOptions options, DateTimeOffset now, CancellationToken ct);
}

/// <summary>How long data are kept that are not needed for ever.</summary>
public sealed class RetentionOptions
{
    public const string Section = "Retention";

    /// <summary>Raw bodies of deliveries, kept encrypted to answer questions; their ids stay for ever so that none counts twice.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "3650.00:00:00")]
    public TimeSpan RawBodies { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Lines about refused deliveries.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan Refusals { get; set; } = TimeSpan.FromDays(90);
}
