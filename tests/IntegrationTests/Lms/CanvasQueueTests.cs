using System.Text.Json;
using System.Text.Json.Nodes;
using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Reading;
using LtiBadgeConnector.Lms;
using LtiBadgeConnector.Lms.Canvas;
using LtiBadgeConnector.TestKit;
using WireMock.Server;

namespace LtiBadgeConnector.IntegrationTests.Lms;

/// <summary>Against a small fake that speaks the protocol of Amazon SQS.</summary>
public sealed class CanvasQueueTests : IDisposable
{
    private readonly WireMockServer sqs = WireMockServer.Start(FreePort.Next());

    public void Dispose()
    {
        sqs.Stop();
        sqs.Dispose();
    }

    [Fact]
    public async Task A_message_that_was_taken_is_deleted_and_another_stays()
    {
        Receive("first", "second");
        On("DeleteMessage", "{}");
        List<string> taken = [];

        var came = await new CanvasQueue(() => new HttpClient()).Drain(Connection, TimeSpan.Zero, (text, _) =>
        {
            taken.Add(text);
            return Task.FromResult(text == "first");
        }, default);

        Assert.Equal(2, came);
        Assert.Equal(["first", "second"], taken);
        Assert.Equal(["receipt-first"], Asked("DeleteMessage").Select(body => (string)JsonNode.Parse(body)!["ReceiptHandle"]!));
    }

    [Fact]
    public async Task An_empty_queue_gives_nothing()
    {
        On("ReceiveMessage", "{}");
        Assert.Equal(0, await new CanvasQueue(() => new HttpClient()).Drain(Connection, TimeSpan.Zero, (_, _) => throw new InvalidOperationException(), default));
    }

    [Fact]
    public async Task A_queue_that_refuses_says_why()
    {
        sqs.Given(FakeQueue.Asked("ReceiveMessage")).RespondWith(FakeQueue.Answer("""{"__type":"com.amazonaws.sqs#AccessDeniedException","message":"no"}""", 403));
        var failure = await Assert.ThrowsAsync<LmsException>(() => new CanvasQueue(() => new HttpClient()).Drain(Connection, TimeSpan.Zero, (_, _) => Task.FromResult(true), default));
        Assert.Equal(("canvas-queue-unreadable", true), (failure.Problem, failure.IsTransient));
        var checks = await new CanvasQueue(() => new HttpClient()).Test(Connection, default);
        Assert.Equal([(CheckResult.Fail, (string?)"canvas-queue-unreadable"), (CheckResult.Skipped, null)], checks.Select(check => (check.Result, check.Code)));
    }

    [Fact]
    public async Task A_test_looks_and_takes_nothing()
    {
        Receive("first");
        sqs.Given(FakeQueue.Asked("DeleteMessage")).RespondWith(FakeQueue.Answer("""{"__type":"com.amazonaws.sqs#ReceiptHandleIsInvalid","message":"The input receipt handle is invalid."}""", 400));
        Assert.Equal([CheckResult.Pass, CheckResult.Pass], (await new CanvasQueue(() => new HttpClient()).Test(Connection, default)).Select(check => check.Result));
        Assert.Equal(0, (int)JsonNode.Parse(Assert.Single(Asked("ReceiveMessage")))!["VisibilityTimeout"]!);
        Assert.Equal("no-message", (string)JsonNode.Parse(Assert.Single(Asked("DeleteMessage")))!["ReceiptHandle"]!);
    }

    [Fact]
    public async Task A_key_that_may_read_and_not_delete_is_noticed_before_everything_comes_again_and_again()
    {
        Receive("first");
        sqs.Given(FakeQueue.Asked("DeleteMessage")).RespondWith(FakeQueue.Answer("""{"__type":"com.amazonaws.sqs#AccessDeniedException","message":"no"}""", 400));
        var checks = await new CanvasQueue(() => new HttpClient()).Test(Connection, default);
        Assert.Equal([(CheckResult.Pass, (string?)null), (CheckResult.Fail, "canvas-queue-unreadable")], checks.Select(check => (check.Result, check.Code)));
    }

    [Fact]
    public async Task An_address_that_is_none_is_told_like_a_queue_that_refuses()
    {
        var settings = new Dictionary<string, string>(Connection.Settings) { [ConnectionSettings.QueueUrl] = "queue" };
        Assert.Equal("canvas-queue-unreadable", (await new CanvasQueue(() => new HttpClient()).Test(Connection with { Settings = settings }, default))[0].Code);
    }

    private Connection Connection => new(
        ConnectionId.New(TimeProvider.System), new TenantId(Guid.Empty), new PlatformId(Guid.Empty), ConnectionKinds.CanvasQueue, "Queue", null, [],
        new Dictionary<string, string>
        {
            [ConnectionSettings.QueueUrl] = sqs.Url + "/1/canvas-live-events-aoba", [ConnectionSettings.Region] = "ap-northeast-1",
            [ConnectionSettings.AccessKey] = "AKIAEXAMPLE", [ConnectionSettings.SecretKey] = "secret",
        },
        IsEnabled: true, TimeProvider.System.GetUtcNow());

    private void Receive(params string[] bodies) => On("ReceiveMessage", JsonSerializer.Serialize(new
    {
        Messages = bodies.Select(body => new { MessageId = body, ReceiptHandle = "receipt-" + body, Body = body, MD5OfBody = FakeQueue.Md5(body) }),
    }));

    private void On(string action, string answer) => sqs.Given(FakeQueue.Asked(action)).RespondWith(FakeQueue.Answer(answer));

    private IEnumerable<string> Asked(string action) =>
        sqs.LogEntries.Where(entry => entry.RequestMessage!.Headers!["X-Amz-Target"].Single() == "AmazonSQS." + action).Select(entry => entry.RequestMessage!.Body!);
}
