using System.ComponentModel.DataAnnotations;

namespace LtiBadgeConnector.Web.Configuration;

/// <summary>The webhook door.</summary>
public sealed class WebhooksOptions
{
    public const string Section = "Webhooks";

    /// <summary>Largest body in bytes; a larger one is refused before it is read to the end.</summary>
    [Range(1024, 16 * 1024 * 1024)]
    public int LargestBody { get; set; } = 1024 * 1024;

    /// <summary>How far the time of a delivery may lie from this server's clock; Standard Webhooks recommends five minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan Tolerance { get; set; } = TimeSpan.FromMinutes(5);
}
