namespace LtiBadgeConnector.Core.Ids;

/// <summary>A context of a deployment, as we store it.</summary>
public readonly record struct CourseId(Guid Value) : IId<CourseId>
{
    public static CourseId From(Guid value) => new(value);

    public static CourseId New(TimeProvider time) => new(Guid.CreateVersion7(time.GetUtcNow()));

    public override string ToString() => Value.ToString("D");
}
