using System.Net;
using System.Text.RegularExpressions;

namespace LtiBadgeConnector.IntegrationTests.Admin;

/// <summary>An administrator's browser. It keeps cookies by hand: the console's are for HTTPS, which a test on loopback has not.</summary>
internal sealed partial class ConsoleBrowser(RunningConnector connector)
{
    private readonly Dictionary<string, string> cookies = new(StringComparer.Ordinal);
    private string token = "";

    public static async Task<ConsoleBrowser> SignedIn(RunningConnector connector)
    {
        var browser = new ConsoleBrowser(connector);
        var link = new Uri(connector.SignInLink).PathAndQuery;
        await browser.Get(link);
        var code = link[(link.IndexOf("code=", StringComparison.Ordinal) + 5)..];
        using var answer = await browser.Post("/admin/sign-in", ("Code", Uri.UnescapeDataString(code)), ("Name", "Ada"), ("Login", "ada"), ("Password", "correct horse battery"));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return browser;
    }

    /// <summary>The page, which must be there.</summary>
    public async Task<string> Get(string path)
    {
        using var answer = await Ask(path);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode}");
        var page = await answer.Content.ReadAsStringAsync();
        if (RequestToken().Match(page) is { Success: true } found) token = WebUtility.HtmlDecode(found.Groups[1].Value);
        return WebUtility.HtmlDecode(page);
    }

    public Task<HttpResponseMessage> Ask(string path) => Send(new(HttpMethod.Get, path));

    /// <summary>Posts a form with the token of the page seen last.</summary>
    public Task<HttpResponseMessage> Post(string path, params (string Name, string Value)[] fields) => Send(new(HttpMethod.Post, path)
    {
        Content = new FormUrlEncodedContent(fields.Append(("__RequestVerificationToken", token)).Select(field => KeyValuePair.Create(field.Item1, field.Item2))),
    });

    /// <summary>Posts and follows the redirect that answers it.</summary>
    public async Task<string> Do(string path, params (string Name, string Value)[] fields)
    {
        using var answer = await Post(path, fields);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return await Get(answer.Headers.Location!.ToString());
    }

    private async Task<HttpResponseMessage> Send(HttpRequestMessage request)
    {
        if (cookies.Count > 0) request.Headers.Add("Cookie", string.Join("; ", cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(connector.Origin) };
        var answer = await client.SendAsync(request);
        if (answer.Headers.TryGetValues("Set-Cookie", out var set))
            foreach (var cookie in set.Select(one => one.Split(';')[0].Split('=', 2))) cookies[cookie[0]] = cookie[1];
        return answer;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex RequestToken();
}
