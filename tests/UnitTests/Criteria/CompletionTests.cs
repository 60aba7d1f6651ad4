using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Results;
using static LtiBadgeConnector.UnitTests.Criteria.ALearner;

namespace LtiBadgeConnector.UnitTests.Criteria;

public sealed class CompletionTests
{
    private static readonly ActivityCompleted lab = new() { Id = "c1", Activity = Lab };
    private static readonly CourseCompleted course = new() { Id = "c2" };

    [Theory]
    [InlineData(CompletionState.Complete, Verdict.Met, ReasonCode.Completed)]
    [InlineData(CompletionState.Passed, Verdict.Met, ReasonCode.Completed)]
    [InlineData(CompletionState.Failed, Verdict.NotYet, ReasonCode.CompletedWithFail)]
    [InlineData(CompletionState.Incomplete, Verdict.NotYet, ReasonCode.NotCompleted)]
    public void Completed_with_a_fail_is_not_a_success(CompletionState state, Verdict verdict, ReasonCode reason)
    {
        var ofActivity = lab.Evaluate(new ALearner().WithCompletion(Lab, state).Progress);
        var ofCourse = course.Evaluate(new ALearner().WithCourse(state).Progress);

        Assert.Equal((verdict, reason), (ofActivity.Verdict, ofActivity.Reason.Code));
        Assert.Equal((verdict, reason), (ofCourse.Verdict, ofCourse.Reason.Code));
    }

    [Fact]
    public void The_completion_of_an_activity_is_not_that_of_the_course() =>
        Assert.False(course.Evaluate(new ALearner().WithCompletion(Lab, CompletionState.Complete).Progress).IsMet);
}
