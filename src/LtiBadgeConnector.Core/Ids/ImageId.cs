namespace LtiBadgeConnector.Core.Ids;

/// <summary>A stored picture.</summary>
public readonly record struct ImageId(Guid Value) : IId<ImageId>
{
    public static ImageId From(Guid value) => new(value);

    public static ImageId New(TimeProvider time) => new(Guid.CreateVersion7(time.GetUtcNow()));

    public override string ToString() => Value.ToString("D");
}
