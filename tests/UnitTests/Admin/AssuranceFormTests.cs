using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Web.Admin;
using LtiBadgeConnector.Web.Describing;
using LtiBadgeConnector.Web.Problems;

namespace LtiBadgeConnector.UnitTests.Admin;

public class AssuranceFormTests
{
    private static readonly InstitutionAssurance Accredited = new("external-institution", new("Agency A", "評価機構"))
    {
        Url = "https://agency.example/1", From = new(2026, 4, 1), Until = new(2033, 3, 31),
    };

    [Fact]
    public void What_is_stored_is_read_back_beside_an_empty_row_for_every_other_kind_and_one_more()
    {
        var rows = AssuranceForm.Rows([Accredited]);

        Assert.Equal(["external-institution", "internal-institution", "licence-institution", null], rows.Select(row => row.Kind));
        var read = AssuranceForm.Read(rows);
        Assert.Empty(read.Problems);
        Assert.Equal(InstitutionAssuranceJson.Write([Accredited]), InstitutionAssuranceJson.Write(read.Assurance));
        Assert.Equal([Accredited], InstitutionAssuranceJson.Read(InstitutionAssuranceJson.Write(read.Assurance)));
    }

    [Fact]
    public void An_emptied_row_is_taken_away() => Assert.Empty(AssuranceForm.Read([new() { Kind = "external-institution", En = " ", Url = "" }]).Assurance);

    [Theory]
    [InlineData("Rows[0].Kind", "definition-code-unknown", "internal-microcredential", "A", "", "", "")]
    [InlineData("Rows[0].En", "definition-half-answered", "external-institution", "", "https://a.example", "", "")]
    [InlineData("Rows[0].Url", "definition-address-wrong", "external-institution", "A", "javascript:alert(1)", "", "")]
    [InlineData("Rows[0].From", "assurance-day-unreadable", "external-institution", "A", "", "next year", "")]
    [InlineData("Rows[0].Until", "assurance-day-unreadable", "external-institution", "A", "", "", "2026-02-30")]
    [InlineData("Rows[0].Until", "assurance-ends-before-it-begins", "external-institution", "A", "", "2026-04-02", "2026-04-01")]
    public void What_cannot_be_taken_is_refused_at_its_field(string field, string code, string kind, string text, string url, string from, string until)
    {
        var (assurance, problems) = AssuranceForm.Read([new() { Kind = kind, En = text, Url = url, From = from, Until = until }]);

        Assert.Empty(assurance);
        Assert.Equal((field, code), problems.Select(problem => (problem.Field, problem.Code)).Single());
        Assert.NotNull(ProblemCatalogue.Find(code));
    }

    [Fact]
    public void A_text_that_is_too_long_is_refused() =>
        Assert.Equal("definition-text-too-long", AssuranceForm.Read([new() { Kind = "external-institution", Ja = new('あ', AssuranceForm.LongestText + 1) }]).Problems.Single().Code);

    [Fact]
    public void Every_kind_has_an_example_for_those_assured_by_law_and_for_the_others() => Assert.All(AssuranceForm.Kinds, kind =>
    {
        Assert.NotNull(DescriptorGuide.Shipped.AssuranceExample(kind.Code, DefinitionDesk.Catalogue.PathOf("university")));
        Assert.NotNull(DescriptorGuide.Shipped.AssuranceExample(kind.Code, DefinitionDesk.Catalogue.PathOf("company")));
        Assert.NotNull(DescriptorGuide.Shipped.AssuranceExample(kind.Code, path: null));
    });
}
