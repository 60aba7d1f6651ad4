using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using LtiBadgeConnector.Web.Localisation;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.WebEncoders;

namespace LtiBadgeConnector.Web.Ui;

/// <summary>What every page shares.</summary>
public static class UiServices
{
    /// <summary>Razor Pages, words, formats, encoders. Register another <see cref="ICultureChoice"/> afterwards to replace the plain one.</summary>
    public static IMvcBuilder AddUi(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ICultureChoice, CookieCultureChoice>();
        services.AddHttpContextAccessor();
        services.AddScoped(FormatsOfRequest);
        services.AddLocalization();
        services.Configure<RequestLocalizationOptions>(Localise);
        // Japanese as it is written: escaped, a page would be three times its size.
        services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        // Who may frame a page is said in one place, SecurityHeaders; this would contradict it.
        services.Configure<AntiforgeryOptions>(options => options.SuppressXFrameOptionsHeader = true);
        services.AddOptions<FootLinks>();

        return services.AddRazorPages().AddViewLocalization().ConfigureApplicationPartManager(AddOurPages);
    }

    /// <summary>Security headers and the request's language; before routing, so that every answer has them.</summary>
    public static IApplicationBuilder UseUi(this IApplicationBuilder app) =>
        app.UseMiddleware<SecurityHeaders>().UseRequestLocalization();

    private static Formats FormatsOfRequest(IServiceProvider services)
    {
        var context = services.GetRequiredService<IHttpContextAccessor>().HttpContext
            ?? throw new InvalidOperationException("Formats belong to a request; make your own elsewhere.");
        var language = Languages.Matching(CultureInfo.CurrentUICulture.Name) ?? Languages.Default;
        return new Formats(language, services.GetRequiredService<ICultureChoice>().Zone(context));
    }

    private static void Localise(RequestLocalizationOptions options)
    {
        string[] languages = [.. Languages.All];
        options.SetDefaultCulture(Languages.Default).AddSupportedCultures(languages).AddSupportedUICultures(languages);
        options.ApplyCurrentCultureToResponseHeaders = true;
        options.RequestCultureProviders = [new RequestLanguage(), new AcceptLanguageHeaderRequestCultureProvider()];
    }

    // The pages are found by the name of the running program; a test host or the demo has another.
    private static void AddOurPages(ApplicationPartManager parts)
    {
        var assembly = typeof(UiServices).Assembly;
        if (parts.ApplicationParts.Any(part => part.Name == assembly.GetName().Name)) return;
        foreach (var part in ApplicationPartFactory.GetApplicationPartFactory(assembly).GetApplicationParts(assembly)) parts.ApplicationParts.Add(part);
        foreach (var part in new CompiledRazorAssemblyApplicationPartFactory().GetApplicationParts(assembly)) parts.ApplicationParts.Add(part);
    }
}
