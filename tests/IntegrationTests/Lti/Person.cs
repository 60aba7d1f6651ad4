using System.Net;
using System.Text.RegularExpressions;
using LtiBadgeConnector.TestKit;

namespace LtiBadgeConnector.IntegrationTests.Lti;

/// <summary>
/// A person with a browser that knows links, forms, redirects and cookies and no script: it presses the button of each page that
/// would send itself.
/// </summary>
internal sealed partial class Person : IDisposable
{
    private const int MostSteps = 12;

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private readonly Dictionary<(string Host, string Name), (string Value, string Path)> cookies = [];

    /// <summary>Where the last page stands.</summary>
    public Uri Address { get; private set; } = new("about:blank");

    /// <summary>The launch that the last page belongs to.</summary>
    public string Root => string.Join('/', Address.AbsolutePath.Split('/')[..3]);

    public HttpStatusCode Status { get; private set; }

    public string Page { get; private set; } = "";

    public Task Open(string url) => Send(HttpMethod.Get, new Uri(url), []);

    /// <summary>Opens an address relative to the present page.</summary>
    public Task Go(string path) => Send(HttpMethod.Get, new Uri(Address, path), []);

    /// <summary>Opens a page again until it shows something, as a browser does with a page that refreshes by itself.</summary>
    public Task GoUntil(string path, string shown) => Eventually.True(
        async () =>
        {
            await Go(path);
            return Page.Contains(shown, StringComparison.Ordinal);
        },
        TimeSpan.FromSeconds(60), $"{path} shows {shown}");

    public Task Post(string url, params (string Name, string Value)[] fields) => Send(HttpMethod.Post, new Uri(Address, url), fields);

    /// <summary>Opens a frame of the LMS and goes on through its automatic forms until a page stands still.</summary>
    public async Task Launch(string url)
    {
        await Open(url);
        for (var step = 0; step < MostSteps && AutomaticForm.Match(Page) is { Success: true } form; step++) await Submit(form.Value);
    }

    /// <summary>Presses a button of the form that holds it, with the other fields as they are.</summary>
    public async Task Press(string form, string op, params (string Name, string Value)[] fields)
    {
        var found = Forms.Matches(Page).Select(match => match.Value).Single(text => text.Contains(form, StringComparison.Ordinal));
        await Submit(found, [("op", op), .. fields]);
    }

    /// <summary>Changes some fields of a form and presses its button; the rest is sent as it stands, as a browser does.</summary>
    public async Task Fill(string form, string op, params (string Name, string Value)[] fields)
    {
        var found = Forms.Matches(Page).Select(match => match.Value).Single(text => text.Contains(form, StringComparison.Ordinal));
        var changed = fields.Select(field => field.Name).ToHashSet(StringComparer.Ordinal);
        (string, string)[] standing = [.. Controls(found).Where(field => !changed.Contains(field.Name))];
        await Send(HttpMethod.Post, Address, [("op", op), .. standing, .. fields]);
    }

    /// <summary>Presses a button of a form that carries a file.</summary>
    public Task Upload(string form, string op, string file, params (string Name, string Value)[] fields) => Upload(form, op, System.Text.Encoding.UTF8.GetBytes(file), fields);

    /// <summary>The same, byte for byte.</summary>
    public async Task Upload(string form, string op, byte[] file, params (string Name, string Value)[] fields)
    {
        var found = Forms.Matches(Page).Select(match => match.Value).Single(text => text.Contains(form, StringComparison.Ordinal));
        using var content = new MultipartFormDataContent();
        foreach (var (name, value) in (IEnumerable<(string, string)>)[.. Hidden(found), ("op", op), .. fields]) content.Add(new StringContent(value), name);
        if (file.Length > 0) content.Add(new ByteArrayContent(file), "file", "file.json");
        var action = Of(found[..found.IndexOf('>', StringComparison.Ordinal)], "action");
        await Send(HttpMethod.Post, action is null ? Address : new Uri(Address, action), [], content);
    }

    public async Task Submit(string form, params (string Name, string Value)[] fields)
    {
        var hidden = Hidden(form);
        var opening = form[..form.IndexOf('>', StringComparison.Ordinal)];
        await Send(HttpMethod.Post, new Uri(Address, Of(opening, "action") ?? Address.PathAndQuery), [.. hidden, .. fields]);
    }

    /// <summary>The first form that sends itself, as it stands on the page.</summary>
    public string? Automatic => AutomaticForm.Match(Page) is { Success: true } form ? form.Value : null;

    public void Dispose() => http.Dispose();

    private async Task Send(HttpMethod method, Uri url, IReadOnlyList<(string Name, string Value)> fields, HttpContent? content = null)
    {
        for (var step = 0; step < MostSteps; step++)
        {
            using var request = new HttpRequestMessage(method, url);
            if (method == HttpMethod.Post) request.Content = content ?? new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
            request.Headers.TryAddWithoutValidation("Accept", "text/html");
            var sent = cookies.Where(cookie => cookie.Key.Host == url.Host && url.AbsolutePath.StartsWith(cookie.Value.Path, StringComparison.Ordinal));
            if (string.Join("; ", sent.Select(cookie => $"{cookie.Key.Name}={cookie.Value.Value}")) is { Length: > 0 } header) request.Headers.Add("Cookie", header);

            using var answer = await http.SendAsync(request);
            Keep(url, answer);
            (Address, Status, Page) = (url, answer.StatusCode, await answer.Content.ReadAsStringAsync());
            if (answer.Headers.Location is not { } location) return;
            (method, url) = (HttpMethod.Get, new Uri(url, location));
        }
    }

    private void Keep(Uri url, HttpResponseMessage answer)
    {
        if (!answer.Headers.TryGetValues("Set-Cookie", out var lines)) return;
        foreach (var line in lines)
        {
            var parts = line.Split(';', StringSplitOptions.TrimEntries);
            var pair = parts[0].Split('=', 2);
            var path = parts.FirstOrDefault(part => part.StartsWith("path=", StringComparison.OrdinalIgnoreCase))?[5..] ?? "/";
            cookies[(url.Host, pair[0])] = (pair[1], path);
        }
    }

    private static IEnumerable<(string Name, string Value)> Controls(string form)
    {
        foreach (var input in Inputs.Matches(form).Select(match => match.Value))
        {
            var isTicked = !input.Contains("type=\"checkbox\"", StringComparison.Ordinal) && !input.Contains("type=\"radio\"", StringComparison.Ordinal)
                || input.Contains(" checked", StringComparison.Ordinal);
            if (isTicked && Of(input, "name") is { } name && !input.Contains("type=\"file\"", StringComparison.Ordinal)) yield return (name, Of(input, "value") ?? "");
        }
        foreach (Match area in Areas.Matches(form)) yield return (Of(area.Groups[1].Value, "name")!, WebUtility.HtmlDecode(area.Groups[2].Value));
        foreach (Match select in Selects.Matches(form))
        {
            var options = Options.Matches(select.Value).Select(match => match.Value).ToList();
            yield return (Of(select.Value[..select.Value.IndexOf('>', StringComparison.Ordinal)], "name")!, Of(options.Find(option => option.Contains(" selected", StringComparison.Ordinal)) ?? options[0], "value") ?? "");
        }
    }

    private static (string Name, string Value)[] Hidden(string form) =>
    [
        .. from Match input in Inputs.Matches(form)
           where input.Value.Contains("type=\"hidden\"", StringComparison.Ordinal)
           select (Of(input.Value, "name")!, Of(input.Value, "value") ?? ""),
    ];

    private static string? Of(string tag, string attribute) =>
        Regex.Match(tag, $"\\b{attribute}=\"([^\"]*)\"") is { Success: true } found ? WebUtility.HtmlDecode(found.Groups[1].Value) : null;

    [GeneratedRegex("""<form [^>]*(?:data-auto-submit|data-autopost)[^>]*>.*?</form>""", RegexOptions.Singleline)]
    private static partial Regex AutomaticForm { get; }

    [GeneratedRegex("""<form .*?</form>""", RegexOptions.Singleline)]
    private static partial Regex Forms { get; }

    [GeneratedRegex("""(<textarea [^>]*>)(.*?)</textarea>""", RegexOptions.Singleline)]
    private static partial Regex Areas { get; }

    [GeneratedRegex("""<select .*?</select>""", RegexOptions.Singleline)]
    private static partial Regex Selects { get; }

    [GeneratedRegex("""<option [^>]*>""")]
    private static partial Regex Options { get; }

    [GeneratedRegex("""<input [^>]*>""")]
    private static partial Regex Inputs { get; }
}
