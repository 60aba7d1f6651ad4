namespace LtiBadgeConnector.Core.Ids;

/// <summary>A micro-credential through all its versions.</summary>
public readonly record struct MicroCredentialId(Guid Value) : IId<MicroCredentialId>
{
    public static MicroCredentialId From(Guid value) => new(value);

    public static MicroCredentialId New(TimeProvider time) => new(Guid.CreateVersion7(time.GetUtcNow()));

    public override string ToString() => Value.ToString("D");
}
