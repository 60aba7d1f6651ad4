using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Inbox;
using LtiBadgeConnector.Core.Lms;

namespace LtiBadgeConnector.Core.Steps;

/// <summary>What the webhook door answers.</summary>
public abstract record Receipt
{
    private Receipt() { }

    /// <summary>Durable: it will lead to its award whatever happens to this process.</summary>
    public sealed record Accepted : Receipt;

    public sealed record Duplicate : Receipt;

    /// <param name="Problem">A code of the problem catalogue.</param>
    public sealed record Refused(string Problem, string? Detail = null) : Receipt;
}

/// <summary>Proves a delivery and stores it once; the worker does the rest, so a slow day of ours never times out an LMS.</summary>
public sealed class ReceiveStep(
    IConnections connections, IInbox inbox, IReadOnlyList<ILmsConnector> connectors, IWakeUp wakeUp, TimeProvider time)
{
    public async Task<Receipt> Run(string connectionKey, Delivery delivery, CancellationToken ct)
    {
        if (await connections.FindByKey(connectionKey, ct) is not { IsEnabled: true } connection)
            return new Receipt.Refused("webhook-connection-unknown");

        var connector = connectors.FirstOrDefault(candidate => candidate.Kind == connection.Kind);
        if (connector is null) return new Receipt.Refused("webhook-connection-unknown");

        var now = time.Now();
        return connector.Prove(delivery, connection, now) switch
        {
            Proof.Genuine genuine => await Store(connection, genuine, delivery.Body, now, ct),
            Proof.Refused refused => await Refuse(connection, refused, now, ct),
            var other => throw new InvalidOperationException($"Unknown proof {other}."),
        };
    }

    private async Task<Receipt> Store(Connection connection, Proof.Genuine genuine, ReadOnlyMemory<byte> body, DateTimeOffset now, CancellationToken ct)
    {
        var row = new NewDelivery(
            InboxId.New(time), connection.Tenant, connection.Id, genuine.DedupeKey, genuine.Content.ToBytes(), body.ToArray(), now);
        switch (await inbox.Store(row, ct))
        {
            case Stored.New:
                wakeUp.Wake();
                return new Receipt.Accepted();
            case Stored.Duplicate:
                return new Receipt.Duplicate();
            case Stored.Conflict:
                return await Refuse(connection, new Proof.Refused("webhook-id-reused"), now, ct);
            default:
                return new Receipt.Refused("webhook-overloaded");
        }
    }

    private async Task<Receipt> Refuse(Connection connection, Proof.Refused refused, DateTimeOffset now, CancellationToken ct)
    {
        await connections.NoteRefusal(connection.Id, refused.Problem, refused.Detail, now, ct);
        return new Receipt.Refused(refused.Problem, refused.Detail);
    }
}
