namespace LtiBadgeConnector.Core.Ids;

/// <summary>Our decision that one learner has earned one micro-credential.</summary>
public readonly record struct AwardId(Guid Value) : IId<AwardId>
{
    public static AwardId From(Guid value) => new(value);

    public static AwardId New(TimeProvider time) => new(Guid.CreateVersion7(time.GetUtcNow()));

    public override string ToString() => Value.ToString("D");
}
