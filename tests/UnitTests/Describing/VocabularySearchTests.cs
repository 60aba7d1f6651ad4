using LtiBadgeConnector.Core.Frameworks;
using LtiBadgeConnector.Web.Describing;

namespace LtiBadgeConnector.UnitTests.Describing;

public class VocabularySearchTests
{
    [Theory]
    [InlineData(Vocabularies.Languages, "jap", "ja")]
    [InlineData(Vocabularies.Languages, "日本", "ja")]
    [InlineData(Vocabularies.Languages, "ja", "ja")]
    [InlineData(Vocabularies.Languages, "ＪＡ", "ja")]
    [InlineData(Vocabularies.Languages, "Japanese (ja)", "ja")]
    [InlineData(Vocabularies.Countries, "日本", "JP")]
    [InlineData(Vocabularies.Countries, "kingdom united", "GB")]
    [InlineData(Vocabularies.Fields, "0613", "0613")]
    [InlineData(Vocabularies.Fields, "statistics", "0542")]
    [InlineData(Vocabularies.Fields, "統計", "0542")]
    [InlineData(Vocabularies.Fields, "統計0542", "0542")]
    [InlineData(Vocabularies.Countries, "côte", "CI")]
    public void The_nearest_is_found_first_by_name_in_either_language_or_by_code(string vocabulary, string typed, string code) =>
        Assert.Equal(code, VocabularySearch.Find(Entries(vocabulary), typed)[0].Code);

    [Fact]
    public void A_few_are_shown_of_many_and_none_of_what_is_not_there()
    {
        Assert.Equal(VocabularySearch.Most, VocabularySearch.Find(Entries(Vocabularies.Fields), "a").Count);
        Assert.Equal(VocabularySearch.Most, VocabularySearch.Find(Entries(Vocabularies.Fields), " ").Count);
        Assert.Empty(VocabularySearch.Find(Entries(Vocabularies.Languages), "<script>"));
    }

    [Fact]
    public void What_a_field_writes_is_read_again() => Assert.All((string[])[Vocabularies.Languages, Vocabularies.Countries, Vocabularies.Fields], vocabulary => Assert.All(
        Entries(vocabulary), entry => Assert.All((string[])["en", "ja"], language => Assert.Equal(entry, VocabularySearch.Exact(Entries(vocabulary), VocabularySearch.Written(entry, language))))));

    private static IReadOnlyList<VocabularyEntry> Entries(string vocabulary) => FrameworkCatalogue.Shipped.Vocabulary(vocabulary).Entries;
}
