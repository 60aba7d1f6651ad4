using System.Text.Json;

namespace LtiBadgeConnector.Demo;

/// <summary>Does at the demo LMS what its administrator would do by hand: the same pages, over HTTP.</summary>
internal sealed class LmsAdministrator(string lms) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = new Uri(lms) };

    public Task SignIn(CancellationToken ct) => Post("/sign-in", [("person", "admin")], ct);

    public async Task<bool> HasTools(CancellationToken ct) => (await Settings(ct)).GetProperty("tools").GetArrayLength() > 0;

    public async Task<string> WebServiceToken(CancellationToken ct) => (await Settings(ct)).GetProperty("webServiceToken").GetString()!;

    public Task SetWebhook(string url, string secret, CancellationToken ct) => Post("/admin/webhook", [("url", url), ("secret", secret)], ct);

    /// <summary>Pastes the tool's registration URL, follows it, and presses the tool's button.</summary>
    public async Task Register(string registrationUrl, CancellationToken ct)
    {
        using var link = await Post("/admin/registration-link", [("registrationUrl", registrationUrl)], ct);
        var url = JsonElement.Parse(await link.Content.ReadAsStringAsync(ct)).GetProperty("url").GetString()!;
        using var page = await http.GetAsync(url, ct);
        page.EnsureSuccessStatusCode();
        using var answer = await http.PostAsync(url, new FormUrlEncodedContent([]), ct);
        answer.EnsureSuccessStatusCode();
    }

    public void Dispose() => http.Dispose();

    private async Task<JsonElement> Settings(CancellationToken ct)
    {
        using var request = AskingForJson(HttpMethod.Get, "/admin");
        using var answer = await http.SendAsync(request, ct);
        return JsonElement.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(ct));
    }

    private async Task<HttpResponseMessage> Post(string path, (string Name, string Value)[] fields, CancellationToken ct)
    {
        using var request = AskingForJson(HttpMethod.Post, path);
        request.Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return (await http.SendAsync(request, ct)).EnsureSuccessStatusCode();
    }

    private static HttpRequestMessage AskingForJson(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Accept.ParseAdd("application/json");
        return request;
    }
}
