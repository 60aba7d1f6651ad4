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
        ActivityCompleted activity => Name(activity.Activity, names),
        CourseCompleted => words["the course"],
        _ => words["a group of requirements"],
    };

    /// <summary>For those who teach: "Quiz 1 score is at least 60%".</summary>
    public string Requirement(Criterion criterion, ItemNames names) => criterion switch
    {
        MinimumScore score => words["{0} score is at least {1}", Name(score.Item, names), formats.Share(score.Share)],
        ActivityCompleted activity => words["{0} is completed", Name(activity.Activity, names)],
        CourseCompleted => words["the course is completed"],
        AllOf group => words["all of these: {0}", Joined(group.Of, part => Requirement(part, names))],
        AnyOf group => words["one of these: {0}", Joined(group.Of, part => Requirement(part, names))],
        _ => throw Unknown(criterion),
    };

    /// <summary>As learners read it after "you need": "60% or more in Quiz 1".</summary>
    public string ForLearner(Criterion criterion, ItemNames names) => criterion switch
    {
        MinimumScore score => words["{0} or more in {1}", formats.Share(score.Share), Name(score.Item, names)],
        ActivityCompleted activity => words["{0} completed", Name(activity.Activity, names)],
        CourseCompleted => words["the course completed"],
        AllOf group => words["all of these: {0}", Joined(group.Of, part => ForLearner(part, names))],
        AnyOf group => words["one of these: {0}", Joined(group.Of, part => ForLearner(part, names))],
        _ => throw Unknown(criterion),
    };

    /// <summary>The whole rule in one sentence.</summary>
    public string Sentence(Criterion rule, ItemNames names) => rule switch
    {
        Group { Of: [var only] } => words["Awarded to everyone who has {0}.", ForLearner(only, names)],
        AllOf group => words["Awarded to everyone who has all of these: {0}.", Joined(group.Of, part => ForLearner(part, names))],
        AnyOf group => words["Awarded to everyone who has at least one of these: {0}.", Joined(group.Of, part => ForLearner(part, names))],
        _ => words["Awarded to everyone who has {0}.", ForLearner(rule, names)],
    };

    /// <summary>The criteria of the published achievement: Markdown, one line for each requirement.</summary>
    public string Narrative(Criterion rule, ItemNames names)
    {
        var head = rule is AnyOf ? words["Awarded to everyone who has at least one of these:"] : words["Awarded to everyone who has all of these:"];
        return $"{head}\n\n{string.Join('\n', Lines(rule is Group group ? group.Of : [rule], names, indent: ""))}\n";
    }

    /// <summary>To the learner: what there is and what is needed, "You have 61 of 90 points. Needed: 63."</summary>
    public string ToLearner(Reason reason) => reason.Code switch
    {
        ReasonCode.Reached or ReasonCode.BelowThreshold when reason is { Have: { } have, Need: { } need, Maximum: { } maximum } =>
            words["You have {0}. Needed: {1}.", formats.Points(have, maximum), formats.Number(need)],
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
            yield return $"{indent}- {(group is AnyOf ? words["at least one of these:"] : words["all of these:"])}";
            foreach (var line in Lines(group.Of, names, indent + "  ")) yield return line;
        }
    }

    private string Name(ItemKey key, ItemNames names) => names.Find(key) ?? words["an item that is not in the course"];

    private string Joined(IReadOnlyList<Criterion> parts, Func<Criterion, string> say) => string.Join(formats.Language == "ja" ? "、" : "; ", parts.Select(say));

    // Names of items are the course's: they must not become markup.
    private static string Markdown(string text) =>
        string.Concat(text.Select(character => character is '\\' or '`' or '*' or '_' or '[' or ']' or '<' or '>' or '#' or '|' ? $"\\{character}" : character.ToString()));

    private static InvalidOperationException Unknown(Criterion criterion) => new($"No sentence for {criterion.GetType().Name}.");
}
