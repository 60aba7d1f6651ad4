using LtiBadgeConnector.Core.Frameworks;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Core.MicroCredentials;

namespace LtiBadgeConnector.Web.Describing;

/// <summary>Reads the page of outcomes: what each says in both languages, its kind, what proves it and what it is aligned to.</summary>
public sealed class OutcomesForm(FrameworkCatalogue catalogue, IReadOnlyCollection<string> criteria)
{
    public static string Field(Outcome outcome, string part) => $"o.{outcome.Id}.{part}";

    public ReadDefinition Read(Definition before, IReadOnlyDictionary<string, IReadOnlyList<string>> sent)
    {
        List<FieldProblem> problems = [];
        var outcomes = before.Outcomes.Select(outcome => One(outcome, sent, problems)).OfType<Outcome>().ToList();
        return new(before with { Outcomes = outcomes }, problems);
    }

    // Null when the outcome is to be removed.
    private Outcome? One(Outcome before, IReadOnlyDictionary<string, IReadOnlyList<string>> sent, List<FieldProblem> problems)
    {
        string Sent(string part) => sent.GetValueOrDefault(Field(before, part)) is [var value, ..] ? value.ReplaceLineEndings(" ").Trim() : "";
        if (!sent.ContainsKey(Field(before, "text"))) return before;
        if (Sent("remove").Length > 0) return null;

        return before with
        {
            Text = Text("text", before.Text) is { Length: > 0 } text ? text : Empty(before.Text),
            OtherText = Text("other", before.OtherText),
            Kind = Code("kind", Vocabularies.OutcomeKind),
            Reuse = Code("reuse", Vocabularies.SkillReuse),
            ProvenBy = [.. sent.GetValueOrDefault(Field(before, "proof"), []).Where(criteria.Contains).Distinct()],
            Alignments = [.. before.Alignments.Where((_, at) => Sent($"unalign.{at}").Length == 0), .. Added()],
        };

        string Text(string part, string kept)
        {
            if (Sent(part).Length <= DefinitionLimits.LongestOutcome) return Sent(part);
            problems.Add(new(Field(before, part), "definition-text-too-long", Sent(part), new(Line: null, Sent(part).Length, DefinitionLimits.LongestOutcome)));
            return kept;
        }

        string Empty(string kept)
        {
            problems.Add(new(Field(before, "text"), "definition-outcome-empty", ""));
            return kept;
        }

        string? Code(string part, string vocabulary) => catalogue.Vocabulary(vocabulary).Find(Sent(part))?.Code;

        IEnumerable<Alignment> Added()
        {
            var (name, address) = (Sent("align.name"), Sent("align.url"));
            if (name.Length == 0 && address.Length == 0) yield break;
            if (!DefinitionLimits.IsAddress(address)) problems.Add(new(Field(before, "align.url"), "definition-address-wrong", address));
            else if (Math.Max(name.Length, Math.Max(Sent("align.code").Length, Sent("align.framework").Length)) > DefinitionLimits.LongestOutcome || before.Alignments.Count >= DefinitionLimits.MostAlignments)
                problems.Add(new(Field(before, "align.name"), "definition-text-too-long", name));
            else
                yield return new(name.Length > 0 ? name : before.Text, address)
                {
                    TargetCode = Sent("align.code") is { Length: > 0 } code ? code : null,
                    TargetFramework = Sent("align.framework") is { Length: > 0 } framework ? framework : null,
                };
        }
    }
}
