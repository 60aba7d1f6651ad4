using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Storage.Road;
using LtiBadgeConnector.Web.Localisation;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Ui;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Rules;

/// <summary>One condition of a decision, in words.</summary>
/// <param name="Parts">Of a group, what stands in it.</param>
public sealed record DecidedCondition(string Requirement, string Reason, Verdict Verdict, IReadOnlyList<DecidedCondition> Parts);

/// <summary>One decision, in words.</summary>
/// <param name="IsSameAgain">Whether deciding it again from what the ledger holds gives the same; null when its rule is not there.</param>
/// <param name="Facts">What it looked at: each fact with its time and source.</param>
public sealed record DecidedEntry(
    DateTimeOffset At, int RuleVersion, Verdict Verdict, DecisionOutcome Followed, bool? IsSameAgain, IReadOnlyList<DecidedCondition> Conditions, IReadOnlyList<string> Facts);

/// <summary>Tells from the ledger why one learner got a credential and another did not, and decides each entry again.</summary>
public sealed class DecisionHistory(DecisionLedger ledger, RuleNames ruleNames, RuleSentences sentences, IStringLocalizer<Words> words, Formats formats)
{
    private const int Most = 100;

    /// <param name="forLearner">In the learner's own words; a verdict on a hidden grade carries no points, and facts are left out.</param>
    public async Task<IReadOnlyList<DecidedEntry>> Of(CourseMapping mapping, LearnerId learner, bool forLearner, CancellationToken ct)
    {
        var entries = await ledger.Of(mapping.Tenant, mapping.Id, learner, Most, ct);
        if (entries.Count == 0) return [];
        var rules = await ledger.Rules(mapping.Tenant, mapping.Id, ct);
        var names = await ruleNames.Of(mapping.Tenant, mapping.Course, rules.Values, ct);
        return [.. entries.Select(entry => Tell(entry, rules.GetValueOrDefault(entry.RuleVersion), names, forLearner))];
    }

    /// <summary>What was decided of each requirement, group by group; one that the decision did not know is left out.</summary>
    public IReadOnlyList<DecidedCondition> Conditions(Criterion rule, Evaluation decided, ItemNames names, bool forLearner) =>
        rule is AllOf all ? Conditions(all.Of, decided.Parts, names, forLearner) : Conditions([rule], [decided], names, forLearner);

    private DecidedEntry Tell(LedgerEntry entry, Criterion? rule, ItemNames names, bool forLearner)
    {
        var conditions = rule is null ? [] : Conditions(rule, entry.Evaluation, names, forLearner);
        return new(
            entry.DecidedAt, entry.RuleVersion, entry.Evaluation.Verdict, entry.Followed, rule is null ? null : entry.IsReplayedBy(rule), conditions, forLearner ? [] : [.. Facts(entry.Inputs, names)]);
    }

    private IReadOnlyList<DecidedCondition> Conditions(IReadOnlyList<Criterion> criteria, IReadOnlyList<Evaluation> decided, ItemNames names, bool forLearner)
    {
        var known = decided.DistinctBy(one => one.Criterion).ToDictionary(one => one.Criterion, StringComparer.Ordinal);
        return [.. criteria.Where(criterion => known.ContainsKey(criterion.Id)).Select(criterion => Condition(criterion, known[criterion.Id], names, forLearner))];
    }

    private DecidedCondition Condition(Criterion criterion, Evaluation decided, ItemNames names, bool forLearner)
    {
        var reason = forLearner ? sentences.ToLearner(decided.Reason) : sentences.ToStaff(decided.Reason);
        if (criterion is Group group) return new(sentences.Heading(group, names), reason, decided.Verdict, Conditions(group.Of, decided.Parts, group is InCourse other ? names.In(other.Course) : names, forLearner));
        return new(forLearner ? RuleSentences.Capital(sentences.ForLearner(criterion, names)) : sentences.Requirement(criterion, names), reason, decided.Verdict, []);
    }

    private IEnumerable<string> Facts(DecisionInputs inputs, ItemNames names)
    {
        foreach (var result in inputs.Results.Concat((inputs.Elsewhere ?? []).SelectMany(other => other.Results)))
        {
            var what = Admin.RoadWords.OfItem(words, result.Kind, result.Item is { } item ? names.Find(item) ?? item.Value : null);
            var value = result switch
            {
                { IsReleased: false } => words["grade not released"].Value,
                { Details.IsExcused: true } => words["Excused"].Value,
                { Score: { Given: { } given, Maximum: { } maximum } } => formats.Points(given, maximum),
                { Score.Given: { } given } => formats.Number(given),
                { Details.Letter: { } letter } => letter,
                { Completion: { } state } => words.Say(state is Core.Results.CompletionState.Complete or Core.Results.CompletionState.Passed ? Word.Of("completed") : Word.Of("not completed")),
                { Details.Holds: { } holds } => words.Say(holds ? Word.Of("yes") : Word.Of("no")),
                { Details.DoneAt: { } at } => formats.DateAndTime(at),
                _ => words["no grade yet"].Value,
            };
            yield return words["{0}: {1}, {2}, {3}", what, value, formats.DateAndTime(result.OccurredAt), words.Say(Admin.RoadWords.Of(result.Source))];
        }
    }
}
