using System.Text.Json;
using LtiBadgeConnector.Core.Frameworks;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.UnitTests.Frameworks;

namespace LtiBadgeConnector.UnitTests.MicroCredentials;

public class DefinitionJsonTests
{
    // Byte for byte as the first version stored it.
    private const string OfTheFirstVersion = """
        {"language":"en","title":"Data Literacy","description":"Reads data.","outcomes":["Reads tables","Cleans data"],"effortHours":24.50,"participation":"Online","assessment":"Quizzes","qualityAssurance":"Yearly","credit":"No credit","image":"01890f3e-0000-7000-8000-000000000001"}
        """;

    [Fact]
    public void A_definition_of_the_first_version_states_the_same_achievement_as_before()
    {
        var achievement = Achievements.Of(Published(DefinitionJson.Read(OfTheFirstVersion)), "https://b.example/images/1");

        Assert.Equal(
            [("learner-effort", "PT24.50H"), ("form-of-participation", "Online"), ("assessment", "Quizzes"), ("quality-assurance", "Yearly"), ("credit-recognition", "No credit")],
            achievement.Descriptors.Select(value => (value.Descriptor, Assert.Single(value.Values))));
        Assert.Equal(["Reads tables", "Cleans data"], achievement.Outcomes);
        Assert.Equal((null, null, 0), (achievement.FieldOfStudy, achievement.CreditsAvailable, achievement.Alignments.Count));
        Assert.Equal("MicroCredential", achievement.AchievementType);
    }

    [Fact]
    public void A_blank_draft_of_the_first_version_is_read_as_blank()
    {
        var draft = DefinitionJson.Read("""{"language":"ja","title":"t","description":"","outcomes":[],"participation":"","assessment":"","qualityAssurance":"","credit":""}""");

        Assert.Equal(DefinitionJson.Write(Definition.Blank("t", "ja")), DefinitionJson.Write(draft));
    }

    [Fact]
    public void What_was_written_is_read_again()
    {
        var definition = Sample.Complete with
        {
            Outcomes = [new("o7", "Reads tables") { OtherText = "表を読める", Kind = "skill", Alignments = [new("Statistics", "https://f.example/1") { TargetCode = "1" }] }],
            Levels = [new("EQF", "5")],
            Credits = [new("jp-credit", 2), new("ects", 3.5m)],
            Frameworks = ["eu-2022"],
            Image = new ImageId(Guid.NewGuid()),
        };

        var again = DefinitionJson.Read(DefinitionJson.Write(definition));

        Assert.Equal(DefinitionJson.Write(definition), DefinitionJson.Write(again));
        Assert.Equal(("表を読める", "1", 3.5m), (again.Outcomes[0].OtherText, again.Outcomes[0].Alignments[0].TargetCode, again.Credits[1].Value));
    }

    [Fact]
    public void Equal_answers_are_written_alike_in_whatever_order_they_were_given()
    {
        var first = Definition.Blank("t", "en").With("b", Answer.Of("1")).With("a", Answer.Of("2").With("y", "1").With("x", "2"));
        var second = Definition.Blank("t", "en").With("a", Answer.Of("2").With("x", "2").With("y", "1")).With("b", Answer.Of("1"));

        Assert.Equal(DefinitionJson.Write(first), DefinitionJson.Write(second));
    }

    [Fact]
    public void What_a_text_leaves_out_is_blank_and_never_null()
    {
        var read = DefinitionJson.Read("""{"language":"en","title":"t","outcomes":[{"id":"o1","text":"Reads"}],"answers":{"assessment":{"codes":["quiz"]},"level":{"isNone":true}}}""");

        Assert.Equal((0, 0, "", 0), (read.Levels.Count, read.Frameworks.Count, read.Description, read.Outcomes[0].ProvenBy.Count));
        Assert.Equal(("", "", 0), (read.AnswerTo("assessment").Text, read.AnswerTo("assessment").Part("url"), read.AnswerTo("level").Codes.Count));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    public void What_is_no_definition_is_refused(string json) => Assert.Throws<JsonException>(() => DefinitionJson.Read(json));

    [Fact]
    public void Codes_amounts_and_words_are_stated_each_by_itself()
    {
        var definition = (Sample.Complete with { Levels = [new("EQF", "5")], Credits = [new("jp-credit", 2)], Frameworks = ["jp-mc-1.0"] })
            .With(Descriptors.Credit, Answer.Of("By the rules of the university").With("rule", "university-credit"))
            .With(Descriptors.Prerequisites, new() { IsNone = true })
            .With(Descriptors.FieldOfStudy, Answer.Coded("054"));

        var achievement = Achievements.Of(Published(definition), null);

        Assert.Equal(["jp-credit 2", "By the rules of the university", "rule: university-credit"], Of("credit-recognition"));
        Assert.Equal(["EQF 5"], Of("level"));
        Assert.Equal(["none"], Of("prerequisites"));
        Assert.Equal(["jp-mc-1.0"], Of("framework"));
        Assert.Equal(("Mathematics and statistics", 2), (achievement.FieldOfStudy, achievement.CreditsAvailable));
        Assert.DoesNotContain(achievement.Descriptors, value => value.Descriptor == Descriptors.FieldOfStudy);

        IEnumerable<string> Of(string descriptor) => achievement.Descriptors.Single(value => value.Descriptor == descriptor).Values;
    }

    private static DefinitionVersion Published(Definition definition) => new(
        new(Guid.NewGuid()), new(Guid.NewGuid()), new(Guid.NewGuid()), 1, new("a"), "https://b.example/achievements/a", definition, "Do it.", DateTimeOffset.UnixEpoch);
}
