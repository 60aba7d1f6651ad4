namespace LtiBadgeConnector.Core.Results;

/// <summary>Everything known about one learner in one course at one moment.</summary>
public sealed class Progress(IEnumerable<Result> results)
{
    private readonly Dictionary<(ResultKind, ItemKey?, int?), Result> results =
        results.ToDictionary(result => (result.Kind, result.Item, result.Details.Attempt));

    public static Progress Nothing { get; } = new([]);

    public IReadOnlyCollection<Result> All => results.Values;

    /// <summary>Without what happened before; for renewals, where old work does not count again.</summary>
    public Progress Since(DateTimeOffset from) => new(results.Values.Where(result => result.OccurredAt >= from));

    public Result? GradeOf(ItemKey item) => Find(ResultKind.Grade, item);

    public Result? CompletionOf(ItemKey activity) => Find(ResultKind.ActivityCompletion, activity);

    public Result? CourseCompletion => Find(ResultKind.CourseCompletion, null);

    private Result? Find(ResultKind kind, ItemKey? item) => results.GetValueOrDefault((kind, item, null));
}
