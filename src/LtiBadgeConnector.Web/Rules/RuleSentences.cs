using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Web.Localisation;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Ui;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Rules;

/// <summary>
/// Rules and verdicts as sentences. Word order belongs to the language: each kind of criterion is one resource string with
/// holes. Nothing here is shown that the learner may not see: a verdict on a hidden grade carries no points.
/// </summary>
public sealed class RuleSentences(IStringLocalizer<Words> words, Formats formats)
{
    /// <summary>In a language of its own, for what is published rather than shown.</summary>
    public static RuleSentences In(string language, IStringLocalizer<Words> words) =>
        new(new WordsIn(language, words), new Formats(Languages.Matching(language) ?? Languages.Default, TimeZoneInfo.Utc));

    /// <summary>What a criterion is about, for buttons and tables: "Quiz 1", "the course", "a group of requirements".</summary>
    public string Subject(Criterion criterion, ItemNames names) => criterion switch
    {
        MinimumScore score => Name(score.Item, names),
        MeanScore mean => words["the mean of {0}", Weighted(mean, names)],
        ActivityCompleted activity => Name(activity.Activity, names),
        CourseCompleted => words["the course"],
        _ => words["a group of requirements"],
    };

    /// <summary>For those who teach: "Quiz 1 score is at least 60%".</summary>
    public string Requirement(Criterion criterion, ItemNames names) => criterion switch
    {
        MinimumScore score => words["{0} score is at least {1}", Name(score.Item, names), formats.Share(score.Share)],
        MeanScore { LeaveOut: 0 } mean => words["the mean of {0} is at least {1}", Weighted(mean, names), formats.Share(mean.Share)],
        MeanScore mean => words.Count(mean.LeaveOut, "the mean of {0} without the lowest one is at least {1}", "the mean of {0} without the lowest {2} is at least {1}", Weighted(mean, names), formats.Share(mean.Share), mean.LeaveOut),
        ActivityCompleted activity => words["{0} is completed", Name(activity.Activity, names)],
        CourseCompleted => words["the course is completed"],
        AllOf group => words["all of these: {0}", Joined(group.Of, part => Requirement(part, names))],
        AnyOf group => words["one of these: {0}", Joined(group.Of, part => Requirement(part, names))],
        AtLeast group => words["at least {0} of these: {1}", group.Count, Joined(group.Of, part => Requirement(part, names))],
        _ => throw Unknown(criterion),
    };

    /// <summary>As learners read it after "you need": "60% or more in Quiz 1".</summary>
    public string ForLearner(Criterion criterion, ItemNames names) => criterion switch
    {
        MinimumScore score => words["{0} or more in {1}", formats.Share(score.Share), Name(score.Item, names)],
        MeanScore { LeaveOut: 0 } mean => words["{0} or more on average in {1}", formats.Share(mean.Share), Weighted(mean, names)],
        MeanScore mean => words.Count(mean.LeaveOut, "{0} or more on average in {1}, the lowest one left out", "{0} or more on average in {1}, the lowest {2} left out", formats.Share(mean.Share), Weighted(mean, names), mean.LeaveOut),
        ActivityCompleted activity => words["{0} completed", Name(activity.Activity, names)],
        CourseCompleted => words["the course completed"],
        AllOf group => words["all of these: {0}", Joined(group.Of, part => ForLearner(part, names))],
        AnyOf group => words["one of these: {0}", Joined(group.Of, part => ForLearner(part, names))],
        AtLeast group => words["at least {0} of these: {1}", group.Count, Joined(group.Of, part => ForLearner(part, names))],
        _ => throw Unknown(criterion),
    };

    /// <summary>The whole rule in one sentence.</summary>
    public string Sentence(Criterion rule, ItemNames names) => rule switch
    {
        Group { Of: [var only] } => words["Awarded to everyone who has {0}.", ForLearner(only, names)],
        AllOf group => words["Awarded to everyone who has all of these: {0}.", Joined(group.Of, part => ForLearner(part, names))],
        AtLeast group => words["Awarded to everyone who has at least {0} of these: {1}.", group.Count, Joined(group.Of, part => ForLearner(part, names))],
        AnyOf group => words["Awarded to everyone who has at least one of these: {0}.", Joined(group.Of, part => ForLearner(part, names))],
        _ => words["Awarded to everyone who has {0}.", ForLearner(rule, names)],
    };

    /// <summary>The criteria of the published achievement: Markdown, one line for each requirement.</summary>
    public string Narrative(Criterion rule, ItemNames names)
    {
        var head = rule switch
        {
            AnyOf => words["Awarded to everyone who has at least one of these:"],
            AtLeast some => words["Awarded to everyone who has at least {0} of these:", some.Count],
            _ => words["Awarded to everyone who has all of these:"],
        };
        return $"{head}\n\n{string.Join('\n', Lines(rule is Group group ? group.Of : [rule], names, indent: ""))}\n";
    }

    /// <summary>To the learner: what there is and what is needed, "You have 61 of 90 points. Needed: 63."</summary>
    public string ToLearner(Reason reason) => reason.Code switch
    {
        ReasonCode.Reached or ReasonCode.BelowThreshold when reason is { Have: { } have, Need: { } need, Maximum: { } maximum } =>
            words["You have {0}. Needed: {1}.", formats.Points(have, maximum), formats.Number(need)],
        ReasonCode.MeanReached or ReasonCode.MeanBelow when reason is { Have: { } have, Need: { } need } =>
            words["Your mean is {0}. Needed: {1}.", formats.Share(have), formats.Share(need)],
        ReasonCode.GradesMissing when reason is { Have: { } have, Need: { } need } => words["{0} of the {1} grades that count are there.", formats.Number(have), formats.Number(need)],
        ReasonCode.NoResult => words["There is no grade yet."],
        ReasonCode.NotReleased => words["Your instructor has not released the grade yet."],
        ReasonCode.NotFullyGraded => words["Handed in. Your instructor has not graded it yet."],
        ReasonCode.MaximumUnknown => words["The course does not say how many points are possible. Ask your instructor."],
        ReasonCode.Completed when reason.At is { } at => words["Completed on {0}.", formats.DateInText(at)],
        ReasonCode.NotCompleted => words["Not completed yet."],
        ReasonCode.CompletedWithFail => words["Completed, but not passed yet."],
        _ => "",
    };

    /// <summary>To staff, after the item's name: "61 of 90 points, 63 needed".</summary>
    public string ToStaff(Reason reason) => reason.Code switch
    {
        ReasonCode.Reached or ReasonCode.BelowThreshold when reason is { Have: { } have, Need: { } need, Maximum: { } maximum } =>
            words["{0}, {1} needed", formats.Points(have, maximum), formats.Number(need)],
        ReasonCode.MeanReached or ReasonCode.MeanBelow when reason is { Have: { } have, Need: { } need } =>
            words["mean {0}, {1} needed", formats.Share(have), formats.Share(need)],
        ReasonCode.GradesMissing when reason is { Have: { } have, Need: { } need } => words["{0} of {1} grades", formats.Number(have), formats.Number(need)],
        ReasonCode.NoResult => words["no grade yet"],
        ReasonCode.NotReleased => words["grade not released"],
        ReasonCode.NotFullyGraded => words["not graded yet"],
        ReasonCode.MaximumUnknown => words["the LMS does not say how many points are possible"],
        ReasonCode.Completed when reason.At is { } at => words["completed on {0}", formats.DateInText(at)],
        ReasonCode.NotCompleted => words["not completed"],
        ReasonCode.CompletedWithFail => words["completed, not passed"],
        _ => "",
    };

    /// <summary>How many points are missing: "2 points". Null when points are not what is missing.</summary>
    public string? Gap(Reason reason) =>
        reason is { Code: ReasonCode.BelowThreshold, Have: { } have, Need: { } need }
            ? words.Count(need - have, "{0} point", "{0} points", formats.Number(need - have))
            : null;

    /// <summary>To the learner, as a headline: "2 points to go".</summary>
    public string? PointsToGo(Reason reason) =>
        reason is { Code: ReasonCode.BelowThreshold, Have: { } have, Need: { } need }
            ? words.Count(need - have, "{0} point to go", "{0} points to go", formats.Number(need - have))
            : null;

    /// <summary>To staff: everything of the rule that is not met, "Final project: 61 of 90 points, 63 needed".</summary>
    public IReadOnlyList<string> Missing(Criterion rule, Evaluation evaluation, ItemNames names)
    {
        var criteria = Leaves(rule).ToDictionary(leaf => leaf.Id, StringComparer.Ordinal);
        return
        [
            .. from leaf in evaluation.Leaves
               where !leaf.IsMet && criteria.ContainsKey(leaf.Criterion)
               select words["{0}: {1}", Subject(criteria[leaf.Criterion], names), ToStaff(leaf.Reason)].Value,
        ];
    }

    /// <summary>Every criterion that is not a group, in the order of the rule.</summary>
    public static IEnumerable<Criterion> Leaves(Criterion rule) => rule is Group group ? group.Of.SelectMany(Leaves) : [rule];

    private IEnumerable<string> Lines(IReadOnlyList<Criterion> parts, ItemNames names, string indent)
    {
        foreach (var part in parts)
        {
            if (part is not Group group)
            {
                yield return $"{indent}- {Markdown(ForLearner(part, names))}";
                continue;
            }
            var head = group switch
            {
                AnyOf => words["at least one of these:"],
                AtLeast some => words["at least {0} of these:", some.Count],
                _ => words["all of these:"],
            };
            yield return $"{indent}- {head}";
            foreach (var line in Lines(group.Of, names, indent + "  ")) yield return line;
        }
    }

    // Weights are said only where they differ.
    private string Weighted(MeanScore mean, ItemNames names)
    {
        var equal = mean.Of.Select(part => part.Weight).Distinct().Count() <= 1;
        return string.Join(formats.Language == "ja" ? "、" : ", ", mean.Of.Select(part => equal ? Name(part.Item, names) : words["{0} (weight {1})", Name(part.Item, names), formats.Number(part.Weight)].Value));
    }

    private string Name(ItemKey key, ItemNames names) => names.Find(key) ?? words["an item that is not in the course"];

    private string Joined(IReadOnlyList<Criterion> parts, Func<Criterion, string> say) => string.Join(formats.Language == "ja" ? "、" : "; ", parts.Select(say));

    // Names of items are the course's: they must not become markup.
    private static string Markdown(string text) =>
        string.Concat(text.Select(character => character is '\\' or '`' or '*' or '_' or '[' or ']' or '<' or '>' or '#' or '|' ? $"\\{character}" : character.ToString()));

    private static InvalidOperationException Unknown(Criterion criterion) => new($"No sentence for {criterion.GetType().Name}.");
}
