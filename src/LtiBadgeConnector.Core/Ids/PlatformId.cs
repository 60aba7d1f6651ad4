namespace LtiBadgeConnector.Core.Ids;

/// <summary>A registration: our client id at one LMS.</summary>
public readonly record struct PlatformId(Guid Value) : IId<PlatformId>
{
    public static PlatformId From(Guid value) => new(value);

    public static PlatformId New(TimeProvider time) => new(Guid.CreateVersion7(time.GetUtcNow()));

    public override string ToString() => Value.ToString("D");
}
