using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Web.Sharing;

namespace LtiBadgeConnector.UnitTests.Sharing;

public class EvidenceChoiceTests
{
    private static readonly EvidenceGroup quiz = new("Quiz 1 score is at least 60%", [new("rule/c1/result", EvidenceKind.Result, "16 of 20 points.")]);

    private static readonly EvidenceGroup project = new(
        "Final project score is at least 70%", [new("rule/c2/result", EvidenceKind.Result, "63 of 90 points."), new("rule/c2/link", EvidenceKind.Link, "https://work.example/1")]);

    private static readonly EvidenceGroup given = new("Evidence given with the award", [new("given/text", EvidenceKind.Text, "A talk."), new("given/link", EvidenceKind.Link, "https://talks.example/7")]);

    private static readonly EvidenceGroup[] offered = [given, quiz, project];

    private static readonly EvidenceGroup[] withFile = [given, quiz, project with { Pieces = [.. project.Pieces, new("file/1", EvidenceKind.File, "report.pdf") { Size = 5 }] }];

    [Fact]
    public void Nothing_is_ticked_before_its_holder_has_chosen() => Assert.DoesNotContain(EvidenceChoice.Merge(offered, []).SelectMany(group => group.Pieces), piece => piece.IsCarried);

    [Fact]
    public void What_is_chosen_of_one_thing_stands_together_and_the_rest_nowhere()
    {
        var said = Chosen("given/link", "rule/c2/result", "rule/c2/link");

        Assert.Equal(
            [
                new("https://talks.example/7") { Name = given.Name, Pieces = "given/link" },
                new Evidence("https://work.example/1") { Name = project.Name, Narrative = "63 of 90 points.", Pieces = "rule/c2/result rule/c2/link" },
            ],
            said);
        Assert.Equal(new((string?)null) { Name = project.Name, Narrative = "63 of 90 points.", Pieces = "rule/c2/result" }, Assert.Single(Chosen("rule/c2/result")));
    }

    [Theory]
    [InlineData("given/text")]
    [InlineData("rule/c1/result rule/c2/link")]
    [InlineData("given/text given/link rule/c1/result rule/c2/result rule/c2/link")]
    public void What_was_chosen_is_ticked_and_stays_as_it_was_when_it_is_chosen_again(string keys)
    {
        var said = Chosen(keys.Split(' '));
        var shown = EvidenceChoice.Merge(offered, said);

        Assert.Equal(keys.Split(' ').Order(), Ticked(shown).Order());
        Assert.Equal(said, EvidenceChoice.Of(shown, Ticked(shown)));
    }

    [Fact]
    public void What_the_credential_says_is_shown_as_it_says_it()
    {
        Evidence[] carried = [new("https://work.example/old") { Name = project.Name, Pieces = "rule/c2/link" }];

        var shown = EvidenceChoice.Merge(offered, carried);

        Assert.Equal("https://work.example/old", shown.SelectMany(group => group.Pieces).Single(piece => piece.IsCarried).Said);
        Assert.Equal(carried, EvidenceChoice.Of(shown, Ticked(shown)));
    }

    [Fact]
    public void What_was_carried_before_pieces_could_be_chosen_is_found_again_by_its_name()
    {
        Evidence[] carried =
        [
            new("https://talks.example/7") { Name = given.Name, Narrative = "A talk." },
            new((string?)null) { Name = quiz.Name, Narrative = "16 of 20 points." },
            new("https://work.example/1") { Name = project.Name, Narrative = "63 of 90 points." },
        ];

        Assert.Equal(["given/link", "given/text", "rule/c1/result", "rule/c2/link", "rule/c2/result"], Ticked(EvidenceChoice.Merge(offered, carried)).Order());
    }

    [Fact]
    public void What_is_offered_no_longer_stays_until_its_holder_takes_it_out()
    {
        Evidence[] carried = [new("https://work.example/2") { Name = "Essay", Narrative = "Passed." }, new((string?)null) { Name = quiz.Name }, new((string?)null) { Name = quiz.Name, Narrative = "Twice." }];

        var shown = EvidenceChoice.Merge(offered, carried);

        Assert.Equal(carried, EvidenceChoice.Of(shown, Ticked(shown)).Select(one => one with { Pieces = null }).OrderBy(one => Array.IndexOf(carried, one)));
        Assert.Equal(4, Ticked(shown).Count);
        Assert.Equal(carried[1..], EvidenceChoice.Of(shown, Ticked(shown).Where(key => !IsOf(shown, key, "Essay")).ToHashSet()).Select(one => one with { Pieces = null }));
    }

    [Fact]
    public void A_file_stands_by_itself_with_its_address_and_digest()
    {
        var copied = EvidenceChoice.With(EvidenceChoice.Merge(withFile, []), "file/1", "https://badges.example/evidence/x", "sha256-x");

        var said = EvidenceChoice.Of(copied, new HashSet<string> { "file/1", "rule/c2/result" });

        Assert.Equal(
            [
                new((string?)null) { Name = project.Name, Narrative = "63 of 90 points.", Pieces = "rule/c2/result" },
                new Evidence("https://badges.example/evidence/x") { Name = "report.pdf", Description = project.Name, DigestSri = "sha256-x", Pieces = "file/1" },
            ],
            said);
        Assert.Empty(EvidenceChoice.Of(EvidenceChoice.Merge(withFile, []), new HashSet<string> { "file/1" }));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_file_that_is_carried_is_shown_once_where_it_belongs_whether_the_LMS_lists_it_or_not(bool isListed)
    {
        Evidence[] carried = [new("https://badges.example/evidence/x") { Name = "report.pdf", Description = project.Name, DigestSri = "sha256-x", Pieces = "file/1" }];

        var shown = EvidenceChoice.Merge(isListed ? withFile : offered, carried);

        Assert.True(Assert.Single(shown.Single(group => group.Name == project.Name).Pieces, piece => piece.Kind == EvidenceKind.File).IsCarried);
        Assert.Equal(3, shown.Count);
        Assert.Equal(carried, EvidenceChoice.Of(shown, Ticked(shown)));
    }

    private static IReadOnlyList<Evidence> Chosen(params string[] keys) => EvidenceChoice.Of(EvidenceChoice.Merge(offered, []), keys.ToHashSet());

    private static HashSet<string> Ticked(IEnumerable<EvidenceGroup> groups) => [.. groups.SelectMany(group => group.Pieces).Where(piece => piece.IsCarried).Select(piece => piece.Key)];

    private static bool IsOf(IEnumerable<EvidenceGroup> groups, string key, string name) => groups.Any(group => group.Name == name && group.Pieces.Any(piece => piece.Key == key));
}
