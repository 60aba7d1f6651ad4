namespace LtiBadgeConnector.Core.Ids;

/// <summary>A stored delivery.</summary>
public readonly record struct InboxId(Guid Value) : IId<InboxId>
{
    public static InboxId From(Guid value) => new(value);

    public static InboxId New(TimeProvider time) => new(Guid.CreateVersion7(time.GetUtcNow()));

    public override string ToString() => Value.ToString("D");
}
