using System.Net;
using System.Text;
using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Lti.Roles;

namespace LtiBadgeConnector.IntegrationTests.Public;

/// <summary>From the learner's progress to the award's page, its document, and the verdict on it.</summary>
public sealed class AwardTests(PublicConnector connector) : IClassFixture<PublicConnector>
{
    [Fact]
    public async Task A_private_award_shows_nothing_to_strangers()
    {
        await connector.Show(AwardVisibility.Private);
        var award = await connector.Award();

        var page = await Page($"/awards/{award.PublicId}?key={award.ShareKey}", HttpStatusCode.Forbidden);
        using var document = await connector.Send(HttpMethod.Get, $"/credentials/{(await connector.Document()).PublicId}");

        Assert.Contains("The holder has not made this public", page, StringComparison.Ordinal);
        Assert.DoesNotContain(PublicConnector.Title, page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, document.StatusCode);
        Assert.Contains("document-not-public", await document.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unlisted_award_shows_itself_to_who_has_the_link()
    {
        await connector.Show(AwardVisibility.Unlisted);
        var award = await connector.Award();

        await Page($"/awards/{award.PublicId}", HttpStatusCode.Forbidden);
        var page = await Page($"/awards/{award.PublicId}?key={award.ShareKey}", HttpStatusCode.OK);
        using var document = await connector.Send(HttpMethod.Get, $"/credentials/{(await connector.Token()).PublicId}.jwt?key={award.ShareKey}");

        Assert.Contains(PublicConnector.Title, page, StringComparison.Ordinal);
        Assert.Contains("Genuine and valid", page, StringComparison.Ordinal);
        Assert.DoesNotContain(PublicConnector.LearnerName, page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, document.StatusCode);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.OK, "application/vc+jwt")]
    [InlineData("*/*", HttpStatusCode.OK, "application/vc+jwt")]
    [InlineData("text/plain", HttpStatusCode.OK, "text/plain")]
    [InlineData("application/vc+jwt, text/plain;q=0.5", HttpStatusCode.OK, "application/vc+jwt")]
    [InlineData("application/ld+json", HttpStatusCode.NotAcceptable, "application/problem+json")]
    public async Task Serves_the_stored_bytes_in_the_type_asked_for(string? accept, HttpStatusCode status, string mediaType)
    {
        await connector.Show(AwardVisibility.Public);
        var stored = await connector.Token();

        using var response = await connector.Send(HttpMethod.Get, $"/credentials/{stored.PublicId}", accept: accept);
        var body = await response.Content.ReadAsByteArrayAsync();

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(mediaType, response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("*", response.Headers.GetValues("Access-Control-Allow-Origin").Single());
        if (status == HttpStatusCode.OK) Assert.Equal(stored.Bytes, body);
        else Assert.Contains("document-format-not-offered", Encoding.UTF8.GetString(body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_published_award_is_found_genuine_by_its_address_and_a_changed_copy_is_refused()
    {
        await connector.Show(AwardVisibility.Public);
        var token = Encoding.ASCII.GetString((await connector.Token()).Bytes);
        var parts = token.Split('.');
        var changed = $"{parts[0]}.{parts[1]}.{(parts[2][0] == 'A' ? 'B' : 'A')}{parts[2][1..]}";

        var genuine = await Page($"/verify?url={Uri.EscapeDataString((await connector.Award()).Url)}", HttpStatusCode.OK);
        var refused = await Check(changed);

        Assert.Contains("data-verdict=\"valid\"", genuine, StringComparison.Ordinal);
        Assert.Contains("data-verdict=\"invalid\"", refused, StringComparison.Ordinal);
        Assert.Contains("data-code=\"signature-mismatch\"", refused, StringComparison.Ordinal);
        Assert.Contains("Changed since it was signed", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_an_empty_form_and_one_that_is_too_large_with_their_codes()
    {
        using var empty = await connector.Client.PostAsync("/verify", Form("text", ""));
        using var large = await connector.Client.PostAsync("/verify", Form("text", new string('a', 3 * 1024 * 1024)));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        Assert.Contains("verify-input-too-large", await large.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_holder_sees_it_on_the_progress_page_opens_it_and_downloads_it_once()
    {
        await connector.Show(AwardVisibility.Private);
        var (root, secret) = await connector.Launch();

        var progress = await Read(await connector.Send(HttpMethod.Get, $"{root}/progress", secret), HttpStatusCode.OK);
        Assert.Contains("You have earned it", progress, StringComparison.Ordinal);
        var own = await Read(await connector.Send(HttpMethod.Get, AddressIn(progress, "/awards/")), HttpStatusCode.OK);
        Assert.Contains("Only you see this page", own, StringComparison.Ordinal);

        using var ticket = await connector.Send(HttpMethod.Get, AddressIn(progress, $"{root}/mine/download/"), secret);
        using var first = await connector.Send(HttpMethod.Get, ticket.Headers.Location!.ToString());
        using var second = await connector.Send(HttpMethod.Get, ticket.Headers.Location!.ToString());
        Assert.Equal((await connector.Document()).Bytes, await first.Content.ReadAsByteArrayAsync());
        Assert.Equal(HttpStatusCode.NotFound, second.StatusCode);
    }

    [Fact]
    public async Task A_ticket_opens_one_page_of_its_own_launch_once()
    {
        var (root, secret) = await connector.Launch();
        var (otherRoot, _) = await connector.Launch();
        var (ticket, astray) = (await connector.Ticket(secret), await connector.Ticket(secret));

        using var first = await connector.Send(HttpMethod.Get, $"{root}/progress?ticket={ticket}");
        using var second = await connector.Send(HttpMethod.Get, $"{root}/progress?ticket={ticket}");
        using var elsewhere = await connector.Send(HttpMethod.Get, $"{otherRoot}/progress?ticket={astray}");

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Contains("launch-session-missing", await Read(second, HttpStatusCode.Unauthorized), StringComparison.Ordinal);
        Assert.Contains("launch-session-missing", await Read(elsewhere, HttpStatusCode.Unauthorized), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Polling_answers_nothing_until_something_changes_and_the_holder_decides_who_sees_it()
    {
        await connector.Show(AwardVisibility.Private);
        var (root, secret) = await connector.Launch();
        var part = await Read(await connector.Send(HttpMethod.Get, $"{root}/progress", secret, isPart: true), HttpStatusCode.OK);
        var poll = AddressIn(part, $"{root}/progress?seen=");

        using var unchanged = await connector.Send(HttpMethod.Get, poll, secret, isPart: true);
        using var published = await connector.Send(HttpMethod.Post, $"{root}/progress?handler=Visibility", secret, content: new FormUrlEncodedContent(
            [new("award", connector.AwardId.Value), new("visibility", "Public")]));
        using var changed = await connector.Send(HttpMethod.Get, poll, secret, isPart: true);

        Assert.DoesNotContain("<html", part, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, unchanged.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, published.StatusCode);
        Assert.Equal(AwardVisibility.Public, (await connector.Award()).Visibility);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
    }

    [Fact]
    public async Task What_is_missing_is_said_first_with_its_gap_and_in_the_page_s_language()
    {
        var (root, secret) = await connector.Launch();

        var english = await Read(await connector.Send(HttpMethod.Get, $"{root}/progress", secret), HttpStatusCode.OK);
        var japanese = await Read(await connector.Send(HttpMethod.Get, $"{root}/progress?culture=ja", secret), HttpStatusCode.OK);
        var mine = await Read(await connector.Send(HttpMethod.Get, $"{root}/mine", secret), HttpStatusCode.OK);

        Assert.Contains("2 points to go", english, StringComparison.Ordinal);
        Assert.Contains("You have 61 of 90 points. Needed: 63, 2 missing.", english, StringComparison.Ordinal);
        Assert.Contains("あと2点です", japanese, StringComparison.Ordinal);
        Assert.Contains(PublicConnector.Title, mine, StringComparison.Ordinal);
        Assert.DoesNotContain(PublicConnector.NearTitle, mine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_launch_speaks_the_language_of_the_LMS_until_the_person_chooses_another()
    {
        var (root, secret) = await connector.Launch(locale: "ja-JP");

        var launched = await Read(await connector.Send(HttpMethod.Get, $"{root}/progress", secret), HttpStatusCode.OK);
        await connector.Send(HttpMethod.Get, $"{root}/progress?culture=en", secret);
        var chosen = await Read(await connector.Send(HttpMethod.Get, $"{root}/progress", secret), HttpStatusCode.OK);

        Assert.Contains("<html lang=\"ja\">", launched, StringComparison.Ordinal);
        Assert.Contains("<html lang=\"en\">", chosen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_name_appears_once_the_holder_agrees()
    {
        await connector.Show(AwardVisibility.Public);
        var (root, secret) = await connector.Launch();
        async Task<string> After(bool agreed)
        {
            using var response = await connector.Send(HttpMethod.Post, $"{root}/preferences", secret, content: new FormUrlEncodedContent([new("name", agreed ? "true" : "false")]));
            return await Page($"/awards/{connector.AwardId}", HttpStatusCode.OK);
        }

        Assert.Contains(PublicConnector.LearnerName, await After(agreed: true), StringComparison.Ordinal);
        Assert.DoesNotContain(PublicConnector.LearnerName, await After(agreed: false), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_acts_as_somebody_else_sees_and_changes_nothing()
    {
        await connector.Show(AwardVisibility.Public);
        var (root, secret) = await connector.Launch(isMasquerade: true);

        Assert.Contains("<form", await Read(await connector.Send(HttpMethod.Get, $"{root}/preferences", secret), HttpStatusCode.OK), StringComparison.Ordinal);
        using var agreeing = new FormUrlEncodedContent([new("name", "true")]);
        Assert.Contains("launch-masquerade", await Read(await connector.Send(HttpMethod.Post, $"{root}/preferences", secret, accept: "text/html", content: agreeing), HttpStatusCode.Forbidden), StringComparison.Ordinal);
        Assert.DoesNotContain(PublicConnector.LearnerName, await Page($"/awards/{connector.AwardId}", HttpStatusCode.OK), StringComparison.Ordinal);

        (root, secret) = await connector.Launch(role: ProductRole.Instructor, isMasquerade: true);
        await Read(await connector.Send(HttpMethod.Get, root, secret), HttpStatusCode.OK);
        await Read(await connector.Send(HttpMethod.Get, $"{root}/new", secret), HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("text/html,application/xhtml+xml,*/*;q=0.8", "text/html")]
    [InlineData("application/ld+json", "application/ld+json")]
    [InlineData("*/*", "application/ld+json")]
    [InlineData(null, "application/ld+json")]
    public async Task Achievements_and_issuers_are_pages_for_people_and_documents_for_programs(string? accept, string mediaType)
    {
        await connector.Show(AwardVisibility.Public);
        var page = await Page($"/awards/{connector.AwardId}", HttpStatusCode.OK);
        var catalogue = await Page("/catalogue?q=literacy", HttpStatusCode.OK);

        foreach (var address in new[] { AddressIn(page, "/issuers/"), AddressIn(catalogue, "/achievements/") })
        {
            using var response = await connector.Send(HttpMethod.Get, address, accept: accept);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal(mediaType, response.Content.Headers.ContentType!.MediaType);
            Assert.Contains("Accept", response.Headers.Vary);
            Assert.Equal("*", response.Headers.GetValues("Access-Control-Allow-Origin").Single());
        }
    }

    private async Task<string> Page(string path, HttpStatusCode status) => await Read(await connector.Send(HttpMethod.Get, path, accept: "text/html"), status);

    private async Task<string> Check(string text) => await Read(await connector.Client.PostAsync("/verify", Form("text", text)), HttpStatusCode.OK);

    private static MultipartFormDataContent Form(string name, string value) => new() { { new StringContent(value), name } };

    private static async Task<string> Read(HttpResponseMessage response, HttpStatusCode status)
    {
        using (response)
        {
            var body = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
            Assert.True(status == response.StatusCode, $"{response.StatusCode}: {body}");
            return body;
        }
    }

    // The first address in the page that holds the given text.
    private static string AddressIn(string page, string holding)
    {
        var at = page.IndexOf(holding, StringComparison.Ordinal);
        Assert.True(at >= 0, $"{holding} is not in {page}");
        var start = page.LastIndexOf('"', at) + 1;
        return page[start..page.IndexOf('"', at)];
    }
}
