using System.Text;
using LtiBadgeConnector.Credentials.Importing;

namespace LtiBadgeConnector.ProtocolTests.Importing;

public class OutcomeFileTests
{
    [Fact]
    public void A_CASE_package_offers_its_items_aligned_to_themselves()
    {
        var offered = Taken("""
            {"CFDocument":{"identifier":"d","uri":"https://case.example/d","title":"Statistics"},
             "CFItems":[{"identifier":"i","uri":"https://case.example/i","fullStatement":"Reads a box plot","humanCodingScheme":"S.1"},{"uri":"https://case.example/j","fullStatement":"Finds a median"}],
             "CFAssociations":[]}
            """);

        Assert.Equal(("Statistics", 2), (offered.Framework, offered.Outcomes.Count));
        var alignment = Assert.Single(offered.Outcomes[0].Alignments);
        Assert.Equal(("Reads a box plot", "https://case.example/i", "S.1", "Statistics", "CFItem"), (alignment.TargetName, alignment.TargetUrl, alignment.TargetCode, alignment.TargetFramework, alignment.TargetType));
    }

    [Theory]
    [InlineData("""{"className":"Skill","uri":"http://data.europa.eu/esco/skill/00000000-0000-0000-0000-000000000001","title":"read box plots","preferredLabel":{"en":"read box plots"}}""")]
    [InlineData("""{"_embedded":{"results":[{"uri":"http://data.europa.eu/esco/skill/00000000-0000-0000-0000-000000000001","title":"read box plots"}]}}""")]
    [InlineData("""{"_embedded":{"http://data.europa.eu/esco/skill/00000000-0000-0000-0000-000000000001":{"uri":"http://data.europa.eu/esco/skill/00000000-0000-0000-0000-000000000001","preferredLabel":{"en":"read box plots"}}}}""")]
    [InlineData("conceptType,conceptUri,preferredLabel,description\r\nKnowledgeSkillCompetence,http://data.europa.eu/esco/skill/00000000-0000-0000-0000-000000000001,read box plots,\"many\nlines, with \"\"quotes\"\"\"\r\n")]
    public void ESCO_skills_are_read_as_JSON_and_as_CSV(string file)
    {
        var offered = Taken(file);

        var outcome = Assert.Single(offered.Outcomes);
        Assert.Equal(("ESCO", "read box plots", "skill", "ext:ESCOSkill"), (offered.Framework, outcome.Text, outcome.Kind, outcome.Alignments[0].TargetType));
    }

    [Theory]
    [InlineData("", ImportProblems.KindUnknown, "1")]
    [InlineData("a,b\n1,2", ImportProblems.KindUnknown, "1")]
    [InlineData("{", ImportProblems.NotReadable, null)]
    [InlineData("{}", ImportProblems.KindUnknown, "$")]
    [InlineData("""{"CFItems":[]}""", ImportProblems.MemberWrong, "CFDocument")]
    [InlineData("""{"CFDocument":{"title":"T"},"CFItems":[]}""", ImportProblems.NothingInIt, "$")]
    [InlineData("""{"CFDocument":{"title":"T"},"CFItems":[{"uri":"https://c.example/1","fullStatement":"a"},{"uri":"https://c.example/2"}]}""", ImportProblems.MemberWrong, "CFItems[1].fullStatement")]
    [InlineData("""{"CFDocument":{"title":"T"},"CFItems":[{"uri":"javascript:alert(1)","fullStatement":"a"}]}""", ImportProblems.MemberWrong, "CFItems[0].uri")]
    [InlineData("""{"CFDocument":{"title":"T"},"CFItems":["a"]}""", ImportProblems.MemberWrong, "CFItems[0].fullStatement")]
    [InlineData("conceptUri,preferredLabel\nhttp://data.europa.eu/esco/skill/1,a\nhttps://elsewhere.example/1,b", ImportProblems.MemberWrong, "3")]
    public void A_broken_or_hostile_file_is_refused_with_its_place(string file, string problem, string? where)
    {
        var refusal = OutcomeFile.Read(Encoding.UTF8.GetBytes(file)).Refusal;

        Assert.Equal(problem, refusal?.Problem);
        if (where is not null) Assert.Equal(where, refusal!.Where);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused() => Assert.Equal(ImportProblems.NotReadable, OutcomeFile.Read([0xff, 0xfe, 0x00, 0x41]).Refusal!.Problem);

    private static OfferedOutcomes Taken(string file)
    {
        var import = OutcomeFile.Read(Encoding.UTF8.GetBytes(file));
        Assert.Null(import.Refusal);
        return import.Value!;
    }
}
