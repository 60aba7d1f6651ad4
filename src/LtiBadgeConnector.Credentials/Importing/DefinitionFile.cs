using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using LtiBadgeConnector.Core.Frameworks;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Credentials.Formats;

namespace LtiBadgeConnector.Credentials.Importing;

/// <summary>A definition made of a file.</summary>
/// <param name="Left">Members of the file that were not taken, so that nobody believes they were: a definition has no place for them, or does not know the value.</param>
public sealed record ImportedDefinition(Definition Definition, IReadOnlyList<string> Left);

/// <summary>Reads and writes definitions as files: our own form, and what Open Badges 3.0 and 2.0 say of an achievement.</summary>
public static partial class DefinitionFile
{
    public const int MostBytes = 1024 * 1024;

    private const string Kind = "lti-badge-connector-definition";
    private const int Version = 1;

    // What is said elsewhere: who issues it, the rule of the course, its picture and its own address.
    private static readonly string[] taken =
    [
        "@context", "id", "type", "name", "description", "inLanguage", "alignment", "fieldOfStudy", "achievementType", "version", "related", "resultDescription",
    ];

    // Who issues it, when and to whom is never said by a file.
    private static readonly string[] read =
        [.. FrameworkCatalogue.Shipped.Descriptors.Where(Descriptors.IsAnswered).Select(one => one.Id), Descriptors.LearningOutcomes, Descriptors.LearnerEffort, "framework"];

    private static readonly HashSet<string> readTerms = [.. read.Select(TermOf)];

    /// <summary>Everything but the picture, which belongs to this server.</summary>
    public static string Write(Definition definition) =>
        $$"""
        {
          "kind": "{{Kind}}",
          "version": {{Version}},
          "definition": {{DefinitionJson.WriteForPeople(definition with { Image = null, Design = null }).Replace("\n", "\n  ", StringComparison.Ordinal)}}
        }

        """;

    /// <param name="language">Of the texts, when the file does not say.</param>
    public static Import<ImportedDefinition> Read(byte[] file, string language) => Imports.Try(() =>
    {
        if (file.Length > MostBytes) throw new WrongFileException(ImportProblems.TooLarge, "$");
        var json = ImportedJson.Parse(file);
        var isOwn = json.Text("kind", DefinitionLimits.LongestCode) == Kind;
        var imported = isOwn ? new ImportedDefinition(Own(json), []) : OpenBadge(AchievementIn(json), language);
        if (DefinitionLimits.Broken(imported.Definition, FrameworkCatalogue.Shipped) is { } broken) throw new WrongFileException(broken.Problem, isOwn ? broken.Where : InBadge(broken.Where));
        return imported with { Definition = InOrder(imported.Definition) };
    });

    // Where a badge says what a definition keeps elsewhere.
    private static string InBadge(string where) => where.Split('.', '[') switch
    {
        ["language"] => "inLanguage",
        ["effort"] => TermOf(Descriptors.LearnerEffort),
        ["levels"] => TermOf(Descriptors.Level),
        ["credits"] => TermOf(Descriptors.Credit),
        ["outcomes", ..] => TermOf(Descriptors.LearningOutcomes),
        ["answers", var descriptor, ..] => TermOf(descriptor),
        _ => where,
    };

    private static Definition InOrder(Definition definition) => definition.Answers.Aggregate(
        definition, (ordered, answer) => ordered.With(answer.Key, answer.Value with { Codes = FrameworkCatalogue.Shipped.InOrder(FrameworkCatalogue.Shipped.Descriptor(answer.Key), answer.Value.Codes) }));

    private static Definition Own(ImportedJson json)
    {
        if (json.Member("version") is not { Element: { ValueKind: JsonValueKind.Number } number } || !number.TryGetInt32(out var version) || version != Version)
            throw new WrongFileException(ImportProblems.KindUnknown, "version");
        if (json.Member("definition") is not { } definition) throw new WrongFileException(ImportProblems.MemberWrong, "definition");
        RefuseWrong(definition);
        try
        {
            var read = DefinitionJson.Read(definition.Element.GetRawText());
            // What proves an outcome is named by the rule of another course.
            return read with { Image = null, Design = null, Outcomes = [.. read.Outcomes.Select(outcome => outcome with { ProvenBy = [] })] };
        }
        catch (JsonException e)
        {
            throw new WrongFileException(ImportProblems.MemberWrong, "definition" + e.Path?.TrimStart('$'));
        }
    }

    private static void RefuseWrong(ImportedJson json)
    {
        switch (json.Element.ValueKind)
        {
            case JsonValueKind.Null: throw json.Wrong();
            case JsonValueKind.String:
                // Letters that no form sends.
                json.AsText(int.MaxValue);
                break;
            case JsonValueKind.Object:
                foreach (var member in json.Element.EnumerateObject()) RefuseWrong(new(member.Value, $"{json.Path}.{member.Name}"));
                break;
            case JsonValueKind.Array:
                var at = 0;
                foreach (var item in json.Element.EnumerateArray()) RefuseWrong(new(item, FormattableString.Invariant($"{json.Path}[{at++}]")));
                break;
        }
    }

    // A whole credential or assertion holds its achievement.
    private static ImportedJson AchievementIn(ImportedJson json)
    {
        if (json.Member("credentialSubject") is { } subject) return AchievementIn(subject.Member("achievement") ?? throw subject.Wrong());
        if (json.Member("badge") is { IsObject: true } badge) return AchievementIn(badge);
        var types = json.Items("type").Where(type => type.Element.ValueKind == JsonValueKind.String).Select(type => type.AsText(DefinitionLimits.LongestText));
        return types.Any(type => type is "Achievement" or "BadgeClass") ? json : throw new WrongFileException(ImportProblems.KindUnknown, json.Path.Length == 0 ? "type" : $"{json.Path}.type");
    }

    private static ImportedDefinition OpenBadge(ImportedJson badge, string language)
    {
        var terms = Terms(badge);
        var alignments = badge.Items("alignment").Select(item => (item.Path, Alignment: AlignmentOf(item))).ToList();
        var levels = alignments.Where(one => one.Alignment.TargetType == Alignment.QualificationLevel).Select(one => (one.Path, Level: new QualificationLevel(one.Alignment.TargetFramework ?? "", one.Alignment.TargetCode ?? ""))).ToList();
        var frameworks = terms.GetValueOrDefault("framework", []).ToLookup(id => FrameworkCatalogue.Shipped.Framework(id) is not null);
        var fields = alignments.Where(one => one.Alignment.TargetType == Alignment.FieldOfStudy).ToList();
        var field = FieldOf(badge) ?? fields.Select(one => one.Alignment.TargetCode).FirstOrDefault(code => code is not null && FrameworkCatalogue.Shipped.Vocabulary(Vocabularies.Fields).Find(code) is not null);
        var definition = Definition.Blank(badge.Needed("name", DefinitionLimits.LongestTitle), badge.Text("inLanguage", DefinitionLimits.LongestCode) is { Length: > 0 } said ? said : language) with
        {
            Description = badge.Text("description", DefinitionLimits.LongestText) ?? "",
            Outcomes = OutcomesOf(terms.GetValueOrDefault(Descriptors.LearningOutcomes, []), [.. alignments.Select(one => one.Alignment).Where(one => one.TargetType is not (Alignment.QualificationLevel or Alignment.FieldOfStudy))]),
            Effort = terms.GetValueOrDefault(Descriptors.LearnerEffort, []) is [var duration, ..] ? EffortOf(duration, badge) : null,
            Levels = [.. LevelsOf(terms.GetValueOrDefault(Descriptors.Level, [])).Union(levels.Select(one => one.Level).Where(IsKnown))],
            Credits = [.. terms.GetValueOrDefault(Descriptors.Credit, []).Select(CreditOf).OfType<CreditAmount>().DistinctBy(credit => credit.System)],
            Frameworks = [.. frameworks[true]],
        };
        foreach (var descriptor in FrameworkCatalogue.Shipped.Descriptors.Where(Descriptors.IsAnswered))
            if (terms.TryGetValue(descriptor.Id, out var values)) definition = definition.With(descriptor.Id, AnswerOf(descriptor, values));
        if (field is not null) definition = definition.With(Descriptors.FieldOfStudy, Answer.Coded(field));
        return new(definition,
        [
            .. badge.Element.EnumerateObject().Select(member => member.Name).Where(name => !taken.Contains(name) && !readTerms.Contains(name) && (name != "creditsAvailable" || definition.Credits.Count == 0)),
            .. levels.Where(one => !IsKnown(one.Level)).Select(one => one.Path),
            .. field is null ? fields.Select(one => one.Path) : [],
            .. field is null && badge.Text("fieldOfStudy", DefinitionLimits.LongestText) is { Length: > 0 } ? ["fieldOfStudy"] : (string[])[],
            .. frameworks[false].Any() ? [TermOf("framework")] : (string[])[],
        ]);
    }

    /// <summary>The values of our extension terms, by descriptor.</summary>
    private static Dictionary<string, IReadOnlyList<string>> Terms(ImportedJson badge)
    {
        var found = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var descriptor in read)
        {
            string[] values = [.. badge.Items(TermOf(descriptor)).Select(value => value.AsText(DefinitionLimits.LongestText))];
            if (values.Length > 0) found[descriptor] = values;
        }
        return found;
    }

    private static Answer AnswerOf(Descriptor descriptor, IReadOnlyList<string> values)
    {
        var answer = Answer.Blank;
        foreach (var value in values)
        {
            if (descriptor.Id == Descriptors.Level && LevelsOf([value]).Any()) continue;
            if (descriptor.Id == Descriptors.Credit && CreditOf(value) is not null) continue;
            if (FrameworkCatalogue.Shipped.Entry(descriptor, value) is not null && value != "none") answer = answer with { Codes = [.. answer.Codes, value] };
            else if (value == "none") answer = answer with { IsNone = true };
            else if (value.Split(": ", 2) is [var part, { Length: > 0 } said] && AnswerParts.Of(descriptor.Id).Contains(part)) answer = answer.With(part, said);
            else answer = answer with { Text = answer.Text.Length == 0 ? value : $"{answer.Text}\n{value}" };
        }
        return answer;
    }

    private static List<Outcome> OutcomesOf(IReadOnlyList<string> texts, IReadOnlyList<Alignment> alignments)
    {
        // An alignment says nothing of which outcome it belongs to, unless it repeats its words.
        var outcomes = Outcomes.Of([.. texts.Union(alignments.Select(alignment => alignment.TargetName))]);
        return [.. outcomes.Select(outcome => outcome with { Alignments = [.. alignments.Where(alignment => alignment.TargetName == outcome.Text)] })];
    }

    private static Alignment AlignmentOf(ImportedJson json) => Typed(new(
        json.Needed("targetName", DefinitionLimits.LongestOutcome),
        json.Address("targetUrl", OutcomeFile.LongestAddress) ?? throw new WrongFileException(ImportProblems.MemberWrong, $"{json.Path}.targetUrl"))
    {
        TargetCode = json.Text("targetCode", DefinitionLimits.LongestCode),
        TargetDescription = json.Text("targetDescription", DefinitionLimits.LongestText),
        TargetFramework = json.Text("targetFramework", DefinitionLimits.LongestOutcome),
        TargetType = json.Text("targetType", DefinitionLimits.LongestCode),
    });

    // Version 2 has no types: the published address of a level or a field says what it is.
    private static Alignment Typed(Alignment alignment)
    {
        if (alignment.TargetType is not null) return alignment;
        if (Published(Vocabularies.EqfLevels, alignment) is { } level) return alignment with { TargetFramework = "EQF", TargetCode = level.Code, TargetType = Alignment.QualificationLevel };
        return Published(Vocabularies.Fields, alignment) is { } field ? alignment with { TargetCode = field.Code, TargetType = Alignment.FieldOfStudy } : alignment;
    }

    private static VocabularyEntry? Published(string vocabulary, Alignment alignment) =>
        FrameworkCatalogue.Shipped.Vocabulary(vocabulary).Entries.FirstOrDefault(entry => entry.Uri == alignment.TargetUrl);

    private static Effort EffortOf(string duration, ImportedJson badge) => Duration().Match(duration) is { Success: true } match
        ? new(decimal.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), match.Groups[2].Value == "M" ? Effort.Minute : Effort.Hour)
        : throw badge.Member(TermOf(Descriptors.LearnerEffort))!.Value.Wrong();

    private static string TermOf(string descriptor) => $"{ExtensionTerms.Prefix}:{ExtensionTerms.TermOf(descriptor)}";

    private static IEnumerable<QualificationLevel> LevelsOf(IEnumerable<string> values) =>
        values.Select(value => value.Split(' ', 2)).Where(parts => parts.Length == 2).Select(parts => new QualificationLevel(parts[0], parts[1])).Where(IsKnown);

    private static bool IsKnown(QualificationLevel level) =>
        FrameworkCatalogue.Shipped.Vocabulary(Vocabularies.QualificationFrameworks).Find(level.Scheme) is { } scheme && DefinitionLimits.IsLevelOf(scheme, level.Level);

    private static CreditAmount? CreditOf(string value) =>
        value.Split(' ') is [var system, var amount] && FrameworkCatalogue.Shipped.Vocabulary(Vocabularies.CreditSystem).Find(system) is not null
        && decimal.TryParse(amount, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? new(system, number)
            : null;

    private static string? FieldOf(ImportedJson badge)
    {
        var descriptor = FrameworkCatalogue.Shipped.Descriptor(Descriptors.FieldOfStudy);
        var label = badge.Text("fieldOfStudy", DefinitionLimits.LongestText);
        return FrameworkCatalogue.Shipped.Vocabulary(descriptor.Vocabularies[0]).Entries.FirstOrDefault(entry => entry.Name.En == label)?.Code;
    }

    [GeneratedRegex(@"^PT(\d{1,6}(?:\.\d{1,4})?)([HM])$")]
    private static partial Regex Duration();
}
