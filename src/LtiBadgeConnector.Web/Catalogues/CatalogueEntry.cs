using LtiBadgeConnector.Core.Frameworks;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Storage.Pages;

namespace LtiBadgeConnector.Web.Catalogues;

/// <summary>One published definition, as the catalogue lists it.</summary>
public sealed record CatalogueEntry(PublishedAchievement Published, Definition Definition)
{
    public IReadOnlyList<Framework> Frameworks { get; } = [.. FrameworkCatalogue.Shipped.ClaimedBy(Definition)];

    /// <summary>What a search looks in, as <see cref="CatalogueQuery.Plain"/> writes it: made once for each version, not for each search.</summary>
    internal IReadOnlyList<string> Searched { get; } =
    [
        .. ((IEnumerable<string?>)[
            Definition.Title, Definition.Description, Definition.OtherTitle, Definition.OtherDescription, Published.Issuer,
            .. Definition.Outcomes.SelectMany(outcome => (string[])[outcome.Text, outcome.OtherText]),
        ]).OfType<string>().Select(CatalogueQuery.Plain),
    ];

    /// <summary>Codes of the broad fields of study it belongs to.</summary>
    public IEnumerable<string> BroadFields => Definition.AnswerTo(Descriptors.FieldOfStudy).Codes.Select(code => code[..2]).Distinct();
}
