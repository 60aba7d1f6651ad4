using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using LtiBadgeConnector.Core.Reading;

namespace LtiBadgeConnector.Lms.Moodle;

/// <summary>
/// Calls the REST server of a Moodle site: one POST each, the token in the body, errors hidden in answers with status 200.
/// The host supplies the client, whose handler must not follow redirects and must refuse private addresses.
/// </summary>
public sealed class MoodleWebServices(Func<HttpClient> client, MoodleSite site, MoodleLimits limits, string userAgent, TimeProvider time)
{
    private const string Files = "pluginfile.php";

    public MoodleLimits Limits => limits;

    /// <returns>The answer, which may be JSON null.</returns>
    /// <exception cref="LmsException">The site refused, failed, or did not answer as Moodle does.</exception>
    public async Task<JsonElement> Call(string function, IEnumerable<KeyValuePair<string, string>> arguments, CancellationToken ct)
    {
        using var request = Post(site.Server, [new("wstoken", site.Token), new("wsfunction", function), new("moodlewsrestformat", "json"), .. arguments]);
        request.Headers.Accept.ParseAdd("application/json");

        var answer = Parse(function, await Send(function, request, (response, token) => ReadAnswer(function, response, token), ct));
        return ErrorCodeOf(answer) is { } error ? throw MoodleProblems.Of(function, error, TextOf(answer, "message")) : answer;
    }

    /// <summary>A file of the site, asked for as every call is.</summary>
    /// <param name="path">What stands behind <c>pluginfile.php</c> in the address that a function gave; the rest of that is for browsers.</param>
    /// <param name="most">How many bytes it may have.</param>
    /// <exception cref="LmsException">As above; or one of <see cref="SubmissionProblems"/>.</exception>
    public async Task<byte[]> Download(string path, int most, CancellationToken ct)
    {
        var script = new Uri(site.Server, "../pluginfile.php").AbsoluteUri;
        if (!Uri.TryCreate(script + path, UriKind.Absolute, out var address) || !address.AbsoluteUri.StartsWith(script, StringComparison.Ordinal)) throw Gone();

        using var request = Post(address, [new("token", site.Token)]);
        return await Send(Files, request, (response, token) => ReadFile(response, most, token), ct);
    }

    private HttpRequestMessage Post(Uri address, IEnumerable<KeyValuePair<string, string>> fields)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(fields) };
        request.Headers.UserAgent.ParseAdd(userAgent);
        return request;
    }

    private async Task<T> Send<T>(string what, HttpRequestMessage request, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(limits.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
        try
        {
            using var response = await client().SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return await read(response, either.Token);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new LmsException(MoodleProblems.Unreachable, $"{what}: the site cannot be reached", isTransient: true, inner: exception);
        }
        catch (OperationCanceledException exception) when (!ct.IsCancellationRequested)
        {
            throw new LmsException(
                MoodleProblems.Unreachable, $"{what}: no answer within {limits.Timeout.TotalSeconds:0} s", isTransient: true, inner: exception);
        }
    }

    private async Task<byte[]> ReadAnswer(string function, HttpResponseMessage response, CancellationToken ct) =>
        response.StatusCode == HttpStatusCode.OK
            ? await response.Content.ReadUpTo(limits.AnswerBytes, ct) ?? throw new LmsException(MoodleProblems.AnswerTooLarge, $"{function}: more than {limits.AnswerBytes} bytes", isTransient: false)
            : throw Refusal(function, response);

    // 4.5.6: what was handed in always comes to be saved; what does not is a refusal, whose status is 200 and whose type is HTML.
    private async Task<byte[]> ReadFile(HttpResponseMessage response, int most, CancellationToken ct)
    {
        if (response.StatusCode == HttpStatusCode.NotFound) throw Gone();
        if (response.StatusCode != HttpStatusCode.OK) throw Refusal(Files, response);

        var body = await response.Content.ReadUpTo(most, ct) ?? throw new LmsException(SubmissionProblems.TooLarge, $"{Files}: more than {most} bytes", isTransient: false);
        if (response.Content.Headers.Contains("Content-Disposition")) return body;
        var code = TextOf(Parse(Files, body), "errorcode");
        throw code == "filenotfound" ? Gone() : MoodleProblems.Of(Files, code, "");
    }

    private static LmsException Gone() => new(SubmissionProblems.Gone, $"{Files}: no such file", isTransient: false);

    private LmsException Refusal(string function, HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        var (problem, isTransient) = status switch
        {
            // Moodle's answer while web services or the REST protocol are switched off.
            403 => (MoodleProblems.RestDisabled, false),
            408 or 429 or >= 500 => (MoodleProblems.Busy, true),
            _ => (MoodleProblems.AddressWrong, false),
        };
        return new(problem, $"{function}: status {status}", isTransient, RetryAfterOf(response.Headers.RetryAfter));
    }

    private TimeSpan? RetryAfterOf(RetryConditionHeaderValue? header) => header switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date > time.GetUtcNow() ? date - time.GetUtcNow() : TimeSpan.Zero,
        _ => null,
    };

    // A page in place of JSON is a login form, a proxy, or PHP complaining: it may be gone at the next try.
    private static JsonElement Parse(string function, byte[] body)
    {
        try
        {
            return JsonElement.Parse(body);
        }
        catch (JsonException exception)
        {
            throw new LmsException(MoodleProblems.AnswerMalformed, $"{function}: the answer is not JSON", isTransient: true, inner: exception);
        }
    }

    private static string? ErrorCodeOf(JsonElement answer) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("exception", out _) ? TextOf(answer, "errorcode") : null;

    private static string TextOf(JsonElement answer, string name) => MoodleJson.Text(answer, name) ?? "";
}

/// <summary>Arguments of a call, as Moodle's REST server reads them.</summary>
internal static class MoodleArguments
{
    public static KeyValuePair<string, string> Course(string courseId) => new("courseid", courseId);

    public static KeyValuePair<string, string> User(string userId) => new("userid", userId);

    public static IEnumerable<KeyValuePair<string, string>> Options(params (string Name, string Value)[] options) =>
        options.SelectMany((option, i) => new KeyValuePair<string, string>[]
        {
            new(string.Create(CultureInfo.InvariantCulture, $"options[{i}][name]"), option.Name),
            new(string.Create(CultureInfo.InvariantCulture, $"options[{i}][value]"), option.Value),
        });
}
