namespace LtiBadgeConnector.Core.MicroCredentials;

/// <summary>What a definition still lacks before it can be published. Field names are those of <see cref="Definition"/>.</summary>
public static class DefinitionCheck
{
    public static IReadOnlyList<string> Missing(Definition definition)
    {
        List<string> missing = [];
        Need(definition.Title.Trim().Length > 0, nameof(Definition.Title));
        Need(definition.Description.Trim().Length > 0, nameof(Definition.Description));
        Need(definition.Outcomes.Any(outcome => outcome.Trim().Length > 0), nameof(Definition.Outcomes));
        Need(definition.EffortHours > 0, nameof(Definition.EffortHours));
        Need(definition.Participation.Trim().Length > 0, nameof(Definition.Participation));
        Need(definition.Assessment.Trim().Length > 0, nameof(Definition.Assessment));
        Need(definition.QualityAssurance.Trim().Length > 0, nameof(Definition.QualityAssurance));
        Need(definition.Credit.Trim().Length > 0, nameof(Definition.Credit));
        return missing;

        void Need(bool given, string field)
        {
            if (!given) missing.Add(field);
        }
    }
}
