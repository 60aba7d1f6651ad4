using System.Net;
using System.Net.Http.Headers;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;

namespace LtiBadgeConnector.IntegrationTests.Ui;

/// <summary>What every answer of a page has in common, through the real pipeline of pages.</summary>
public sealed class FaceTests : IAsyncLifetime
{
    private readonly WebApplication app = Build();
    private HttpClient client = null!;

    public async Task InitializeAsync()
    {
        await app.StartAsync();
        client = app.GetTestClient();
    }

    public async Task DisposeAsync() => await app.DisposeAsync();

    [Fact]
    public async Task A_problem_has_a_page_in_the_language_of_the_browser()
    {
        var (english, _) = await Get("/problems/launch-nonce-reused", "de, en;q=0.8");
        var (japanese, response) = await Get("/problems/launch-nonce-reused", "ja-JP, en;q=0.5");

        Assert.Contains("<html lang=\"en\">", english, StringComparison.Ordinal);
        Assert.Contains("This sign-in was already used", english, StringComparison.Ordinal);
        Assert.Contains("<html lang=\"ja\">", japanese, StringComparison.Ordinal);
        Assert.Contains("このサインインは使用済みです", japanese, StringComparison.Ordinal);
        Assert.Contains("launch-nonce-reused", japanese, StringComparison.Ordinal);
        Assert.Equal("ja", response.Content.Headers.ContentLanguage.Single());
    }

    [Fact]
    public async Task The_switch_is_obeyed_and_kept()
    {
        var (page, response) = await Get("/problems/launch-expired?culture=ja", "en");
        var cookie = response.Headers.GetValues("Set-Cookie").Single();

        Assert.Contains("<html lang=\"ja\">", page, StringComparison.Ordinal);
        Assert.Contains("language=ja", cookie, StringComparison.Ordinal);

        using var later = new HttpRequestMessage(HttpMethod.Get, "/problems/launch-expired");
        later.Headers.Add("Cookie", cookie.Split(';')[0]);
        later.Headers.AcceptLanguage.ParseAdd("en");
        using var again = await client.SendAsync(later);
        Assert.Contains("<html lang=\"ja\">", await again.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_language_we_do_not_speak_is_not_kept()
    {
        var (page, response) = await Get("/problems/launch-expired?culture=xx", "ja");

        Assert.Contains("<html lang=\"ja\">", page, StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task An_unknown_code_is_a_page_of_its_own()
    {
        var (page, response) = await Get("/problems/no-such-code", "en");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("page-not-found", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_launch_shows_a_page_that_any_LMS_may_frame()
    {
        using var response = await client.PostAsync("/refuse", null);
        var page = await response.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("launch-nonce-reused", page, StringComparison.Ordinal);
        Assert.Contains("&lt;detail&gt;", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/problems/launch-nonce-reused?culture=ja\"", page, StringComparison.Ordinal);
        Assert.EndsWith("frame-ancestors *", Header(response, "Content-Security-Policy"), StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("X-Frame-Options"));
    }

    [Fact]
    public async Task Every_answer_carries_the_headers_that_keep_it_to_itself()
    {
        using var response = await client.GetAsync("/plain");

        Assert.EndsWith("frame-ancestors 'none'", Header(response, "Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Equal("DENY", Header(response, "X-Frame-Options"));
        Assert.Equal("nosniff", Header(response, "X-Content-Type-Options"));
        Assert.Equal("same-origin", Header(response, "Referrer-Policy"));
        Assert.Contains("camera=()", Header(response, "Permissions-Policy"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_launch_opens_the_frame_for_its_platform_only()
    {
        using var response = await client.GetAsync("/framed");

        Assert.EndsWith("frame-ancestors https://lms.example", Header(response, "Content-Security-Policy"), StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("X-Frame-Options"));
    }

    [Fact]
    public async Task Style_sheets_have_a_hash_in_their_name_and_may_be_kept()
    {
        var (page, _) = await Get("/problems/launch-expired", "en");
        var url = Assets.Embedded.Url("css/app.css");
        Assert.Contains(url, page, StringComparison.Ordinal);

        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("br"));
        using var response = await client.SendAsync(request);

        Assert.Equal("text/css", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(["br"], response.Content.Headers.ContentEncoding);
        Assert.Contains("immutable", Header(response, "Cache-Control"), StringComparison.Ordinal);
        Assert.True((await response.Content.ReadAsByteArrayAsync()).Length < 8 * 1024);
    }

    [Fact]
    public async Task A_page_with_its_files_stays_small()
    {
        var (page, _) = await Get("/problems/launch-expired", "en");
        var total = page.Length;
        foreach (var name in new[] { "css/tokens.css", "css/app.css", "js/app.js", "lib/htmx/htmx.min.js" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Assets.Embedded.Url(name));
            request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("br"));
            using var response = await client.SendAsync(request);
            total += (await response.Content.ReadAsByteArrayAsync()).Length;
        }

        Assert.InRange(total, 1, 60 * 1024);
    }

    [Fact]
    public async Task A_file_that_does_not_exist_is_not_found()
    {
        using var response = await client.GetAsync("/assets/css/app.000000000000.css");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private static WebApplication Build()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer();
        builder.Services.AddUi();

        var app = builder.Build();
        app.UseUi();
        app.UseRouting();
        app.MapRazorPages();
        app.MapAssets();
        app.MapGet("/plain", () => "plain");
        app.MapGet("/framed", (HttpContext context) => context.PagePolicy().AllowFraming("https://lms.example/course/view.php?id=2"));
        app.MapPost("/refuse", () => ProblemResults.ToPage("launch-nonce-reused", "<detail>"));
        return app;
    }

    private async Task<(string Page, HttpResponseMessage Response)> Get(string path, string languages)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.AcceptLanguage.ParseAdd(languages);
        var response = await client.SendAsync(request);
        return (await response.Content.ReadAsStringAsync(), response);
    }

    private static string Header(HttpResponseMessage response, string name) => response.Headers.GetValues(name).Single();
}
