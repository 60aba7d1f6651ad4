using System.Globalization;
using LtiBadgeConnector.Core.MicroCredentials;

namespace LtiBadgeConnector.Core.Issuing;

/// <summary>States a published definition version as an achievement.</summary>
public static class Achievements
{
    /// <param name="imageUrl">Absolute URL of the version's picture.</param>
    public static Achievement Of(DefinitionVersion version, string? imageUrl)
    {
        var definition = version.Definition;
        return new()
        {
            Id = version.Url,
            Version = version.Number.ToString(CultureInfo.InvariantCulture),
            Name = definition.Title,
            Description = definition.Description,
            CriteriaNarrative = version.CriteriaNarrative,
            InLanguage = definition.Language,
            Image = imageUrl is null ? null : new(imageUrl, definition.Title),
            Outcomes = definition.Outcomes,
            Descriptors = [.. Descriptors(definition)],
        };
    }

    private static IEnumerable<DescriptorValue> Descriptors(Definition definition)
    {
        if (definition.EffortHours is { } hours)
            yield return new("learner-effort", [FormattableString.Invariant($"PT{hours}H")]);
        foreach (var (descriptor, value) in new[]
        {
            ("form-of-participation", definition.Participation),
            ("assessment", definition.Assessment),
            ("quality-assurance", definition.QualityAssurance),
            ("credit-recognition", definition.Credit),
        })
            if (value.Trim() is { Length: > 0 } text) yield return new(descriptor, [text]);
    }
}
