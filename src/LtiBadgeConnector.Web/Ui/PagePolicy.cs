namespace LtiBadgeConnector.Web.Ui;

/// <summary>
/// What one response may do beyond the strict rule: who may frame it, where its forms may go. Nobody
/// and nowhere by default; the launch opens exactly what it needs.
/// </summary>
public sealed class PagePolicy
{
    private readonly HashSet<string> ancestors = new(StringComparer.Ordinal);
    private readonly HashSet<string> formTargets = new(StringComparer.Ordinal);

    private bool allowsNothing;

    /// <summary>True when some origin may show this page in a frame.</summary>
    public bool IsFramed => ancestors.Count > 0;

    /// <summary>Lets pages of these origins (scheme, host, port) show this one in a frame.</summary>
    public void AllowFraming(params IEnumerable<string> platformOrigins)
    {
        foreach (var origin in platformOrigins) ancestors.Add(OriginOf(origin));
    }

    /// <summary>
    /// Lets anybody frame it: for what must be readable inside an LMS whose address we do not know, shows nothing of anybody
    /// and has nothing to press that would do something for the person.
    /// </summary>
    public void AllowFramingByAnyone() => ancestors.Add("*");

    /// <summary>For pages whose form goes to the platform, at once or by a redirect.</summary>
    public void AllowFormsTo(string platformUrl) => formTargets.Add(OriginOf(platformUrl));

    /// <summary>For what strangers made: whatever a browser takes it for, nothing in it runs, loads or is framed.</summary>
    public void AllowNothing() => allowsNothing = true;

    /// <summary>The value of <c>Content-Security-Policy</c>.</summary>
    public string ContentSecurityPolicy() => allowsNothing ? "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox" : string.Join("; ",
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "font-src 'self'",
        formTargets.Count == 0 ? "form-action 'self'" : $"form-action 'self' {Sorted(formTargets)}",
        "base-uri 'none'",
        ancestors.Count == 0 ? "frame-ancestors 'none'" : $"frame-ancestors {Sorted(ancestors)}",
    ]);

    private static string Sorted(IEnumerable<string> origins) => string.Join(' ', origins.Order(StringComparer.Ordinal));

    // An address from a registration becomes part of a header: only its parsed origin is used, so no
    // blank or semicolon in it can add a directive.
    private static string OriginOf(string url)
    {
        var uri = new Uri(url, UriKind.Absolute);
        return uri.Scheme is "https" or "http"
            ? uri.GetLeftPart(UriPartial.Authority)
            : throw new ArgumentException("Only http and https origins may stand in a policy.", nameof(url));
    }
}

/// <summary>Reaches the policy of the present response.</summary>
public static class PagePolicyOfRequest
{
    /// <summary>The policy this response will be sent with; change it before the response starts.</summary>
    public static PagePolicy PagePolicy(this HttpContext context)
    {
        var policy = context.Features.Get<PagePolicy>();
        if (policy is null) context.Features.Set(policy = new PagePolicy());
        return policy;
    }
}
