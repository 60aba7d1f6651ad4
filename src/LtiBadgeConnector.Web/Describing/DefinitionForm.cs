using System.Globalization;
using System.Text;
using LtiBadgeConnector.Core.Frameworks;
using LtiBadgeConnector.Core.MicroCredentials;

namespace LtiBadgeConnector.Web.Describing;

/// <summary>What a form says, and what of it cannot be taken: those answers stay as they were.</summary>
public sealed record ReadDefinition(Definition Definition, IReadOnlyList<FieldProblem> Problems);

/// <summary>Reads the form of the description. Which fields there are follows from the descriptors; a field that was not sent changes nothing.</summary>
public sealed class DefinitionForm(FrameworkCatalogue catalogue, DescriptorGuide guide)
{
    /// <summary>Vocabularies too long for a list of boxes: they are searched.</summary>
    public const int LongVocabulary = 40;

    /// <summary>Vocabularies whose boxes are seen at a glance.</summary>
    public const int ShortVocabulary = 3;

    public static string Field(string descriptor, string part) => $"a.{descriptor}.{part}";

    public ReadDefinition Read(Definition before, IReadOnlyDictionary<string, IReadOnlyList<string>> sent)
    {
        var reading = new Reading(sent);
        var definition = before with
        {
            Title = reading.Text("Form.Title", before.Title, DefinitionLimits.LongestTitle),
            Description = reading.Text("Form.Description", before.Description, DefinitionLimits.LongestText),
            OtherTitle = reading.Text("Form.OtherTitle", before.OtherTitle ?? "", DefinitionLimits.LongestTitle),
            OtherDescription = reading.Text("Form.OtherDescription", before.OtherDescription ?? "", DefinitionLimits.LongestText),
            Outcomes = ReadOutcomes(before, reading),
            Effort = ReadEffort(before, reading),
            Levels = ReadLevels(before, reading),
            Credits = ReadCredits(before, reading),
            Frameworks = reading.Has("frameworks") ? [.. reading.All("frameworks").Where(id => catalogue.Framework(id) is not null).Distinct()] : before.Frameworks,
        };
        foreach (var descriptor in catalogue.Descriptors.Where(Descriptors.IsAnswered))
            definition = definition.With(descriptor.Id, ReadAnswer(descriptor, before.AnswerTo(descriptor.Id), reading));
        if (definition.Levels.Count > 0) definition = NotNone(definition, Descriptors.Level);
        if (definition.Credits.Count > 0) definition = NotNone(definition, Descriptors.Credit);
        return new(definition, reading.Problems);
    }

    private static Definition NotNone(Definition definition, string descriptor) => definition.With(descriptor, definition.AnswerTo(descriptor) with { IsNone = false });

    private Answer ReadAnswer(Descriptor descriptor, Answer before, Reading reading)
    {
        if (!reading.Has(Field(descriptor.Id, "sent"))) return before;

        var none = reading.One(Field(descriptor.Id, "none")).Length > 0;
        var answer = before with
        {
            // "None" beside another answer would contradict it; the answer is the later thought.
            Codes = descriptor.Id == Descriptors.Level ? [] : ReadCodes(descriptor, reading),
            Text = reading.Text(Field(descriptor.Id, "text"), before.Text, DefinitionLimits.LongestText),
        };
        answer = answer with { IsNone = none && answer.Codes.Count == 0 && answer.Text.Length == 0 };
        foreach (var part in guide.Of(descriptor).Parts ?? []) answer = answer.With(part.Name, ReadPart(descriptor, part, before, reading));
        return answer;
    }

    private IReadOnlyList<string> ReadCodes(Descriptor descriptor, Reading reading)
    {
        List<string> codes = [];
        foreach (var code in reading.All(Field(descriptor.Id, "code")).Where(code => code.Length > 0))
        {
            if (catalogue.Entry(descriptor, code) is not null) codes.Add(code);
            else reading.Refuse(Field(descriptor.Id, "code"), "definition-code-unknown", code);
        }
        var added = reading.One(Field(descriptor.Id, "add"));
        if (added.Length > 0)
        {
            if (VocabularySearch.Exact(catalogue.EntriesOf(descriptor), added) is { } entry) codes.Add(entry.Code);
            else reading.Refuse(Field(descriptor.Id, "add"), "definition-code-unknown", added);
        }
        return catalogue.InOrder(descriptor, codes);
    }

    private string ReadPart(Descriptor descriptor, GuidePart part, Answer before, Reading reading)
    {
        var field = Field(descriptor.Id, part.Name);
        if (part.Kind == "flag") return reading.One(field).Length > 0 ? "true" : "";
        var text = reading.Text(field, before.Part(part.Name), DefinitionLimits.LongestText);
        if (text.Length == 0) return text;
        var isGood = part.Kind switch
        {
            "url" => DefinitionLimits.IsAddress(text),
            "choice" => catalogue.Vocabulary(part.Vocabulary!).Find(text) is not null,
            _ => true,
        };
        if (isGood) return text;
        reading.Refuse(field, part.Kind == "url" ? "definition-address-wrong" : "definition-code-unknown", text);
        return before.Part(part.Name);
    }

    private static IReadOnlyList<Outcome> ReadOutcomes(Definition before, Reading reading)
    {
        const string field = "Form.Outcomes";
        if (!reading.Has(field)) return before.Outcomes;
        string[] typed = [.. reading.One(field).Split('\n').Select(line => line.Trim())];
        string[] lines = [.. typed.Where(line => line.Length > 0).Distinct()];
        var tooLong = Array.FindIndex(typed, line => line.Length > DefinitionLimits.LongestOutcome);
        if (lines.Length <= DefinitionLimits.MostOutcomes && tooLong < 0) return Outcomes.Rewritten(before.Outcomes, lines);
        if (tooLong < 0) reading.Refuse(field, "definition-outcomes-too-many", reading.One(field));
        else reading.Refuse(field, "definition-text-too-long", reading.One(field), new(tooLong + 1, typed[tooLong].Length, DefinitionLimits.LongestOutcome));
        return before.Outcomes;
    }

    private static Effort? ReadEffort(Definition before, Reading reading)
    {
        const string field = "Form.Effort";
        if (!reading.Has(field)) return before.Effort;
        if (reading.One(field).Length == 0) return null;
        if (Number(reading.One(field)) is > 0 and < DefinitionLimits.MostEffort and var amount)
            return new(amount, reading.One("Form.EffortUnit") == Effort.Minute ? Effort.Minute : Effort.Hour);
        reading.Refuse(field, "definition-effort-unreadable", reading.One(field));
        return before.Effort;
    }

    private static IReadOnlyList<QualificationLevel> ReadLevels(Definition before, Reading reading)
    {
        if (!reading.Has(Field(Descriptors.Level, "sent"))) return before.Levels;
        List<QualificationLevel> levels = [];
        foreach (var field in (string[])[Field(Descriptors.Level, "code"), Field(Descriptors.Level, "add")])
            foreach (var typed in reading.All(field).Where(typed => typed.Length > 0))
            {
                var (level, framework) = LevelSearch.Read(typed);
                if (level is not null) levels.Add(level);
                else reading.Refuse(field, framework is null ? "definition-code-unknown" : "definition-level-outside-framework", typed, scheme: framework);
            }
        return [.. levels.Distinct()];
    }

    private List<CreditAmount> ReadCredits(Definition before, Reading reading)
    {
        if (!reading.Has("credit.0.system")) return [.. before.Credits];
        List<CreditAmount> credits = [];
        var refusedBefore = reading.Refused;
        for (var row = 0; reading.Has($"credit.{row}.system"); row++)
        {
            var (system, value) = (reading.One($"credit.{row}.system"), reading.One($"credit.{row}.value"));
            if (!reading.HasRow($"credit.{row}", "system", "value")) continue;
            if (catalogue.Vocabulary(Vocabularies.CreditSystem).Find(system) is null) reading.Refuse($"credit.{row}.system", "definition-code-unknown", system);
            else if (Number(value) is > 0 and < DefinitionLimits.MostCredit and var number) credits.Add(new(system, number));
            else reading.Refuse($"credit.{row}.value", "definition-credit-unreadable", value);
        }
        return reading.Refused > refusedBefore ? [.. before.Credits] : [.. credits.DistinctBy(credit => credit.System)];
    }

    // Full-width digits are what a Japanese keyboard writes.
    private static decimal? Number(string typed) =>
        decimal.TryParse(typed.Normalize(NormalizationForm.FormKC), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;

    private sealed class Reading(IReadOnlyDictionary<string, IReadOnlyList<string>> sent)
    {
        private readonly List<FieldProblem> problems = [];

        public IReadOnlyList<FieldProblem> Problems => problems;

        public int Refused => problems.Count;

        public bool Has(string field) => sent.ContainsKey(field);

        public IReadOnlyList<string> All(string field) => [.. sent.GetValueOrDefault(field, []).Select(value => value.Trim())];

        public string One(string field) => sent.GetValueOrDefault(field) is [var value, ..] ? value.ReplaceLineEndings("\n").Trim() : "";

        public string Text(string field, string before, int longest)
        {
            if (!Has(field)) return before;
            var text = One(field);
            if (text.Length <= longest) return text;
            Refuse(field, "definition-text-too-long", text, new(Line: null, text.Length, longest));
            return before;
        }

        /// <summary>
        /// Whether both halves of a row are there, what was chosen from a list and its number. One alone is refused at the half that is
        /// missing; but who has only just chosen is left in peace until a button is pressed.
        /// </summary>
        public bool HasRow(string row, string list, string number)
        {
            var (isChosen, isTyped) = (One($"{row}.{list}").Length > 0, One($"{row}.{number}").Length > 0);
            if (isTyped && !isChosen) Refuse($"{row}.{list}", "definition-half-answered", "");
            if (isChosen && !isTyped && Has("op")) Refuse($"{row}.{number}", "definition-half-answered", "");
            return isChosen && isTyped;
        }

        public void Refuse(string field, string code, string typed, Excess? excess = null, VocabularyEntry? scheme = null) => problems.Add(new(field, code, typed, excess, scheme));
    }
}
