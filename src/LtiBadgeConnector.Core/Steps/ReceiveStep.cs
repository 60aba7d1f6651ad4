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
    /// <param name="Answer">What this sender wants to hear; null is a plain 202.</param>
    public sealed record Accepted(DoorAnswer? Answer = null) : Receipt;

    public sealed record Duplicate : Receipt;

    /// <param name="Problem">A code of the problem catalogue.</param>
    public sealed record Refused(string Problem, string? Detail = null) : Receipt;
}

/// <summary>Proves a delivery and stores it once; the worker does the rest, so a slow day of ours never times out an LMS.</summary>
public sealed class ReceiveStep(
    IConnections connections, IInbox inbox, IReadOnlyList<ILmsConnector> connectors, IWakeUp wakeUp, TimeProvider time)
{
    public async Task<Receipt> Run(string connectionKey, Delivery delivery, CancellationToken ct) =>
        await connections.FindByKey(connectionKey, ct) is { IsEnabled: true } connection ? await Run(connection, delivery, ct) : Counted(new Receipt.Refused("webhook-connection-unknown"));

    /// <summary>For what we fetched ourselves from where a connection's sender leaves it.</summary>
    public async Task<Receipt> Run(Connection connection, Delivery delivery, CancellationToken ct) => Counted(await Receive(connection, delivery, ct));

    /// <summary>A body that was larger than what is read: only the line in the connection's log stays of it.</summary>
    public async Task<Receipt> RefuseTooLarge(string connectionKey, CancellationToken ct) => Counted(
        await connections.FindByKey(connectionKey, ct) is { IsEnabled: true } connection
            ? await Refuse(connection, new Proof.Refused("webhook-too-large"), time.Now(), ct)
            : new Receipt.Refused("webhook-connection-unknown"));

    private static Receipt Counted(Receipt receipt)
    {
        RoadMeter.Received(receipt);
        return receipt;
    }

    private async Task<Receipt> Receive(Connection connection, Delivery delivery, CancellationToken ct)
    {
        var connector = connectors.FirstOrDefault(candidate => candidate.Kind == connection.Kind);
        if (connector is null) return new Receipt.Refused("webhook-connection-unknown");

        var now = time.Now();
        return await connector.Prove(delivery, connection, now, ct) switch
        {
            Proof.Genuine genuine => await Store(connection, new(genuine.DedupeKey, genuine.Content, delivery.Body), now, ct),
            Proof.Several several => await StoreEach(connection, several, now, ct),
            Proof.Refused refused => await Refuse(connection, refused, now, ct),
            var other => throw new InvalidOperationException($"Unknown proof {other}."),
        };
    }

    // Side by side, so that they share commits. What was stored before a refused one is true all the same, and no work when it comes again.
    private async Task<Receipt> StoreEach(Connection connection, Proof.Several several, DateTimeOffset now, CancellationToken ct)
    {
        var receipts = await Task.WhenAll(several.Messages.Select(message => Store(connection, message, now, ct)));
        return receipts.FirstOrDefault(receipt => receipt is Receipt.Refused) ?? new Receipt.Accepted(several.Answer);
    }

    private async Task<Receipt> Store(Connection connection, ProvenMessage message, DateTimeOffset now, CancellationToken ct)
    {
        var row = new NewDelivery(
            InboxId.New(time), connection.Tenant, connection.Id, message.DedupeKey, message.Content.ToBytes(), message.Body.ToArray(), now);
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
