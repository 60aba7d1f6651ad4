using System.ComponentModel.DataAnnotations;

namespace LtiBadgeConnector.Web.Configuration;

/// <summary>The only exceptions of the guard on outgoing calls, and who may stand before us.</summary>
public sealed class NetworkOptions
{
    public const string Section = "Network";

    /// <summary>Private addresses that may be called, as CIDR blocks: an LMS inside the campus network.</summary>
    public string[] AllowedPrivateAddresses { get; set; } = [];

    /// <summary>Origins that may be called over plain HTTP, such as a test LMS on this machine.</summary>
    public string[] AllowPlainHttpFor { get; set; } = [];

    /// <summary>Addresses or CIDR blocks of reverse proxies whose X-Forwarded headers count.</summary>
    public string[] TrustedProxies { get; set; } = [];

    /// <summary>How many requests a second one host, such as an LMS that is read, gets from this process.</summary>
    [Range(1, 1000)]
    public int RequestsPerSecond { get; set; } = 20;

    /// <summary>How many of them may be on their way at once.</summary>
    [Range(1, 100)]
    public int RequestsAtOnce { get; set; } = 8;
}
