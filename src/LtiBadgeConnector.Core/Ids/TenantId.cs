namespace LtiBadgeConnector.Core.Ids;

/// <summary>An institution whose data are kept apart.</summary>
public readonly record struct TenantId(Guid Value) : IId<TenantId>
{
    public static TenantId From(Guid value) => new(value);

    public static TenantId New(TimeProvider time) => new(Guid.CreateVersion7(time.GetUtcNow()));

    public override string ToString() => Value.ToString("D");
}
