using LtiBadgeConnector.Core.Lms;
using LtiBadgeConnector.Core.Reading;

namespace LtiBadgeConnector.IntegrationTests.Lms;

/// <summary>Whole answers of Canvas, head and body, and which of the samples answer a call that the connector makes.</summary>
public sealed class CanvasRestSampleTests : IDisposable
{
    private static readonly string[] asked =
    [
        "GET-assignment-5131.json", "GET-bulk_user_progress.json", "GET-courses-733-enrollments.json", "GET-outcome.json", "GET-outcome_rollups.json", "GET-submission-5131-90417.json",
        "oauth-token-refresh.json", "response-page-headers.http", "response-throttled-403.http", "response-throttled-429.http",
    ];

    // One answer for all learners stands in their place, or the other form of the same.
    private static readonly string[] notAsked =
    [
        "GET-modules-with-items.json", "GET-outcome_alignments.json", "GET-outcome_group_links.json", "GET-outcome_results.json", "GET-user-progress-error.json", "GET-user-progress.json",
        "graphql-course-grades.json", "oauth-token-authorization_code.json",
    ];

    private readonly FakeCanvas canvas = new();

    public void Dispose() => canvas.Dispose();

    [Fact]
    public void Every_answer_is_asked_for_or_has_another_in_its_place() =>
        Assert.Equal(Directory.EnumerateFiles(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal), asked.Concat(notAsked).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("response-throttled-403.http")]
    [InlineData("response-throttled-429.http")]
    public async Task An_empty_bucket_is_waited_for(string file)
    {
        var (status, headers, body) = Answer(file);
        canvas.Answer("students/submissions", body, status, remaining: headers["x-rate-limit-remaining"]);
        var failure = await Assert.ThrowsAsync<LmsException>(All);
        Assert.Equal(("canvas-throttled", true, TimeSpan.FromSeconds(30)), (failure.Problem, failure.IsTransient, failure.RetryAfter));
    }

    [Fact]
    public async Task The_link_to_the_next_page_is_found_among_others_and_followed_as_it_is()
    {
        var (status, headers, body) = Answer("response-page-headers.http");
        canvas.Answer("enrollments", body, status, link: headers["link"].Replace("https://aoba.canvas.example", canvas.Server.Url, StringComparison.Ordinal), remaining: headers["x-rate-limit-remaining"]);
        canvas.Answer("enrollments", FakeCanvas.Sample("GET-courses-733-enrollments"), query: ("page", "bookmark:WzQxOTc3XQ"));
        Assert.Contains(await All(), one => one.Item?.Value == "canvas-total:current");
        Assert.Contains(canvas.Asked("enrollments"), url => url.EndsWith("?page=bookmark:WzQxOTc3XQ&per_page=100", StringComparison.Ordinal));
    }

    private async Task<List<LmsEvent>> All()
    {
        List<LmsEvent> found = [];
        await foreach (var one in canvas.Reader.Read(since: null, default)) found.Add(one);
        return found;
    }

    private static (int Status, IReadOnlyDictionary<string, string> Headers, string Body) Answer(string file)
    {
        var parts = File.ReadAllText(Path.Combine(Folder, file)).ReplaceLineEndings("\n").Split("\n\n", 2);
        var lines = parts[0].Split('\n');
        return (int.Parse(lines[0].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture), lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1]), parts[1].Trim());
    }

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Lms", "Samples", "canvas");
}
