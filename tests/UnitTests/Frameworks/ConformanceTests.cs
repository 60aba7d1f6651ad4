using LtiBadgeConnector.Core.Frameworks;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Core.MicroCredentials;

namespace LtiBadgeConnector.UnitTests.Frameworks;

public class ConformanceTests
{
    private static readonly IssuerProfile Issuer = new("https://b.example/issuers/1", "Shirakaba University");

    [Fact]
    public void A_blank_draft_lacks_what_Japan_requires_of_a_definition() => Assert.Equal(
        ["content", "learning-outcomes", "form-of-participation", "learner-effort", "assessment", "quality-assurance", "credit-recognition"],
        Of(Definition.Blank("Title", "en")).Errors.Select(finding => finding.Descriptor.Id));

    [Fact]
    public void None_is_an_answer_and_blank_is_not()
    {
        Assert.Empty(Of(Sample.Complete).Errors);
        Assert.Equal(["credit-recognition"], Of(Sample.Complete.With(Descriptors.Credit, Answer.Blank)).Errors.Select(finding => finding.Descriptor.Id));
    }

    [Theory]
    [InlineData(59, true)]
    [InlineData(60, false)]
    public void A_certificate_of_completion_needs_sixty_hours(decimal hours, bool isUnfit) =>
        Assert.Equal(isUnfit, Report("jp-rishu", Sample.Complete with { Effort = Effort.OfHours(hours) }).Unfit is not null);

    [Fact]
    public void Minutes_count_as_hours() => Assert.Null(Report("jp-rishu", Sample.Complete with { Effort = new(3600, Effort.Minute) }).Unfit);

    [Fact]
    public void Few_hours_without_credit_warn_in_Japan() => Assert.Equal(["jp-mc-effort"], Codes(Sample.Complete with { Effort = Effort.OfHours(9.5m) }));

    [Fact]
    public void Few_hours_with_a_credit_warn_only_that_both_disagree() =>
        Assert.Equal(["hours-credit-agree"], Codes(Sample.Complete with { Effort = Effort.OfHours(9.5m), Credits = [new("jp-credit", 1)] }));

    [Theory]
    [InlineData(40, "hours-credit-agree")]
    [InlineData(40.5, null)]
    [InlineData(49.5, null)]
    [InlineData(50, "hours-credit-agree")]
    public void Hours_may_differ_from_the_credit_by_a_tenth(decimal hours, string? code) =>
        Assert.Equal(code is null ? [] : [code], Codes(Sample.Complete with { Effort = Effort.OfHours(hours), Credits = [new("jp-credit", 1)] }));

    [Fact]
    public void Attendance_alone_is_refused_by_every_framework()
    {
        var attended = Of(Sample.Complete.With(Descriptors.Assessment, Answer.Coded("attendance")));

        Assert.All(attended.Reports, report => Assert.Contains(report.Findings, finding => finding is { Code: "any-assessed", Severity: Severity.Error }));
        Assert.Empty(Of(Sample.Complete.With(Descriptors.Assessment, Answer.Coded("attendance", "quiz"))).Errors);
    }

    [Fact]
    public void An_assessment_described_in_words_alone_is_taken_at_its_word() =>
        Assert.Empty(Of(Sample.Complete.With(Descriptors.Assessment, Answer.Of("Quizzes and a project"))).Errors);

    [Fact]
    public void Of_two_claimed_frameworks_the_stricter_decides()
    {
        var both = Sample.Complete with { Frameworks = ["jp-mc-1.0", "au-2022"] };

        Assert.Equal(["language", "certification", "prerequisites"], Of(both).Errors.Select(finding => finding.Descriptor.Id));
    }

    [Fact]
    public void A_framework_that_is_not_claimed_keeps_nothing_back_and_says_what_is_missing()
    {
        var conformance = Of(Sample.Complete);

        Assert.Equal(["jp-mc-1.0"], conformance.Claimed.Select(report => report.Framework.Id));
        Assert.Equal(["country-region", "level"], conformance.Reports.Single(report => report.Framework.Id == "eu-2022").Missing.Select(descriptor => descriptor.Id));
    }

    [Fact]
    public void That_no_level_applies_satisfies_the_European_rule()
    {
        var without = Report("eu-2022", Sample.Complete, Issuer with { CountryCode = "JP" });
        var with = Report("eu-2022", Sample.Complete.With(Descriptors.Level, new() { IsNone = true }), Issuer with { CountryCode = "JP" });

        Assert.Equal((false, true), (without.IsMet, with.IsMet));
    }

    [Fact]
    public void Only_higher_education_issues_certificates_of_completion()
    {
        var definition = Sample.Complete with { Effort = Effort.OfHours(60) };

        Assert.Null(Report("jp-rishu", definition, isHigherEducation: true).Unfit);
        Assert.Equal("jp-rishu-provider", Report("jp-rishu", definition, isHigherEducation: false).Unfit!.Id);
        Assert.Equal("jp-rishu-provider", Report("jp-rishu", definition, isHigherEducation: null).Unfit!.Id);
    }

    [Fact]
    public void The_certificate_says_its_legal_basis_and_publishes_the_statutory_items()
    {
        var definition = Sample.Complete with { Effort = Effort.OfHours(60), Frameworks = ["jp-rishu"] };
        Assert.Equal(["jp-rishu-legal-sentence", "jp-rishu-published-items"], RulesOf(definition));

        definition = definition.With(Descriptors.Prerequisites, Answer.Of("None"))
            .With(Descriptors.Certification, Answer.Coded("rishu-certificate").With("legalBasis", "School Education Act, Article 105").With("purpose", "Reskilling").With("capacity", "30"));
        Assert.Empty(RulesOf(definition));
    }

    [Fact]
    public void Malaysia_expects_credit() => Assert.Contains("my-credit", RulesOf(Sample.Complete with { Frameworks = ["my-2020"] }));

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(null, true)]
    public void A_higher_education_institution_that_is_assured_has_answered_for_its_micro_credentials(bool? isHigherEducation, bool isMissing)
    {
        var assured = Issuer with { Assurance = [new("external-institution", new("Agency A", ""))] };

        Assert.Equal(isMissing, Report("jp-mc-1.0", Sample.Complete.With(Descriptors.QualityAssurance, Answer.Blank), assured, isHigherEducation).Missing.Any(one => one.Id == Descriptors.QualityAssurance));
    }

    [Fact]
    public void What_an_issuer_says_of_itself_need_not_be_said_of_each_micro_credential()
    {
        var issuer = Issuer with { Description = "A training company.", Assurance = [new("internal-institution", new("Quality rules", ""))] };
        var definition = Sample.Complete.With(Descriptors.QualityAssurance, Answer.Of("Reviewed").With("review", "Each year"));
        bool IsUnkept(IssuerProfile by) => Report("au-2022", definition, by, isHigherEducation: false).Findings.Any(finding => finding.Code == "au-qa-statement");

        Assert.False(IsUnkept(issuer));
        Assert.True(IsUnkept(issuer with { Description = null }));
        Assert.True(IsUnkept(issuer with { Assurance = [new("external-institution", new("Agency A", ""))] }));
    }

    private static IEnumerable<string> RulesOf(Definition definition) => Of(definition).Findings.Where(finding => finding.Rule is not null).Select(finding => finding.Code);

    private static IEnumerable<string> Codes(Definition definition) => Of(definition).Findings.Where(finding => finding.Severity == Severity.Warning).Select(finding => finding.Code);

    private static FrameworkReport Report(string framework, Definition definition, IssuerProfile? issuer = null, bool? isHigherEducation = true) =>
        Of(definition, issuer, isHigherEducation).Reports.Single(report => report.Framework.Id == framework);

    private static Conformance Of(Definition definition, IssuerProfile? issuer = null, bool? isHigherEducation = true) =>
        Conformance.Of(new(definition, issuer ?? Issuer, isHigherEducation), FrameworkCatalogue.Shipped);
}
