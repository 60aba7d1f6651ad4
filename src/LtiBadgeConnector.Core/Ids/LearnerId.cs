namespace LtiBadgeConnector.Core.Ids;

/// <summary>A person of a tenant, whichever LMS accounts lead to them.</summary>
public readonly record struct LearnerId(Guid Value) : IId<LearnerId>
{
    public static LearnerId From(Guid value) => new(value);

    public static LearnerId New(TimeProvider time) => new(Guid.CreateVersion7(time.GetUtcNow()));

    public override string ToString() => Value.ToString("D");
}
