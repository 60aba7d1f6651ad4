using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.UnitTests.Criteria;

/// <summary>Builds a learner's progress by naming only what matters.</summary>
internal sealed class ALearner
{
    public static readonly ItemKey Quiz = ItemKey.Of(ItemSchemes.MoodleGradeItem, "1");
    public static readonly ItemKey Project = ItemKey.Of(ItemSchemes.MoodleGradeItem, "2");
    public static readonly ItemKey Lab = ItemKey.Of(ItemSchemes.MoodleCourseModule, "7");
    private static readonly DateTimeOffset monday = new(2026, 10, 5, 9, 0, 0, TimeSpan.Zero);

    private readonly List<Result> results = [];

    public static Progress WithNothing => Progress.Nothing;

    public ALearner With(ItemKey item, decimal? given, decimal? maximum = 100, decimal minimum = 0, bool isFinal = true, bool isReleased = true)
    {
        results.Add(new(ResultKind.Grade, item, new(given, minimum, maximum), null, isFinal, isReleased, monday, ResultSource.Event));
        return this;
    }

    public ALearner WithCompletion(ItemKey activity, CompletionState state)
    {
        results.Add(new(ResultKind.ActivityCompletion, activity, null, state, true, true, monday, ResultSource.Event));
        return this;
    }

    public ALearner WithCourse(CompletionState state)
    {
        results.Add(new(ResultKind.CourseCompletion, null, null, state, true, true, monday, ResultSource.Event));
        return this;
    }

    public Progress Progress => new(results);
}
