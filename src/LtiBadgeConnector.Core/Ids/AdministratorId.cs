namespace LtiBadgeConnector.Core.Ids;

/// <summary>A person who signs in to the console.</summary>
public readonly record struct AdministratorId(Guid Value) : IId<AdministratorId>
{
    public static AdministratorId From(Guid value) => new(value);

    public static AdministratorId New(TimeProvider time) => new(Guid.CreateVersion7(time.GetUtcNow()));

    public override string ToString() => Value.ToString("D");
}
