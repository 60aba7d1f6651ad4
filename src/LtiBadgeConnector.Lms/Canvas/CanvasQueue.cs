using Amazon.Runtime;
using Amazon.SQS;
using Amazon.SQS.Model;
using LtiBadgeConnector.Core.Connections;

namespace LtiBadgeConnector.Lms.Canvas;

/// <summary>
/// The Amazon SQS queue into which Canvas delivers its Live Events where it is set so: it keeps them while we are away.
/// A message is deleted once it was taken or refused for good, and comes again otherwise.
/// </summary>
public sealed class CanvasQueue(Func<HttpClient> client)
{
    private const int MostAtOnce = 10;

    /// <summary>How long a message that was given out stays hidden from others.</summary>
    private const int HiddenSeconds = 60;

    /// <param name="take">Gets a message's text; false leaves it in the queue.</param>
    /// <returns>How many messages came.</returns>
    /// <exception cref="AmazonServiceException">The queue refused; the message says why.</exception>
    public async Task<int> Drain(Connection connection, TimeSpan wait, Func<string, CancellationToken, Task<bool>> take, CancellationToken ct)
    {
        var settings = connection.Settings;
        var url = settings[ConnectionSettings.QueueUrl];
        using var sqs = new AmazonSQSClient(
            new BasicAWSCredentials(settings[ConnectionSettings.AccessKey], settings[ConnectionSettings.SecretKey]),
            new AmazonSQSConfig
            {
                // The queue's own address: a region's default one would ignore an endpoint of the institution's.
                ServiceURL = new Uri(url).GetLeftPart(UriPartial.Authority), AuthenticationRegion = settings[ConnectionSettings.Region],
                HttpClientFactory = new Guarded(client), MaxErrorRetry = 2,
            });
        var received = await sqs.ReceiveMessageAsync(
            new ReceiveMessageRequest { QueueUrl = url, MaxNumberOfMessages = MostAtOnce, WaitTimeSeconds = (int)wait.TotalSeconds, VisibilityTimeout = HiddenSeconds }, ct);
        var messages = received.Messages ?? [];
        foreach (var message in messages)
        {
            if (await take(message.Body, ct)) await sqs.DeleteMessageAsync(url, message.ReceiptHandle, ct);
        }
        return messages.Count;
    }

    private sealed class Guarded(Func<HttpClient> client) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => client();

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

        public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => true;
    }
}
