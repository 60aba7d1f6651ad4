using System.Globalization;
using System.Text.RegularExpressions;
using LtiBadgeConnector.Core.Frameworks;

namespace LtiBadgeConnector.Core.MicroCredentials;

/// <summary>How long and how many. What comes from a file or a form is held against it before it is stored.</summary>
public static partial class DefinitionLimits
{
    public const int LongestTitle = 200;
    public const int LongestText = 5000;
    public const int LongestOutcome = 1000;
    public const int LongestCode = 100;
    public const int MostOutcomes = 100;
    public const int MostAlignments = 20;
    public const decimal MostEffort = 100_000;
    public const decimal MostCredit = 10_000;

    public static bool IsLevelOf(VocabularyEntry scheme, string level) => scheme.Levels is not { } most
        ? level.Length is > 0 and <= LongestCode
        : int.TryParse(level, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most;

    /// <summary>The first thing in a definition that no form would have taken: where, and a code of the problem catalogue.</summary>
    public static (string Where, string Problem)? Broken(Definition definition, FrameworkCatalogue catalogue)
    {
        foreach (var (where, problem) in All(definition, catalogue)) return (where, problem);
        return null;
    }

    private static IEnumerable<(string Where, string Problem)> All(Definition definition, FrameworkCatalogue catalogue)
    {
        if (!Language().IsMatch(definition.Language)) yield return ("language", "definition-code-unknown");
        if (definition.Title.Trim().Length is 0 or > LongestTitle) yield return ("title", "definition-text-too-long");
        if (definition.Description.Length > LongestText) yield return ("description", "definition-text-too-long");
        if (definition.OtherTitle?.Length > LongestTitle) yield return ("otherTitle", "definition-text-too-long");
        if (definition.OtherDescription?.Length > LongestText) yield return ("otherDescription", "definition-text-too-long");
        if (definition.Outcomes.Count > MostOutcomes) yield return ("outcomes", "definition-outcomes-too-many");
        if (definition.Effort is { } effort && (effort.Amount is <= 0 or >= MostEffort || effort.Unit is not (Effort.Hour or Effort.Minute))) yield return ("effort", "definition-effort-unreadable");

        for (var at = 0; at < definition.Outcomes.Count; at++)
            if (IsBroken(definition.Outcomes[at], catalogue)) yield return (FormattableString.Invariant($"outcomes[{at}]"), "definition-text-too-long");
        if (definition.Outcomes.Select(outcome => outcome.Id).Distinct().Count() < definition.Outcomes.Count) yield return ("outcomes", "definition-code-unknown");
        foreach (var level in definition.Levels)
        {
            if (catalogue.Vocabulary(Vocabularies.QualificationFrameworks).Find(level.Scheme) is not { } scheme) yield return ("levels", "definition-code-unknown");
            else if (!IsLevelOf(scheme, level.Level)) yield return ("levels", "definition-level-outside-framework");
        }
        foreach (var credit in definition.Credits)
        {
            if (catalogue.Vocabulary(Vocabularies.CreditSystem).Find(credit.System) is null) yield return ("credits", "definition-code-unknown");
            else if (credit.Value is <= 0 or >= MostCredit) yield return ("credits", "definition-credit-unreadable");
        }
        foreach (var (id, answer) in definition.Answers)
        {
            if (catalogue.Descriptors.FirstOrDefault(one => one.Id == id) is not { } descriptor || !Descriptors.IsAnswered(descriptor)) yield return ($"answers.{id}", "definition-code-unknown");
            else if (answer.Codes.Any(code => catalogue.Entry(descriptor, code) is null)) yield return ($"answers.{id}.codes", "definition-code-unknown");
            if (answer.Text.Length > LongestText) yield return ($"answers.{id}", "definition-text-too-long");
            foreach (var (part, value) in answer.Parts)
                if (AnswerParts.Broken(id, part, value, catalogue) is { } problem) yield return ($"answers.{id}.parts.{part}", problem);
        }
        if (definition.Frameworks.Any(id => catalogue.Framework(id) is null)) yield return ("frameworks", "definition-code-unknown");
    }

    private static bool IsBroken(Outcome outcome, FrameworkCatalogue catalogue) =>
        outcome.Id.Length is 0 or > LongestCode || outcome.Text.Trim().Length is 0 or > LongestOutcome || outcome.OtherText.Length > LongestOutcome
        || (outcome.Kind is { } kind && catalogue.Vocabulary(Vocabularies.OutcomeKind).Find(kind) is null)
        || (outcome.Reuse is { } reuse && catalogue.Vocabulary(Vocabularies.SkillReuse).Find(reuse) is null)
        || outcome.Alignments.Count > MostAlignments
        || outcome.Alignments.Any(alignment => alignment.TargetName.Length is 0 or > LongestOutcome || !IsAddress(alignment.TargetUrl));

    [GeneratedRegex("^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}$")]
    private static partial Regex Language();

    public static bool IsAddress(string text) => text.Length <= 2000 && Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "https" or "http";
}
