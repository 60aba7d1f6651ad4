namespace LtiBadgeConnector.Core.Ids;

/// <summary>A list that tells which credentials are withdrawn.</summary>
public readonly record struct StatusListId(Guid Value) : IId<StatusListId>
{
    public static StatusListId From(Guid value) => new(value);

    public static StatusListId New(TimeProvider time) => new(Guid.CreateVersion7(time.GetUtcNow()));

    public override string ToString() => Value.ToString("D");
}
