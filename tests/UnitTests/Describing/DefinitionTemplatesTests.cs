using LtiBadgeConnector.Core.Frameworks;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Web.Describing;

namespace LtiBadgeConnector.UnitTests.Describing;

/// <summary>The samples are complete for the framework each is made for.</summary>
public class DefinitionTemplatesTests
{
    private static readonly IssuerProfile Issuer = new("https://b.example/issuers/1", "Shirakaba University") { CountryCode = "JP", ProviderKind = "university" };

    [Fact]
    public void Every_framework_has_one() => Assert.Equal(
        FrameworkCatalogue.Shipped.Frameworks.Select(framework => framework.Id).Order(), DefinitionTemplates.All.SelectMany(template => template.Definition.Frameworks).Order());

    [Theory]
    [InlineData("japan")]
    [InlineData("europe")]
    [InlineData("australia")]
    [InlineData("malaysia")]
    [InlineData("certificate-of-completion")]
    public void It_meets_its_framework_without_a_single_remark(string id)
    {
        var definition = DefinitionTemplates.All.Single(template => template.Id == id).Definition;

        var report = Assert.Single(Conformance.Of(new(definition, Issuer, IsHigherEducation: true), FrameworkCatalogue.Shipped).Claimed);

        Assert.True(report.IsMet);
        Assert.Empty(report.Findings.Where(finding => finding.Severity > Severity.Hint).Select(finding => (finding.Code, finding.Descriptor.Id)));
    }

    [Fact]
    public void Each_says_what_it_is_for() => Assert.Equal(DefinitionTemplates.All.Count, DefinitionSources.Templates.Select(template => template.Purpose!.Ja).Distinct().Count());

    [Fact]
    public void Each_outcome_stands_in_both_languages() =>
        Assert.All(DefinitionTemplates.All.SelectMany(template => template.Definition.Outcomes), outcome => Assert.NotEmpty(outcome.OtherText));
}
