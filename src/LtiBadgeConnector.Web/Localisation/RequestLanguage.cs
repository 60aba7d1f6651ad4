using Microsoft.AspNetCore.Localization;

namespace LtiBadgeConnector.Web.Localisation;

/// <summary>
/// Decides the language of a page: what the switch has just asked for, else what the person chose
/// before, else the launch's locale, else (by the framework) the browser's list.
/// </summary>
internal sealed class RequestLanguage : RequestCultureProvider
{
    /// <summary>The query parameter of the language switch.</summary>
    public const string Parameter = "culture";

    public override Task<ProviderCultureResult?> DetermineProviderCultureResult(HttpContext httpContext)
    {
        var choice = httpContext.RequestServices.GetRequiredService<ICultureChoice>();
        var language = Asked(httpContext, choice)
            ?? Languages.Matching(choice.Chosen(httpContext))
            ?? Languages.Matching(choice.LaunchLocale(httpContext));
        return Task.FromResult(language is null ? null : new ProviderCultureResult(language));
    }

    private static string? Asked(HttpContext context, ICultureChoice choice)
    {
        var language = Languages.Matching(context.Request.Query[Parameter]);
        if (language is not null) choice.Keep(context, language);
        return language;
    }
}
