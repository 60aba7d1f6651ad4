using System.Globalization;

namespace LtiBadgeConnector.Web.Admin;

/// <summary>Instants in addresses: Unix milliseconds, as they are stored.</summary>
internal static class Instants
{
    private const long Latest = 253_402_300_799_999;

    /// <summary>Null for what is no instant of the years 1970 to 9999.</summary>
    public static DateTimeOffset? TryRead(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds <= Latest ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
}
