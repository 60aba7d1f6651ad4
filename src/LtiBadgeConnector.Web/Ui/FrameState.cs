namespace LtiBadgeConnector.Web.Ui;

/// <summary>What the pages of a launch must carry; the launch sets it as a feature of the request.</summary>
/// <param name="PlatformOrigin">Where to post our height; null when the platform's origin is not known.</param>
/// <param name="SessionKey">The launch session, only where the browser keeps no cookie: every link and form then goes through htmx.</param>
/// <param name="RequestToken">The launch session's own anti-forgery token; null where the cookie works.</param>
public sealed record FrameState(string? PlatformOrigin, string? SessionKey, string? RequestToken)
{
    /// <summary>The request header that carries <see cref="SessionKey"/>.</summary>
    public const string SessionHeader = "X-Launch-Session";
}
