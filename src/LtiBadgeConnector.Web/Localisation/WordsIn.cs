using System.Globalization;
using LtiBadgeConnector.Web.Resources;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Localisation;

/// <summary>The words in one language whatever the page's is: what is published speaks the definition's language, not the visitor's.</summary>
public sealed class WordsIn(string language, IStringLocalizer<Words> words) : IStringLocalizer<Words>
{
    private readonly CultureInfo culture = CultureInfo.GetCultureInfo(Languages.Matching(language) ?? Languages.Default);

    /// <inheritdoc />
    public LocalizedString this[string name] => Spoken(() => words[name]);

    /// <inheritdoc />
    public LocalizedString this[string name, params object[] arguments] => Spoken(() => words[name, arguments]);

    /// <inheritdoc />
    public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => Spoken(() => words.GetAllStrings(includeParentCultures).ToArray());

    // The framework's localizer knows only the culture of the present execution.
    private T Spoken<T>(Func<T> say)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = culture;
        try
        {
            return say();
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
