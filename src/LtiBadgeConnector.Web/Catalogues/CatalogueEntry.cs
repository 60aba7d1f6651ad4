using LtiBadgeConnector.Core.Frameworks;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Storage.Pages;

namespace LtiBadgeConnector.Web.Catalogues;

/// <summary>One published definition, as the catalogue lists it.</summary>
public sealed record CatalogueEntry(PublishedAchievement Published, Definition Definition)
{
    public IReadOnlyList<Framework> Frameworks { get; } = [.. FrameworkCatalogue.Shipped.ClaimedBy(Definition)];

    /// <summary>Codes of the broad fields of study it belongs to.</summary>
    public IEnumerable<string> BroadFields => Definition.AnswerTo(Descriptors.FieldOfStudy).Codes.Select(code => code[..2]).Distinct();
}
