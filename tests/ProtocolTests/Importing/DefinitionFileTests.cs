using System.Text;
using System.Text.Json.Nodes;
using LtiBadgeConnector.Core.Frameworks;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Credentials.Documents;
using LtiBadgeConnector.Credentials.Formats;
using LtiBadgeConnector.Credentials.Importing;
using LtiBadgeConnector.Credentials.OpenBadges2;

namespace LtiBadgeConnector.ProtocolTests.Importing;

public class DefinitionFileTests
{
    private static readonly IssuerProfile Issuer = new("https://b.example/issuers/1", "Shirakaba University") { CountryCode = "JP" };

    /// <summary>Every descriptor answered, each with words that stand nowhere else.</summary>
    private static Definition Full => (Definition.Blank("Full title", "en") with
    {
        Description = "Full description",
        Outcomes = [new("o1", "Reads tables") { Alignments = [new("Reads tables", "https://case.example/items/1") { TargetCode = "S.1", TargetFramework = "Statistics" }] }, new("o2", "Cleans data")],
        Effort = new(90, Effort.Minute),
        Levels = [new("EQF", "5"), new("MQF", "4")],
        Credits = [new("jp-credit", 2), new("ects", 1.5m)],
        Frameworks = ["jp-mc-1.0", "eu-2022"],
    })
        .With(Descriptors.Participation, Answer.Coded("online", "onsite") with { Text = "words on participation" })
        .With(Descriptors.Language, Answer.Coded("en", "ja"))
        .With(Descriptors.Assessment, Answer.Coded("quiz") with { Text = "words on assessment" })
        .With(Descriptors.QualityAssurance, (Answer.Coded("internal-microcredential") with { Text = "words on quality" }).With("url", "https://u.example/qa").With("review", "yearly: in April"))
        .With(Descriptors.Certification, Answer.Coded("ob3").With("legalBasis", "Article 105"))
        .With(Descriptors.Credit, Answer.Of("words on credit").With("rule", "university-credit"))
        .With(Descriptors.Prerequisites, new() { IsNone = true })
        .With(Descriptors.Stackability, Answer.Coded("stackable") with { Text = "words on stacking" })
        .With(Descriptors.Supervision, Answer.Coded("supervised-id"))
        .With(Descriptors.FurtherInformation, Answer.Of("words on the rest"))
        .With(Descriptors.FieldOfStudy, Answer.Coded("054"));

    [Fact]
    public void Our_own_form_is_read_as_it_was_written() =>
        Assert.Equal(DefinitionJson.Write(Full), DefinitionJson.Write(Taken(DefinitionFile.Write(Full)).Definition));

    [Fact]
    public void Open_Badges_3_carries_every_descriptor_there_and_back()
    {
        var imported = Taken(Encoding.UTF8.GetString(AchievementDocument.Write(Achievements.Of(Published(Full), null), Issuer)));

        Assert.Equal(DefinitionJson.Write(Full), DefinitionJson.Write(imported.Definition));
        Assert.Equal(["criteria", "creator"], imported.Left);
        Assert.Empty(FormatCoverage.Lost("ob3", Stated, FrameworkCatalogue.Shipped));
    }

    [Fact]
    public void What_Open_Badges_2_leaves_out_is_what_we_say_it_leaves_out()
    {
        var badge = Encoding.UTF8.GetString(OpenBadge2Json.BadgeClass(Achievements.Of(Published(Full), null), Issuer));
        var lost = FormatCoverage.Lost("ob2", Stated, FrameworkCatalogue.Shipped).Select(descriptor => descriptor.Id).ToList();

        foreach (var (descriptor, words) in ((string, string)[])
            [(Descriptors.Title, "Full title"), (Descriptors.Content, "Full description"), (Descriptors.Participation, "words on participation"), (Descriptors.Assessment, "words on assessment"),
             (Descriptors.QualityAssurance, "words on quality"), (Descriptors.Credit, "words on credit"), (Descriptors.Stackability, "words on stacking"), (Descriptors.FurtherInformation, "words on the rest"),
             (Descriptors.LearnerEffort, "PT90M"), (Descriptors.LearningOutcomes, "Cleans data")])
            Assert.Equal(!badge.Contains(words, StringComparison.Ordinal), lost.Contains(descriptor));
    }

    [Fact]
    public void A_badge_class_of_version_2_says_level_and_field_by_their_published_addresses()
    {
        var imported = Taken(Encoding.UTF8.GetString(OpenBadge2Json.BadgeClass(Achievements.Of(Published(Full), null), Issuer)));

        Assert.Equal([new("EQF", "5")], imported.Definition.Levels);
        Assert.Equal(["054"], imported.Definition.AnswerTo(Descriptors.FieldOfStudy).Codes);
        Assert.Equal("Reads tables", Assert.Single(imported.Definition.Outcomes).Text);
        Assert.Equal(["alignment[0]"], Taken("""{"type":"Achievement","name":"x","alignment":[{"targetName":"Alchemy","targetUrl":"https://f.example/1","targetType":"ext:FieldOfStudy"}]}""").Left);
    }

    [Fact]
    public void A_badge_class_of_version_2_starts_a_definition()
    {
        var imported = Taken("""
            {"@context":"https://w3id.org/openbadges/v2","type":"BadgeClass","id":"https://o.example/b/1","name":"Old badge","description":"Of long ago","image":"https://o.example/b/1.png",
             "criteria":{"narrative":"Do it"},"issuer":"https://o.example/i","alignment":[{"targetName":"Counts","targetUrl":"https://f.example/1","targetCode":"C1"}]}
            """, "ja");

        Assert.Equal(("Old badge", "Of long ago", "ja"), (imported.Definition.Title, imported.Definition.Description, imported.Definition.Language));
        Assert.Equal("C1", Assert.Single(Assert.Single(imported.Definition.Outcomes).Alignments).TargetCode);
        Assert.Equal(["image", "criteria", "issuer"], imported.Left);
    }

    [Fact]
    public void A_whole_credential_gives_its_achievement()
    {
        var credential = new JsonObject { ["type"] = new JsonArray("VerifiableCredential", "OpenBadgeCredential"), ["credentialSubject"] = new JsonObject { ["achievement"] = new JsonObject { ["type"] = new JsonArray("Achievement"), ["name"] = "Inside" } } };

        Assert.Equal("Inside", Taken(credential.ToJsonString()).Definition.Title);
    }

    [Theory]
    [InlineData("", ImportProblems.NotReadable, "1:1")]
    [InlineData("{\"name\": \"x\",\n \"name\": }", ImportProblems.NotReadable, "2:10")]
    [InlineData("""{"type":"Achievement","name":"a","name":"b"}""", ImportProblems.NotReadable, null)]
    [InlineData("[]", ImportProblems.KindUnknown, "type")]
    [InlineData("""{"type":"Assertion"}""", ImportProblems.KindUnknown, "type")]
    [InlineData("""{"type":"Achievement"}""", ImportProblems.MemberWrong, "name")]
    [InlineData("""{"type":"Achievement","name":{"ja":"x"}}""", ImportProblems.MemberWrong, "name")]
    [InlineData("""{"type":"Achievement","name":"x","alignment":[{"targetName":"a","targetUrl":"javascript:alert(1)"}]}""", ImportProblems.MemberWrong, "alignment[0].targetUrl")]
    [InlineData("""{"credentialSubject":{}}""", ImportProblems.MemberWrong, "credentialSubject")]
    [InlineData("""{"type":"Achievement","name":"\ud800"}""", ImportProblems.MemberWrong, "name")]
    [InlineData("""{"type":"Achievement","name":"x\u0000y"}""", ImportProblems.MemberWrong, "name")]
    [InlineData("""{"kind":"lti-badge-connector-definition","version":2,"definition":{}}""", ImportProblems.KindUnknown, "version")]
    [InlineData("""{"kind":"lti-badge-connector-definition","version":1}""", ImportProblems.MemberWrong, "definition")]
    [InlineData("""{"kind":"lti-badge-connector-definition","version":1,"definition":{"language":"en","title":"t","outcomes":[null]}}""", ImportProblems.MemberWrong, "definition.outcomes[0]")]
    [InlineData("""{"kind":"lti-badge-connector-definition","version":1,"definition":{"language":"en","title":"t","answers":{"assessment":{"codes":["<b>"]}}}}""", "definition-code-unknown", "answers.assessment.codes")]
    [InlineData("""{"kind":"lti-badge-connector-definition","version":1,"definition":{"language":"en","title":"t","levels":[{"scheme":"EQF","level":"99"}]}}""", "definition-level-outside-framework", "levels")]
    [InlineData("""{"kind":"lti-badge-connector-definition","version":1,"definition":{"language":"en","title":"t","frameworks":["mars"]}}""", "definition-code-unknown", "frameworks")]
    [InlineData("""{"kind":"lti-badge-connector-definition","version":1,"definition":{"language":"en","title":"t","answers":{"awarding-body":{"text":"Another University"}}}}""", "definition-code-unknown", "answers.awarding-body")]
    [InlineData("""{"kind":"lti-badge-connector-definition","version":1,"definition":{"language":"en","title":"t","answers":{"title":{"text":"Another title"}}}}""", "definition-code-unknown", "answers.title")]
    [InlineData("""{"kind":"lti-badge-connector-definition","version":1,"definition":{"language":"en","title":"t","answers":{"quality-assurance":{"text":"a","parts":{"url":"javascript:alert(1)"}}}}}""", "definition-address-wrong", "answers.quality-assurance.parts.url")]
    [InlineData("""{"kind":"lti-badge-connector-definition","version":1,"definition":{"language":"en","title":"t","answers":{"quality-assurance":{"text":"a","parts":{"capacity":"1"}}}}}""", "definition-code-unknown", "answers.quality-assurance.parts.capacity")]
    [InlineData("""{"kind":"lti-badge-connector-definition","version":1,"definition":{"language":"en","title":"t","answers":{"credit-recognition":{"text":"a","parts":{"rule":"because"}}}}}""", "definition-code-unknown", "answers.credit-recognition.parts.rule")]
    [InlineData("""{"kind":"lti-badge-connector-definition","version":1,"definition":{"language":"<b>","title":"t"}}""", "definition-code-unknown", "language")]
    [InlineData("""{"kind":"lti-badge-connector-definition","version":1,"definition":{"language":"en","title":"a\u0000b"}}""", ImportProblems.MemberWrong, "definition.title")]
    [InlineData("""{"type":"Achievement","name":"x","inLanguage":"not a language"}""", "definition-code-unknown", "inLanguage")]
    [InlineData("""{"type":"Achievement","name":"x","mc:learnerEffort":["P1D"]}""", ImportProblems.MemberWrong, "mc:learnerEffort")]
    [InlineData("""{"type":"Achievement","name":"x","mc:learnerEffort":["PT0H"]}""", "definition-effort-unreadable", "mc:learnerEffort")]
    [InlineData("""{"type":"Achievement","name":"x","mc:qualityAssurance":["url: javascript:alert(1)"]}""", "definition-address-wrong", "mc:qualityAssurance")]
    public void A_broken_or_hostile_file_is_refused_with_its_place(string file, string problem, string? where)
    {
        var refusal = DefinitionFile.Read(Encoding.UTF8.GetBytes(file), "en").Refusal;

        Assert.Equal(problem, refusal?.Problem);
        if (where is not null) Assert.Equal(where, refusal!.Where);
    }

    [Theory]
    [InlineData("""{"type":"Achievement","name":"x","mc:awardingBody":["Another University"],"mc:part":["https://b.example/achievements/1"]}""", "mc:awardingBody mc:part")]
    [InlineData("""{"type":"Achievement","name":"x","creditsAvailable":2,"fieldOfStudy":"Alchemy","mc:framework":["mars-1"]}""", "creditsAvailable fieldOfStudy mc:framework")]
    [InlineData("""{"type":"Achievement","name":"x","alignment":[{"targetName":"EQF 9","targetUrl":"https://e.example/9","targetType":"ext:QualificationLevel","targetFramework":"EQF","targetCode":"9"}]}""", "alignment[0]")]
    public void What_is_not_taken_is_named(string file, string left)
    {
        var imported = DefinitionFile.Read(Encoding.UTF8.GetBytes(file), "en").Value!;

        Assert.Equal(left.Split(' '), imported.Left);
        Assert.Empty(imported.Definition.Answers);
        Assert.Empty(imported.Definition.Levels);
    }

    [Fact]
    public void Deep_nesting_and_size_are_refused()
    {
        Assert.Equal(ImportProblems.NotReadable, DefinitionFile.Read(Encoding.UTF8.GetBytes(new string('[', 100_000)), "en").Refusal!.Problem);
        Assert.Equal(ImportProblems.TooLarge, DefinitionFile.Read(new byte[DefinitionFile.MostBytes + 1], "en").Refusal!.Problem);
    }

    [Fact]
    public void What_proves_an_outcome_stays_in_its_course()
    {
        var definition = Full with { Outcomes = [new("o1", "Reads") { ProvenBy = ["c1"] }] };

        Assert.Empty(Taken(DefinitionFile.Write(definition)).Definition.Outcomes[0].ProvenBy);
    }

    private static StatedDefinition Stated => new(Full, Issuer, IsHigherEducation: true);

    private static ImportedDefinition Taken(string file, string language = "en")
    {
        var import = DefinitionFile.Read(Encoding.UTF8.GetBytes(file), language);
        Assert.Null(import.Refusal);
        return import.Value!;
    }

    private static DefinitionVersion Published(Definition definition) => new(
        new(Guid.NewGuid()), new(Guid.NewGuid()), new(Guid.NewGuid()), 1, new("a"), "https://b.example/achievements/a", definition, "Do it.", DateTimeOffset.UnixEpoch);
}
