using System.Globalization;
using LtiBadgeConnector.DemoLms.Campus;
using Microsoft.AspNetCore.WebUtilities;

namespace LtiBadgeConnector.DemoLms.Services;

/// <summary><c>limit</c> and <c>from</c>, with the address of the next page for the Link header.</summary>
internal static class Paging
{
    public static (IReadOnlyList<T> Page, string? Next) Cut<T>(IReadOnlyList<T> all, HttpRequest request, CampusOrigin origin, Personality personality, int largest)
    {
        var from = Number(request, "from") ?? 0;
        var limit = Math.Min(Number(request, "limit") ?? largest, largest);
        var page = all.Skip(from).Take(limit).ToList();
        if (from + page.Count >= all.Count) return (page, null);

        var query = request.Query.ToDictionary(q => q.Key, q => (string?)q.Value.ToString());
        query["limit"] = limit.ToString(CultureInfo.InvariantCulture);
        query["from"] = (from + page.Count).ToString(CultureInfo.InvariantCulture);
        return (page, $"<{QueryHelpers.AddQueryString(origin.At(request.Path), query)}>; rel={personality.LinkQuotes.Open}next{personality.LinkQuotes.Close}");
    }

    private static int? Number(HttpRequest request, string name) =>
        int.TryParse(request.Query[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
}
