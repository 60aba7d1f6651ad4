using LtiBadgeConnector.Core.Frameworks;
using LtiBadgeConnector.Core.Issuing;
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

    [Fact]
    public void What_the_issuer_says_of_itself_stands_in_its_cell_and_the_definition_adds_to_it()
    {
        var stated = Definition.Blank("A", "en").With(Descriptors.QualityAssurance, Answer.Coded("external-institution", "licence-institution"));

        Assert.Equal(
            ["external institution “Agency A” licence-institution", "external microcredential", "internal institution “Own rules”", "internal microcredential"],
            Said(stated, "company", new InstitutionAssurance("external-institution", new("Agency A", "")), new InstitutionAssurance("internal-institution", new("Own rules", "自己点検"))));
    }

    [Theory]
    [InlineData("2026-03-31", false)]
    [InlineData("2026-04-01", true)]
    [InlineData("2033-03-31", true)]
    [InlineData("2033-04-01", false)]
    public void An_accreditation_holds_from_its_first_to_its_last_day(string day, bool holds)
    {
        var issuer = new IssuerProfile("https://b.example/issuers/1", "S") { Assurance = [new("external-institution", new("Agency A", "")) { From = new(2026, 4, 1), Until = new(2033, 3, 31) }] };

        Assert.Equal(holds, issuer.On(DateTimeOffset.Parse(day + "T12:00:00Z", System.Globalization.CultureInfo.InvariantCulture)).Assurance.Count == 1);
    }

    [Fact]
    public void A_text_is_read_in_the_language_it_is_written_in()
    {
        Assert.Equal(new Told("Agency A", "en"), new InstitutionAssurance("x", new("Agency A", "")).TextIn("ja"));
        Assert.Equal(new Told("評価機構", "ja"), new InstitutionAssurance("x", new("", "評価機構")).TextIn("en"));
        Assert.Equal(new Told("評価機構", "ja"), new InstitutionAssurance("x", new("Agency A", "評価機構")).TextIn("ja"));
    }

    private static IEnumerable<string> Said(Definition definition, string? kind, params InstitutionAssurance[] byIssuer) =>
        AssuranceMatrix.Of(definition, new("https://b.example/issuers/1", "S") { ProviderKind = kind, Assurance = byIssuer }, FrameworkCatalogue.Shipped).Select(cell => string.Join(
            ' ', (string[])[cell.Side, cell.Target, .. cell.ByIssuer.Select(one => $"“{one.Text.En}”"), .. cell.Stated.Select(one => one.Code), .. cell.IsAssumed ? (string[])["assumed"] : []]));
}
