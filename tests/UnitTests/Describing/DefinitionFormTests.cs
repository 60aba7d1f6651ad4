using LtiBadgeConnector.Core.Frameworks;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.UnitTests.Frameworks;
using LtiBadgeConnector.Web.Describing;
using LtiBadgeConnector.Web.Problems;

namespace LtiBadgeConnector.UnitTests.Describing;

public class DefinitionFormTests
{
    [Fact]
    public void A_field_that_was_not_sent_changes_nothing() => Assert.Equal(DefinitionJson.Write(Sample.Complete), DefinitionJson.Write(Read().Definition));

    [Fact]
    public void Boxes_and_words_of_a_descriptor_are_read_together()
    {
        var read = Read(("a.assessment.sent", "1"), ("a.assessment.code", "quiz"), ("a.assessment.code", "written-exam"), ("a.assessment.text", " In the hall "));

        Assert.Equal(["written-exam", "quiz"], read.Definition.AnswerTo("assessment").Codes);
        Assert.Equal("In the hall", read.Definition.AnswerTo("assessment").Text);
    }

    [Fact]
    public void No_box_left_is_no_answer() => Assert.False(Read(("a.assessment.sent", "1")).Definition.AnswerTo("assessment").IsGiven);

    [Theory]
    [InlineData("Japanese (ja)")]
    [InlineData("日本語（ja）")]
    [InlineData("japanese")]
    [InlineData("日本語")]
    [InlineData("JA")]
    public void A_searched_entry_is_found_by_name_or_code(string typed) =>
        Assert.Equal(["ja"], Read(("a.language.sent", "1"), ("a.language.add", typed)).Definition.AnswerTo("language").Codes);

    [Theory]
    [InlineData("Form.Effort", "many", "definition-effort-unreadable")]
    [InlineData("Form.Effort", "-3", "definition-effort-unreadable")]
    [InlineData("Form.Effort", "1e3", "definition-effort-unreadable")]
    [InlineData("a.language.add", "Klingon", "definition-code-unknown")]
    [InlineData("a.assessment.code", "<script>", "definition-code-unknown")]
    [InlineData("a.quality-assurance.url", "javascript:alert(1)", "definition-address-wrong")]
    [InlineData("a.credit-recognition.rule", "because", "definition-code-unknown")]
    public void What_cannot_be_taken_is_refused_at_its_field_and_leaves_the_rest(string field, string typed, string code)
    {
        var read = Read(("Form.Title", "Changed"), ("a.language.sent", "1"), ("a.assessment.sent", "1"), ("a.quality-assurance.sent", "1"), ("a.credit-recognition.sent", "1"), (field, typed));

        Assert.Equal((field, code, typed), read.Problems.Select(problem => (problem.Field, problem.Code, problem.Typed)).Single());
        Assert.Equal("Changed", read.Definition.Title);
        Assert.NotNull(ProblemCatalogue.Find(code));
    }

    [Theory]
    [InlineData("EQF", "8", null)]
    [InlineData("EQF", "9", "definition-level-outside-framework")]
    [InlineData("AQF", "9", null)]
    [InlineData("EQF", "high", "definition-level-outside-framework")]
    [InlineData("EQF", "５", null)]
    [InlineData("other", "ITSS level 2", null)]
    [InlineData("ISO", "1", "definition-code-unknown")]
    public void A_level_belongs_to_its_framework(string scheme, string level, string? code) =>
        Assert.Equal(code, Read(("level.0.scheme", scheme), ("level.0.level", level)).Problems.Select(problem => problem.Code).SingleOrDefault());

    [Fact]
    public void Full_width_numbers_are_numbers()
    {
        var read = Read(("Form.Effort", "９０"), ("Form.EffortUnit", "minute"), ("credit.0.system", "jp-credit"), ("credit.0.value", "２"));

        Assert.Equal(new Effort(90, Effort.Minute), read.Definition.Effort);
        Assert.Equal([new CreditAmount("jp-credit", 2)], read.Definition.Credits);
    }

    [Fact]
    public void Credit_that_is_named_takes_back_that_there_is_none() =>
        Assert.False(Read(("credit.0.system", "jp-credit"), ("credit.0.value", "2")).Definition.AnswerTo(Descriptors.Credit).IsNone);

    [Fact]
    public void Texts_and_outcomes_have_limits()
    {
        Assert.Equal("definition-text-too-long", Read(("Form.Description", new string('x', 5001))).Problems.Single().Code);
        Assert.Equal("definition-text-too-long", Read(("Form.Outcomes", new string('x', 1001))).Problems.Single().Code);
        Assert.Equal("definition-outcomes-too-many", Read(("Form.Outcomes", string.Join('\n', Enumerable.Range(0, 101)))).Problems.Single().Code);
    }

    [Fact]
    public void Only_known_frameworks_are_claimed() =>
        Assert.Equal(["eu-2022"], Read(("frameworks", ""), ("frameworks", "eu-2022"), ("frameworks", "mars")).Definition.Frameworks);

    [Fact]
    public void Every_descriptor_of_a_definition_stands_in_a_group_with_help_in_both_languages()
    {
        var guide = DescriptorGuide.Shipped;
        var shown = guide.Groups.SelectMany(group => group.Descriptors).ToList();

        // Of the supplementary ones an award says grade, expiry and evidence by itself.
        Assert.Equal(
            FrameworkCatalogue.Shipped.Descriptors.Where(one => one.Scope == DescriptorScope.Definition).Select(one => one.Id).Except(["grade", "valid-until", "evidence"]).Order(),
            shown.Order());
        Assert.All(shown, id => Assert.NotEmpty(guide.Descriptors[id].Hint.Ja));
        Assert.Equal(6, guide.Groups.Count);
    }

    private static ReadDefinition Read(params (string Field, string Value)[] sent) => new DefinitionForm(FrameworkCatalogue.Shipped, DescriptorGuide.Shipped).Read(
        Sample.Complete, sent.GroupBy(field => field.Field).ToDictionary(group => group.Key, group => (IReadOnlyList<string>)[.. group.Select(field => field.Value)]));
}
