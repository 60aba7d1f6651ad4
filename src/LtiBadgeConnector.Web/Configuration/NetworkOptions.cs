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
}
