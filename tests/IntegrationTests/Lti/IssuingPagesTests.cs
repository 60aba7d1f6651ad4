using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Lti.Roles;
using LtiBadgeConnector.Storage.Awarding;
using LtiBadgeConnector.Storage.Courses;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Storage.MicroCredentials;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Web.Authoring;
using LtiBadgeConnector.Web.Awarding;
using LtiBadgeConnector.Web.Describing;
using LtiBadgeConnector.Web.Launches;
using LtiBadgeConnector.Web.Mailing;
using LtiBadgeConnector.Web.Withdrawing;
using Microsoft.Extensions.DependencyInjection;

namespace LtiBadgeConnector.IntegrationTests.Lti;

/// <summary>Between earned and issued, over HTTP: refusals by their codes, tests, evidence, handing over, notices.</summary>
public sealed partial class IssuingPagesTests(Campus campus) : IClassFixture<Campus>
{
    private static readonly CancellationToken ct = CancellationToken.None;

    [Theory]
    [InlineData("", "", "", "award-reason-missing")]
    [InlineData("   ", "", "", "award-reason-missing")]
    [InlineData("{501}", "", "", "award-reason-too-long")]
    [InlineData("Did it elsewhere.", "http://work.example/1", "", "award-evidence-malformed")]
    [InlineData("Did it elsewhere.", "javascript:alert(1)", "", "award-evidence-malformed")]
    [InlineData("Did it elsewhere.", "", "{1001}", "award-evidence-too-long")]
    public async Task An_award_by_hand_that_is_not_right_is_refused(string reason, string evidence, string text, string code)
    {
        var mapping = await campus.ARunningOne($"By hand {code} {reason.Length}{evidence.Length}");
        using var instructor = await campus.Launch("instructor");
        await instructor.Go($"{instructor.Root}/d/{mapping.Id}/learners/{await LearnerOf(mapping, "Sofia Rossi")}/decisions");

        await instructor.Submit(FormWith(instructor.Page, "id=\"give\""), ("op", "give"), ("reason", Long(reason)), ("evidence", evidence), ("evidenceText", Long(text)));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, code), (instructor.Status, CodeOn(instructor.Page)));
    }

    [Fact]
    public async Task A_form_that_names_nothing_to_do_is_refused()
    {
        var mapping = await campus.ARunningOne("Nothing to do");
        using var instructor = await campus.Launch("instructor");
        var page = $"{instructor.Root}/d/{mapping.Id}/learners/{await LearnerOf(mapping, "Sofia Rossi")}";
        await instructor.Go($"{page}/decisions");
        var token = AntiForgery(instructor.Page);

        foreach (var address in (string[])[page, $"{page}/decisions"])
        {
            await instructor.Post(address, token);
            Assert.Equal(HttpStatusCode.NotFound, instructor.Status);
            Assert.Contains("page-not-found", instructor.Page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Who_holds_it_already_is_not_given_it_again()
    {
        var mapping = await campus.ARunningOne("Twice by hand");
        using var instructor = await campus.Launch("instructor");
        await instructor.Go($"{instructor.Root}/d/{mapping.Id}/learners/{await LearnerOf(mapping, "Sofia Rossi")}/decisions");
        var form = Forms.Matches(instructor.Page).Select(match => match.Value).Single(text => text.Contains("id=\"give\"", StringComparison.Ordinal));
        var page = instructor.Address;

        await instructor.Submit(form, ("op", "give"), ("reason", "Did it elsewhere."), ("evidence", "https://work.example/1"), ("evidenceText", "A talk."));
        Assert.Equal(HttpStatusCode.OK, instructor.Status);
        await instructor.Open(page.AbsoluteUri);
        await instructor.Submit(form, ("op", "give"), ("reason", "Once more."));

        Assert.Equal((HttpStatusCode.Conflict, "award-exists"), (instructor.Status, CodeOn(instructor.Page)));
    }

    [Theory]
    [InlineData("", 1, "There is nothing in the list.")]
    [InlineData("name,why\nSofia,x", 1, "The first line must name the columns email and reason.")]
    [InlineData("email,reason\nnobody@campus.example,Did it", 2, "Nobody in this course has this e-mail address.")]
    [InlineData("email,reason\nmisaki@campus.example,Did it", 2, "This learner holds it already.")]
    [InlineData("email,reason\nsofia@campus.example,Did it\nSOFIA@campus.example,Again", 3, "This learner stands in the list twice.")]
    [InlineData("email,reason\nsofia@campus.example,", 2, "The reason is missing.")]
    [InlineData("email,reason\nsofia@campus.example,{501}", 2, "The reason is longer than 500 characters.")]
    [InlineData("email,reason,evidence\nsofia@campus.example,Did it,ftp://x", 2, "The evidence must be a link that begins with https.")]
    [InlineData("email,reason,evidence_text\nsofia@campus.example,Did it,{1001}", 2, "The text of the evidence is longer than 1,000 characters.")]
    public async Task A_list_with_a_fault_gives_nothing_and_names_the_line(string list, int line, string what)
    {
        var mapping = await campus.ARunningOne($"List {list.Length} {line} {what.Length}");
        using var instructor = await campus.Launch("instructor");
        await instructor.Go($"{instructor.Root}/d/{mapping.Id}/awards");
        var form = Forms.Matches(instructor.Page).Select(match => match.Value).Single(text => text.Contains("name=\"list\"", StringComparison.Ordinal));

        await instructor.Submit(form, ("op", "give"), ("list", Long(list)));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "award-list-faulty"), (instructor.Status, CodeOn(instructor.Page)));
        Assert.Contains($"Line {line}: {what}", WebUtility.HtmlDecode(instructor.Page), StringComparison.Ordinal);
        Assert.DoesNotContain((await campus.Get<HandAwardRepository>().Members(campus.Tenant, mapping.Id, ct)), member => member is { Email: "sofia@campus.example", HasAward: true });
    }

    [Fact]
    public async Task A_list_is_shown_line_by_line_before_it_is_given_and_the_reason_stands_on_the_learner_s_road()
    {
        var mapping = await campus.ARunningOne("A good list");
        using var instructor = await campus.Launch("instructor");
        await instructor.Go($"{instructor.Root}/d/{mapping.Id}/awards");
        var list = "email,reason,evidence,evidence_text\nsofia@campus.example,夏期講習で補った,https://work.example/9,A talk.\nSHOTA@campus.example,Retook the quiz";

        await instructor.Upload("name=\"list\"", "look", System.Text.Encoding.UTF8.GetBytes(list), ("list", ""));
        Assert.Equal(HttpStatusCode.OK, instructor.Status);
        var shown = WebUtility.HtmlDecode(Regex.Match(instructor.Page, """<table[^>]*id="list-lines".*?</table>""", RegexOptions.Singleline).Value);
        Assert.Equal(["Sofia Rossi", "Line 2", "夏期講習で補った", "https://work.example/9", "A talk.", "Line 3", "Retook the quiz"], new[] { "Sofia Rossi", "Line 2", "夏期講習で補った", "https://work.example/9", "A talk.", "Line 3", "Retook the quiz" }.Where(text => shown.Contains(text, StringComparison.Ordinal)));
        Assert.DoesNotContain(await campus.Get<HandAwardRepository>().Members(campus.Tenant, mapping.Id, ct), member => member is { Email: "sofia@campus.example", HasAward: true });

        await instructor.Submit(FormWith(instructor.Page, "name=\"list\""), ("op", "give"), ("list", list));
        Assert.Contains("2 awards were given by hand", instructor.Page, StringComparison.Ordinal);
        var road = $"{instructor.Root}/d/{mapping.Id}/learners/{await LearnerOf(mapping, "Sofia Rossi")}";
        await instructor.Go(road);
        Assert.Contains("夏期講習で補った", WebUtility.HtmlDecode(Regex.Match(instructor.Page, """<span class="given-by-hand">.*?</span>""", RegexOptions.Singleline).Value), StringComparison.Ordinal);
        var page = WebUtility.HtmlDecode(Regex.Match(instructor.Page, """<a class="open-award" href="([^"]+)""").Groups[1].Value);
        using var anybody = new Person();
        await anybody.Open(page);
        Assert.Contains("A good list", anybody.Page, StringComparison.Ordinal);

        // The rule is not met, and looks again: nobody is asked about what a person has given.
        await instructor.Press("id=\"again\"", "again");
        Assert.DoesNotContain("Needs a decision", instructor.Page, StringComparison.Ordinal);
        using var sofia = await campus.Launch("sofia");
        Assert.Contains("class=\"by-hand\"", sofia.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_learner_reads_a_group_part_by_part()
    {
        var mapping = await campus.ARunningOne(
            "Part by part", beside: new AtLeast { Id = "g9", Count = 2, Of = [new Confirmed { Id = "c9", What = "Presented the project" }, new CourseCompleted { Id = "c8" }] });
        using var ken = await campus.Launch("ken");

        var article = WebUtility.HtmlDecode(Regex.Match(ken.Page, $"""<article[^>]*data-mapping="{mapping.Id}".*?</article>""", RegexOptions.Singleline).Value);

        var group = article[article.IndexOf("At least 2 of these:", StringComparison.Ordinal)..];
        Assert.Matches("""^[^<]*</h3>.*?<div class="more stack near"><ul class="checks close">.*?Presented the project.*?Your instructor has not confirmed it yet\..*?Not completed yet\.""", group.ReplaceLineEndings(" "));
    }

    [Fact]
    public async Task A_learner_reads_no_gap_to_what_must_not_be_reached()
    {
        var mapping = await campus.ARunningOne("Honest work", beside: new NoneOf { Id = "g9", Of = [new Confirmed { Id = "c9", What = "Copied from others" }] });
        using var ken = await campus.Launch("ken");

        var article = WebUtility.HtmlDecode(Regex.Match(ken.Page, $"""<article[^>]*data-mapping="{mapping.Id}".*?</article>""", RegexOptions.Singleline).Value);
        Assert.Contains("Copied from others", article[article.IndexOf("None of these:", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.DoesNotContain("has not confirmed it yet", article, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_teacher_reads_where_a_class_stands_and_why_group_by_group()
    {
        var mapping = await campus.ARunningOne(
            "Group by group", beside: new AtLeast { Id = "g9", Count = 1, Of = [new Confirmed { Id = "c9", What = "Presented the project" }, new CourseCompleted { Id = "c8" }] });
        var sofia = await LearnerOf(mapping, "Sofia Rossi");
        using var instructor = await campus.Launch("instructor");

        var grouped = """<b>At least 1 of these:</b><span class="num pushed">(\d+) of 12</span>.*?<ul class="rows">\s*<li[^>]*><div class="line"><b>confirmed by a teacher: Presented the project</b><span[^>]*>0 of 12<.*?<b>the course is completed</b><span[^>]*>\1 of 12<""";
        foreach (var page in (string[])["overview", "learners/figures"])
        {
            await instructor.Go($"{instructor.Root}/d/{mapping.Id}/{page}");
            Assert.Matches(grouped, WebUtility.HtmlDecode(instructor.Page).ReplaceLineEndings(" "));
            Assert.Single(Regex.Matches(instructor.Page, "<ul class=\"rows\">\\s*<li[^>]*><div class=\"line\"><b>confirmed by"));
        }

        await instructor.Go($"{instructor.Root}/d/{mapping.Id}/learners");
        Assert.Matches("""<span class="small soft">\d of 2</span>""", instructor.Page);
        Assert.DoesNotMatch("""<span class="small soft">\d of 3</span>""", instructor.Page);

        var parts = """<span>At least 1 of these:</span>.*?<div class="more stack near"><ul class="checks close">.*?<span>confirmed by a teacher: Presented the project</span>.*?<span>the course is completed</span>""";
        foreach (var page in (string[])["", "/decisions"])
        {
            await instructor.Go($"{instructor.Root}/d/{mapping.Id}/learners/{sofia}{page}");
            Assert.Matches(parts, WebUtility.HtmlDecode(instructor.Page).ReplaceLineEndings(" "));
        }
    }

    [Fact]
    public async Task A_teacher_confirms_many_at_once_and_takes_a_confirmation_back()
    {
        var mapping = await campus.ARunningOne("Signed off", beside: new Confirmed { Id = "c9", What = "Presented the project" });
        using var instructor = await campus.Launch("instructor");
        var misaki = await LearnerOf(mapping, "佐藤 美咲");
        await instructor.Go($"{instructor.Root}/d/{mapping.Id}/learners");
        var bulk = FormWith(instructor.Page, "id=\"bulk\"");
        Assert.Contains("Presented the project", bulk, StringComparison.Ordinal);

        await instructor.Submit(bulk, ("op", "confirm"), ("criterion", "c-unknown"), ("scope", "all"));
        Assert.DoesNotContain("Confirmed for", instructor.Page, StringComparison.Ordinal);
        await instructor.Submit(bulk, ("op", "confirm"), ("criterion", "c9"), ("scope", "ticked"), ("who", misaki.ToString()), ("who", Guid.NewGuid().ToString()));
        Assert.Contains("Confirmed for 1 learner.", instructor.Page, StringComparison.Ordinal);
        Assert.Contains((await campus.Get<HandAwardRepository>().Members(campus.Tenant, mapping.Id, ct)), member => member.Learner == misaki && member.HasAward);

        // What was awarded stays until a person decides.
        await instructor.Go($"{instructor.Root}/d/{mapping.Id}/learners/{misaki}/decisions");
        await instructor.Press("value=\"take-back\"", "take-back");
        Assert.Contains("value=\"confirm\"", instructor.Page, StringComparison.Ordinal);
        await instructor.Go($"{instructor.Root}/d/{mapping.Id}/learners/{misaki}");
        Assert.Contains("Needs a decision", instructor.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("Withdrawn", instructor.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Awards_are_given_by_hand_only_where_awarding_has_begun_and_runs_that_are_none_are_not_taken_back()
    {
        using var instructor = await campus.Launch("instructor");
        var running = await campus.ARunningOne("Runs that are none");
        await instructor.Go($"{instructor.Root}/d/{running.Id}/awards");
        var undo = AntiForgery(instructor.Page);
        await instructor.Post($"{instructor.Root}/d/{running.Id}/awards", ("op", "undo"), ("run", "day:1999-01-01"), ("reason", "A wrong key."), undo);
        Assert.Equal((HttpStatusCode.NotFound, "run-unknown"), (instructor.Status, CodeOn(instructor.Page)));
        await instructor.Post($"{instructor.Root}/d/{running.Id}/awards", ("op", "save"), ("holdUntil", "tomorrow"), undo);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "rule-date-malformed"), (instructor.Status, CodeOn(instructor.Page)));

        await instructor.Go($"{instructor.Root}/new");
        await instructor.Fill("name=\"Name\"", "create", ("Name", "A draft to give"));
        var draft = instructor.Address.AbsolutePath.Replace("/about", "", StringComparison.Ordinal);
        await instructor.Post($"{draft}/awards?handler=List", ("op", "give"), ("list", "email,reason\nsofia@campus.example,Did it"), undo);
        Assert.Equal((HttpStatusCode.Conflict, "mapping-not-started"), (instructor.Status, CodeOn(instructor.Page)));
    }

    [Fact]
    public async Task What_is_not_described_or_was_changed_by_a_colleague_meanwhile_does_not_start()
    {
        var mapping = await campus.ARunningOne("Changed meanwhile");
        var course = (await campus.Get<CourseRepository>().Find(campus.Tenant, mapping.Course, ct))!;
        var now = TimeProvider.System.Now();
        var launch = new LaunchSession(
            PublicId.New().Value, campus.Tenant, course.Platform, course.Id, Learner: null, ProductRole.Instructor, new LaunchContent { Subject = "x", Locale = "en" }, now, now.AddHours(1));
        async Task<OpenMapping> Open() => (await campus.Get<CourseDesk>().Find(launch, mapping.Id.Value, ct))!;
        async Task Save(Core.MicroCredentials.Definition definition)
        {
            var made = (await Open()).MicroCredential;
            Assert.True(await campus.Get<MicroCredentialRepository>().SaveDraft(campus.Tenant, made.Id, definition with { Title = "Changed meanwhile" }, made.DraftRevision, ct));
        }

        await Save(Core.MicroCredentials.Definition.Blank("", "en"));
        Assert.Equal("definition-incomplete", Assert.IsType<Switched.Refused>(await campus.Get<SwitchOn>().Start(launch, await Open(), 0, ct)).Problem);

        await Save(DefinitionTemplates.All.First(template => template.Id == "japan").Definition);
        var looking = await Open();
        Assert.True(await campus.Get<MappingRepository>().SaveDraftRule(campus.Tenant, mapping.Id, mapping.Rule, looking.Mapping.Revision, ct));
        Assert.Equal("mapping-changed", Assert.IsType<Switched.Refused>(await campus.Get<SwitchOn>().Start(launch, looking, 0, ct)).Problem);
    }

    [Fact]
    public async Task What_is_not_signed_yet_or_not_there_cannot_be_withdrawn() =>
        Assert.Equal("award-not-issued", await campus.Get<WithdrawDesk>().Withdraw(campus.Tenant, AwardId.New(TimeProvider.System), "Mixed up.", "instructor", null, ct));

    [Fact]
    public async Task An_instructor_issues_a_test_to_themselves_which_says_so_and_is_withdrawn_after_a_day()
    {
        var mapping = await campus.ARunningOne("Tried out");
        using var instructor = await campus.Launch("instructor");
        await instructor.Go($"{instructor.Root}/d/{mapping.Id}/overview");
        var before = await campus.Get<MappingPages>().Totals(campus.Tenant, mapping.Id, ct);
        Assert.Contains("id=\"to-try-out\"", instructor.Page, StringComparison.Ordinal);
        await instructor.Go($"{instructor.Root}/d/{mapping.Id}/try-out");
        await instructor.Press("id=\"try\"", "try");
        Assert.Equal(HttpStatusCode.OK, instructor.Status);
        Assert.DoesNotContain("id=\"try\"", instructor.Page, StringComparison.Ordinal);

        var test = WebUtility.HtmlDecode(Opening.Match(instructor.Page).Groups[1].Value);
        using var reader = new Person();
        await reader.Open(test);
        Assert.Contains("Test: Tried out", reader.Page, StringComparison.Ordinal);
        Assert.Contains("id=\"is-test\"", reader.Page, StringComparison.Ordinal);
        Assert.Contains("data-tone=\"met\"", reader.Page, StringComparison.Ordinal);
        var file = WebUtility.HtmlDecode(Download.Match(reader.Page).Groups[1].Value);
        using var http = new HttpClient();
        var credential = await http.GetStringAsync(new Uri(new Uri(campus.Connector), file));
        using var json = JsonDocument.Parse(credential);
        var achievement = json.RootElement.GetProperty("credentialSubject").GetProperty("achievement");
        Assert.Equal("Test: Tried out", achievement.GetProperty("name").GetString());
        Assert.StartsWith("This is a test", achievement.GetProperty("description").GetString(), StringComparison.Ordinal);
        await reader.Open($"{campus.Connector}/verify");
        await reader.Submit(FormWith(reader.Page, "name=\"text\""), ("op", "check"), ("text", credential));
        Assert.Contains("Test: Tried out", reader.Page, StringComparison.Ordinal);

        await campus.Get<TryOuts>().RunAll(ct);
        await reader.Open(test);
        Assert.Contains("data-tone=\"met\"", reader.Page, StringComparison.Ordinal);
        await ActivatorUtilities.CreateInstance<TryOuts>(campus.Get<IServiceProvider>(), new Tomorrow()).RunAll(ct);
        await reader.Open(test);
        Assert.Contains("It was a test.", reader.Page, StringComparison.Ordinal);
        await instructor.Go($"{instructor.Root}/d/{mapping.Id}/try-out");
        Assert.Contains("id=\"try\"", instructor.Page, StringComparison.Ordinal);

        Assert.Equal(before, await campus.Get<MappingPages>().Totals(campus.Tenant, mapping.Id, ct));
        await instructor.Go($"{instructor.Root}/mine");
        Assert.DoesNotContain("Tried out", instructor.Page, StringComparison.Ordinal);
        await reader.Open($"{campus.Connector}/catalogue");
        Assert.DoesNotContain("Test: Tried out", reader.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_is_tried_out_before_it_is_published_once_it_asks_for_anything()
    {
        using var instructor = await campus.Launch("instructor");
        await instructor.Go($"{instructor.Root}/new");
        await instructor.Fill("name=\"Name\"", "create", ("Name", "Still a draft"));
        var draft = instructor.Address.AbsolutePath.Replace("/about", "", StringComparison.Ordinal);
        await instructor.Go($"{draft}/requirements");
        var rule = FormWith(instructor.Page, "id=\"rule\"");
        await instructor.Submit(rule, ("op", "remove:c1"));
        await instructor.Go($"{draft}/try-out");
        await instructor.Press("id=\"try\"", "try");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "rule-empty"), (instructor.Status, CodeOn(instructor.Page)));

        await instructor.Go($"{draft}/requirements");
        await instructor.Submit(FormWith(instructor.Page, "id=\"rule\""), ("op", "add:g0"), ("g0.add", "course"));
        await instructor.Go($"{draft}/try-out");
        await instructor.Press("id=\"try\"", "try");
        using var reader = new Person();
        await reader.Open(WebUtility.HtmlDecode(Opening.Match(instructor.Page).Groups[1].Value));
        Assert.Contains("Test: Still a draft", reader.Page, StringComparison.Ordinal);
        Assert.Contains("data-tone=\"met\"", reader.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mapping_is_handed_to_somebody_who_teaches_the_course_and_to_nobody_else()
    {
        var mapping = await campus.ARunningOne("Handed over");
        using var instructor = await campus.Launch("instructor");
        await instructor.Go($"{instructor.Root}/d/{mapping.Id}/hand-over");
        await instructor.Press("id=\"hand-over\"", "hand-over", ("colleague", (await LearnerOf(mapping, "Sofia Rossi")).ToString()));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "colleague-unknown"), (instructor.Status, CodeOn(instructor.Page)));

        var colleague = Assert.Single(await campus.Get<MappingOwners>().Colleagues(campus.Tenant, mapping.Id, ct));
        await instructor.Press("id=\"hand-over\"", "hand-over", ("colleague", colleague.Id.ToString()));

        Assert.Contains($"{colleague.Name} is written to about it.", WebUtility.HtmlDecode(instructor.Page), StringComparison.Ordinal);
        Assert.True(Assert.Single(await campus.Get<MappingOwners>().Colleagues(campus.Tenant, mapping.Id, ct)).IsOwner);
    }

    [Fact]
    public async Task The_first_credential_stands_on_the_overview_until_somebody_has_seen_it()
    {
        var mapping = await campus.ARunningOne("News of the first");
        await campus.Get<InstructorNotices>().RunAll(ct);
        using var instructor = await campus.Launch("instructor");
        await instructor.Go($"{instructor.Root}/d/{mapping.Id}/overview");
        Assert.Contains("data-kind=\"FirstAward\"", instructor.Page, StringComparison.Ordinal);

        await instructor.Press("value=\"seen\"", "seen");

        Assert.DoesNotContain("data-kind=\"FirstAward\"", instructor.Page, StringComparison.Ordinal);
        await campus.Get<InstructorNotices>().RunAll(ct);
        Assert.Empty(await campus.Get<MappingNotices>().Open(campus.Tenant, mapping.Id, ct));
    }

    [Fact]
    public async Task A_holder_lets_the_credential_carry_evidence_and_takes_it_out_again()
    {
        var mapping = await campus.ARunningOne("With evidence");
        using var misaki = await campus.Launch("misaki");
        await misaki.Go($"{misaki.Root}/mine");
        var award = Regex.Match(misaki.Page, """data-award="([^"]+)">\s*<div[^>]*>\s*<div[^>]*>\s*<h2[^>]*>With evidence<""").Groups[1].Value;
        await misaki.Go($"{misaki.Root}/mine/evidence/{award}");
        Assert.Contains("data-carries=\"false\"", misaki.Page, StringComparison.Ordinal);
        Assert.Contains("Quiz 1 score is at least 60%", WebUtility.HtmlDecode(misaki.Page), StringComparison.Ordinal);
        Assert.False(await Carries(award));

        await misaki.Fill("id=\"choose\"", "save", ("piece", "rule/c1/result"));
        Assert.Contains("data-carries=\"true\"", misaki.Page, StringComparison.Ordinal);
        Assert.True(await Carries(award));
        var chosen = misaki.Page;

        await misaki.Fill("id=\"choose\"", "save", ("piece", "rule/c2/result"));
        Assert.Equal((HttpStatusCode.Conflict, "evidence-piece-unknown"), (misaki.Status, CodeOn(misaki.Page)));
        Assert.True(await Carries(award));
        await misaki.Fill("id=\"choose\"", "anything");
        Assert.Equal(HttpStatusCode.NotFound, misaki.Status);

        await misaki.Submit(FormWith(chosen, "id=\"leave-out\""), ("op", "none"));
        Assert.False(await Carries(award));

        using var sofia = await campus.Launch("sofia");
        await sofia.Go($"{sofia.Root}/mine/evidence/{award}");
        Assert.Contains("progress-unknown", sofia.Page, StringComparison.Ordinal);
        Assert.NotNull(mapping.Version);
    }

    private async Task<bool> Carries(string award)
    {
        var shared = campus.Get<SharedAwards>();
        var found = (await shared.Find(new(award), ct))!;
        var document = (await shared.Documents(found.Tenant, found.Id, ct))[0];
        using var json = JsonDocument.Parse(document.Bytes);
        var carries = json.RootElement.TryGetProperty("evidence", out var evidence);
        if (carries) Assert.All(evidence.EnumerateArray(), one => Assert.Equal("Evidence", one.GetProperty("type")[0].GetString()));
        return carries;
    }

    private async Task<Core.Ids.LearnerId> LearnerOf(CourseMapping mapping, string name) =>
        (await campus.Get<HandAwardRepository>().Members(campus.Tenant, mapping.Id, ct)).Single(member => member.Name == name).Learner;

    private static string FormWith(string page, string needle) => Forms.Matches(page).Select(match => match.Value).Single(text => text.Contains(needle, StringComparison.Ordinal));

    private static (string Name, string Value) AntiForgery(string page) => ("__RequestVerificationToken", Regex.Match(page, """name="__RequestVerificationToken"[^>]*value="([^"]+)""").Groups[1].Value);

    private static string CodeOn(string page) => Regex.Match(page, """<code id="code">([^<]+)<""").Groups[1].Value;

    // {501} is a text of 501 letters.
    private static string Long(string text) => Regex.Replace(text, @"\{(\d+)\}", match => new string('x', int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)));

    private sealed class Tomorrow : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TryOuts.Lifetime;
    }

    [GeneratedRegex("""<form .*?</form>""", RegexOptions.Singleline)]
    private static partial Regex Forms { get; }

    [GeneratedRegex("""id="open-test" href="([^"]+)""")]
    private static partial Regex Opening { get; }

    [GeneratedRegex("""class="btn download" href="([^"]+)" data-format="(?!png|svg)""")]
    private static partial Regex Download { get; }
}
