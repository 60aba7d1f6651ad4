namespace LtiBadgeConnector.Core.Ids;

/// <summary>A signing key of an issuer.</summary>
public readonly record struct IssuerKeyId(Guid Value) : IId<IssuerKeyId>
{
    public static IssuerKeyId From(Guid value) => new(value);

    public static IssuerKeyId New(TimeProvider time) => new(Guid.CreateVersion7(time.GetUtcNow()));

    public override string ToString() => Value.ToString("D");
}
