using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Credentials.Formats;
using LtiBadgeConnector.Web.Documents;
using LtiBadgeConnector.Web.Pages.Course;

namespace LtiBadgeConnector.UnitTests.Describing;

/// <summary>The preview speaks of every format there is, and of everything a format leaves out.</summary>
public sealed class FormatPreviewTests
{
    private static readonly DefinitionVersion version = new(
        new(Guid.NewGuid()), new(Guid.NewGuid()), new(Guid.NewGuid()), 1, new PublicId("a"), "https://badges.example/achievements/a",
        Definition.Blank("統計", "ja") with { OtherTitle = "Statistics", Outcomes = [new("o1", "平均") { OtherText = "Means" }, new("o2", "分散")] }, "すべて。", DateTimeOffset.UnixEpoch)
    {
        OtherNarrative = "All of it.", Parts = [new("Data Basics", "https://badges.example/achievements/b", "en"), new("Anything", null, "en")],
    };

    [Fact]
    public void Every_format_belongs_to_a_family_of_the_preview_and_has_a_word()
    {
        Assert.True(PreviewModel.AllFormats.Count >= 5);
        Assert.All(PreviewModel.AllFormats, name =>
        {
            Assert.Contains(FormatCoverage.FamilyOf(name), FormatCoverage.Families);
            Assert.NotEmpty(FormatWords.Of(name).Key);
        });
        Assert.Null(FormatCoverage.FamilyOf("ob4"));
    }

    [Fact]
    public void What_a_family_leaves_out_beside_the_descriptors_is_named()
    {
        Assert.Empty(FormatCoverage.LostBeside("ob3", version));
        Assert.Equal([LostStatement.OtherLanguage, LostStatement.Parts], FormatCoverage.LostBeside("ob2", version));
        Assert.Empty(FormatCoverage.LostBeside("ob2", version with { Definition = Definition.Blank("A", "en"), Parts = [] }));
    }

    [Fact]
    public void The_other_edition_names_the_one_that_credentials_carry_and_parts_are_an_extension()
    {
        var own = Achievements.Of(version, imageUrl: null);
        Assert.Equal(new RelatedAchievement("https://badges.example/achievements/a/en", "en", "1"), Assert.Single(own.Related));
        Assert.Equal(["https://badges.example/achievements/b"], Assert.Single(own.Descriptors, one => one.Descriptor == "part").Values);

        var other = Achievements.OtherEdition(version, imageUrl: null)!;
        Assert.Equal(("https://badges.example/achievements/a/en", "Statistics", "All of it.", "en"), (other.Id, other.Name, other.CriteriaNarrative, other.InLanguage));
        Assert.Equal(["Means", "分散"], other.Outcomes);
        Assert.Equal(new RelatedAchievement(version.Url, "ja", "1"), Assert.Single(other.Related));
        Assert.Null(Achievements.OtherEdition(version with { Definition = Definition.Blank("A", "en") }, imageUrl: null));
    }

    [Fact]
    public void What_it_is_made_up_of_and_what_it_replaces_are_associations_as_the_record_of_a_learner_says_them()
    {
        const string former = "https://badges.example/achievements/0";
        var own = Achievements.Of(version with { Number = 2, FormerUrl = former }, imageUrl: null);

        Assert.Equal([new(Association.IsPartOf, "https://badges.example/achievements/b", version.Url), new(Association.ReplacedBy, former, version.Url)], own.Associations);
        Assert.Contains(new RelatedAchievement(former, "ja", "1"), own.Related);
    }

    [Fact]
    public void A_text_in_the_other_language_changes_no_text_that_is_stored_without_it()
    {
        Assert.DoesNotContain("other", DefinitionJson.Write(Definition.Blank("A", "en")), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(version.Definition.OtherTitle, DefinitionJson.Read(DefinitionJson.Write(version.Definition)).OtherTitle);
        Assert.Equal((new Told("Statistics", "en"), new Told("統計", "ja")), (version.Definition.TitleIn("en"), version.Definition.TitleIn("ja")));
    }
}
