namespace LtiBadgeConnector.Core.Ids;

/// <summary>Who vouches for awards.</summary>
public readonly record struct IssuerId(Guid Value) : IId<IssuerId>
{
    public static IssuerId From(Guid value) => new(value);

    public static IssuerId New(TimeProvider time) => new(Guid.CreateVersion7(time.GetUtcNow()));

    public override string ToString() => Value.ToString("D");
}
