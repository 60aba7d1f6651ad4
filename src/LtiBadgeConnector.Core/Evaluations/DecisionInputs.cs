using System.Text.Json;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.Core.Evaluations;

/// <summary>Everything a decision looked at, as the ledger keeps it: the same rule finds the same in it, whenever it is asked again.</summary>
/// <param name="Zone">The IANA name of the course's time zone.</param>
/// <param name="Elsewhere">What was looked at in other courses.</param>
public sealed record DecisionInputs(
    DateTimeOffset Now,
    string Zone,
    IReadOnlyList<Result> Results,
    IReadOnlyList<ItemKey>? Gone,
    IReadOnlyList<Holding>? Awards,
    IReadOnlyList<Confirmation>? Confirmations,
    IReadOnlyList<InputsElsewhere>? Elsewhere,
    IReadOnlyList<Recognition>? Recognised = null)
{
    /// <summary>What of it the rule looks at; the rest would only fill the ledger.</summary>
    public static DecisionInputs Of(Criterion rule, Progress progress)
    {
        CriterionInput[] inputs = [.. rule.Inputs.Distinct()];
        var elsewhere = inputs.Select(input => input.Course).OfType<CourseId>().Distinct()
            .Where(progress.Elsewhere.ContainsKey)
            .Select(course => new InputsElsewhere(course, progress.Elsewhere[course].Zone.Id, Looked(progress.Elsewhere[course], inputs, course), GoneOf(progress.Elsewhere[course], inputs, course)));
        return new(
            progress.Now, progress.Zone.Id, Looked(progress, inputs, course: null), GoneOf(progress, inputs, course: null),
            NullIfEmpty(progress.Held.Where(held => inputs.Contains(HoldsAward.InputOf(held.Key))).SelectMany(held => held).OrderBy(held => held.At)),
            NullIfEmpty(progress.Confirmations.SelectMany(same => same).OrderBy(one => one.At).ThenBy(one => one.By.Value)),
            NullIfEmpty(elsewhere),
            NullIfEmpty(progress.Recognised.SelectMany(same => same).OrderBy(one => one.Criterion, StringComparer.Ordinal).ThenBy(one => one.At)));
    }

    /// <summary>What the rule saw.</summary>
    public Progress ToProgress() => new(Results)
    {
        Now = Now,
        Zone = ZoneOf(Zone),
        Gone = (Gone ?? []).ToHashSet(),
        Held = (Awards ?? []).ToLookup(award => award.MicroCredential),
        Confirmations = (Confirmations ?? []).ToLookup(one => one.Criterion),
        Recognised = (Recognised ?? []).ToLookup(one => one.Criterion),
        Elsewhere = (Elsewhere ?? []).ToDictionary(
            other => other.Course, other => new Progress(other.Results) { Now = Now, Zone = ZoneOf(other.Zone), Gone = (other.Gone ?? []).ToHashSet() }),
    };

    public string ToJson() => JsonSerializer.Serialize(this, CriterionJsonContext.Default.DecisionInputs);

    /// <exception cref="JsonException">The text holds no inputs.</exception>
    public static DecisionInputs Read(string json) => JsonSerializer.Deserialize(json, CriterionJsonContext.Default.DecisionInputs) ?? throw new JsonException("Inputs cannot be null.");

    /// <summary>UTC for a zone that this machine does not know.</summary>
    public static TimeZoneInfo ZoneOf(string? name) => name is not null && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;

    // When somebody enrolled is looked at by windows, which name no input of their own.
    private static Result[] Looked(Progress progress, CriterionInput[] inputs, CourseId? course) =>
    [
        .. progress.All
            .Where(result => result.Kind == ResultKind.Enrolment || inputs.Contains(new(result.Kind, result.Item, course)))
            .OrderBy(result => result.Kind).ThenBy(result => result.Item?.Value, StringComparer.Ordinal).ThenBy(result => result.Details.Attempt),
    ];

    private static ItemKey[]? GoneOf(Progress progress, CriterionInput[] inputs, CourseId? course) =>
        NullIfEmpty(inputs.Where(input => input.Course == course).Select(input => input.Item).OfType<ItemKey>().Distinct().Where(progress.IsGone));

    private static T[]? NullIfEmpty<T>(IEnumerable<T> items) => items.ToArray() is { Length: > 0 } some ? some : null;
}

public sealed record InputsElsewhere(CourseId Course, string Zone, IReadOnlyList<Result> Results, IReadOnlyList<ItemKey>? Gone);

/// <summary>A decision as the ledger has it.</summary>
/// <param name="Followed">What came of it.</param>
public sealed record LedgerEntry(
    MappingId Mapping, LearnerId Learner, int RuleVersion, Evaluation Evaluation, DecisionInputs Inputs, DecisionOutcome Followed, DateTimeOffset DecidedAt)
{
    /// <summary>Decides it again from what is written, by the rule that was in force: true when the same verdict and reasons come out.</summary>
    public bool IsReplayedBy(Criterion rule) => CriterionJson.Write(rule.Evaluate(Inputs.ToProgress())) == CriterionJson.Write(Evaluation);
}

/// <summary>What followed from a decision. Stored by number: append only.</summary>
public enum DecisionOutcome
{
    Nothing = 0,
    Awarded = 1,

    /// <summary>Earned, but waiting: see <see cref="Mappings.Hold"/>.</summary>
    Held = 2,
    NeedsDecision = 3,
    AwardedByHand = 4,
}
