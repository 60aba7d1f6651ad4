using LtiBadgeConnector.Web.Localisation;

namespace LtiBadgeConnector.Web.Launches;

/// <summary>Inside a launch, language and time zone are the launch's; elsewhere the cookie of the public pages decides.</summary>
internal sealed class LaunchCultureChoice(LaunchSessions sessions) : CookieCultureChoice
{
    public override string? Chosen(HttpContext context) =>
        context.FindLaunch() is { } launch ? launch.Content.ChosenLanguage : base.Chosen(context);

    public override string? LaunchLocale(HttpContext context) => context.FindLaunch()?.Content.Locale;

    public override TimeZoneInfo Zone(HttpContext context) =>
        context.FindLaunch()?.Content.TimeZone is { } id && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : base.Zone(context);

    public override void Keep(HttpContext context, string language)
    {
        if (context.FindLaunch() is null) base.Keep(context, language);
        else sessions.RememberLanguage(context, language).GetAwaiter().GetResult();
    }
}
