using LtiBadgeConnector.Core.MicroCredentials;

namespace LtiBadgeConnector.UnitTests.MicroCredentials;

public sealed class DefinitionTests
{
    private static readonly Definition both = Definition.Blank("Statistics", "en") with
    {
        OtherTitle = "統計", Description = "Reads data.", Outcomes = [new("o1", "Reads a plot") { OtherText = "図を読む" }, new("o2", "Finds a median")],
    };

    [Fact]
    public void In_the_other_language_texts_change_places_and_what_is_written_once_stays()
    {
        var turned = both.InOtherLanguage();

        Assert.Equal(("ja", "統計", "Statistics", "Reads data.", null), (turned.Language, turned.Title, turned.OtherTitle, turned.Description, turned.OtherDescription));
        Assert.Equal([("図を読む", "Reads a plot"), ("Finds a median", "")], turned.Outcomes.Select(outcome => (outcome.Text, outcome.OtherText)));
        Assert.Equal(DefinitionJson.Write(both), DefinitionJson.Write(turned.InOtherLanguage()));
    }

    [Fact]
    public void Outcomes_are_told_in_the_language_of_the_page_only_when_each_is_written_in_it()
    {
        Assert.Equal(new Told("Reads a plot\nFinds a median", "en"), both.OutcomesIn("ja"));
        Assert.Equal(new Told("図を読む", "ja"), (both with { Outcomes = [both.Outcomes[0]] }).OutcomesIn("ja"));
    }
}
