using System.Net.Http.Headers;

namespace LtiBadgeConnector.Lms.Sources;

internal static class MediaTypes
{
    /// <summary>JSON in UTF-8, under its own name or one of those given.</summary>
    public static bool IsJson(string? contentType, params ReadOnlySpan<string> alsoCalled)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type) || type.MediaType is not { } name) return false;
        if (type.CharSet is { } charSet && !string.Equals(charSet.Trim('"'), "utf-8", StringComparison.OrdinalIgnoreCase)) return false;
        foreach (var other in alsoCalled)
            if (name.Equals(other, StringComparison.OrdinalIgnoreCase)) return true;
        return name.Equals("application/json", StringComparison.OrdinalIgnoreCase);
    }
}
