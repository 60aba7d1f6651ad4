using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Web.Sharing;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LtiBadgeConnector.Web.Pages;

/// <summary>Everything that can be earned here, for whoever chooses.</summary>
public sealed class CatalogueModel(PublishedAchievements achievements, ServiceName service) : PageModel
{
    private const int MostLooked = 1000;
    private const int MostShown = 100;

    public string? Search { get; private set; }

    public string Speaker { get; private set; } = "";

    public IReadOnlyList<(PublishedAchievement Published, Definition Definition)> Found { get; private set; } = [];

    public async Task OnGet(string? q, CancellationToken ct)
    {
        Speaker = await service.Find(ct);
        Search = string.IsNullOrWhiteSpace(q) ? null : q.Trim();
        var all = (await achievements.Newest(MostLooked, ct)).Select(one => (one, DefinitionJson.Read(one.Definition)));
        Found = [.. all.Where(one => Search is null || Matches(one.one, one.Item2, Search)).Take(MostShown)];
    }

    // In memory, because the texts are stored as JSON, in which Japanese is escaped.
    private static bool Matches(PublishedAchievement published, Definition definition, string search) =>
        ((IEnumerable<string>)[definition.Title, definition.Description, .. definition.Outcomes, published.Issuer])
            .Any(text => text.Contains(search, StringComparison.OrdinalIgnoreCase));
}
