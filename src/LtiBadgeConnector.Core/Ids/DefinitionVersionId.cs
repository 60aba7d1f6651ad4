namespace LtiBadgeConnector.Core.Ids;

/// <summary>One published, immutable version of a micro-credential.</summary>
public readonly record struct DefinitionVersionId(Guid Value) : IId<DefinitionVersionId>
{
    public static DefinitionVersionId From(Guid value) => new(value);

    public static DefinitionVersionId New(TimeProvider time) => new(Guid.CreateVersion7(time.GetUtcNow()));

    public override string ToString() => Value.ToString("D");
}
