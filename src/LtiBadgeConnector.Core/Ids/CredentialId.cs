namespace LtiBadgeConnector.Core.Ids;

/// <summary>One signed document of an award.</summary>
public readonly record struct CredentialId(Guid Value) : IId<CredentialId>
{
    public static CredentialId From(Guid value) => new(value);

    public static CredentialId New(TimeProvider time) => new(Guid.CreateVersion7(time.GetUtcNow()));

    public override string ToString() => Value.ToString("D");
}
