using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Web.Catalogues;
using LtiBadgeConnector.Web.Describing;
using LtiBadgeConnector.Web.Sharing;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LtiBadgeConnector.Web.Pages;

/// <param name="Lines">One for each definition compared; null where it says nothing.</param>
public sealed record ComparedRow(string Name, IReadOnlyList<DescriptorLine?> Lines)
{
    public bool Differs => Lines.Distinct().Skip(1).Any();
}

/// <summary>Up to four definitions side by side, same rows, differences marked by a word.</summary>
public sealed class CompareModel(CatalogueIndex index, ServiceName service, Formats formats) : PageModel
{
    public const int Most = 4;

    public string Speaker { get; private set; } = "";

    public IReadOnlyList<CatalogueEntry> Entries { get; private set; } = [];

    /// <summary>How many were chosen beyond what is compared.</summary>
    public int LeftOut { get; private set; }

    public IReadOnlyList<ComparedRow> Rows { get; private set; } = [];

    public async Task OnGet(string[] id, CancellationToken ct)
    {
        Speaker = await service.Find(ct);
        List<CatalogueEntry> entries = [];
        var chosen = id.Distinct().ToList();
        LeftOut = Math.Max(0, chosen.Count - Most);
        foreach (var one in chosen.Take(Most))
            if (await index.Find(new PublicId(one), ct) is { } entry) entries.Add(entry);
        Entries = entries;

        var lines = entries.Select(entry => DefinitionWords.Lines(entry.Definition, formats).Skip(1).ToDictionary(line => line.Name)).ToList();
        Rows = [.. lines.SelectMany(of => of.Keys).Distinct().Select(name => new ComparedRow(name, [.. lines.Select(of => of.GetValueOrDefault(name))]))];
    }
}
