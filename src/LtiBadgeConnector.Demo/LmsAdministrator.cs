using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Text.Json;
using System.Text;

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

    /// <summary>Enters the tool's ready configuration, as at an LMS that takes a file; tells client and deployment to be entered at the tool.</summary>
    public async Task<(string ClientId, string DeploymentId)> RegisterByHand(string toolOnPaper, CancellationToken ct)
    {
        var paper = JsonNode.Parse(toolOnPaper)!;
        var target = (string)paper["target_link_uri"]!;
        using var link = await Post("/admin/registration-link", [("registrationUrl", target)], ct);
        var token = JsonElement.Parse(await link.Content.ReadAsStringAsync(ct)).GetProperty("registration_token").GetString()!;
        var body = new JsonObject
        {
            ["application_type"] = "web", ["response_types"] = new JsonArray("id_token"), ["token_endpoint_auth_method"] = "private_key_jwt",
            ["client_name"] = (string)paper["title"]!, ["initiate_login_uri"] = (string)(paper["login_url"] ?? paper["oidc_initiation_url"])!,
            ["redirect_uris"] = paper["redirect_uris"]!.DeepClone(), ["jwks_uri"] = (string)(paper["jwks_url"] ?? paper["public_jwk_url"])!,
            ["scope"] = string.Join(' ', paper["scopes"]!.AsArray().Select(scope => (string)scope!)),
            ["https://purl.imsglobal.org/spec/lti-tool-configuration"] = new JsonObject
            {
                ["domain"] = new Uri(target).Authority, ["target_link_uri"] = target, ["claims"] = new JsonArray("name", "given_name", "family_name", "email"),
                ["custom_parameters"] = (paper["custom_parameters"] ?? paper["custom_fields"])!.DeepClone(),
                ["messages"] = new JsonArray(new JsonObject { ["type"] = "LtiResourceLinkRequest" }, new JsonObject { ["type"] = "LtiDeepLinkingRequest", ["target_link_uri"] = target }),
            },
        };
        using var request = AskingForJson(HttpMethod.Post, "/lti/registration");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(request, ct);
        answer.EnsureSuccessStatusCode();
        var tool = (await Settings(ct)).GetProperty("tools")[0];
        return (tool.GetProperty("clientId").GetString()!, tool.GetProperty("deploymentId").GetString()!);
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
