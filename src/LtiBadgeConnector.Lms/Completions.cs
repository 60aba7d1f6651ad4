using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.Lms;

/// <summary>The words of <c>docs/events</c> and Moodle's numbers for the state of a completion.</summary>
internal static class Completions
{
    /// <returns>Null for what we do not know, which is never a success.</returns>
    public static CompletionState? Parse(string state) => state switch
    {
        "incomplete" or "0" => CompletionState.Incomplete,
        "complete" or "1" => CompletionState.Complete,
        "passed" or "2" => CompletionState.Passed,
        // 4 is "failed, and the grade is hidden" (COMPLETION_COMPLETE_FAIL_HIDDEN).
        "failed" or "3" or "4" => CompletionState.Failed,
        _ => null,
    };
}
