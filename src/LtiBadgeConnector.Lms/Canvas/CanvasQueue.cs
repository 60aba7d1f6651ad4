using Amazon.Runtime;
using Amazon.SQS;
using Amazon.SQS.Model;
using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Reading;

namespace LtiBadgeConnector.Lms.Canvas;

/// <summary>
/// The Amazon SQS queue into which Canvas delivers its Live Events where it is set so: it keeps them while we are away.
/// A message is deleted once it was taken or refused for good, and comes again otherwise.
/// </summary>
public sealed class CanvasQueue(Func<HttpClient> client)
{
    public const string Readable = "queue";
    public const string Deletable = "queue-delete";

    private const int MostAtOnce = 10;

    /// <summary>How long a message that was given out stays hidden from others.</summary>
    private const int HiddenSeconds = 60;

    /// <param name="take">Gets a message's text; false leaves it in the queue.</param>
    /// <returns>How many messages came.</returns>
    /// <exception cref="LmsException">The queue refused or did not answer; the message says why.</exception>
    public async Task<int> Drain(Connection connection, TimeSpan wait, Func<string, CancellationToken, Task<bool>> take, CancellationToken ct)
    {
        var url = connection.Settings[ConnectionSettings.QueueUrl];
        using var sqs = Open(connection);
        var received = await Ask(() => sqs.ReceiveMessageAsync(
            new ReceiveMessageRequest { QueueUrl = url, MaxNumberOfMessages = MostAtOnce, WaitTimeSeconds = (int)wait.TotalSeconds, VisibilityTimeout = HiddenSeconds }, ct), ct);
        var messages = received.Messages ?? [];
        foreach (var message in messages)
        {
            if (await take(message.Body, ct)) await Ask(() => sqs.DeleteMessageAsync(url, message.ReceiptHandle, ct), ct);
        }
        return messages.Count;
    }

    /// <summary>Looks into the queue without hiding anything from whoever reads it next, and asks to delete what no queue holds: only whoever may delete is told that.</summary>
    public async Task<IReadOnlyList<ConnectionCheck>> Test(Connection connection, CancellationToken ct)
    {
        try
        {
            using var sqs = Open(connection);
            var url = connection.Settings[ConnectionSettings.QueueUrl];
            await Ask(() => sqs.ReceiveMessageAsync(new ReceiveMessageRequest { QueueUrl = url, MaxNumberOfMessages = 1, WaitTimeSeconds = 0, VisibilityTimeout = 0 }, ct), ct);
            return [Passed(Readable), await TestDeleting(sqs, url, ct)];
        }
        catch (LmsException e)
        {
            return [Failed(Readable, e), new(Deletable, CheckResult.Skipped, null, null)];
        }
    }

    private static async Task<ConnectionCheck> TestDeleting(AmazonSQSClient sqs, string url, CancellationToken ct)
    {
        try
        {
            await Ask(() => sqs.DeleteMessageAsync(url, "no-message", ct), ct);
            return Passed(Deletable);
        }
        catch (LmsException e) when (e.InnerException is AmazonServiceException { ErrorCode: "ReceiptHandleIsInvalid" or "InvalidParameterValue" })
        {
            return Passed(Deletable);
        }
        catch (LmsException e)
        {
            return Failed(Deletable, e);
        }
    }

    private static ConnectionCheck Passed(string name) => new(name, CheckResult.Pass, null, null);

    private static ConnectionCheck Failed(string name, LmsException why) => new(name, CheckResult.Fail, why.Problem, why.Message);

    private AmazonSQSClient Open(Connection connection)
    {
        var settings = connection.Settings;
        if (!Uri.TryCreate(settings[ConnectionSettings.QueueUrl], UriKind.Absolute, out var url)) throw Unreadable("The address of the queue is none.", inner: null);
        return new(
            new BasicAWSCredentials(settings[ConnectionSettings.AccessKey], settings[ConnectionSettings.SecretKey]),
            new AmazonSQSConfig
            {
                // The queue's own address: a region's default one would ignore an endpoint of the institution's.
                ServiceURL = url.GetLeftPart(UriPartial.Authority), AuthenticationRegion = settings[ConnectionSettings.Region], HttpClientFactory = new Guarded(client), MaxErrorRetry = 2,
            });
    }

    private static async Task<T> Ask<T>(Func<Task<T>> call, CancellationToken ct)
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (e is AmazonServiceException or AmazonClientException or HttpRequestException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw Unreadable(e.Message, e);
        }
    }

    private static LmsException Unreadable(string why, Exception? inner) => new(CanvasEventsProblems.QueueUnreadable, why, isTransient: true, inner: inner);

    private sealed class Guarded(Func<HttpClient> client) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => client();

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

        public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => true;
    }
}
