namespace LtiBadgeConnector.Web.Localisation;

/// <summary>
/// Knows what a request's person or launch says about language and time. The launch code replaces the
/// plain implementation, which knows only the cookie of the public pages.
/// </summary>
public interface ICultureChoice
{
    /// <summary>The language the person chose with the switch, kept from an earlier request.</summary>
    string? Chosen(HttpContext context);

    /// <summary>The <c>locale</c> of the launch this request belongs to.</summary>
    string? LaunchLocale(HttpContext context);

    /// <summary>The time zone the pages write times in: the course's, or the institution's.</summary>
    TimeZoneInfo Zone(HttpContext context);

    /// <summary>Keeps what the person has just chosen with the switch.</summary>
    void Keep(HttpContext context, string language);
}

/// <summary>For pages outside any launch: a first-party cookie, times in UTC.</summary>
public class CookieCultureChoice : ICultureChoice
{
    private const string Cookie = "language";

    /// <inheritdoc />
    public virtual string? Chosen(HttpContext context) => context.Request.Cookies[Cookie];

    /// <inheritdoc />
    public virtual string? LaunchLocale(HttpContext context) => null;

    /// <inheritdoc />
    public virtual TimeZoneInfo Zone(HttpContext context) => TimeZoneInfo.Utc;

    /// <inheritdoc />
    public virtual void Keep(HttpContext context, string language) =>
        // Lax on purpose: inside an LMS frame the launch session keeps the choice, and the LMS's
        // language is not overruled by what somebody once pressed on a public page.
        context.Response.Cookies.Append(Cookie, language, new CookieOptions
        {
            IsEssential = true,
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
            MaxAge = TimeSpan.FromDays(365),
        });
}
