using LtiBadgeConnector.Core.Frameworks;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Web.Catalogues;
using LtiBadgeConnector.Web.Sharing;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LtiBadgeConnector.Web.Pages;

/// <summary>Everything that can be earned here, for whoever chooses.</summary>
public sealed class CatalogueModel(CatalogueIndex index, ServiceName service) : PageModel
{
    private const int PageSize = 50;

    public CatalogueQuery Query { get; private set; } = null!;

    public string Speaker { get; private set; } = "";

    /// <summary>One page of them.</summary>
    public IReadOnlyList<CatalogueEntry> Found { get; private set; } = [];

    public int Total { get; private set; }

    /// <summary>How many stand before this page.</summary>
    public int From { get; private set; }

    public string? NextPage => From + Found.Count < Total ? $"/catalogue{Query.ToQuery()}{(Query.IsEmpty ? "?" : "&")}from={From + PageSize}" : null;

    /// <summary>What there is to filter by: only values that find something.</summary>
    public IReadOnlyList<Framework> Frameworks { get; private set; } = [];

    public IReadOnlyList<QualificationLevel> Levels { get; private set; } = [];

    public IReadOnlyList<VocabularyEntry> Languages { get; private set; } = [];

    public IReadOnlyList<VocabularyEntry> Fields { get; private set; } = [];

    public async Task OnGet(int from, CancellationToken ct)
    {
        Speaker = await service.Find(ct);
        Query = CatalogueQuery.Of(Request.Query);
        From = Math.Max(0, from);
        var all = await index.All(ct);
        var found = all.Where(Query.Finds).ToList();
        (Total, Found) = (found.Count, [.. found.Skip(From).Take(PageSize)]);

        var catalogue = FrameworkCatalogue.Shipped;
        Frameworks = [.. catalogue.Frameworks.Where(framework => all.Any(entry => entry.Frameworks.Contains(framework)))];
        Levels = [.. all.SelectMany(entry => entry.Definition.Levels).Distinct().OrderBy(level => level.Scheme, StringComparer.Ordinal).ThenBy(level => level.Level.Length).ThenBy(level => level.Level, StringComparer.Ordinal)];
        var spoken = all.SelectMany(entry => entry.Definition.AnswerTo(Descriptors.Language).Codes).ToHashSet();
        Languages = [.. catalogue.Vocabulary(Vocabularies.Languages).Entries.Where(entry => spoken.Contains(entry.Code))];
        var studied = all.SelectMany(entry => entry.BroadFields).ToHashSet();
        Fields = [.. catalogue.Vocabulary(Vocabularies.Fields).Entries.Where(entry => studied.Contains(entry.Code))];
    }
}
