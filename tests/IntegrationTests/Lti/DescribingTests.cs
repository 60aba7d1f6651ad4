using System.Buffers.Text;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Storage.Courses;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Storage.MicroCredentials;

namespace LtiBadgeConnector.IntegrationTests.Lti;

/// <summary>From a template to a credential that says which outcomes were shown, as an instructor does it.</summary>
public sealed partial class DescribingTests(Campus campus) : IClassFixture<Campus>
{
    private const string Case = """
        {"CFDocument":{"title":"Statistics Framework"},"CFItems":[{"uri":"https://case.example/i/1","fullStatement":"Reads a box plot","humanCodingScheme":"S.1"},{"uri":"https://case.example/i/2","fullStatement":"Finds a median"}]}
        """;

    [Fact]
    public async Task An_outcome_that_the_rule_proves_stands_in_the_credential_as_achieved()
    {
        using var instructor = await campus.Launch("instructor");
        var root = await Create(instructor, ("Name", ""), ("Language", "en"), ("From", "template:japan"));
        await instructor.Go($"{root}/outcomes");
        Assert.Contains("3 outcomes are assessed by nothing", instructor.Page, StringComparison.Ordinal);
        var criterion = Proofs.Match(instructor.Page).Groups[1].Value;
        await instructor.Fill("id=\"outcomes\"", "save", ("o.o1.proof", criterion), ("o.o2.proof", "c99"));
        Assert.Contains("2 outcomes are assessed by nothing", instructor.Page, StringComparison.Ordinal);

        await Start(instructor, root);
        await instructor.GoUntil($"{root}/trial", "id=\"answer\"");
        Assert.DoesNotContain("id=\"start\"", instructor.Page, StringComparison.Ordinal);
        var first = await Published("データリテラシー基礎");
        var achievement = await Json($"/achievements/{first.PublicId}");
        Assert.Equal($"{first.Url}#o1", Assert.Single(achievement.GetProperty("resultDescription").EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal("PT45H", achievement.GetProperty("mc:learnerEffort")[0].GetString());

        var credential = await CredentialOf("misaki", first.Url);
        var result = Assert.Single(credential.GetProperty("credentialSubject").GetProperty("result").EnumerateArray());
        Assert.Equal(($"{first.Url}#o1", "Completed"), (result.GetProperty("resultDescription").GetString(), result.GetProperty("status").GetString()));

        // A change makes a new version that names the former; the former stays as it was.
        await instructor.Go($"{root}/about");
        await instructor.Fill("id=\"about\"", "save", ("Form.Description", "Changed."));
        await Start(instructor, root);
        var second = await Published("データリテラシー基礎");
        Assert.Equal(first.Url, Assert.Single((await Json($"/achievements/{second.PublicId}")).GetProperty("related").EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal(JsonSerializer.Serialize(achievement), JsonSerializer.Serialize(await Json($"/achievements/{first.PublicId}")));

        using var reader = new Person();
        await reader.Open($"{first.Url}?culture=en");
        Assert.Contains($"id=\"newest\" href=\"/achievements/{second.PublicId}\"", reader.Page, StringComparison.Ordinal);
        await reader.Open($"{second.Url}?culture=en");
        Assert.DoesNotContain("id=\"newest\"", reader.Page, StringComparison.Ordinal);
        Assert.Contains("Valid for ever.", reader.Page, StringComparison.Ordinal);
        Assert.Contains("Changed: Content/Description</p>", WebUtility.HtmlDecode(reader.Page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outcomes_are_taken_from_a_framework_file_and_a_broken_one_changes_nothing()
    {
        using var instructor = await campus.Launch("instructor");
        var root = await Create(instructor, ("Name", "Box plots"), ("Language", "en"));
        await instructor.Go($"{root}/outcomes");
        await instructor.Upload("id=\"upload\"", "upload", Case.Replace("\"fullStatement\":\"Finds a median\"", "\"fullStatement\":7", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, instructor.Status);
        Assert.Contains("import-member-wrong", instructor.Page, StringComparison.Ordinal);
        Assert.Contains("CFItems[1].fullStatement", instructor.Page, StringComparison.Ordinal);

        await instructor.Upload("id=\"upload\"", "upload", Case);
        var picks = Picks.Matches(instructor.Page).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value)).ToList();
        Assert.Equal(2, picks.Count);
        await instructor.Press("id=\"take\"", "take", ("pick", picks[0]), ("pick", "bm90IG91cnM="));

        await instructor.Go($"{root}/about");
        await instructor.Fill("id=\"about\"", "turn", ("Form.OtherTitle", "箱ひげ図"));
        var turned = await Draft("箱ひげ図");
        Assert.Equal(("ja", "Box plots"), (turned.Language, turned.OtherTitle));
        await instructor.Fill("id=\"about\"", "turn");

        var draft = await Draft("Box plots");
        var outcome = Assert.Single(draft.Outcomes);
        Assert.Equal(("Reads a box plot", "https://case.example/i/1"), (outcome.Text, Assert.Single(outcome.Alignments).TargetUrl));
    }

    [Fact]
    public async Task Outcomes_that_the_LMS_keeps_of_the_course_are_taken_and_proven_by_what_the_rule_asks_of_them()
    {
        var course = await campus.Course();
        var plots = ItemKey.Of(ItemSchemes.MoodleCompetency, "plots");
        await campus.Get<CourseRepository>().NoteItem(campus.Tenant, course.Id, new(plots, "Reads box plots of a class", CourseItemKind.Outcome, null, null, null, HasCompletion: false, IsGone: false), DateTimeOffset.UtcNow, default);
        using var instructor = await campus.Launch("instructor");
        var root = await Create(instructor, ("Name", "From the course"), ("Language", "en"));
        var mapping = (await campus.Get<MappingRepository>().Find(campus.Tenant, new(Guid.Parse(root.Split('/')[^1])), default))!;
        await campus.Get<MappingRepository>().SaveDraftRule(campus.Tenant, mapping.Id, new OutcomeMastered { Id = "c7", Outcome = plots }, mapping.Revision, default);

        await instructor.Go($"{root}/outcomes");
        await instructor.Press("id=\"take-course\"", "take-course", ("item", plots.Value), ("item", "grade:1"));

        var outcome = Assert.Single((await Draft("From the course")).Outcomes);
        Assert.Equal(("Reads box plots of a class", "c7"), (outcome.Text, Assert.Single(outcome.ProvenBy)));
        Assert.DoesNotContain("id=\"take-course\"", instructor.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_definition_goes_out_as_a_file_and_comes_in_again()
    {
        using var instructor = await campus.Launch("instructor");
        var root = await Create(instructor, ("Name", "Traveller"), ("Language", "en"), ("From", "template:europe"));
        await instructor.Go($"{root}/preview");
        Assert.Contains("This format has no place for:", instructor.Page, StringComparison.Ordinal);
        await instructor.Go($"{root}/preview?handler=file&form=definition");
        var file = instructor.Page;

        await instructor.Go($"{root[..root.IndexOf("/d/", StringComparison.Ordinal)]}/new");
        await instructor.Upload("id=\"new\"", "create", file, ("Name", "Traveller again"), ("Language", "ja"));
        var again = await Draft("Traveller again");
        Assert.Equal(DefinitionJson.Write(await Draft("Traveller")), DefinitionJson.Write(again with { Title = "Traveller" }));

        var start = root[..root.IndexOf("/d/", StringComparison.Ordinal)];
        await instructor.Go($"{start}/new");
        await instructor.Upload("id=\"new\"", "create", """{"type":"Achievement","name":"Foreign","mc:awardingBody":["Another University"]}""", ("Name", ""), ("Language", "en"));
        Assert.Contains("does not know the value: mc:awardingBody", instructor.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("Another University", instructor.Page, StringComparison.Ordinal);
        await instructor.Go($"{start}/new");
        await instructor.Upload("id=\"new\"", "create", file[..100], ("Name", "Broken"), ("Language", "ja"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, instructor.Status);
        Assert.Contains("import-not-readable", instructor.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Templates_are_chosen_by_framework_and_own_definitions_by_a_word_and_both_are_seen_before()
    {
        using var instructor = await campus.Launch("instructor");
        var root = await Create(instructor, ("Name", "Queueing theory"), ("Language", "en"));
        var start = root[..root.IndexOf("/d/", StringComparison.Ordinal)];
        await instructor.Fill("id=\"about\"", "save", ("Form.Outcomes", "Computes a waiting time"));

        await instructor.Go($"{start}/start?framework=eu-2022&q=waiting");
        Assert.Contains("/start/template:europe\"", instructor.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("/start/template:japan\"", instructor.Page, StringComparison.Ordinal);
        var own = Regex.Match(instructor.Page, "start/(copy:[0-9a-f-]+)\"[^>]*>Queueing theory<").Groups[1].Value;
        await instructor.Go($"{start}/start?q=no-such-word");
        Assert.Contains("No definition matches", instructor.Page, StringComparison.Ordinal);

        await instructor.Go($"{start}/start/template:certificate-of-completion");
        Assert.Contains("What the frameworks say", instructor.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"criteria\"", instructor.Page, StringComparison.Ordinal);
        await instructor.Go($"{start}/new?from={own}");
        Assert.Contains($"name=\"From\" value=\"{own}\"", instructor.Page, StringComparison.Ordinal);
        await instructor.Upload("id=\"new\"", "create", "", ("Name", "Queues again"), ("From", own));
        Assert.Equal(["Computes a waiting time"], (await Draft("Queues again")).Outcomes.Select(outcome => outcome.Text));

        await instructor.Go($"{start}/new");
        await instructor.Upload("id=\"new\"", "create", "", ("Name", new string('x', 201)), ("Language", "en"));
        Assert.Contains("The text is too long", Regex.Match(instructor.Page, "<p class=\"err\" id=\"f-Name-error\">(.*?)</p>").Value, StringComparison.Ordinal);

        await instructor.Go($"{start}/start/template:none");
        Assert.Contains("page-not-found", instructor.Page, StringComparison.Ordinal);
        await instructor.Go($"{start}/new?from=copy:{Guid.NewGuid()}");
        Assert.Contains("page-not-found", instructor.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_claimed_framework_keeps_awarding_from_starting_and_says_what_is_missing()
    {
        using var instructor = await campus.Launch("instructor");
        var root = await Create(instructor, ("Name", "Too short"), ("Language", "en"), ("From", "template:japan"));
        await instructor.Go($"{root}/about");
        await instructor.Fill("id=\"about\"", "save", ("frameworks", "jp-mc-1.0"), ("frameworks", "jp-rishu"), ("Form.Effort", "59"), ("Form.EffortUnit", "hour"));
        Assert.Contains("jp-rishu-effort", instructor.Page, StringComparison.Ordinal);
        var completeness = Regex.Match(instructor.Page, "<aside [^>]*id=\"completeness\".*?</aside>", RegexOptions.Singleline).Value;
        Assert.Contains("keep it from being awarded", completeness, StringComparison.Ordinal);
        Assert.Contains("href=\"#d-learner-effort\"", completeness, StringComparison.Ordinal);

        await instructor.GoUntil($"{root}/trial", "id=\"start\"");
        await instructor.Press("id=\"start\"", "start");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, instructor.Status);
        Assert.Contains("definition-against-framework", instructor.Page, StringComparison.Ordinal);
        Assert.Contains("#d-learner-effort", instructor.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_taken_is_said_at_its_field_and_the_rest_is_saved()
    {
        using var instructor = await campus.Launch("instructor");
        await Create(instructor, ("Name", "Levels"), ("Language", "en"));
        await instructor.Fill("id=\"about\"", "save",
            ("Form.Description", "Kept."), ("Form.Outcomes", $"Reads\n{new string('x', 1001)}"), ("a.level.add", "EQF 9"), ("credit.0.system", "ects"), ("credit.0.value", ""));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, instructor.Status);
        Assert.Contains("The framework has no such level. European Qualifications Framework has the levels 1 to 8.", At("f-a-level-add-error"), StringComparison.Ordinal);
        Assert.Contains("Line 2 has 1,001 characters; 1,000 fit.", At("f-Form-Outcomes-error"), StringComparison.Ordinal);
        Assert.Contains("One half of this answer is missing", At("f-credit-0-value-error"), StringComparison.Ordinal);
        Assert.Contains("<option value=\"ects\" selected=\"selected\">", instructor.Page, StringComparison.Ordinal);
        Assert.Equal("Kept.", (await Draft("Levels")).Description);

        string At(string id) => Regex.Match(instructor.Page, $"<p class=\"err\" id=\"{id}\">(.*?)</p>", RegexOptions.Singleline).Groups[1].Value;
    }

    [Fact]
    public async Task What_cannot_be_taken_of_an_outcome_is_said_where_it_was_written_and_kept_there()
    {
        using var instructor = await campus.Launch("instructor");
        var root = await Create(instructor, ("Name", "Long outcomes"), ("Language", "en"));
        await instructor.Go($"{root}/preview");
        Assert.DoesNotContain("id=\"descriptors\"", instructor.Page, StringComparison.Ordinal);
        await instructor.Go($"{root}/about");
        await instructor.Fill("id=\"about\"", "save", ("Form.Outcomes", "Reads"));
        await instructor.Go($"{root}/outcomes");
        await instructor.Fill("id=\"outcomes\"", "save", ("o.o1.text", ""), ("o.o1.other", new string('x', 1001)), ("o.o1.align.url", "nowhere"), ("o.o1.align.code", "S.1"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, instructor.Status);
        Assert.Contains("Write the outcome, or tick that it shall be removed", instructor.Page, StringComparison.Ordinal);
        Assert.Contains("It has 1,001 characters; 1,000 fit.", instructor.Page, StringComparison.Ordinal);
        Assert.Contains("value=\"S.1\"", instructor.Page, StringComparison.Ordinal);
        Assert.Contains("<details open", instructor.Page, StringComparison.Ordinal);

        // As many as there may be, and one more from a file.
        var full = await Draft("Long outcomes") with { Outcomes = [.. Enumerable.Range(1, 100).Select(number => new Outcome($"o{number}", $"Outcome {number}"))] };
        var known = (await campus.Get<MicroCredentialRepository>().List(campus.Tenant, 1000, default)).Single(one => one.Draft.Title == "Long outcomes");
        await campus.Get<MicroCredentialRepository>().SaveDraft(campus.Tenant, known.Id, full, known.DraftRevision, default);
        await instructor.Go($"{root}/outcomes");
        await instructor.Upload("id=\"upload\"", "upload", Case);
        await instructor.Press("id=\"take\"", "take", ("pick", WebUtility.HtmlDecode(Picks.Match(instructor.Page).Groups[1].Value)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, instructor.Status);
        Assert.Contains("These are more than 100 outcomes", instructor.Page, StringComparison.Ordinal);
        Assert.Equal(100, (await Draft("Long outcomes")).Outcomes.Count);
    }

    [Theory]
    [InlineData("59", "", "", "jp-rishu", "learner-effort", "jp-rishu-effort")]
    [InlineData("9", "", "", "jp-mc-1.0", "learner-effort", "jp-mc-effort")]
    [InlineData("10", "jp-credit", "2", "jp-mc-1.0", "learner-effort", "hours-credit-agree")]
    public async Task What_contradicts_itself_or_a_framework_is_said_at_its_field(string hours, string system, string credits, string framework, string descriptor, string rule)
    {
        using var instructor = await campus.Launch("instructor");
        await Create(instructor, ("Name", $"Contradiction {rule}"), ("Language", "en"));
        await instructor.Fill("id=\"about\"", "save", ("frameworks", framework), ("Form.Effort", hours), ("Form.EffortUnit", "hour"), ("credit.0.system", system), ("credit.0.value", credits));

        Assert.Equal(HttpStatusCode.OK, instructor.Status);
        if (rule == "hours-credit-agree") Assert.Contains("stand for 90 hours; 10 hours are stated.", instructor.Page, StringComparison.Ordinal);
        Assert.Contains($"<code>{rule}</code>", Regex.Match(instructor.Page, $"<div id=\"says-{descriptor}\".*?</div>", RegexOptions.Singleline).Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_other_language_is_an_edition_of_its_own_that_the_credential_names_and_readers_see()
    {
        using var instructor = await campus.Launch("instructor");
        await campus.ARunningOne("Read already");
        var root = await Create(instructor, ("Name", "統計入門"), ("Language", "ja"), ("From", "template:japan"));
        await instructor.Go($"{root}/about");
        await instructor.Fill("id=\"about\"", "save", ("Form.OtherTitle", "Statistics, a beginning"), ("Form.OtherDescription", "Means and medians."));
        await instructor.Go($"{root}/preview");
        Assert.Contains("title and description in English", instructor.Page, StringComparison.Ordinal);
        Assert.Contains("Open Badges 3.0 (signed JWT)", instructor.Page, StringComparison.Ordinal);
        await Start(instructor, root);

        var version = await Published("統計入門");
        var own = await Json($"/achievements/{version.PublicId}");
        Assert.Equal("統計入門", own.GetProperty("name").GetString());
        var related = Assert.Single(own.GetProperty("related").EnumerateArray());
        Assert.Equal(($"{version.Url}/en", "en"), (related.GetProperty("id").GetString(), related.GetProperty("inLanguage").GetString()));
        var edition = await Json($"/achievements/{version.PublicId}/en");
        Assert.Equal(("Statistics, a beginning", "en", version.Url),
            (edition.GetProperty("name").GetString(), edition.GetProperty("inLanguage").GetString(), edition.GetProperty("related")[0].GetProperty("id").GetString()));
        Assert.StartsWith("Awarded to everyone", edition.GetProperty("criteria").GetProperty("narrative").GetString(), StringComparison.Ordinal);
        Assert.Contains($"{version.Url}/en", (await CredentialOf("misaki", version.Url)).GetRawText(), StringComparison.Ordinal);

        using var http = new HttpClient { BaseAddress = new Uri(campus.Connector) };
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"/achievements/{version.PublicId}/ja")).StatusCode);
        using var reader = new Person();
        await reader.Open($"{version.Url}?culture=en");
        Assert.Contains("<h1 lang=\"en\">Statistics, a beginning</h1>", reader.Page, StringComparison.Ordinal);
        Assert.Contains("Means and medians.", reader.Page, StringComparison.Ordinal);
        Assert.Contains("Awarded to everyone who has all of these:", reader.Page, StringComparison.Ordinal);
        await reader.Open($"{version.Url}?culture=ja");
        Assert.Contains("<h1 lang=\"ja\">統計入門</h1>", WebUtility.HtmlDecode(reader.Page), StringComparison.Ordinal);
    }

    private static async Task<string> Create(Person instructor, params (string Name, string Value)[] fields)
    {
        await instructor.Go($"{instructor.Root}/new");
        await instructor.Upload("id=\"new\"", "create", "", fields);
        return instructor.Address.AbsolutePath[..instructor.Address.AbsolutePath.LastIndexOf('/')];
    }

    private static async Task Start(Person instructor, string root)
    {
        await instructor.GoUntil($"{root}/trial", "id=\"start\"");
        await instructor.Press("id=\"start\"", "start");
        Assert.Equal(HttpStatusCode.OK, instructor.Status);
    }

    private async Task<Definition> Draft(string title) =>
        (await campus.Get<MicroCredentialRepository>().List(campus.Tenant, 100, CancellationToken.None)).First(one => one.Draft.Title == title).Draft;

    private async Task<DefinitionVersion> Published(string title)
    {
        var repository = campus.Get<MicroCredentialRepository>();
        var found = (await repository.List(campus.Tenant, 100, CancellationToken.None)).First(one => one.Draft.Title == title);
        return (await repository.FindVersion(campus.Tenant, found.Published!.Value, CancellationToken.None))!;
    }

    private async Task<JsonElement> CredentialOf(string person, string achievement)
    {
        using var learner = await campus.Launch(person);
        await learner.Go($"{learner.Root}/mine");
        foreach (var href in Downloads.Matches(learner.Page).Select(match => WebUtility.HtmlDecode(match.Value)).ToList())
        {
            await learner.Go(href);
            var text = learner.Page.StartsWith('{') ? learner.Page : Encoding.UTF8.GetString(Base64Url.DecodeFromChars(learner.Page.Split('.') is [_, var payload, _] ? payload : ""));
            if (text.Contains($"\"{achievement}\"", StringComparison.Ordinal) && text.StartsWith('{')) return JsonDocument.Parse(text).RootElement.Clone();
        }
        throw new InvalidOperationException($"{person} has no credential of {achievement}.");
    }

    private async Task<JsonElement> Json(string path)
    {
        using var http = new HttpClient { BaseAddress = new Uri(campus.Connector) };
        return JsonDocument.Parse(await http.GetStringAsync(path)).RootElement.Clone();
    }

    [GeneratedRegex("name=\"o\\.o1\\.proof\" value=\"([^\"]+)\"")]
    private static partial Regex Proofs { get; }

    [GeneratedRegex("name=\"pick\" value=\"([^\"]+)\"")]
    private static partial Regex Picks { get; }

    [GeneratedRegex("/course/[a-z0-9]+/mine/download/[^\"]+")]
    private static partial Regex Downloads { get; }
}
