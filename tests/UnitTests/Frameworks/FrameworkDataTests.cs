using System.Text.Json;
using System.Text.Json.Nodes;
using LtiBadgeConnector.Core.Frameworks;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Core.MicroCredentials;

namespace LtiBadgeConnector.UnitTests.Frameworks;

/// <summary>The engine follows the data: nothing about a single framework is in the code.</summary>
public class FrameworkDataTests
{
    private static readonly FrameworkCatalogue Shipped = FrameworkCatalogue.Shipped;

    // Section 2 of the published comparison: R required, O optional, P present, - blank; Japan, EU, Australia, Malaysia, 履修証明.
    [Theory]
    [InlineData("learner-identification", "RR-PP")]
    [InlineData("issue-date", "RR-PP")]
    [InlineData("title", "RRRPP")]
    [InlineData("awarding-body", "RRRPP")]
    [InlineData("country-region", "OR---")]
    [InlineData("content", "R-R-P")]
    [InlineData("learning-outcomes", "RRRP-")]
    [InlineData("form-of-participation", "RRRPP")]
    [InlineData("language", "O-RP-")]
    [InlineData("learner-effort", "RRRPP")]
    [InlineData("assessment", "RRRPP")]
    [InlineData("quality-assurance", "RRRPP")]
    [InlineData("level", "OR-P-")]
    [InlineData("certification", "O-R-P")]
    [InlineData("credit-recognition", "RRRPP")]
    [InlineData("prerequisites", "OORPP")]
    [InlineData("stackability", "OOO--")]
    public void Every_cell_is_as_published(string descriptor, string cells) => Assert.Equal(cells, string.Concat(
        ((string[])["jp-mc-1.0", "eu-2022", "au-2022", "my-2020", "jp-rishu"]).Select(framework => "-OPR"[(int)Shipped.Descriptor(descriptor).In(framework)])));

    [Fact]
    public void There_are_seventeen_common_descriptors_and_five_frameworks() =>
        Assert.Equal((17, 5, 12), (Shipped.Descriptors.Count(descriptor => !descriptor.IsSupplementary), Shipped.Frameworks.Count, Shipped.Rules.Count));

    [Fact]
    public void Long_lists_have_labels_in_both_languages()
    {
        Assert.Equal("日本", Shipped.Vocabulary(Vocabularies.Countries).Find("JP")!.Name.Ja);
        Assert.Equal("日本語", Shipped.Vocabulary(Vocabularies.Languages).Find("ja")!.Name.Ja);
        Assert.Equal("数学・統計", Shipped.Vocabulary("isced-f-2013").Find("054")!.Name.Ja);
        Assert.Equal(
            ["工学・製造・建設", "工学・工業", "電子工学・自動制御"], ((string[])["07", "071", "0714"]).Select(code => Shipped.Vocabulary(Vocabularies.Fields).Find(code)!.Name.Ja));
    }

    [Fact]
    public void Every_field_of_study_has_a_name_of_its_own_in_Japanese()
    {
        var fields = Shipped.Vocabulary(Vocabularies.Fields).Entries;
        Assert.Equal(220, fields.Count);
        Assert.All(fields, field => Assert.Matches(@"\p{IsHiragana}|\p{IsKatakana}|\p{IsCJKUnifiedIdeographs}", field.Name.Ja));
        // A level of detail that adds nothing has the same name in both languages.
        Assert.Equal(fields.Select(field => field.Name.En).Distinct().Count(), fields.Select(field => field.Name.Ja).Distinct().Count());
    }

    [Fact]
    public void A_code_without_a_Japanese_name_is_refused()
    {
        var data = Data();
        data["vocabularies"]![0]!["items"]![0]!.AsObject().Remove("ja");

        Assert.Contains("no Japanese name", Assert.Throws<JsonException>(() => FrameworkFiles.Read(data.ToJsonString())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sixth_framework_is_data_alone()
    {
        var data = Data();
        data["frameworks"]!.AsArray().Add(JsonNode.Parse("""{"id": "nl-2022", "nameEn": "Netherlands", "nameJa": "オランダ", "publisher": "A ministry", "date": "2022-01"}"""));
        Cell(data, "language", "nl-2022", "required");
        Cell(data, "title", "nl-2022", "required");
        data["rules"]!.AsArray().Add(JsonNode.Parse("""
            {"id": "nl-effort", "framework": "nl-2022", "severity": "error", "kind": "min-effort", "params": {"hours": 84}, "messageEn": "At least 3 EC.", "messageJa": "3 EC以上が必要です。"}
            """));
        var catalogue = FrameworkFiles.Read(data.ToJsonString());

        var report = Conformance.Of(Stated(Definition.Blank("Title", "en") with { Effort = Effort.OfHours(28) }), catalogue).Reports.Single(one => one.Framework.Id == "nl-2022");

        Assert.False(report.IsClaimed);
        Assert.Equal(["language"], report.Missing.Select(descriptor => descriptor.Id));
        Assert.Equal("3 EC以上が必要です。", report.Unfit!.Message.Ja);
        Assert.Equal(["title", "language"], report.Asked.Select(descriptor => descriptor.Id));
    }

    [Fact]
    public void A_cell_that_becomes_required_keeps_a_definition_from_being_published()
    {
        var definition = Sample.Complete;
        Assert.Empty(Conformance.Of(Stated(definition), Shipped).Errors);

        var data = Data();
        Cell(data, "stackability", "jp-mc-1.0", "required");
        var error = Assert.Single(Conformance.Of(Stated(definition), FrameworkFiles.Read(data.ToJsonString())).Errors);

        Assert.Equal((Finding.Missing, "積み上げ可能性"), (error.Code, error.Descriptor.Name.Ja));
    }

    [Fact]
    public void A_rule_of_an_unknown_kind_is_refused()
    {
        var data = Data();
        data["rules"]![0]!["kind"] = "moon-phase";

        Assert.Contains("moon-phase", Assert.Throws<JsonException>(() => FrameworkFiles.Read(data.ToJsonString())).Message, StringComparison.Ordinal);
    }

    private static JsonNode Data() => JsonNode.Parse(FrameworkFiles.Text("frameworks.json"))!;

    private static void Cell(JsonNode data, string descriptor, string framework, string value) =>
        data["descriptors"]!.AsArray().First(one => one!["id"]!.GetValue<string>() == descriptor)!["requirement"]![framework] = value;

    private static StatedDefinition Stated(Definition definition) => new(definition, new IssuerProfile("https://b.example/issuers/1", "Shirakaba University"), IsHigherEducation: true);
}
