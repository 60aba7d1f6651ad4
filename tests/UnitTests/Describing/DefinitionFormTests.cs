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
    public void The_parts_that_are_asked_are_those_that_a_file_may_bring() => Assert.All(DefinitionDesk.Catalogue.Descriptors, descriptor =>
        Assert.Equal(AnswerParts.Of(descriptor.Id), (DescriptorGuide.Shipped.Of(descriptor).Parts ?? []).Select(part => part.Name)));

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
        Assert.Equal(code, Read(("a.level.sent", "1"), ("a.level.add", $"{scheme} {level}")).Problems.Select(problem => problem.Code).SingleOrDefault());

    [Fact]
    public void Levels_are_ticked_or_added_and_take_back_that_there_is_none()
    {
        var read = Read(("a.level.sent", "1"), ("a.level.none", "1"), ("a.level.code", "EQF 5"), ("a.level.code", "other ITSS level 2"), ("a.level.add", "ＡＱＦレベル６"), ("a.level.add", "EQF 5"));

        Assert.Equal([new("EQF", "5"), new("other", "ITSS level 2"), new("AQF", "6")], read.Definition.Levels);
        Assert.False(read.Definition.AnswerTo(Descriptors.Level).IsNone);
        Assert.Empty(Read(("a.level.sent", "1")).Definition.Levels);
    }

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

    [Theory]
    [InlineData("credit.0.system", "ects", null, null)]
    [InlineData("credit.0.system", "ects", "save", "credit.0.value")]
    [InlineData("credit.0.value", "2", null, "credit.0.system")]
    public void Half_an_answer_is_refused_at_the_half_that_is_missing_and_a_list_is_left_in_peace_until_a_button_is_pressed(string field, string typed, string? op, string? missing)
    {
        const string list = "credit.0.system";
        (string, string)[] sent = op is null ? [(field, typed)] : [(field, typed), ("op", op)];
        if (field != list) sent = [(list, ""), .. sent];

        Assert.Equal((missing, missing is null ? null : "definition-half-answered"), Read(sent).Problems.Select(problem => ((string?)problem.Field, (string?)problem.Code)).SingleOrDefault());
    }

    [Fact]
    public void A_level_that_is_refused_leaves_the_others_and_credits_stay_as_they_were_while_one_is_refused()
    {
        var before = Sample.Complete with { Levels = [new("EQF", "5")], Credits = [new("ects", 2)] };
        var read = new DefinitionForm(FrameworkCatalogue.Shipped, DescriptorGuide.Shipped).Read(before, new Dictionary<string, IReadOnlyList<string>>
        {
            ["a.level.sent"] = ["1"], ["a.level.code"] = ["EQF 5"], ["a.level.add"] = ["EQF 9"], ["credit.0.system"] = ["ects"], ["credit.0.value"] = ["two"],
        });

        Assert.Equal(["a.level.add", "credit.0.value"], read.Problems.Select(problem => problem.Field));
        Assert.Equal((before.Levels[0], before.Credits[0]), (read.Definition.Levels.Single(), read.Definition.Credits.Single()));
    }

    [Fact]
    public void Texts_and_outcomes_have_limits()
    {
        var description = Read(("Form.Description", new string('x', 5001))).Problems.Single();
        Assert.Equal(("definition-text-too-long", new Excess(null, 5001, 5000)), (description.Code, description.Excess));
        var outcome = Read(("Form.Outcomes", $"Reads\n{new string('x', 1001)}")).Problems.Single();
        Assert.Equal(("definition-text-too-long", new Excess(2, 1001, 1000)), (outcome.Code, outcome.Excess));
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
