namespace LtiBadgeConnector.Core.Ids;

/// <summary>One way in which an LMS tells us or lets us read.</summary>
public readonly record struct ConnectionId(Guid Value) : IId<ConnectionId>
{
    public static ConnectionId From(Guid value) => new(value);

    public static ConnectionId New(TimeProvider time) => new(Guid.CreateVersion7(time.GetUtcNow()));

    public override string ToString() => Value.ToString("D");
}
