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
    public MoodleLimits Limits => limits;

    /// <returns>The answer, which may be JSON null.</returns>
    /// <exception cref="LmsException">The site refused, failed, or did not answer as Moodle does.</exception>
    public async Task<JsonElement> Call(string function, IEnumerable<KeyValuePair<string, string>> arguments, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, site.Server);
        request.Headers.UserAgent.ParseAdd(userAgent);
        request.Headers.Accept.ParseAdd("application/json");
        request.Content = new FormUrlEncodedContent(
        [
            new("wstoken", site.Token), new("wsfunction", function), new("moodlewsrestformat", "json"), .. arguments,
        ]);

        var answer = Parse(function, await Send(function, request, ct));
        return ErrorCodeOf(answer) is { } error ? throw MoodleProblems.Of(function, error, TextOf(answer, "message")) : answer;
    }

    private async Task<byte[]> Send(string function, HttpRequestMessage request, CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(limits.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
        try
        {
            using var response = await client().SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return response.StatusCode == HttpStatusCode.OK
                ? await ReadBody(function, response.Content, either.Token)
                : throw Refusal(function, response);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new LmsException(MoodleProblems.Unreachable, $"{function}: the site cannot be reached", isTransient: true, inner: exception);
        }
        catch (OperationCanceledException exception) when (!ct.IsCancellationRequested)
        {
            throw new LmsException(
                MoodleProblems.Unreachable, $"{function}: no answer within {limits.Timeout.TotalSeconds:0} s", isTransient: true, inner: exception);
        }
    }

    private async Task<byte[]> ReadBody(string function, HttpContent content, CancellationToken ct)
    {
        await using var stream = await content.ReadAsStreamAsync(ct);
        using var body = new MemoryStream();
        var buffer = new byte[32 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, ct)) > 0)
        {
            if (body.Length + read > limits.AnswerBytes)
                throw new LmsException(MoodleProblems.AnswerTooLarge, $"{function}: more than {limits.AnswerBytes} bytes", isTransient: false);
            body.Write(buffer, 0, read);
        }
        return body.ToArray();
    }

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
