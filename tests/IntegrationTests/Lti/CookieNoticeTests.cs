using System.Net;

namespace LtiBadgeConnector.IntegrationTests.Lti;

/// <summary>A login inside a frame: whether the browser keeps our cookie is known before the LMS is asked, which takes its hint once.</summary>
public sealed class CookieNoticeTests(Campus campus) : IClassFixture<Campus>, IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    public void Dispose() => http.Dispose();

    [Fact]
    public async Task A_frame_passes_by_our_own_address_first_and_goes_on_with_its_cookie()
    {
        using var login = await Login("iframe", cookie: null);
        var resume = Location(login);

        using var with = await Get(resume, CookieOf(login));
        using var without = await Get(resume, cookie: null);
        var page = await without.Content.ReadAsStringAsync();

        Assert.StartsWith("/lti/login/resume?", login.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.StartsWith($"{campus.Lms}/lti/authorize?", Location(with), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, without.StatusCode);
        Assert.Contains("id=\"new-window\"", page, StringComparison.Ordinal);
        Assert.Contains("the hint", page, StringComparison.Ordinal);
        Assert.Contains($"form-action 'self' {campus.Lms};", without.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("document", null)]
    [InlineData(null, null)]
    [InlineData("iframe", "__Host-lti-earlier=1")]
    public async Task Who_keeps_cookies_goes_to_the_LMS_at_once(string? destination, string? cookie)
    {
        using var login = await Login(destination, cookie);

        Assert.StartsWith($"{campus.Lms}/lti/authorize?", Location(login), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_to_go_on_with_a_login_that_nobody_began()
    {
        using var answer = await Get($"{campus.Connector}/lti/login/resume?state={new string('a', 43)}&nonce={new string('b', 43)}", cookie: null);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("launch-state-unknown", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> Login(string? destination, string? cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{campus.Connector}/lti/login")
        {
            Content = new FormUrlEncodedContent([new("iss", campus.Lms), new("login_hint", "3"), new("lti_message_hint", "the hint"), new("target_link_uri", $"{campus.Connector}/lti/launch")]),
        };
        if (destination is not null) request.Headers.Add("Sec-Fetch-Dest", destination);
        if (cookie is not null) request.Headers.Add("Cookie", cookie);
        return await http.SendAsync(request);
    }

    private async Task<HttpResponseMessage> Get(string url, string? cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (cookie is not null) request.Headers.Add("Cookie", cookie);
        return await http.SendAsync(request);
    }

    private string Location(HttpResponseMessage answer) => new Uri(new Uri(campus.Connector), answer.Headers.Location!).ToString();

    private static string CookieOf(HttpResponseMessage answer) => answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
}
