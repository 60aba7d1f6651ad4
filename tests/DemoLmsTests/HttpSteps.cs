using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace LtiBadgeConnector.DemoLmsTests;

internal static class HttpSteps
{
    public static async Task<HttpResponseMessage> PostForm(this HttpClient client, string path, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        return await client.PostAsync(new Uri(path, UriKind.RelativeOrAbsolute), content);
    }

    public static async Task<JsonNode> PostForJson(this HttpClient client, string path, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))) };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return await (await client.SendAsync(request)).Json();
    }

    public static Task<JsonNode> GetJson(this HttpClient client, string path) => client.GetAs(path, "application/json").ContinueJson();

    public static async Task<HttpResponseMessage> GetAs(this HttpClient client, string path, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return await client.SendAsync(request);
    }

    public static async Task<HttpResponseMessage> Send(this HttpClient client, HttpMethod method, string path, string contentType, JsonNode body)
    {
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8);
        content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        using var request = new HttpRequestMessage(method, path) { Content = content };
        return await client.SendAsync(request);
    }

    public static async Task<JsonNode> Json(this HttpResponseMessage answer) => JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;

    /// <summary>The code of a refusal, from its JSON or from its page.</summary>
    public static async Task<string> Code(this HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        if (text.StartsWith('{')) return (string)JsonNode.Parse(text)!["error_description"]!;

        var start = text.IndexOf("problem-code\">", StringComparison.Ordinal) + "problem-code\">".Length;
        return text[start..text.IndexOf('<', start)];
    }

    private static async Task<JsonNode> ContinueJson(this Task<HttpResponseMessage> answer) => await (await answer).Json();
}
