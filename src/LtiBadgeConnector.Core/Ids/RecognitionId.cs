namespace LtiBadgeConnector.Core.Ids;

/// <summary>Something a learner submitted in place of a requirement.</summary>
public readonly record struct RecognitionId(Guid Value) : IId<RecognitionId>
{
    public static RecognitionId From(Guid value) => new(value);

    public static RecognitionId New(TimeProvider time) => new(Guid.CreateVersion7(time.GetUtcNow()));

    public override string ToString() => Value.ToString("D");
}
