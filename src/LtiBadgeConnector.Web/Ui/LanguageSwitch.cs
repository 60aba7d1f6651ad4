using LtiBadgeConnector.Web.Localisation;

namespace LtiBadgeConnector.Web.Ui;

/// <summary>Leads to the same page in the other language.</summary>
internal static class LanguageSwitch
{
    /// <summary>The present address with the language asked for; everything else in the query stays.</summary>
    /// <param name="here">The page's own address when the request was not a GET of it.</param>
    public static string Href(HttpRequest request, string? here, string language)
    {
        var address = here ?? request.PathBase + request.Path + request.QueryString;
        var mark = address.IndexOf('?', StringComparison.Ordinal);
        var path = mark < 0 ? address : address[..mark];
        var query = QueryString.FromUriComponent(mark < 0 ? "" : address[mark..]);

        var kept = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query.Value)
            .Where(pair => pair.Key != RequestLanguage.Parameter)
            .SelectMany(pair => pair.Value, (pair, value) => KeyValuePair.Create(pair.Key, value));
        return path + QueryString.Create(kept.Append(new(RequestLanguage.Parameter, language)));
    }
}
