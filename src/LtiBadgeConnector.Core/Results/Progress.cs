namespace LtiBadgeConnector.Core.Results;

/// <summary>Everything known about one learner in one course at one moment.</summary>
public sealed class Progress(IEnumerable<Result> results)
{
    private readonly Dictionary<(ResultKind, ItemKey?), Result> results =
        results.ToDictionary(result => (result.Kind, result.Item));

    public static Progress Nothing { get; } = new([]);

    public IReadOnlyCollection<Result> All => results.Values;

    public Result? GradeOf(ItemKey item) => results.GetValueOrDefault((ResultKind.Grade, item));

    public Result? CompletionOf(ItemKey activity) => results.GetValueOrDefault((ResultKind.ActivityCompletion, activity));

    public Result? CourseCompletion => results.GetValueOrDefault((ResultKind.CourseCompletion, null));
}
