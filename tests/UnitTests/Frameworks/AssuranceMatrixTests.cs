using LtiBadgeConnector.Core.Frameworks;
using LtiBadgeConnector.Core.MicroCredentials;

namespace LtiBadgeConnector.UnitTests.Frameworks;

public class AssuranceMatrixTests
{
    [Fact]
    public void A_university_is_assured_already_and_a_company_says_what_it_has()
    {
        var stated = Definition.Blank("A", "en").With(Descriptors.QualityAssurance, Answer.Coded("internal-microcredential", "licence-programme", "standard-conformance"));

        Assert.Equal(
            ["external institution assumed", "external microcredential licence-programme", "internal institution assumed", "internal microcredential internal-microcredential"], Said(stated, "university"));
        Assert.Equal(
            ["external institution", "external microcredential licence-programme", "internal institution", "internal microcredential internal-microcredential"], Said(stated, "company"));
        Assert.Equal(["external institution", "external microcredential", "internal institution", "internal microcredential"], Said(Definition.Blank("A", "en"), null));
    }

    private static IEnumerable<string> Said(Definition definition, string? kind) => AssuranceMatrix.Of(definition, kind, FrameworkCatalogue.Shipped)
        .Select(cell => string.Join(' ', (string[])[cell.Side, cell.Target, .. cell.Stated.Select(one => one.Code), .. cell.IsAssumed ? (string[])["assumed"] : []]));
}
