using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Web.Describing;

namespace LtiBadgeConnector.UnitTests.Describing;

public class LevelSearchTests
{
    [Theory]
    [InlineData("EQF 6", "EQF 6")]
    [InlineData("ＥＱＦ６", "EQF 6")]
    [InlineData("eqf level 6", "EQF 6")]
    [InlineData("EQFレベル6", "EQF 6")]
    [InlineData("レベル6", "EQF 6 MQF 6 AQF 6")]
    [InlineData("level 10", "AQF 10")]
    [InlineData("AQF", "AQF 1 AQF 2 AQF 3 AQF 4 AQF 5 AQF 6 AQF 7 AQF 8 AQF 9 AQF 10")]
    [InlineData("マレーシア 5", "MQF 5")]
    [InlineData("australian 10", "AQF 10")]
    [InlineData("EQF 9", "")]
    [InlineData("12", "")]
    [InlineData("other: ITSS level 2", "other ITSS level 2")]
    [InlineData("その他：ITSS レベル2", "other ITSS レベル2")]
    [InlineData("first cycle", "QF-EHEA first cycle other first cycle")]
    [InlineData("QF-EHEA first cycle", "QF-EHEA first cycle")]
    public void A_level_is_found_by_framework_and_number_in_either_language(string typed, string found) =>
        Assert.Equal(found, string.Join(' ', LevelSearch.Find([], typed).Select(entry => entry.Code)));

    [Fact]
    public void What_is_chosen_is_not_found_again() => Assert.Equal(["MQF 6", "AQF 6"], LevelSearch.Find([new("EQF", "6")], "6").Select(entry => entry.Code));

    [Fact]
    public void What_a_search_writes_is_read_again()
    {
        QualificationLevel[] unnumbered = [new("other", "ITSS level 2"), new("other", "2"), new("QF-EHEA", "first cycle")];

        Assert.All(LevelSearch.Entries.Concat(unnumbered.Select(LevelSearch.EntryOf)), entry =>
            Assert.Equal(entry, LevelSearch.EntryOf(LevelSearch.Read(VocabularySearch.Written(entry, "ja")).Level!)));
    }

    [Theory]
    [InlineData("EQF 06", "EQF", "6")]
    [InlineData("European Qualifications Framework, level 5", "EQF", "5")]
    [InlineData("欧州資格枠組み レベル５", "EQF", "5")]
    [InlineData("european: 5", "EQF", "5")]
    [InlineData("EQF 9", "EQF", null)]
    [InlineData("EQF", "EQF", null)]
    [InlineData("EQF high", "EQF", null)]
    [InlineData("6", null, null)]
    [InlineData("Klingon", null, null)]
    [InlineData("otherwise", null, null)]
    [InlineData("other:", "other", null)]
    [InlineData(": 5", null, null)]
    [InlineData("", null, null)]
    public void What_is_typed_names_a_level_or_says_which_framework_has_none(string typed, string? framework, string? level)
    {
        var read = LevelSearch.Read(typed);

        Assert.Equal((framework, level), (read.Framework?.Code, read.Level?.Level));
    }
}
