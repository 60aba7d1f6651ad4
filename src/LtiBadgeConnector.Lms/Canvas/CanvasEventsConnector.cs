using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Lms;
using LtiBadgeConnector.Lms.StandardWebhooks;
using LtiBadgeConnector.Lti.Keys;

namespace LtiBadgeConnector.Lms.Canvas;

/// <summary>
/// Canvas Live Events, over HTTPS or from a queue. The vendor signs for all its customers with one key set, so a signature proves the service and
/// not the institution: each connection takes events of the one root account that was confirmed for it.
/// </summary>
public sealed class CanvasEventsConnector(SignedJwts jwts, string kind = ConnectionKinds.CanvasEvents) : ILmsConnector
{
    /// <summary>Where the vendor publishes the keys of its event service.</summary>
    public const string VendorKeySet = "https://8axpcl50e4.execute-api.us-east-1.amazonaws.com/main/jwks";

    private static readonly TimeSpan clockTolerance = TimeSpan.FromMinutes(5);

    public string Kind => kind;

    public async ValueTask<Proof> Prove(Delivery delivery, Connection connection, DateTimeOffset now, CancellationToken ct)
    {
        var json = delivery.Body;
        var isSigned = CanvasBody.Jwt(delivery.Body) is not null;
        if (CanvasBody.Jwt(delivery.Body) is { } jwt)
        {
            var keySet = connection.Settings.GetValueOrDefault(ConnectionSettings.KeySetUrl, VendorKeySet);
            switch (await jwts.Check(keySet, jwt, ct))
            {
                case JwtCheck.Genuine genuine: json = genuine.Payload; break;
                case JwtCheck.Refused(var fault): return new Proof.Refused(CanvasEventsProblems.Of(fault));
            }
        }

        var (root, problem) = CanvasBody.Parse(json);
        return root is { } parsed ? Check(parsed, isSigned, connection, now) : new Proof.Refused(WebhookProblems.Malformed, problem);
    }

    public IReadOnlyList<LmsEvent> Read(ReadOnlyMemory<byte> body, Connection connection)
    {
        var (root, isSigned) = CanvasBody.Read(body);
        return root is { } parsed ? ReadEvent(parsed, isSigned, connection)?.Means ?? [] : [];
    }

    private static Proof Check(JsonElement root, bool isSigned, Connection connection, DateTimeOffset now)
    {
        if (ReadEvent(root, isSigned, connection) is not { } read) return new Proof.Refused(WebhookProblems.Malformed, "not a Live Event: no event_name, or not one Caliper event");
        if (WrongAccount(read, connection) is { } refused) return refused;
        if (read.Faults is [var first, ..]) return new Proof.Refused(first.Problem, first.Text);
        // No expiry is signed, so an old event could be played again for ever; one from before the connection was never meant for it.
        if (read.At is { } at && (at > now + clockTolerance || at < connection.CreatedAt - clockTolerance)) return new Proof.Refused(CanvasEventsProblems.TimeOutside, $"{at:O}");

        var content = SHA256.HashData(Encoding.UTF8.GetBytes(root.GetRawText()));
        return new Proof.Genuine($"canvas:{Convert.ToHexStringLower(content)}", ContentHash.Of(content));
    }

    // What comes from elsewhere says nothing here, not even that its form is wrong.
    private static Proof.Refused? WrongAccount(CanvasEvent read, Connection connection)
    {
        if (connection.Settings.GetValueOrDefault(ConnectionSettings.AccountUuid) is not { } account)
            return new(CanvasEventsProblems.AccountUnconfirmed, read.Account);
        if (read.Account is null)
            return read.IsCaliper && read.Subject is { } subject && read.AccountId is { } id && CanvasIds.IsOf(subject, id) ? null : new(CanvasEventsProblems.AccountWrong, "the event tells no root account");

        var isSame = CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(read.Account), Encoding.UTF8.GetBytes(account))
            && (connection.Settings.GetValueOrDefault(ConnectionSettings.AccountId) is not { } id2 || id2 == read.AccountId);
        return isSame ? null : new(CanvasEventsProblems.AccountWrong, read.Account);
    }

    private static CanvasEvent? ReadEvent(JsonElement root, bool isSigned, Connection connection) => CanvasEvent.Read(
        root, isSigned, connection.Settings.GetValueOrDefault(ConnectionSettings.AccountId), connection.Settings.ContainsKey(ConnectionSettings.ConfirmTotals));
}
