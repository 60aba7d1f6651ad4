using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Web.Localisation;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Ui;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Rules;

/// <summary>
/// Rules as sentences. Word order belongs to the language: each kind of criterion is one resource string with holes.
/// What came of them is said by <see cref="ReasonSentences"/>.
/// </summary>
public sealed class RuleSentences(IStringLocalizer<Words> words, Formats formats)
{
    // More would push everything else out of a line of a table.
    private const int MostNamed = 2;

    private readonly ReasonSentences reasons = new(words, formats);

    /// <summary>In a language of its own, for what is published rather than shown.</summary>
    public static RuleSentences In(string language, IStringLocalizer<Words> words) =>
        new(new WordsIn(language, words), new Formats(Languages.Matching(language) ?? Languages.Default, TimeZoneInfo.Utc));

    /// <summary>What a criterion is about, for buttons and tables: "Quiz 1", "the course", "a group of requirements".</summary>
    public string Subject(Criterion criterion, ItemNames names) => criterion switch
    {
        MinimumScore score => Name(score.Item, names),
        MinimumPoints points => Name(points.Item, names),
        ScoreBetween between => Name(between.Item, names),
        LetterGrade letter => Name(letter.Item, names),
        GradePassed passed => Name(passed.Item, names),
        BestAttempt best => Name(best.Item, names),
        MeanScore { Of.Count: > MostNamed } mean => words["the mean of {0} scores", formats.Number(mean.Of.Count)],
        MeanScore mean => words["the mean of {0}", Weighted(mean.Of, names)],
        WeightedSum { Of.Count: > MostNamed } sum => words["the sum of {0} scores", formats.Number(sum.Of.Count)],
        WeightedSum sum => words["the sum of {0}", Weighted(sum.Of, names)],
        ActivityCompleted activity => Name(activity.Activity, names),
        CourseCompleted => words["the course"],
        OutcomeMastered outcome => Name(outcome.Outcome, names),
        Attended { Item: { } item } => Name(item, names),
        Attended => words["the attendance"],
        GroupMember member => Name(member.Group, names),
        HoldsAward holds => Title(holds, names),
        ForeignBadge foreign => foreign.What,
        Confirmed confirmed => confirmed.What,
        FromDate => words["the date"],
        _ => words["a group of requirements"],
    };

    /// <summary>For those who teach: "Quiz 1 score is at least 60%".</summary>
    public string Requirement(Criterion criterion, ItemNames names) => criterion switch
    {
        MinimumScore score => words["{0} score is at least {1}", Name(score.Item, names), formats.Share(score.Share)],
        MinimumPoints points => words["{0} has at least {1} points", Name(points.Item, names), formats.Number(points.Points)],
        ScoreBetween between => words["{0} score is between {1} and {2}", Name(between.Item, names), Bound(between, between.From), Bound(between, between.To)],
        LetterGrade letter => words["{0} grade is one of {1}", Name(letter.Item, names), Letters(letter)],
        GradePassed passed => words["{0} is passed", Name(passed.Item, names)],
        BestAttempt best => words["the best try at {0} is at least {1}", Name(best.Item, names), formats.Share(best.Share)],
        MeanScore { LeaveOut: 0 } mean => words["the mean of {0} is at least {1}", Weighted(mean.Of, names), formats.Share(mean.Share)],
        MeanScore mean => words.Count(mean.LeaveOut, "the mean of {0} without the lowest one is at least {1}", "the mean of {0} without the lowest {2} is at least {1}", Weighted(mean.Of, names), formats.Share(mean.Share), mean.LeaveOut),
        WeightedSum sum => words["the sum of {0} is at least {1} points", Weighted(sum.Of, names), formats.Number(sum.Points)],
        ActivityCompleted { WithPass: true } activity => words["{0} is completed with a pass", Name(activity.Activity, names)],
        ActivityCompleted activity => words["{0} is completed", Name(activity.Activity, names)],
        CourseCompleted => words["the course is completed"],
        OutcomeMastered { Rating: { } rating } outcome => words["{0} is rated at least {1}", Name(outcome.Outcome, names), formats.Number(rating)],
        OutcomeMastered outcome => words["{0} is mastered", Name(outcome.Outcome, names)],
        Attended { Hours: { } hours } attended => words["{0}: at least {1} attended", Subject(attended, names), formats.Effort(hours)],
        Attended attended => words["{0}: at least {1} of the sessions attended", Subject(attended, names), formats.Share(attended.Share ?? 1)],
        GroupMember member => words["the learner is in the group {0}", Name(member.Group, names)],
        HoldsAward holds => words["the learner holds {0}", Title(holds, names)],
        ForeignBadge { TakenByRule: true } foreign => words["a badge of another trusted issuer, taken by itself: {0}", foreign.What],
        ForeignBadge foreign => words["a badge of another issuer that a person takes for it: {0}", foreign.What],
        Confirmed { People: > 1 } confirmed => words["confirmed by two teachers: {0}", confirmed.What],
        Confirmed confirmed => words["confirmed by a teacher: {0}", confirmed.What],
        FromDate date => words["it is {0} or later", formats.Day(date.Date)],
        Group group => InWords(group, names, (part, there) => Requirement(part, there)),
        _ => throw Unknown(criterion),
    };

    /// <summary>As learners read it after "you need": "60% or more in Quiz 1".</summary>
    public string ForLearner(Criterion criterion, ItemNames names) => criterion switch
    {
        MinimumScore score => words["{0} or more in {1}", formats.Share(score.Share), Name(score.Item, names)],
        MinimumPoints points => words["{0} points or more in {1}", formats.Number(points.Points), Name(points.Item, names)],
        ScoreBetween between => words["{0} to {1} in {2}", Bound(between, between.From), Bound(between, between.To), Name(between.Item, names)],
        LetterGrade letter => words["the grade {0} in {1}", Letters(letter), Name(letter.Item, names)],
        GradePassed passed => words["{0} passed", Name(passed.Item, names)],
        BestAttempt best => words["{0} or more in your best try at {1}", formats.Share(best.Share), Name(best.Item, names)],
        MeanScore { LeaveOut: 0 } mean => words["{0} or more on average in {1}", formats.Share(mean.Share), Weighted(mean.Of, names)],
        MeanScore mean => words.Count(mean.LeaveOut, "{0} or more on average in {1}, the lowest one left out", "{0} or more on average in {1}, the lowest {2} left out", formats.Share(mean.Share), Weighted(mean.Of, names), mean.LeaveOut),
        WeightedSum sum => words["{0} points or more in all of {1}", formats.Number(sum.Points), Weighted(sum.Of, names)],
        ActivityCompleted { WithPass: true } activity => words["{0} completed with a pass", Name(activity.Activity, names)],
        ActivityCompleted activity => words["{0} completed", Name(activity.Activity, names)],
        CourseCompleted => words["the course completed"],
        OutcomeMastered { Rating: { } rating } outcome => words["a rating of {0} or more in {1}", formats.Number(rating), Name(outcome.Outcome, names)],
        OutcomeMastered outcome => words["{0} mastered", Name(outcome.Outcome, names)],
        Attended { Hours: { } hours } attended => words["{0}: {1} or more attended", Subject(attended, names), formats.Effort(hours)],
        Attended attended => words["{0}: {1} of the sessions or more attended", Subject(attended, names), formats.Share(attended.Share ?? 1)],
        GroupMember member => words["membership in the group {0}", Name(member.Group, names)],
        HoldsAward holds => words["the credential {0}", Title(holds, names)],
        ForeignBadge foreign => words["a badge of another issuer: {0}", foreign.What],
        Confirmed { People: > 1 } confirmed => words["two people’s confirmation: {0}", confirmed.What],
        Confirmed confirmed => words["your instructor’s confirmation: {0}", confirmed.What],
        FromDate date => words["the date {0} reached", formats.Day(date.Date)],
        Group group => InWords(group, names, (part, there) => ForLearner(part, there)),
        _ => throw Unknown(criterion),
    };

    /// <summary>The whole rule in one sentence.</summary>
    public string Sentence(Criterion rule, ItemNames names) => rule switch
    {
        AllOf { Of: [var only] } => words["Awarded to everyone who has {0}.", ForLearner(only, names)],
        AnyOf { Of: [var only] } => words["Awarded to everyone who has {0}.", ForLearner(only, names)],
        AllOf group => words["Awarded to everyone who has all of these: {0}.", Joined(group.Of, part => ForLearner(part, names))],
        AtLeast group => words["Awarded to everyone who has at least {0} of these: {1}.", group.Count, Joined(group.Of, part => ForLearner(part, names))],
        WorthAtLeast group => words["Awarded to everyone who has at least {0} in all of these: {1}.", PartWorth.Say(group.Amount, group.Unit, formats), Counted(group, part => ForLearner(part, names))],
        AnyOf group => words["Awarded to everyone who has at least one of these: {0}.", Joined(group.Of, part => ForLearner(part, names))],
        _ => words["Awarded to everyone who has {0}.", ForLearner(rule, names)],
    };

    /// <summary>The criteria of the published achievement: Markdown, one line for each requirement.</summary>
    public string Narrative(Criterion rule, ItemNames names)
    {
        if (rule is not (AllOf or AnyOf or AtLeast) and Group whole) rule = new AllOf { Id = whole.Id, Of = [whole] };
        var head = rule switch
        {
            AnyOf => words["Awarded to everyone who has at least one of these:"],
            AtLeast some => words["Awarded to everyone who has at least {0} of these:", some.Count],
            _ => words["Awarded to everyone who has all of these:"],
        };
        return $"{head}\n\n{string.Join('\n', Lines(rule is Group group ? group.Of : [rule], counted: null, names, indent: ""))}\n";
    }

    /// <summary>The criteria in the language of a definition and in the other one.</summary>
    public static (string Own, string Other) Narratives(Definition definition, Criterion rule, ItemNames names, IStringLocalizer<Words> words) =>
        (In(definition.Language, words).Narrative(rule, names), In(definition.OtherLanguage, words).Narrative(rule, names));

    /// <summary>What stands above the members of a group: "at least 2 of these:".</summary>
    public string Head(Group group, ItemNames names) => group switch
    {
        AnyOf => words["at least one of these:"],
        AtLeast some => words["at least {0} of these:", some.Count],
        WorthAtLeast worth => words["at least {0} in all of these:", PartWorth.Say(worth.Amount, worth.Unit, formats)],
        NoneOf => words["none of these:"],
        Within within => words["all of these, {0}:", Window(within)],
        InCourse other => words["all of these in {0}:", CourseTitle(other, names)],
        _ => words["all of these:"],
    };

    /// <summary>The same where it begins a line.</summary>
    public string Heading(Group group, ItemNames names) => Capital(Head(group, names));

    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>To the learner: what there is and what is needed, "You have 61 of 90 points. Needed: 63."</summary>
    public string ToLearner(Reason reason) => reasons.ToLearner(reason);

    /// <summary>To staff, after the item's name: "61 of 90 points, 63 needed".</summary>
    public string ToStaff(Reason reason) => reasons.ToStaff(reason);

    /// <summary>How many points are missing: "2 points". Null when points are not what is missing.</summary>
    public string? Gap(Reason reason) => reasons.Gap(reason);

    /// <summary>To the learner, as a headline: "2 points to go".</summary>
    public string? PointsToGo(Reason reason) => reasons.PointsToGo(reason);

    /// <summary>To staff: everything that is missing, "Final project: 61 of 90 points, 63 needed". Of a group that is met, nothing is.</summary>
    public IReadOnlyList<string> Missing(Criterion rule, Evaluation evaluation, ItemNames names)
    {
        if (evaluation.IsMet || evaluation.Criterion != rule.Id) return [];
        if (rule is not Group group) return [words["{0}: {1}", Subject(rule, names), ToStaff(evaluation.Reason)]];
        if (group is NoneOf) return [InWords(group, names, Requirement)];

        var known = evaluation.Parts.DistinctBy(part => part.Criterion).ToDictionary(part => part.Criterion, StringComparer.Ordinal);
        var inside = group is InCourse other ? names.In(other.Course) : names;
        string[] missing = [.. group.Of.Where(part => known.ContainsKey(part.Id)).SelectMany(part => Missing(part, known[part.Id], inside))];
        if (evaluation.Reason.Code != ReasonCode.Group) return [$"{Head(group, names)} {ToStaff(evaluation.Reason)}", .. missing];
        return group switch
        {
            // Decided by a former rule, of which nothing is left here.
            _ when missing.Length == 0 => [],
            AnyOf => [words["one of these: {0}", Joined(missing)]],
            AtLeast some => [words["at least {0} of these: {1}", some.Count - evaluation.Parts.Count(part => part.IsMet), Joined(missing)]],
            _ => missing,
        };
    }

    /// <summary>Every criterion that is not a group, in the order of the rule.</summary>
    public static IEnumerable<Criterion> Leaves(Criterion rule) => rule is Group group ? group.Of.SelectMany(Leaves) : [rule];

    private string InWords(Group group, ItemNames names, Func<Criterion, ItemNames, string> say) => group switch
    {
        AnyOf => words["one of these: {0}", Joined(group.Of, part => say(part, names))],
        AtLeast some => words["at least {0} of these: {1}", some.Count, Joined(group.Of, part => say(part, names))],
        WorthAtLeast worth => words["at least {0} in all of these: {1}", PartWorth.Say(worth.Amount, worth.Unit, formats), Counted(worth, part => say(part, names))],
        NoneOf => words["none of these: {0}", Joined(group.Of, part => say(part, names))],
        Within within => words["{0}: {1}", Window(within), Joined(group.Of, part => say(part, names))],
        InCourse other => words["in {0}: {1}", CourseTitle(other, names), Joined(group.Of, part => say(part, names.In(other.Course)))],
        _ => words["all of these: {0}", Joined(group.Of, part => say(part, names))],
    };

    private string Window(Within within)
    {
        var calendar = within switch
        {
            { From: { } from, Until: { } until } => words["from {0} to {1}", formats.Day(from), formats.Day(until)].Value,
            { From: { } from } => words["from {0} on", formats.Day(from)].Value,
            { Until: { } until } => words["done by {0}", formats.Day(until)].Value,
            _ => null,
        };
        var enrolled = within.DaysOfEnrolment is { } days ? words.Count(days, "within {0} day of enrolment", "within {0} days of enrolment", formats.Number(days)) : null;
        return (calendar, enrolled) switch
        {
            ({ } one, { } other) => words["{0} and {1}", one, other],
            _ => calendar ?? enrolled ?? words["in time"],
        };
    }

    private IEnumerable<string> Lines(IReadOnlyList<Criterion> parts, WorthAtLeast? counted, ItemNames names, string indent)
    {
        foreach (var part in parts)
        {
            if (part is not Group group)
            {
                yield return $"{indent}- {Markdown(counted is null ? ForLearner(part, names) : Counting(counted, part, ForLearner(part, names)))}";
                continue;
            }
            yield return $"{indent}- {Markdown(Head(group, names))}";
            foreach (var line in Lines(group.Of, group as WorthAtLeast, group is InCourse other ? names.In(other.Course) : names, indent + "  ")) yield return line;
        }
    }

    // Weights are said only where they differ.
    private string Weighted(IReadOnlyList<WeightedItem> items, ItemNames names)
    {
        var equal = items.Select(part => part.Weight).Distinct().Count() <= 1;
        return string.Join(formats.Language == "ja" ? "、" : ", ", items.Select(part => equal ? Name(part.Item, names) : words["{0} (weight {1})", Name(part.Item, names), formats.Number(part.Weight)].Value));
    }

    private string Bound(ScoreBetween between, decimal bound) => between.InPoints ? words["{0} points", formats.Number(bound)] : formats.Share(bound);

    private string Letters(LetterGrade letter) => string.Join(formats.Language == "ja" ? "、" : ", ", letter.Accepted);

    private string Title(HoldsAward holds, ItemNames names) => names.Credentials.GetValueOrDefault(holds.MicroCredential) ?? words["a micro-credential that is no longer there"];

    private string CourseTitle(InCourse other, ItemNames names) => names.Title(other.Course) ?? words["another course"];

    private string Name(ItemKey key, ItemNames names) => words.Item(key, names);

    private string Joined(IReadOnlyList<Criterion> parts, Func<Criterion, string> say) => Joined(parts.Select(say));

    private string Joined(IEnumerable<string> parts) => string.Join(formats.Language == "ja" ? "、" : "; ", parts);

    private string Counted(WorthAtLeast worth, Func<Criterion, string> say) => Joined(worth.Of, part => Counting(worth, part, say(part)));

    private string Counting(WorthAtLeast worth, Criterion part, string said) => words["{0} ({1})", said, PartWorth.Say(worth.Worth.GetValueOrDefault(part.Id), worth.Unit, formats)];

    // Names of items are the course's: they must not become markup.
    private static string Markdown(string text) =>
        string.Concat(text.Select(character => character is '\\' or '`' or '*' or '_' or '[' or ']' or '<' or '>' or '#' or '|' ? $"\\{character}" : character.ToString()));

    private static InvalidOperationException Unknown(Criterion criterion) => new($"No sentence for {criterion.GetType().Name}.");
}
