using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Lms;
using LtiBadgeConnector.Lms.Canvas;
using LtiBadgeConnector.Lti;
using LtiBadgeConnector.Lti.Http;
using LtiBadgeConnector.Lti.Keys;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace LtiBadgeConnector.UnitTests.Lms.Canvas;

/// <summary>The vendor's event service: one key set for all its customers, published at an address; signs by itself, not with the code it tests.</summary>
internal sealed class CanvasVendor : HttpMessageHandler
{
    public const string Account = "Yq7dN0pWc3TtEo5kZb2LhAaRs9uVxGm1JfUi6QwC";
    public const string AccountId = "10420000000000001";

    public static readonly DateTimeOffset Now = new(2026, 11, 25, 0, 0, 0, TimeSpan.Zero);

    private readonly RSA key = RSA.Create(2048);
    private readonly CanvasEventsConnector connector;

    public CanvasVendor()
    {
        Time = new FakeTimeProvider(Now);
        KeySet = KeySetOf("key-1", key);
        var http = new LtiHttp(() => new HttpClient(this, disposeHandler: false), new LtiOptions { PublicUrl = "https://badges.example" }, Time);
        connector = new(new SignedJwts(new PlatformKeys(http, Time, NullLogger<PlatformKeys>.Instance)));
    }

    public FakeTimeProvider Time { get; }

    /// <summary>What the address answers; null is a failure.</summary>
    public string? KeySet { get; set; }

    public List<string> Asked { get; } = [];

    public Connection Connection { get; init; } = new(
        ConnectionId.New(TimeProvider.System), TenantId.New(TimeProvider.System), PlatformId.New(TimeProvider.System), ConnectionKinds.CanvasEvents, "Canvas", "key", [],
        new Dictionary<string, string> { [ConnectionSettings.AccountUuid] = Account, [ConnectionSettings.AccountId] = AccountId }, IsEnabled: true, new(2026, 9, 1, 0, 0, 0, TimeSpan.Zero));

    public static string KeySetOf(string kid, RSA key)
    {
        var parts = key.ExportParameters(false);
        return JsonSerializer.Serialize(new { keys = new[] { new { kty = "RSA", use = "sig", alg = "RS256", kid, n = Base64Url.EncodeToString(parts.Modulus!), e = Base64Url.EncodeToString(parts.Exponent!) } } });
    }

    public byte[] Sign(string claims, string header = """{"typ":"JWT","alg":"RS256","kid":"key-1"}""")
    {
        var signed = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}";
        var signature = key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return Encoding.ASCII.GetBytes($"{signed}.{Base64Url.EncodeToString(signature)}");
    }

    public async Task<Proof> Prove(byte[] body, Connection? connection = null) =>
        await connector.Prove(new Delivery(body, new Dictionary<string, string>(), "text/plain"), connection ?? Connection, Time.GetUtcNow(), CancellationToken.None);

    public async Task<string?> Refusal(byte[] body, Connection? connection = null) => await Prove(body, connection) is Proof.Refused refused ? refused.Problem : null;

    public IReadOnlyList<LmsEvent> Read(byte[] body) => connector.Read(body, Connection);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Asked.Add(request.RequestUri!.AbsoluteUri);
        return Task.FromResult(KeySet is { } set ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(set) } : new HttpResponseMessage(HttpStatusCode.BadGateway));
    }

    protected override void Dispose(bool disposing)
    {
        key.Dispose();
        base.Dispose(disposing);
    }
}
