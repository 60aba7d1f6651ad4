using System.Net.Sockets;
using System.Text;
using LtiBadgeConnector.Core.Reading;
using LtiBadgeConnector.Lms.Moodle;

namespace LtiBadgeConnector.IntegrationTests.Lms;

public sealed class MoodleWebServicesTests : IDisposable
{
    private const string Function = MoodleFunctions.SiteInfo;
    private readonly FakeLms lms = new();

    [Fact]
    public async Task Sends_the_token_in_the_body_only_and_says_who_asks()
    {
        await lms.Moodle().Call(Function, [new("courseid", "2")], CancellationToken.None);
        var request = Assert.Single(lms.Server.LogEntries).RequestMessage!;
        Assert.DoesNotContain(FakeLms.Token, request.Url, StringComparison.Ordinal);
        Assert.Contains("wstoken=" + FakeLms.Token, request.Body, StringComparison.Ordinal);
        Assert.StartsWith("LtiBadgeConnector/", request.Headers!["User-Agent"].Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("error: bad token", "moodle-token-refused")]
    [InlineData("error: no such function", "moodle-function-missing")]
    [InlineData("error: student asks for another", "moodle-permission-missing")]
    [InlineData("error: bad parameter", "moodle-refused")]
    [InlineData("completion: nobody enrolled", "moodle-not-enrolled")]
    public async Task Recognises_a_recorded_error_behind_status_200(string recorded, string problem)
    {
        lms.Answer(Function, FakeLms.Recorded(recorded));
        await Fails(problem, isTransient: false);
    }

    [Theory]
    [InlineData("accessexception", "moodle-function-missing", false)]
    [InlineData("nopermissions", "moodle-permission-missing", false)]
    [InlineData("sitemaintenance", "moodle-maintenance", true)]
    [InlineData("servicenotavailable", "moodle-rest-disabled", false)]
    [InlineData("invalidrecord", "moodle-course-unknown", false)]
    [InlineData("usernotenroled", "moodle-not-enrolled", false)]
    [InlineData("nocriteriaset", "moodle-no-completion", false)]
    [InlineData("dmlreadexception", "moodle-busy", true)]
    [InlineData("something<script>", "moodle-refused", false)]
    public async Task Decides_by_the_errorcode(string errorCode, string problem, bool isTransient)
    {
        lms.Answer(Function, $$"""{"exception":"moodle_exception","errorcode":"{{errorCode}}","message":"翻訳された文"}""");
        var failure = await Fails(problem, isTransient);
        Assert.DoesNotContain("<", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500, null, "moodle-busy", true)]
    [InlineData(503, "120", "moodle-busy", true)]
    [InlineData(429, "7", "moodle-busy", true)]
    [InlineData(403, null, "moodle-rest-disabled", false)]
    [InlineData(404, null, "moodle-address-wrong", false)]
    [InlineData(302, null, "moodle-address-wrong", false)]
    public async Task Decides_by_the_status_and_hears_the_wish_of_the_site(int status, string? retryAfter, string problem, bool isTransient)
    {
        lms.Answer(Function, "<html>", status: status, retryAfter: retryAfter);
        var failure = await Fails(problem, isTransient);
        Assert.Equal(retryAfter is null ? null : TimeSpan.FromSeconds(int.Parse(retryAfter, System.Globalization.CultureInfo.InvariantCulture)), failure.RetryAfter);
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html><body>Log in</body></html>")]
    [InlineData("")]
    [InlineData("""{"usergrades":[{"userid":4""")]
    [InlineData("""<br />Warning: Undefined index {"sitename":"x"}""")]
    public async Task An_answer_that_is_no_json_may_be_better_at_the_next_try(string body)
    {
        lms.Answer(Function, body);
        await Fails("moodle-answer-malformed", isTransient: true);
    }

    [Fact]
    public async Task Stops_reading_an_answer_without_end()
    {
        lms.Limits = new() { AnswerBytes = 10_000 };
        lms.Answer(Function, "[" + new string(' ', 20_000) + "]");
        await Fails("moodle-answer-too-large", isTransient: false);
    }

    [Fact]
    public async Task A_site_that_does_not_answer_in_time_is_tried_again()
    {
        lms.AnswerSlowly(Function, TimeSpan.FromSeconds(30));
        var call = lms.Moodle().Call(Function, [], CancellationToken.None);
        while (!call.IsCompleted)
        {
            await Task.Delay(20);
            lms.Time.Advance(TimeSpan.FromSeconds(10));
        }
        var failure = await Assert.ThrowsAsync<LmsException>(() => call);
        Assert.Equal(("moodle-unreachable", true), (failure.Problem, failure.IsTransient));
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_tried_again()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var broken = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync();
            var stream = client.GetStream();
            var buffer = new byte[4096];
            _ = await stream.ReadAsync(buffer);
            await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"sitename\":"));
        });
        var site = new MoodleSite(new Uri($"http://{listener.LocalEndpoint}/webservice/rest/server.php"), FakeLms.Token);
        var failure = await Assert.ThrowsAsync<LmsException>(() => lms.Moodle(site).Call(Function, [], CancellationToken.None));
        await broken;
        Assert.Equal(("moodle-unreachable", true), (failure.Problem, failure.IsTransient));
    }

    [Fact]
    public async Task A_cancelled_call_is_not_a_failure_of_the_site()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lms.Moodle().Call(Function, [], cancelled.Token));
    }

    public void Dispose() => lms.Dispose();

    private async Task<LmsException> Fails(string problem, bool isTransient)
    {
        var failure = await Assert.ThrowsAsync<LmsException>(() => lms.Moodle().Call(Function, [], CancellationToken.None));
        Assert.Equal((problem, isTransient), (failure.Problem, failure.IsTransient));
        Assert.DoesNotContain(FakeLms.Token, failure.ToString(), StringComparison.Ordinal);
        return failure;
    }
}
