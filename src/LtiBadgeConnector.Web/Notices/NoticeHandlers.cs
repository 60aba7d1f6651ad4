using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using LtiBadgeConnector.Lti;
using LtiBadgeConnector.Lti.Http;
using LtiBadgeConnector.Lti.Launch;
using LtiBadgeConnector.Lti.Messages;
using LtiBadgeConnector.Lti.Notices;
using LtiBadgeConnector.Lti.Registrations;
using LtiBadgeConnector.Lti.Replay;

namespace LtiBadgeConnector.Web.Notices;

/// <summary>
/// Asks a platform that offers notices to send us those we understand: once a day for each deployment, beside the launch that
/// told us of the offer. A platform that refuses is asked again the next day; nothing depends on the answer.
/// </summary>
public sealed partial class NoticeHandlers(
    NoticeHandlerClient client, IUsedOnce used, LtiOptions options, TimeProvider time, ILogger<NoticeHandlers> logger) : BackgroundService
{
    private const int MostWaiting = 64;

    private static readonly TimeSpan askedFor = TimeSpan.FromDays(1);
    private static readonly string[] wanted = [NoticeTypes.ContextCopy, NoticeTypes.HelloWorld];

    private readonly Channel<Offered> offers = Channel.CreateBounded<Offered>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Never waits: the launch goes on.</summary>
    internal void Offer(LaunchResult.Accepted launch)
    {
        if (launch.Message.Notifications is { } endpoint && endpoint.Scopes.Contains(LtiScopes.NoticeHandlers, StringComparer.Ordinal))
            offers.Writer.TryWrite(new(launch.Registration, launch.Deployment.DeploymentId, endpoint));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var offered in offers.Reader.ReadAllAsync(stoppingToken)) await Register(offered, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program ends; a host that is disposed without a stop would call it a failure.
        }
    }

    private async Task Register(Offered offered, CancellationToken ct)
    {
        var handler = options.PublicUrl + NoticeEndpoint.Path + offered.Registration.Id;
        try
        {
            if (!await used.TryUse("notice-handler", KeyOf(offered, handler), time.GetUtcNow() + askedFor, ct)) return;
            var known = await client.Handlers(offered.Registration, offered.Endpoint, ct);
            foreach (var type in wanted.Intersect(offered.Endpoint.NoticeTypes, StringComparer.Ordinal))
            {
                var own = new NoticeHandler(type, handler);
                if (!known.Contains(own)) await client.Set(offered.Registration, offered.Endpoint, own, ct);
            }
        }
        catch (LtiServiceException e)
        {
            LogRefused(offered.Registration.Id, e.Code);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailed(e, offered.Registration.Id);
        }
    }

    private static string KeyOf(Offered offered, string handler) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($"{offered.Registration.Id} {offered.DeploymentId} {handler}")));

    private sealed record Offered(Registration Registration, string DeploymentId, NotificationEndpoint Endpoint);

    [LoggerMessage(1401, LogLevel.Information, "Registration {RegistrationId} takes no notice handler: {Code}")]
    private partial void LogRefused(RegistrationId registrationId, string code);

    [LoggerMessage(1402, LogLevel.Warning, "The notice handler of registration {RegistrationId} could not be set")]
    private partial void LogFailed(Exception exception, RegistrationId registrationId);
}
