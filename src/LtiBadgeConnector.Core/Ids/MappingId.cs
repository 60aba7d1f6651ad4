namespace LtiBadgeConnector.Core.Ids;

/// <summary>A micro-credential attached to a course.</summary>
public readonly record struct MappingId(Guid Value) : IId<MappingId>
{
    public static MappingId From(Guid value) => new(value);

    public static MappingId New(TimeProvider time) => new(Guid.CreateVersion7(time.GetUtcNow()));

    public override string ToString() => Value.ToString("D");
}
