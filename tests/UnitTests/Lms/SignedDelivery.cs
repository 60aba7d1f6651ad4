using System.Security.Cryptography;
using System.Text;
using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Lms;
using LtiBadgeConnector.Lms.StandardWebhooks;

namespace LtiBadgeConnector.UnitTests.Lms;

/// <summary>A correct delivery of which each test changes one thing. Signs by itself, not with the code it tests.</summary>
internal sealed class SignedDelivery
{
    public const string Secret = "whsec_TZS9CF9NthqA0X1WHAZWCK/VvMJVfl38NaTkGtFrOtw=";

    public static readonly DateTimeOffset Now = new(2026, 10, 15, 0, 1, 45, TimeSpan.Zero);

    public byte[] Body { get; init; } = """{"type":"connection.test"}"""u8.ToArray();

    public string? ContentType { get; init; } = "application/json";

    public string? Id { get; init; } = "msg_1";

    public string? Timestamp { get; init; } = Now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Null takes the right one; empty leaves the header out.</summary>
    public string? Signature { get; init; }

    public IReadOnlyList<string> Secrets { get; init; } = [Secret];

    public TimeSpan Tolerance { get; init; } = TimeSpan.FromSeconds(300);

    public static SignedDelivery Of(string json) => new() { Body = Encoding.UTF8.GetBytes(json) };

    public static string Sign(string secret, string? id, string? timestamp, byte[] body)
    {
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed));
    }

    public Proof Prove() => Prove(Delivery(), Now);

    public Proof Prove(Delivery delivery, DateTimeOffset now) =>
        new StandardWebhooksConnector(new WebhookTolerance(Tolerance)).Prove(delivery, Connection(), now, CancellationToken.None).AsTask().Result;

    public string? Refusal() => Prove() is Proof.Refused refused ? refused.Problem : null;

    private Delivery Delivery()
    {
        Dictionary<string, string> headers = [];
        if (Id is not null) headers["webhook-id"] = Id;
        if (Timestamp is not null) headers["webhook-timestamp"] = Timestamp;
        if (Signature != "") headers["webhook-signature"] = Signature ?? Sign(Secret, Id, Timestamp, Body);
        return new(Body, headers, ContentType);
    }

    public Connection Connection() => new(
        ConnectionId.New(TimeProvider.System), TenantId.New(TimeProvider.System), PlatformId.New(TimeProvider.System),
        ConnectionKinds.StandardWebhooks, "Moodle", "key", Secrets, new Dictionary<string, string>(), IsEnabled: true, Now);
}
