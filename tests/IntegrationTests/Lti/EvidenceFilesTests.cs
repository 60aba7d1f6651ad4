using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.Reading;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Storage.StatusLists;
using LtiBadgeConnector.Storage.Tenants;
using LtiBadgeConnector.TestKit;
using LtiBadgeConnector.Web.Sharing;
using Microsoft.Extensions.DependencyInjection;

namespace LtiBadgeConnector.IntegrationTests.Lti;

/// <summary>A learner lets a credential carry what they handed in: from the LMS to whoever the credential is shown to, and back out again.</summary>
public sealed class EvidenceFilesTests(Campus campus) : IClassFixture<Campus>
{
    private const string Project = "Final project";

    private static readonly CancellationToken ct = CancellationToken.None;
    private static readonly HttpClient anybody = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    [Fact]
    public async Task A_file_goes_from_the_LMS_into_the_credential_and_is_gone_once_it_is_left_out()
    {
        await campus.ARunningOne("With a file", Project);
        using var misaki = await campus.Launch("misaki");
        var award = await EvidencePage(misaki, "With a file");
        Assert.DoesNotContain("rainfall-report.pdf", misaki.Page, StringComparison.Ordinal);
        await misaki.Fill("id=\"choose\"", "look");
        Assert.Contains("rainfall-report.pdf", misaki.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("traffic-report.pdf", misaki.Page, StringComparison.Ordinal);
        Assert.DoesNotContain(" checked", misaki.Page, StringComparison.Ordinal);

        await misaki.Fill("id=\"choose\"", "save", ("piece", FileIn(misaki.Page, "rainfall-report.pdf")));
        Assert.Equal((HttpStatusCode.OK, "true"), (misaki.Status, Regex.Match(misaki.Page, "data-carries=\"(.*?)\"").Groups[1].Value));
        var (entry, document) = await Carried(award);
        Assert.Equal(("rainfall-report.pdf", "Final project score is at least 60%"), (entry.GetProperty("name").GetString(), entry.GetProperty("description").GetString()));
        // Two documents of one second: the later one is valid from the next second on.
        await Eventually.True(() => IsValid(document), TimeSpan.FromSeconds(60), "the document with the file is valid");

        var url = entry.GetProperty("id").GetString()!;
        Assert.StartsWith($"{campus.Connector}/evidence/", url, StringComparison.Ordinal);
        await Show(award, AwardVisibility.Public);
        using (var file = await anybody.GetAsync(url))
        {
            var content = await file.Content.ReadAsByteArrayAsync();
            Assert.Equal((HttpStatusCode.OK, "application/pdf", "attachment"), (file.StatusCode, file.Content.Headers.ContentType!.MediaType, file.Content.Headers.ContentDisposition!.DispositionType));
            Assert.Equal("rainfall-report.pdf", file.Content.Headers.ContentDisposition.FileName);
            Assert.StartsWith("%PDF-1.4", Encoding.ASCII.GetString(content), StringComparison.Ordinal);
            Assert.Equal($"sha256-{Convert.ToBase64String(SHA256.HashData(content))}", entry.GetProperty("digestSRI").GetString());
            Assert.Equal("nosniff", file.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.EndsWith("; sandbox", file.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.NotModified, await StatusOf(url, file.Headers.ETag));
        }

        // What is carried stays as it is, address and all, while something else is chosen beside it.
        await misaki.Fill("id=\"choose\"", "save", ("piece", FileIn(misaki.Page, "rainfall-report.pdf")), ("piece", "rule/c1/result"));
        Assert.Contains(await Evidence(award), one => one.TryGetProperty("id", out var id) && id.GetString() == url);
        Assert.Equal(2, (await Evidence(award)).Count);

        await misaki.Fill("id=\"choose\"", "none");
        Assert.Empty(await Evidence(award));
        Assert.Equal((HttpStatusCode.NotFound, "evidence-file-not-shown"), await Refusal(url));
    }

    [Fact]
    public async Task Nobody_can_carry_the_file_of_somebody_else()
    {
        await campus.ARunningOne("Not mine", Project);
        using var misaki = await campus.Launch("misaki");
        await EvidencePage(misaki, "Not mine");
        await misaki.Fill("id=\"choose\"", "look");
        var hers = FileIn(misaki.Page, "rainfall-report.pdf");

        using var daisuke = await campus.Launch("daisuke");
        var award = await EvidencePage(daisuke, "Not mine");
        await daisuke.Fill("id=\"choose\"", "look");
        Assert.Contains("traffic-report.pdf", daisuke.Page, StringComparison.Ordinal);
        await daisuke.Fill("id=\"choose\"", "save", ("piece", hers));

        Assert.Equal((HttpStatusCode.Conflict, "evidence-file-gone"), (daisuke.Status, CodeOn(daisuke.Page)));
        Assert.Empty(await Evidence(award));
    }

    [Fact]
    public async Task A_withdrawn_credential_serves_no_file()
    {
        await campus.ARunningOne("Withdrawn with a file", Project);
        using var misaki = await campus.Launch("misaki");
        var award = await EvidencePage(misaki, "Withdrawn with a file");
        await misaki.Fill("id=\"choose\"", "look");
        await misaki.Fill("id=\"choose\"", "save", ("piece", FileIn(misaki.Page, "札幌の降水量.csv")));
        var url = (await Carried(award)).Entry.GetProperty("id").GetString()!;
        await Show(award, AwardVisibility.Public);
        using (var file = await anybody.GetAsync(url)) Assert.Equal(("text/csv", "札幌の降水量.csv"), (file.Content.Headers.ContentType!.MediaType, file.Content.Headers.ContentDisposition!.FileNameStar));

        var found = (await campus.Get<SharedAwards>().Find(new(award), ct))!;
        var now = TimeProvider.System.Now();
        await campus.Get<WithdrawalRepository>().Withdraw(campus.Tenant, found.Id, new(now, "Mixed up."), AuditEntry.Of(campus.Tenant, now, "instructor", null, "award-withdrawn"), ct);

        Assert.Equal((HttpStatusCode.NotFound, "evidence-file-not-shown"), await Refusal(url));
        await misaki.Open($"{campus.Connector}/awards/{award}");
        Assert.DoesNotContain("/evidence/", misaki.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_who_holds_the_credential_is_asked_about_and_a_stranger_s_address_shows_nothing()
    {
        Assert.Equal((HttpStatusCode.NotFound, "evidence-file-not-shown"), await Refusal($"{campus.Connector}/evidence/{PublicId.New()}"));
        await campus.ARunningOne("Hers alone", Project);
        using var misaki = await campus.Launch("misaki");
        var award = await EvidencePage(misaki, "Hers alone");
        using var daisuke = await campus.Launch("daisuke");
        await daisuke.Go($"{daisuke.Root}/mine/evidence/{award}");
        Assert.Equal(HttpStatusCode.NotFound, daisuke.Status);
        Assert.DoesNotContain("rainfall", daisuke.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_is_shown_to_whoever_may_see_its_award()
    {
        var mapping = await campus.ARunningOne("Follows its award", Project, policy: AwardPolicy.Default with { MaySuspend = true });
        using var misaki = await campus.Launch("misaki");
        var award = await EvidencePage(misaki, "Follows its award");
        await misaki.Fill("id=\"choose\"", "look");
        await misaki.Fill("id=\"choose\"", "save", ("piece", FileIn(misaki.Page, "rainfall-report.pdf")));
        var url = (await Carried(award)).Entry.GetProperty("id").GetString()!;
        var found = (await campus.Get<SharedAwards>().Find(new(award), ct))!;
        var (withKey, shown, hidden) = ($"{url}?key={found.ShareKey}", HttpStatusCode.OK, HttpStatusCode.NotFound);
        var holders = LinkTo(url, misaki.Page);
        Assert.Contains("?pass=", holders, StringComparison.Ordinal);
        using var instructor = await campus.Launch("instructor");
        await instructor.Go($"{instructor.Root}/d/{mapping.Id}/learners/{found.Learner}");
        await instructor.Open(WebUtility.HtmlDecode(Regex.Match(instructor.Page, "href=\"([^\"]+\\?pass=[^\"]+)\"").Groups[1].Value));
        var staffs = LinkTo(url, instructor.Page);

        await Show(award, AwardVisibility.Private);
        Assert.Equal((hidden, hidden, shown, shown), (await StatusOf(url), await StatusOf(withKey), await StatusOf(holders), await StatusOf(staffs)));

        await Show(award, AwardVisibility.Unlisted);
        await campus.Get<TenantRepository>().SetUnlistedLinks(campus.Tenant, allowed: false, ct);
        Assert.Equal((hidden, shown, shown, shown), (await StatusOf(url), await StatusOf(withKey), await StatusOf(holders), await StatusOf(staffs)));
        await misaki.Open($"{campus.Connector}/awards/{award}?key={found.ShareKey}");
        Assert.Equal(withKey, LinkTo(url, misaki.Page));

        await Show(award, AwardVisibility.Public);
        Assert.Equal((shown, shown, shown), (await StatusOf(url), await StatusOf(holders), await StatusOf(staffs)));

        // What does not count at the moment is not backed by anything, until it counts again.
        var now = TimeProvider.System.Now();
        var suspensions = campus.Get<SuspensionRepository>();
        Assert.Equal(SuspendOutcome.Done, await suspensions.Suspend(campus.Tenant, found.Id, new(now, "Under review."), AuditEntry.Of(campus.Tenant, now, "instructor", null, "award-suspended"), ct));
        Assert.Equal((hidden, hidden, shown, shown), (await StatusOf(url), await StatusOf(withKey), await StatusOf(holders), await StatusOf(staffs)));
        await misaki.Open($"{campus.Connector}/awards/{award}");
        Assert.Contains("id=\"suspension\"", misaki.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("/evidence/", misaki.Page, StringComparison.Ordinal);
        Assert.Equal(SuspendOutcome.Done, await suspensions.LetStand(campus.Tenant, found.Id, now, AuditEntry.Of(campus.Tenant, now, "instructor", null, "award-reinstated"), ct));
        Assert.Equal(shown, await StatusOf(url));
    }

    [Fact]
    public async Task Looking_for_files_keeps_what_is_ticked()
    {
        await campus.ARunningOne("Ticked before", Project);
        using var misaki = await campus.Launch("misaki");
        await EvidencePage(misaki, "Ticked before");

        await misaki.Fill("id=\"choose\"", "look", ("piece", "rule/c1/result"));

        Assert.Contains("rainfall-report.pdf", misaki.Page, StringComparison.Ordinal);
        Assert.Matches("value=\"rule/c1/result\"[^>]* checked", misaki.Page);
        Assert.Single(Regex.Matches(misaki.Page, " checked"));
        Assert.Contains("data-carries=\"false\"", misaki.Page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("large", "evidence-file-too-large")]
    [InlineData("large-unsaid", "evidence-file-too-large")]
    [InlineData("gone", "evidence-file-gone")]
    [InlineData("another", "evidence-file-gone")]
    [InlineData("silent", "evidence-files-unreadable")]
    [InlineData("unlisted", "evidence-files-unreadable")]
    [InlineData("many", "evidence-files-too-many")]
    public async Task A_file_that_cannot_be_had_changes_nothing_and_says_why(string what, string problem)
    {
        var mapping = await campus.ARunningOne($"Refused {what}", Project);
        using var misaki = await campus.Launch("misaki");
        var award = new PublicId(await EvidencePage(misaki, $"Refused {what}"));
        var learner = (await campus.Get<SharedAwards>().Find(award, ct))!.Learner;
        var lms = new Submissions(what, ((Core.Criteria.MinimumScore)((Core.Criteria.AllOf)mapping.Rule).Of[0]).Item);
        var desk = ActivatorUtilities.CreateInstance<EvidenceDesk>(campus.Get<IServiceProvider>(), (ICourseReaders)lms);
        var keys = (await desk.Find(campus.Tenant, learner, award, looksForFiles: true, ct))!.Groups.SelectMany(group => group.Pieces).Select(piece => piece.Key).Where(key => key.StartsWith("file/", StringComparison.Ordinal)).ToHashSet();
        Assert.NotEmpty(keys);
        lms.IsBroken = true;

        Assert.Equal(problem, await desk.Decide(campus.Tenant, learner, award, keys, ct));

        Assert.Empty(await Evidence(award.Value));
    }

    [Fact]
    public async Task The_page_says_when_the_LMS_does_not_show_files_and_keeps_the_rest()
    {
        await campus.ARunningOne("Silent LMS", Project);
        using var misaki = await campus.Launch("misaki");
        var award = new PublicId(await EvidencePage(misaki, "Silent LMS"));
        var learner = (await campus.Get<SharedAwards>().Find(award, ct))!.Learner;
        var desk = ActivatorUtilities.CreateInstance<EvidenceDesk>(campus.Get<IServiceProvider>(), (ICourseReaders)new Submissions("unlisted", default) { IsBroken = true });

        var found = (await desk.Find(campus.Tenant, learner, award, looksForFiles: true, ct))!;

        Assert.Equal(new FileSearch.Failed("moodle-unreachable"), found.Files);
        Assert.Equal("rule/c1/result", Assert.Single(Assert.Single(found.Groups).Pieces).Key);
    }

    private async Task<string> EvidencePage(Person holder, string title)
    {
        await holder.Go($"{holder.Root}/mine");
        var award = Regex.Match(holder.Page, $"""data-award="([^"]+)">\s*<div[^>]*>\s*<div[^>]*>\s*<h2[^>]*>{Regex.Escape(title)}<""").Groups[1].Value;
        await holder.Go($"{holder.Root}/mine/evidence/{award}");
        Assert.Equal(HttpStatusCode.OK, holder.Status);
        return award;
    }

    private async Task Show(string award, AwardVisibility visibility) =>
        Assert.True(await campus.Get<Publishing>().SetVisibility(campus.Tenant, (await campus.Get<SharedAwards>().Find(new(award), ct))!.Learner, new(award), visibility, ct));

    // On a page, with whatever lets its reader have the file.
    private static string LinkTo(string file, string page) => WebUtility.HtmlDecode(Regex.Match(page, $"href=\"({Regex.Escape(file)}[^\"]*)\"").Groups[1].Value);

    private async Task<(JsonElement Entry, byte[] Document)> Carried(string award) => (Assert.Single(await Evidence(award)), await Document(award));

    private async Task<bool> IsValid(byte[] document)
    {
        using var answer = await anybody.PostAsync($"{campus.Connector}/verify", new MultipartFormDataContent { { new StringContent(Encoding.UTF8.GetString(document)), "text" } });
        return (await answer.Content.ReadAsStringAsync()).Contains("data-verdict=\"valid\"", StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<JsonElement>> Evidence(string award) =>
        JsonElement.Parse(await Document(award)).TryGetProperty("evidence", out var evidence) ? [.. evidence.EnumerateArray()] : [];

    private async Task<byte[]> Document(string award)
    {
        var found = (await campus.Get<SharedAwards>().Find(new(award), ct))!;
        return (await campus.Get<SharedAwards>().Documents(found.Tenant, found.Id, ct)).First(document => document.Format == "ob3-di").Bytes;
    }

    private static string FileIn(string page, string name) =>
        Regex.Match(WebUtility.HtmlDecode(page), $"""value="(file/[0-9a-f]+)"[^>]*><span><b>[^<]*</b><br><span lang="[^"]*">{Regex.Escape(name)}<""").Groups[1].Value is { Length: > 0 } key ? key : throw new InvalidOperationException($"{name} is not offered.");

    private static string CodeOn(string page) => Regex.Match(page, """<code id="code">([^<]+)<""").Groups[1].Value;

    private static async Task<HttpStatusCode> StatusOf(string url, EntityTagHeaderValue? known = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (known is not null) request.Headers.IfNoneMatch.Add(known);
        using var answer = await anybody.SendAsync(request);
        return answer.StatusCode;
    }

    private static async Task<(HttpStatusCode, string?)> Refusal(string url)
    {
        using var answer = await anybody.GetAsync(url);
        return (answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("code").GetString());
    }

    /// <summary>An LMS that lists files and then does not give them.</summary>
    private sealed class Submissions(string what, ItemKey item) : ICourseReaders, ISubmissionReader
    {
        public bool IsBroken { get; set; }

        public Task<ISubmissionReader?> SubmissionsOf(Course course, CancellationToken ct) => Task.FromResult<ISubmissionReader?>(this);

        public Task<IReadOnlyList<ICourseReader>> For(Course course, CancellationToken ct) => throw new NotSupportedException();

        public Task<IRosterReader?> RosterOf(Course course, CancellationToken ct) => throw new NotSupportedException();

        public Task<IReadOnlyList<SubmittedFile>> Files(IReadOnlyList<LearnerKey> learner, IReadOnlyCollection<ItemKey> items, CancellationToken ct) => IsBroken && what == "unlisted"
            ? throw new LmsException("moodle-unreachable", "silent", isTransient: true)
            : Task.FromResult<IReadOnlyList<SubmittedFile>>(
                [.. Enumerable.Range(0, what == "many" ? EvidenceDesk.MostFiles + 1 : 1).Select(number => new SubmittedFile(item, $"{number}.txt", "text/plain", SizeOf(what), "1", ""))]);

        public Task<byte[]> Fetch(SubmittedFile file, int most, CancellationToken ct) => what switch
        {
            "large-unsaid" => throw new LmsException(SubmissionProblems.TooLarge, "too large", isTransient: false),
            "gone" => throw new LmsException(SubmissionProblems.Gone, "gone", isTransient: false),
            "silent" => throw new LmsException("moodle-unreachable", "silent", isTransient: true),
            _ => Task.FromResult(new byte[5]),
        };

        private static long? SizeOf(string what) => what switch
        {
            "large" => EvidenceDesk.MostBytes + 1,
            "another" => 4,
            "many" => 5,
            _ => null,
        };
    }
}
