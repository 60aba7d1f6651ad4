using System.Net;
using System.Text;
using System.Text.Json;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Core.Recognising;
using LtiBadgeConnector.Core.Steps;
using LtiBadgeConnector.Credentials.Formats;
using LtiBadgeConnector.Credentials.Keys;
using LtiBadgeConnector.Credentials.Verification;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Awarding;
using LtiBadgeConnector.Storage.Issuers;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Storage.MicroCredentials;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.TestKit;
using LtiBadgeConnector.Web.Configuration;
using LtiBadgeConnector.Web.Describing;
using LtiBadgeConnector.Web.Recognising;
using LtiBadgeConnector.Web.Rules;
using Microsoft.Extensions.Time.Testing;

namespace LtiBadgeConnector.IntegrationTests.Lti;

/// <summary>Pathways as people make, follow and complete them: by parts of the institution, by badges of others, by earlier learning.</summary>
public sealed class PathwayTests(Campus campus) : IClassFixture<Campus>
{
    private const string Python = "https://other.example/achievements/python";

    [Fact]
    public async Task A_larger_one_is_awarded_by_itself_to_whoever_holds_its_parts()
    {
        var (basics, tables) = (await campus.ARunningOne("Data Basics"), await campus.ARunningOne("Tables"));
        using var instructor = await campus.Launch("instructor");
        var course = instructor.Root;
        await instructor.Go($"{course}/pathway");
        await instructor.Press("id=\"pathway\"", "create", ("Name", "Analyst"), ("Language", "en"), ("How", "some"), ("Count", "3"), ("Unit", "hour"), Part(basics));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, instructor.Status);
        await instructor.Press("id=\"pathway\"", "create", ("Name", "Analyst"), ("Language", "en"), ("How", "worth"), ("Amount", "49"), ("Unit", "hour"), Part(basics), Part(tables));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, instructor.Status);
        await instructor.Press("id=\"pathway\"", "create", ("Name", "Analyst"), ("Language", "en"), ("How", "worth"), ("Amount", ""), ("Unit", "hour"), Part(basics), Part(tables));
        Assert.EndsWith("/requirements", instructor.Address.AbsolutePath, StringComparison.Ordinal);
        Assert.Contains("Together they count at least", instructor.Page, StringComparison.Ordinal);

        var root = instructor.Address.AbsolutePath[..instructor.Address.AbsolutePath.LastIndexOf('/')];
        await Describe("Analyst");
        await instructor.GoUntil($"{root}/trial", "id=\"start\"");
        await instructor.Press("id=\"start\"", "start");
        Assert.Equal(HttpStatusCode.OK, instructor.Status);

        using var learner = await campus.Launch("misaki");
        await learner.GoUntil($"{learner.Root}/pathways", "Together you have 48 hours. Needed: 48 hours.");
        Assert.Contains("You hold it since", learner.Page, StringComparison.Ordinal);
        await learner.Go($"{learner.Root}/mine");
        Assert.Contains("Analyst", learner.Page, StringComparison.Ordinal);

        var repository = campus.Get<MicroCredentialRepository>();
        var larger = (await repository.List(campus.Tenant, 100, default)).First(one => one.Draft.Title == "Analyst");
        var version = (await repository.FindVersion(campus.Tenant, larger.Published!.Value, default))!;
        var (first, second) = (await UrlOf(basics), await UrlOf(tables));
        Assert.Equal(((string[])[first, second]).Order(), version.Parts.Select(part => part.Url).Order());
        using var http = new HttpClient();
        var achievement = JsonDocument.Parse(await http.GetStringAsync(version.Url)).RootElement;
        Assert.Equal(version.Parts.Select(part => part.Url), achievement.GetProperty("mc:part").EnumerateArray().Select(part => part.GetString()));

        await Eventually.True(async () => (await http.GetStringAsync($"{campus.Connector}/catalogue.jsonld")).Contains("\"hasPart\"", StringComparison.Ordinal), TimeSpan.FromSeconds(60), "the catalogue has it");
        var listed = JsonDocument.Parse(await http.GetStringAsync($"{campus.Connector}/catalogue.jsonld")).RootElement.GetProperty("@graph").EnumerateArray().First(one => one.GetProperty("@id").GetString() == version.Url);
        Assert.Equal(version.Parts.Select(part => part.Url), listed.GetProperty("hasPart").EnumerateArray().Select(part => part.GetProperty("@id").GetString()));

        using var visitor = new Person();
        await visitor.Open(version.Url);
        Assert.Contains(first, visitor.Page, StringComparison.Ordinal);
        await visitor.Open(first);
        Assert.Contains("It counts towards", visitor.Page, StringComparison.Ordinal);
        Assert.Contains(version.Url, visitor.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Badges_of_others_and_earlier_learning_are_taken_by_rule_or_by_a_person_and_refusals_are_coded()
    {
        var mapping = await APathwayOfOthers();
        var member = await Misaki(mapping);
        using var learner = await campus.Launch("misaki");
        await learner.Go($"{learner.Root}/pathways");
        var form = $"id=\"claim-{mapping.Id.Value:N}\"";
        async Task Submit(string criterion, string badge, string code, string statement = "", string evidence = "")
        {
            await learner.Upload(form, "submit", "", ("criterion", criterion), ("badge", badge), ("statement", statement), ("evidence", evidence));
            if (code.Length > 0) Assert.Contains($"<code id=\"code\">{code}</code>", learner.Page, StringComparison.Ordinal);
            else Assert.Equal("?submitted=true", learner.Address.Query);
        }

        await Submit("c1", "", "claim-empty");
        await Submit("c9", "{}", "claim-part-unknown");
        await Submit("c1", "{}", "claim-badge-not-valid");
        await Submit("c1", $"{campus.Connector}/no-such-badge", "claim-badge-not-found");
        await Submit("c1", "", "award-evidence-malformed", "I did.", "ftp://x");
        await Submit("c1", "", "claim-too-long", new string('x', 5001), "https://example.org/e");

        var other = AnIssuer();
        var tampered = ABadge(other, Python, member.Email!, "1").Replace("Other University", "Other Universitx", StringComparison.Ordinal);
        await Submit("c1", tampered, "claim-badge-not-valid");

        // Not on the list: a person decides. On the list, the named achievement, the learner's e-mail: the rule does.
        var first = ABadge(other, Python, member.Email!, "2");
        await Submit("c1", first, "");
        Assert.Contains("somebody looks at it", learner.Page, StringComparison.Ordinal);
        await Submit("c1", first, "claim-badge-known");
        campus.Get<VerificationOptions>().TrustedIssuers = [DidOf(first)];
        await Submit("c1", ABadge(other, Python, member.Email!, "3"), "");
        Assert.Contains("Recognised on", learner.Page, StringComparison.Ordinal);

        await Submit("c2", "", "", "Ten years of statistics.", "https://example.org/portfolio");
        using var instructor = await campus.Launch("instructor");
        var page = $"{instructor.Root}/d/{mapping.Id}/recognitions";
        await instructor.Go(page);
        Assert.Contains("Ten years of statistics.", instructor.Page, StringComparison.Ordinal);
        using var colleague = await campus.Launch("instructor");
        await colleague.Go($"{colleague.Root}/d/{mapping.Id}/recognitions");
        var recognitions = campus.Get<RecognitionRepository>();
        var waiting = (await recognitions.OfMapping(campus.Tenant, mapping.Id, 10, default)).Where(one => one.Claim.State == ClaimState.Waiting).ToDictionary(one => one.Claim.Criterion, one => one.Claim.Id.ToString());
        await instructor.Press($"value=\"{waiting["c2"]}\"", "accept");
        Assert.Contains("award-reason-missing", instructor.Page, StringComparison.Ordinal);
        await instructor.Press($"value=\"{waiting["c1"]}\"", "refuse", ("reason", "One is enough."));
        await instructor.Press($"value=\"{waiting["c2"]}\"", "accept", ("reason", "The portfolio shows it."));
        Assert.DoesNotContain("Needs a decision", instructor.Page, StringComparison.Ordinal);
        await colleague.Press($"value=\"{waiting["c2"]}\"", "refuse", ("reason", "Too late."));
        Assert.Contains("claim-decided", colleague.Page, StringComparison.Ordinal);

        await Eventually.True(
            async () => await campus.Get<SharedAwards>().FindOfLearner(campus.Tenant, mapping.MicroCredential, member.Learner, default) is { IsIssued: true },
            TimeSpan.FromSeconds(60), "the pathway is awarded");
        await learner.Go($"{learner.Root}/progress/{mapping.Id}/decisions");
        Assert.Contains("Recognised on", learner.Page, StringComparison.Ordinal);

        // A mistake is put right, either way, and never by somebody who saw another decision.
        await instructor.Go(page);
        await instructor.Press($"value=\"{waiting["c2"]}\"", "refuse", ("reason", "The portfolio is not the learner’s own."));
        Assert.DoesNotContain("id=\"code\"", instructor.Page, StringComparison.Ordinal);
        await learner.GoUntil($"{learner.Root}/pathways", "The portfolio is not the learner’s own.");
        await colleague.Press($"value=\"{waiting["c2"]}\"", "accept", ("reason", "It is fine."));
        Assert.Contains("claim-decided", colleague.Page, StringComparison.Ordinal);
        await instructor.Press($"value=\"{waiting["c2"]}\"", "accept", ("reason", "It is, after all."));
        await learner.GoUntil($"{learner.Root}/pathways", "It is, after all.");
    }

    [Fact]
    public async Task A_badge_of_ours_is_no_badge_of_another_issuer_and_only_so_many_wait_at_once()
    {
        var mapping = await APathwayOfOthers();
        var ours = await campus.ARunningOne("Our own");
        var holder = (await campus.Get<HandAwardRepository>().Members(campus.Tenant, ours.Id, default)).First(one => one.HasAward);
        var award = (await campus.Get<SharedAwards>().FindOfLearner(campus.Tenant, ours.MicroCredential, holder.Learner, default))!;
        var badge = Encoding.UTF8.GetString((await campus.Get<SharedAwards>().Documents(campus.Tenant, award.Id, default))[0].Bytes);
        using var learner = await campus.Launch("sofia");
        await learner.Go($"{learner.Root}/pathways");
        var form = $"id=\"claim-{mapping.Id.Value:N}\"";

        await learner.Upload(form, "submit", "", ("criterion", "c1"), ("badge", badge), ("statement", ""), ("evidence", ""));
        Assert.Contains("<code id=\"code\">claim-badge-own</code>", learner.Page, StringComparison.Ordinal);

        for (var number = 1; number <= 21; number++)
            await learner.Upload(form, "submit", "", ("criterion", "c2"), ("badge", ""), ("statement", $"Year {number} of statistics."), ("evidence", $"https://example.org/{number}"));
        Assert.Contains("<code id=\"code\">claim-too-many</code>", learner.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_badge_that_its_issuer_withdraws_counts_no_longer_and_the_larger_credential_follows_the_policy_of_its_mapping()
    {
        var mapping = await APathwayOfOthers("Trilingual");
        await campus.Get<MappingRepository>().SetPolicy(campus.Tenant, mapping.Id, new AwardPolicy { WhenGradeFalls = WhenGradeFalls.Suspend }, default);
        var member = await Misaki(mapping);
        foreach (var part in Pathways.PartsOf(mapping.Rule)) await Submitted(mapping, member.Learner, part, ClaimState.Accepted);
        await campus.Get<Road>().Evaluate([new(campus.Tenant, mapping.Id, member.Learner)], default);
        await Eventually.True(async () => await Award() is { IsIssued: true }, TimeSpan.FromSeconds(60), "the pathway is awarded");

        var outside = new Outside();
        var tomorrow = new FakeTimeProvider(TimeProvider.System.Now() + BadgeChecks.Each);
        var checks = new BadgeChecks(campus.Get<RecognitionRepository>(), new CredentialVerifier(outside), campus.Get<Road>(), tomorrow);
        await checks.RunAll(default);
        Assert.Null((await Award())!.Suspension);

        outside.Answer = new LoadedDocument.Failed(LoadedDocument.Gone);
        tomorrow.Advance(BadgeChecks.Each);
        await checks.RunAll(default);
        Assert.NotNull((await Award())!.Suspension);
        using var learner = await campus.Launch("misaki");
        await learner.Go($"{learner.Root}/pathways");
        Assert.Contains("its issuer has withdrawn it; it does not count", learner.Page, StringComparison.Ordinal);

        // What was withdrawn while it waited is not taken.
        await Submitted(mapping, member.Learner, Pathways.PartsOf(mapping.Rule).First(), ClaimState.Waiting);
        using var instructor = await campus.Launch("instructor");
        var page = $"{instructor.Root}/d/{mapping.Id}/recognitions";
        await instructor.Go(page);
        Assert.Contains("Its issuer has withdrawn it; found on", instructor.Page, StringComparison.Ordinal);
        var waiting = (await campus.Get<RecognitionRepository>().OfMapping(campus.Tenant, mapping.Id, 10, default)).Single(one => one.Claim.State == ClaimState.Waiting).Claim.Id;
        tomorrow.Advance(BadgeChecks.Each * 2);
        await checks.RunAll(default);
        await instructor.Press($"value=\"{waiting}\"", "accept", ("reason", "It looks good."));
        Assert.Contains("claim-badge-ceased", instructor.Page, StringComparison.Ordinal);

        async Task<SharedAward?> Award() => await campus.Get<SharedAwards>().FindOfLearner(campus.Tenant, mapping.MicroCredential, member.Learner, default);
    }

    [Fact]
    public async Task What_was_taken_for_a_requirement_is_decided_anew_when_that_asks_for_something_else()
    {
        var mapping = await APathwayOfOthers("Bilingual");
        var member = await Misaki(mapping);
        await Submitted(mapping, member.Learner, Pathways.PartsOf(mapping.Rule).First(), ClaimState.Accepted);
        using var early = await campus.Launch("instructor");
        await early.Go($"{early.Root}/d/{mapping.Id}/recognitions");
        Assert.DoesNotContain("value=\"accept\"", early.Page, StringComparison.Ordinal);

        var changed = new AllOf { Id = "g0", Of = [new ForeignBadge { Id = "c1", What = "Ruby basics" }, new ForeignBadge { Id = "c2", What = "Statistics" }] };
        var repository = campus.Get<MappingRepository>();
        await repository.SaveDraftRule(campus.Tenant, mapping.Id, changed, mapping.Revision, default);
        var now = (await repository.Find(campus.Tenant, mapping.Id, default))!;
        await repository.Activate(campus.Tenant, mapping.Id, mapping.Version!.Value, now.Revision, TimeProvider.System.Now(), default);

        using var learner = await campus.Launch("misaki");
        await learner.Go($"{learner.Root}/pathways");
        Assert.Contains("taken for what was asked before; somebody looks at it", learner.Page, StringComparison.Ordinal);
        using var instructor = await campus.Launch("instructor");
        await instructor.Go($"{instructor.Root}/d/{mapping.Id}/overview");
        Assert.Contains("1 submission waits for a decision", instructor.Page, StringComparison.Ordinal);
        await instructor.Go($"{instructor.Root}/d/{mapping.Id}/recognitions");
        Assert.Contains("The requirement was changed since", instructor.Page, StringComparison.Ordinal);
        Assert.Contains("Python basics", instructor.Page, StringComparison.Ordinal);
        var claim = Assert.Single(await campus.Get<RecognitionRepository>().OfMapping(campus.Tenant, mapping.Id, 10, default)).Claim;

        // Somebody changes the requirements while the page is open.
        now = (await repository.Find(campus.Tenant, mapping.Id, default))!;
        await repository.Activate(campus.Tenant, mapping.Id, mapping.Version!.Value, now.Revision, TimeProvider.System.Now(), default);
        await instructor.Press($"value=\"{claim.Id}\"", "accept", ("reason", "Ruby is close to Python."));
        Assert.Contains("claim-requirement-changed", instructor.Page, StringComparison.Ordinal);
        await instructor.Press($"value=\"{claim.Id}\"", "accept", ("reason", "Ruby is close to Python."));
        Assert.DoesNotContain("The requirement was changed since", instructor.Page, StringComparison.Ordinal);
        await learner.GoUntil($"{learner.Root}/pathways", "Recognised on");
    }

    [Fact]
    public async Task Who_finishes_by_a_former_rule_submits_for_what_that_asks()
    {
        var mapping = await APathwayOfOthers("Monolingual");
        await Misaki(mapping);
        var repository = campus.Get<MappingRepository>();
        await repository.SetPolicy(campus.Tenant, mapping.Id, new AwardPolicy { WhenChanged = WhenChanged.ForNewcomers }, default);
        await repository.SaveDraftRule(campus.Tenant, mapping.Id, new AllOf { Id = "g0", Of = [new ForeignBadge { Id = "c7", What = "Ruby basics" }] }, mapping.Revision, default);
        var now = (await repository.Find(campus.Tenant, mapping.Id, default))!;
        await repository.Activate(campus.Tenant, mapping.Id, mapping.Version!.Value, now.Revision, TimeProvider.System.Now(), default);

        using var learner = await campus.Launch("misaki");
        await learner.Go($"{learner.Root}/pathways");
        await learner.Upload($"id=\"claim-{mapping.Id.Value:N}\"", "submit", "", ("criterion", "c2"), ("badge", ""), ("statement", "Ten years of statistics."), ("evidence", "https://example.org/portfolio"));
        Assert.Equal("?submitted=true", learner.Address.Query);
        using var instructor = await campus.Launch("instructor");
        await instructor.Go($"{instructor.Root}/d/{mapping.Id}/recognitions");
        Assert.DoesNotContain("A requirement that is no longer in the rule", instructor.Page, StringComparison.Ordinal);
        var claim = Assert.Single(await campus.Get<RecognitionRepository>().OfMapping(campus.Tenant, mapping.Id, 10, default)).Claim;
        await instructor.Press($"value=\"{claim.Id}\"", "accept", ("reason", "The portfolio shows it."));
        Assert.DoesNotContain("id=\"code\"", instructor.Page, StringComparison.Ordinal);
        await learner.GoUntil($"{learner.Root}/pathways", "Recognised on");
    }

    [Fact]
    public async Task Earlier_learning_counts_in_place_of_a_requirement_where_the_staff_let_learners_submit()
    {
        var mapping = await campus.ARunningOne("Recognised at work");
        using var learner = await campus.Launch("sofia");
        await learner.Go($"{learner.Root}/pathways");
        var form = $"id=\"claim-{mapping.Id.Value:N}\"";
        Assert.DoesNotContain(form, learner.Page, StringComparison.Ordinal);

        using var instructor = await campus.Launch("instructor");
        var page = $"{instructor.Root}/d/{mapping.Id}/recognitions";
        await instructor.Go(page);
        await instructor.Press("id=\"takes\"", "open");
        await learner.Go($"{learner.Root}/pathways");
        var criterion = RuleSentences.Leaves(mapping.Rule).First().Id;
        await learner.Upload(form, "submit", "", ("criterion", criterion), ("badge", ""), ("statement", "Ten years at work."), ("evidence", "https://example.org/portfolio"));
        Assert.Equal("?submitted=true", learner.Address.Query);

        await instructor.Go(page);
        var claim = Assert.Single(await campus.Get<RecognitionRepository>().OfMapping(campus.Tenant, mapping.Id, 10, default)).Claim;
        await instructor.Press($"value=\"{claim.Id}\"", "accept", ("reason", "The portfolio shows it."));
        await learner.GoUntil($"{learner.Root}/pathways", "Recognised on");

        // What was taken stays when nothing more is.
        await instructor.Press("id=\"takes\"", "close");
        await learner.Go($"{learner.Root}/pathways");
        Assert.DoesNotContain("Recognised at work", learner.Page, StringComparison.Ordinal);
        Assert.Equal(ClaimState.Accepted, Assert.Single(await campus.Get<RecognitionRepository>().OfMapping(campus.Tenant, mapping.Id, 10, default)).Claim.State);
    }

    private async Task<NamedMember> Misaki(CourseMapping mapping)
    {
        using var launched = await campus.Launch("misaki");
        return (await campus.Get<HandAwardRepository>().Members(campus.Tenant, mapping.Id, default)).First(one => one.Name?.Contains("佐藤", StringComparison.Ordinal) is true);
    }

    private async Task Submitted(CourseMapping mapping, LearnerId learner, Criterion part, ClaimState state)
    {
        var (now, id) = (TimeProvider.System.Now(), RecognitionId.New(TimeProvider.System));
        var claim = new Claim(
            id, new(campus.Tenant, mapping.Id, learner), part.Id, state, "From elsewhere.", null,
            new($"https://other.example/assertions/{id}", "Python", "https://other.example/i", "Other University", null, NamesLearner: true, Trust: null, ValidUntil: null, now), now,
            state == ClaimState.Accepted ? now : null, null, null) { Asked = part, RuleVersion = mapping.RuleVersion };
        var told = new StatusReference { Issuer = "https://other.example/i", Id = claim.Badge!.Id, IsHosted = true }.ToJson();
        await campus.Get<RecognitionRepository>().Submit(claim, id.ToString(), told, now + BadgeChecks.Each, AuditEntry.Of(campus.Tenant, now, "learner", null, "recognition-submitted"), default);
    }

    /// <summary>The web outside: badges that stand at their addresses until they are taken away.</summary>
    private sealed class Outside : IDocumentLoader
    {
        public LoadedDocument? Answer { get; set; }

        public Task<LoadedDocument> Load(string url, CancellationToken ct) =>
            Task.FromResult(Answer ?? new LoadedDocument.Found(JsonSerializer.SerializeToUtf8Bytes(new { id = url, type = "Assertion" }), "application/json"));
    }

    private static (string, string) Part(CourseMapping mapping) => ("Parts", mapping.MicroCredential.ToString());

    private async Task<string> UrlOf(CourseMapping mapping) => (await campus.Get<MicroCredentialRepository>().FindVersion(campus.Tenant, mapping.Version!.Value, default))!.Url;

    // What Japan's framework asks before anything is published.
    private async Task Describe(string title)
    {
        var repository = campus.Get<MicroCredentialRepository>();
        var made = (await repository.List(campus.Tenant, 100, default)).First(one => one.Draft.Title == title);
        var described = DefinitionTemplates.All.First(template => template.Id == "japan").Definition with { Title = title };
        Assert.True(await repository.SaveDraft(campus.Tenant, made.Id, described with { Outcomes = [.. described.Outcomes.Select(outcome => outcome with { ProvenBy = [] })] }, made.DraftRevision, default));
    }

    private async Task<CourseMapping> APathwayOfOthers(string title = "Polyglot")
    {
        var (ct, time) = (CancellationToken.None, TimeProvider.System);
        var course = await campus.Course();
        var issuer = (await campus.Get<IssuerRepository>().Default(campus.Tenant, ct))!;
        var made = new MicroCredential(MicroCredentialId.New(time), campus.Tenant, issuer.Id, Definition.Blank(title, "en") with { Description = "Knows two things." }, 1, null, time.Now());
        await campus.Get<MicroCredentialRepository>().Create(made, course.Id, ct);
        var id = PublicId.New();
        var version = (await campus.Get<MicroCredentialRepository>().Publish(made, id, $"{campus.Connector}/achievements/{id}", "Show both.", time.Now(), ct))!;
        var rule = new AllOf
        {
            Id = "g0", Of = [new ForeignBadge { Id = "c1", What = "Python basics", Achievement = Python, TakenByRule = true }, new ForeignBadge { Id = "c2", What = "Statistics" }],
        };
        var mapping = new CourseMapping(MappingId.New(time), campus.Tenant, course.Id, made.Id, null, MappingState.Draft, 0, rule, null, 1, time.Now(), null);
        await campus.Get<MappingRepository>().Create(mapping, ct);
        return (await campus.Get<MappingRepository>().Activate(campus.Tenant, mapping.Id, version.Id, 1, time.Now(), ct))!;
    }

    private static IssuerKey AnIssuer() => IssuerKeys.NewEd25519("https://other.example/issuers/1/keys/1", "https://other.example/issuers/1", TimeProvider.System);

    private static string ABadge(IssuerKey key, string achievement, string email, string number)
    {
        var at = new DateTimeOffset(DateTimeOffset.UtcNow.AddDays(-1).Date, TimeSpan.Zero);
        return Encoding.UTF8.GetString(new OfflineCopyFormat().Issue(new()
        {
            AwardPublicId = number, AwardUrl = $"https://other.example/awards/{number}", CredentialUrl = $"https://other.example/credentials/{number}", AwardedAt = at, ValidFrom = at,
            Issuer = new("https://other.example/issuers/1", "Other University"), Keys = [key],
            Achievement = new() { Id = achievement, Version = "1", Name = "Python", Description = "Python.", CriteriaNarrative = "Pass." },
            Recipient = new("urn:uuid:00000000-0000-4000-8000-000000000000") { Email = RecipientIdentifier.OfEmail(email) },
        }).Bytes);
    }

    private static string DidOf(string badge) => JsonDocument.Parse(badge).RootElement.GetProperty("issuer").GetProperty("id").GetString()!;
}
