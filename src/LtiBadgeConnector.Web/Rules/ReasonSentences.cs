using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Web.Localisation;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Ui;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Rules;

/// <summary>
/// Why a verdict is as it is, in words. Nothing here is shown that the learner may not see: a verdict on a hidden grade carries
/// no points.
/// </summary>
internal sealed class ReasonSentences(IStringLocalizer<Words> words, Formats formats)
{
    /// <summary>What there is, what is needed, and until when.</summary>
    public string ToLearner(Reason reason)
    {
        var said = WithoutDeadline(reason);
        return reason is { Due: { } due, Code: not (ReasonCode.TooLate or ReasonCode.DateReached or ReasonCode.DateNotReached) } ? words["{0} Due {1}.", said, formats.Deadline(due)] : said;
    }

    public string ToStaff(Reason reason) => reason.Code switch
    {
        ReasonCode.Reached or ReasonCode.BelowThreshold when reason is { Have: { } have, Need: { } need } =>
            reason.Maximum is { } maximum ? words["{0}, {1} needed", formats.Points(have, maximum), formats.Number(need)] : words["{0} points, {1} needed", formats.Number(have), formats.Number(need)],
        ReasonCode.AboveRange when reason is { Have: { } have, Need: { } need } => words["{0} points, {1} at most", formats.Number(have), formats.Number(need)],
        ReasonCode.MeanReached or ReasonCode.MeanBelow when reason is { Have: { } have, Need: { } need } =>
            words["mean {0}, {1} needed", formats.Share(have), formats.Share(need)],
        ReasonCode.SumReached or ReasonCode.SumBelow when reason is { Have: { } have, Need: { } need } => words["{0} points, {1} needed", formats.Number(have), formats.Number(need)],
        ReasonCode.SumIncomplete when reason is { Have: { } have, Need: { } need } => words["{0} points so far, {1} needed; grades are missing", formats.Number(have), formats.Number(need)],
        ReasonCode.GradesMissing when reason is { Have: { } have, Need: { } need } => words["{0} of {1} grades", formats.Number(have), formats.Number(need)],
        ReasonCode.LetterReached or ReasonCode.OtherLetter when reason.Text is { } letter => words["grade {0}", letter],
        ReasonCode.NoResult => words["no grade yet"],
        ReasonCode.NotReleased => words["grade not released"],
        ReasonCode.NotFullyGraded => words["not graded yet"],
        ReasonCode.MaximumUnknown => words["the LMS does not say how many points are possible"],
        ReasonCode.ZeroMaximum => words["no points are possible in it"],
        ReasonCode.Excused => words["excused: somebody has to decide"],
        ReasonCode.ItemGone => words["no longer in the course"],
        ReasonCode.NoLetter => words["the LMS gives no letter"],
        ReasonCode.PassMarkUnknown => words["the LMS does not say what counts as passed"],
        ReasonCode.Completed when reason.At is { } at => words["completed on {0}", formats.DateInText(at)],
        ReasonCode.NotCompleted => words["not completed"],
        ReasonCode.CompletedWithFail => words["completed, not passed"],
        ReasonCode.CompletedWithoutPass => words["completed without a pass"],
        ReasonCode.Mastered => words["mastered"],
        ReasonCode.NotMastered when reason is { Have: { } have, Need: { } need } => words["rated {0}, {1} needed", formats.Number(have), formats.Number(need)],
        ReasonCode.NotMastered => words["not mastered"],
        ReasonCode.NotRated => words["not rated yet"],
        ReasonCode.AttendanceReached or ReasonCode.AttendanceBelow when reason is { Have: { } have, Maximum: { } maximum, Need: { } need } =>
            words["{0} of {1} sessions, {2} needed", formats.Number(have), formats.Number(maximum), formats.Number(need)],
        ReasonCode.HoursReached or ReasonCode.HoursBelow when reason is { Have: { } have, Need: { } need } => words["{0}, {1} needed", formats.Effort(have), formats.Effort(need)],
        ReasonCode.HoursUnknown => words["the LMS gives no hours"],
        ReasonCode.NoAttendance => words["no attendance yet"],
        ReasonCode.Member => words["in the group"],
        ReasonCode.NotMember => words["not in the group"],
        ReasonCode.Held when reason.At is { } at => words["held since {0}", formats.DateInText(at)],
        ReasonCode.NotHeld => words["not held"],
        ReasonCode.Confirmed or ReasonCode.NotConfirmed when reason is { Have: { } have, Need: { } need } => words["{0} of {1} confirmations", formats.Number(have), formats.Number(need)],
        ReasonCode.DateReached => words["the date is reached"],
        ReasonCode.DateNotReached when reason.Due is { } due => words["from {0} on", formats.DateInText(due)],
        ReasonCode.TooLate when reason.Due is { } due => words["nothing by {0}", formats.DateInText(due)],
        ReasonCode.EnrolmentUnknown => words["the LMS does not say when the learner enrolled"],
        ReasonCode.GivenByHand => words["given by hand"],
        ReasonCode.Recognised when reason.At is { } at => words["recognised on {0}", formats.DateInText(at)],
        ReasonCode.Recognised => words["recognised in its place"],
        ReasonCode.NotRecognised => words["nothing recognised for it"],
        ReasonCode.WorthReached or ReasonCode.WorthBelow when reason is { Have: { } have, Need: { } need, Text: { } unit } => words["{0}, {1} needed", PartWorth.Say(have, unit, formats), PartWorth.Say(need, unit, formats)],
        _ => "",
    };

    public string? Gap(Reason reason) =>
        reason is { Code: ReasonCode.BelowThreshold or ReasonCode.SumBelow, Have: { } have, Need: { } need }
            ? words.Count(need - have, "{0} point", "{0} points", formats.Number(need - have))
            : null;

    public string? PointsToGo(Reason reason) =>
        reason is { Code: ReasonCode.BelowThreshold or ReasonCode.SumBelow, Have: { } have, Need: { } need }
            ? words.Count(need - have, "{0} point to go", "{0} points to go", formats.Number(need - have))
            : null;

    private string WithoutDeadline(Reason reason) => reason.Code switch
    {
        ReasonCode.BelowThreshold when reason is { Have: { } have, Need: { } need, Maximum: { } maximum } =>
            words["You have {0}. Needed: {1}, {2} missing.", formats.Points(have, maximum), formats.Number(need), formats.Number(need - have)],
        ReasonCode.BelowThreshold or ReasonCode.SumBelow when reason is { Have: { } have, Need: { } need } =>
            words["You have {0} points. Needed: {1}, {2} missing.", formats.Number(have), formats.Number(need), formats.Number(need - have)],
        ReasonCode.Reached when reason is { Have: { } have, Need: { } need } => reason.Maximum is { } maximum
            ? words["You have {0}. Needed: {1}.", formats.Points(have, maximum), formats.Number(need)]
            : words["You have {0} points. Needed: {1}.", formats.Number(have), formats.Number(need)],
        ReasonCode.AboveRange when reason is { Have: { } have, Need: { } need } => words["You have {0} points. This is for those with {1} at most.", formats.Number(have), formats.Number(need)],
        ReasonCode.MeanReached or ReasonCode.MeanBelow when reason is { Have: { } have, Need: { } need } =>
            words["Your mean is {0}. Needed: {1}.", formats.Share(have), formats.Share(need)],
        ReasonCode.SumReached when reason is { Have: { } have, Need: { } need } => words["You have {0} points. Needed: {1}.", formats.Number(have), formats.Number(need)],
        ReasonCode.SumIncomplete when reason is { Have: { } have, Need: { } need } => words["You have {0} points so far. Needed: {1}. More grades are to come.", formats.Number(have), formats.Number(need)],
        ReasonCode.GradesMissing when reason is { Have: { } have, Need: { } need } => words["{0} of the {1} grades that count are there.", formats.Number(have), formats.Number(need)],
        ReasonCode.LetterReached or ReasonCode.OtherLetter when reason.Text is { } letter => words["Your grade is {0}.", letter],
        ReasonCode.NoResult => words["There is no grade yet."],
        ReasonCode.NotReleased => words["Your instructor has not released the grade yet."],
        ReasonCode.NotFullyGraded => words["Handed in. Your instructor has not graded it yet."],
        ReasonCode.MaximumUnknown => words["The course does not say how many points are possible. Ask your instructor."],
        ReasonCode.ZeroMaximum => words["No points can be had in it, so it cannot be decided. Ask your instructor."],
        ReasonCode.Excused => words["You were excused from it. Your instructor decides how it counts."],
        ReasonCode.ItemGone => words["It is no longer in the course. Ask your instructor; nothing is counted against you."],
        ReasonCode.NoLetter => words["The course gives no letter for it. Ask your instructor."],
        ReasonCode.PassMarkUnknown => words["The course does not say what counts as passed. Ask your instructor."],
        ReasonCode.Completed when reason.At is { } at => words["Completed on {0}.", formats.DateInText(at)],
        ReasonCode.NotCompleted => words["Not completed yet."],
        ReasonCode.CompletedWithFail => words["Completed, but not passed yet."],
        ReasonCode.CompletedWithoutPass => words["Completed; a pass is needed."],
        ReasonCode.Mastered => words["You have mastered it."],
        ReasonCode.NotMastered when reason is { Have: { } have, Need: { } need } => words["You are rated {0}. Needed: {1}.", formats.Number(have), formats.Number(need)],
        ReasonCode.NotMastered => words["Not mastered yet."],
        ReasonCode.NotRated => words["Your instructor has not rated it yet."],
        ReasonCode.AttendanceReached or ReasonCode.AttendanceBelow when reason is { Have: { } have, Maximum: { } maximum, Need: { } need } =>
            words["You attended {0} of {1} sessions. Needed: {2}.", formats.Number(have), formats.Number(maximum), formats.Number(need)],
        ReasonCode.HoursReached or ReasonCode.HoursBelow when reason is { Have: { } have, Need: { } need } => words["You attended {0}. Needed: {1}.", formats.Effort(have), formats.Effort(need)],
        ReasonCode.HoursUnknown => words["The course counts no hours. Ask your instructor."],
        ReasonCode.NoAttendance => words["No attendance is recorded yet."],
        ReasonCode.Member => words["You are in the group."],
        ReasonCode.NotMember => words["You are not in the group."],
        ReasonCode.Held when reason.At is { } at => words["You hold it since {0}.", formats.DateInText(at)],
        ReasonCode.NotHeld => words["You do not hold it yet."],
        ReasonCode.Confirmed => words["Confirmed."],
        ReasonCode.NotConfirmed when reason is { Have: { } have, Need: > 1 and { } need } => words["{0} of {1} people have confirmed it.", formats.Number(have), formats.Number(need)],
        ReasonCode.NotConfirmed => words["Your instructor has not confirmed it yet."],
        ReasonCode.DateReached => words["The date is reached."],
        ReasonCode.DateNotReached when reason.Due is { } due => words["It opens on {0}.", formats.DateInText(due)],
        ReasonCode.TooLate when reason.Due is { } due => words["The time for it ended on {0}. Your instructor decides on exceptions.", formats.Deadline(due)],
        ReasonCode.EnrolmentUnknown => words["The course does not say when you enrolled. Ask your instructor."],
        ReasonCode.GivenByHand => words["Your instructor gave it."],
        ReasonCode.Recognised when reason.At is { } at => words["Recognised on {0}.", formats.DateInText(at)],
        ReasonCode.Recognised => words["Recognised."],
        ReasonCode.NotRecognised => words["Nothing is recognised for it yet. You can submit a badge."],
        ReasonCode.WorthReached or ReasonCode.WorthBelow when reason is { Have: { } have, Need: { } need, Text: { } unit } => words["Together you have {0}. Needed: {1}.", PartWorth.Say(have, unit, formats), PartWorth.Say(need, unit, formats)],
        _ => "",
    };
}
