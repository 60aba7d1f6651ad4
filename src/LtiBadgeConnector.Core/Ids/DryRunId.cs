namespace LtiBadgeConnector.Core.Ids;

/// <summary>One trial of a rule over a class.</summary>
public readonly record struct DryRunId(Guid Value) : IId<DryRunId>
{
    public static DryRunId From(Guid value) => new(value);

    public static DryRunId New(TimeProvider time) => new(Guid.CreateVersion7(time.GetUtcNow()));

    public override string ToString() => Value.ToString("D");
}
