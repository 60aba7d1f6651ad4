using System.Net.Sockets;
using LtiBadgeConnector.Web.Configuration;
using Microsoft.Security.AntiSSRF;

namespace LtiBadgeConnector.Web.Network;

/// <summary>
/// Every outgoing call goes through here: https only, no private or metadata address, no redirect, bounded time and size, and no host faster than its pace.
/// The exceptions are exactly those of <see cref="NetworkOptions"/>.
/// </summary>
internal static class OutboundGuard
{
    public const string Client = "guarded";

    // The last resort: every caller has a shorter patience of its own, and a large course takes Moodle tens of seconds.
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    // Results of a course of 50,000 learners come as one Moodle answer of some 100 MB.
    private const long LargestAnswer = 256L * 1024 * 1024;

    public static void AddGuardedHttp(this IServiceCollection services, NetworkOptions network, string userAgent)
    {
        services.AddSingleton(new Pace(network));
        services.AddHttpClient(Client, client =>
            {
                client.Timeout = Timeout;
                client.MaxResponseContentBufferSize = LargestAnswer;
                client.DefaultRequestHeaders.UserAgent.ParseAdd(userAgent);
            })
            .ConfigurePrimaryHttpMessageHandler(() => Handler(network))
            .AddHttpMessageHandler(() => new PlainHttpRefusal(network))
            .AddHttpMessageHandler(provider => new PaceKeeper(provider.GetRequiredService<Pace>()))
            .RemoveAllLoggers();
        services.AddTransient(provider => provider.GetRequiredService<IHttpClientFactory>().CreateClient(Client));
    }

    private static AntiSSRFHandler Handler(NetworkOptions network)
    {
        var policy = new AntiSSRFPolicy(PolicyConfigOptions.ExternalOnlyLatest)
        {
            AllowPlainTextHttp = network.AllowPlainHttpFor.Length > 0,
        };
        if (network.AllowedPrivateAddresses.Length > 0) policy.AddAllowedAddresses(network.AllowedPrivateAddresses);
        var handler = policy.GetHandler();
        handler.AllowAutoRedirect = false;
        return handler;
    }
}

/// <summary>Refuses plain HTTP except to the origins an administrator named, and says of a host that may not or cannot be asked what is said of any that does not answer.</summary>
internal sealed class PlainHttpRefusal(NetworkOptions network) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var url = request.RequestUri ?? throw new InvalidOperationException("A request without a URL.");
        if (url.Scheme != Uri.UriSchemeHttps && !network.AllowPlainHttpFor.Contains(url.GetLeftPart(UriPartial.Authority), StringComparer.OrdinalIgnoreCase))
            throw new HttpRequestException(HttpRequestError.ConnectionError, $"Plain HTTP to {url.Host} is not allowed by Network:AllowPlainHttpFor.");
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        catch (Exception refused) when (refused is AntiSSRFException or SocketException)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, $"{url.Host} cannot be asked.", refused);
        }
    }
}
