using System.Net;
using System.Text;

namespace LtiBadgeConnector.ProtocolTests.Lti.Support;

/// <summary>The platform's side of the wire: a route answers, every request is kept.</summary>
internal sealed class FakeHttp : HttpMessageHandler
{
    private readonly List<(Func<SeenRequest, bool> Fits, Func<SeenRequest, CancellationToken, Task<HttpResponseMessage>> Answer)> routes = [];

    public List<SeenRequest> Seen { get; } = [];

    public FakeHttp On(string method, string url, Func<SeenRequest, HttpResponseMessage> answer)
    {
        routes.Insert(0, (request => request.Method == method && request.Url == url, (request, _) => Task.FromResult(answer(request))));
        return this;
    }

    public FakeHttp OnSlow(string method, string url, Func<SeenRequest, CancellationToken, Task<HttpResponseMessage>> answer)
    {
        routes.Insert(0, (request => request.Method == method && request.Url == url, answer));
        return this;
    }

    public int Count(string method, string url)
    {
        lock (Seen) return Seen.Count(request => request.Method == method && request.Url == url);
    }

    public static HttpResponseMessage Json(string body, string type = "application/json", HttpStatusCode status = HttpStatusCode.OK, string? link = null)
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8) };
        response.Content.Headers.Remove("Content-Type");
        response.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        if (link is not null) response.Headers.TryAddWithoutValidation("Link", link);
        return response;
    }

    public static HttpResponseMessage Status(int status, string body = "") => Json(body, "text/html", (HttpStatusCode)status);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var seen = new SeenRequest(
            request.Method.Method, request.RequestUri!.OriginalString,
            request.Headers.Concat(request.Content?.Headers.AsEnumerable() ?? []).ToDictionary(header => header.Key, header => string.Join(", ", header.Value)),
            request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken));
        lock (Seen) Seen.Add(seen);

        var route = routes.FirstOrDefault(candidate => candidate.Fits(seen));
        var response = route.Answer is null ? Status(404, "no route") : await route.Answer(seen, cancellationToken);
        response.RequestMessage = request;
        return response;
    }
}

internal sealed record SeenRequest(string Method, string Url, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public IReadOnlyDictionary<string, string> Form => Body.Split('&').Select(pair => pair.Split('=', 2))
        .ToDictionary(pair => Uri.UnescapeDataString(pair[0]), pair => Uri.UnescapeDataString(pair[1].Replace('+', ' ')));
}
