using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.Lms;
using LtiBadgeConnector.Core.Reading;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Lms.Ags;
using LtiBadgeConnector.Lms.Platforms;
using LtiBadgeConnector.Lti.Messages;

namespace LtiBadgeConnector.IntegrationTests.Lms;

public sealed class AgsReaderTests : IDisposable
{
    private readonly FakeLms lms = new();

    public AgsReaderTests() => Columns($$"""{"id":"{{Column}}","label":"Final mark","scoreMaximum":50}""");

    private string Column => lms.Url + "/lineitems/31/lineitem?type_id=1";

    [Fact]
    public async Task Lists_the_columns_of_the_tool()
    {
        var item = Assert.Single(await Reader().Items(CancellationToken.None));
        Assert.Equal(new(new($"lti-line-item:{Column}"), "Final mark", CourseItemKind.Grade, 50, null, null, HasCompletion: false, IsGone: false), item);
    }

    [Fact]
    public async Task A_column_with_a_long_address_keeps_a_key_that_can_be_stored()
    {
        Columns($$"""{"id":"{{lms.Url}}/{{new string('x', 400)}}","label":"Final mark","scoreMaximum":50}""");
        Assert.Equal("lti-line-item:".Length + 64, Assert.Single(await Reader().Items(CancellationToken.None)).Key.Value.Length);
    }

    [Fact]
    public async Task Reads_results_and_a_null_is_no_grade()
    {
        Results("""{"userId":"u-1","resultScore":0,"resultMaximum":50}""", """{"userId":"u-2","resultScore":null,"resultMaximum":50}""", """{"userId":"u-3"}""");
        var read = await Read();
        Assert.Equal([0, null, null], read.Select(found => found.Score!.Given));
        Assert.Equal([LearnerKey.Sub("u-1")], read[0].Learner);
        Assert.All(read, found => Assert.True(found is { Kind: LmsEventKind.Grade, IsComplete: true, IsFinal: true, IsReleased: true, OccurredAt: { } at } && at == FakeLms.Now));
    }

    [Fact]
    public async Task Never_limits_results()
    {
        Results();
        await Read();
        Assert.DoesNotContain(lms.Server.LogEntries, entry => entry.RequestMessage!.Url.Contains("/results", StringComparison.Ordinal) && entry.RequestMessage.Url.Contains("limit", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2026-11-22T17:00:00+01:00", "2026-11-22T16:00:00Z")]
    [InlineData("2030-05-01T00:00:00+01:00", null)]
    public async Task Takes_the_time_that_moodle_adds_unless_it_lies_ahead(string told, string? expected)
    {
        Results($$"""{"userId":"u-1","resultScore":1,"resultMaximum":1,"timestamp":"{{told}}"}""");
        var at = expected is null ? FakeLms.Now : DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(at, Assert.Single(await Read()).OccurredAt);
    }

    [Fact]
    public async Task A_column_whose_grades_are_not_released_holds_them_back()
    {
        Columns($$"""{"id":"{{Column}}","label":"Final mark","scoreMaximum":50,"gradesReleased":false}""");
        Results("""{"userId":"u-1","resultScore":1,"resultMaximum":50}""");
        Assert.False(Assert.Single(await Read()).IsReleased);
    }

    [Fact]
    public async Task A_result_that_would_have_to_be_rounded_is_refused_after_the_others_were_read()
    {
        Results("""{"userId":"u-1","resultScore":33.333333333333336,"resultMaximum":50}""", """{"userId":"u-2","resultScore":40,"resultMaximum":50}""");
        List<LmsEvent> read = [];
        var failure = await Assert.ThrowsAsync<LmsException>(async () =>
        {
            await foreach (var found in Reader().Read(null, CancellationToken.None)) read.Add(found);
        });
        Assert.Equal("result-number-too-long", failure.Problem);
        Assert.Equal(40, Assert.Single(read).Score!.Given);
    }

    [Fact]
    public async Task One_learner_without_a_result_has_no_grade()
    {
        lms.Get("/lineitems/31/lineitem/results", """[{"userId":"somebody else","resultScore":9,"resultMaximum":50}]""", link: null, status: 200, query: ("user_id", "u-1"));
        var read = Assert.Single(await Reader().ReadLearner([LearnerKey.LmsUser("4"), LearnerKey.Sub("u-1")], CancellationToken.None));
        Assert.Equal(new Score(null, 0, 50), read.Score);
        Assert.Equal([LearnerKey.Sub("u-1")], read.Learner);
    }

    [Fact]
    public async Task A_learner_without_a_sub_is_unknown_here() =>
        Assert.Empty(await Reader().ReadLearner([LearnerKey.LmsUser("4")], CancellationToken.None));

    [Fact]
    public async Task A_course_that_is_gone_is_said_in_the_words_of_the_core()
    {
        lms.Get("/lineitems", "", status: 404);
        var failure = await Assert.ThrowsAsync<LmsException>(() => Read());
        Assert.Equal(("service-gone", false), (failure.Problem, failure.IsTransient));
    }

    public void Dispose() => lms.Dispose();

    private AgsReader Reader() => new(
        lms.Ags(), lms.Registration, new AgsEndpoint([LtiScopes.LineItemReadOnly, LtiScopes.ResultReadOnly], lms.Url + "/lineitems", null),
        FakeLms.Course, PlatformProfiles.Unknown, lms.Time);

    private async Task<List<LmsEvent>> Read() => await Reader().Read(null, CancellationToken.None).ToListAsync();

    private void Columns(params string[] columns) => lms.Get("/lineitems", $"[{string.Join(',', columns)}]");

    private void Results(params string[] results) => lms.Get("/lineitems/31/lineitem/results", $"[{string.Join(',', results)}]");
}
