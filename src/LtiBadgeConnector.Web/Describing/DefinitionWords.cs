using LtiBadgeConnector.Core.Frameworks;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Web.Ui;

namespace LtiBadgeConnector.Web.Describing;

/// <summary>One descriptor as people read it.</summary>
/// <param name="Labels">Looked up, in the page's language; what stands by itself on a line of its own.</param>
/// <param name="Text">As the author wrote it, each statement on a line of its own.</param>
/// <param name="Language">Of the text; null for the definition's.</param>
public sealed record DescriptorLine(string Name, string Labels, string Text, string? Language = null);

/// <summary>A definition as people read it: one line for each descriptor that is answered.</summary>
public static class DefinitionWords
{
    private static FrameworkCatalogue Catalogue => FrameworkCatalogue.Shipped;

    /// <summary>Everything, in the order of the descriptors.</summary>
    public static IReadOnlyList<DescriptorLine> Lines(Definition definition, Formats formats)
    {
        DescriptorLine[] told =
        [
            LineOf(Descriptors.Title, definition.TitleIn(formats.Language), formats),
            LineOf(Descriptors.Content, definition.DescriptionIn(formats.Language), formats),
            LineOf(Descriptors.LearningOutcomes, definition.OutcomesIn(formats.Language), formats),
        ];
        return [.. told.Where(line => line.Text.Length > 0), .. Details(definition, formats)];
    }

    /// <summary>The names of what the later one says otherwise than the former, in the order of the descriptors.</summary>
    public static IReadOnlyList<string> Changed(Definition former, Definition later, Formats formats)
    {
        var (before, after) = (Details(former, formats).ToDictionary(line => line.Name), Details(later, formats).ToDictionary(line => line.Name));
        List<string> texts = [];
        if ((former.Title, former.OtherTitle) != (later.Title, later.OtherTitle)) texts.Add(NameOf(Descriptors.Title, formats));
        if ((former.Description, former.OtherDescription) != (later.Description, later.OtherDescription)) texts.Add(NameOf(Descriptors.Content, formats));
        if (!OutcomesOf(former).SequenceEqual(OutcomesOf(later))) texts.Add(NameOf(Descriptors.LearningOutcomes, formats));
        return [.. texts, .. after.Keys.Union(before.Keys).Where(name => after.GetValueOrDefault(name) != before.GetValueOrDefault(name))];

        static IEnumerable<(string, string)> OutcomesOf(Definition definition) => definition.Outcomes.Select(outcome => (outcome.Text, outcome.OtherText));
    }

    /// <summary>What has no place of its own on a page: neither title, content nor outcomes.</summary>
    public static IReadOnlyList<DescriptorLine> Details(Definition definition, Formats formats) =>
    [
        .. from descriptor in Catalogue.Descriptors
           let labels = Labels(descriptor, definition, formats)
           let text = definition.AnswerTo(descriptor.Id).Text
           where labels.Length + text.Length > 0
           select new DescriptorLine(descriptor.Name.In(formats.Language), labels, text),
    ];

    private static DescriptorLine LineOf(string descriptor, Told told, Formats formats) => new(NameOf(descriptor, formats), "", told.Text, told.Language);

    public static string NameOf(string descriptor, Formats formats) => Catalogue.Descriptor(descriptor).Name.In(formats.Language);

    /// <summary>Everything that is looked up: amounts, codes, "none", named parts.</summary>
    public static string Labels(Descriptor descriptor, Definition definition, Formats formats)
    {
        var answer = definition.AnswerTo(descriptor.Id);
        var separator = formats.Language == "ja" ? "、" : ", ";
        IEnumerable<string> own = descriptor.Id switch
        {
            Descriptors.LearnerEffort => definition.Effort is { } effort ? [formats.Effort(effort)] : [],
            Descriptors.Level => definition.Levels.Select(level => LevelOf(level, formats)),
            Descriptors.Credit => definition.Credits.Select(credit => CreditOf(credit, formats)),
            _ => [],
        };
        string[] coded = [.. own, .. answer.Codes.Select(code => Catalogue.Entry(descriptor, code)?.Name.In(formats.Language) ?? code)];
        var none = answer.IsNone ? DescriptorGuide.Shipped.Of(descriptor).None?.In(formats.Language) : null;
        var parts = from part in DescriptorGuide.Shipped.Of(descriptor).Parts ?? []
                    let value = answer.Part(part.Name)
                    where value.Length > 0
                    select part.Kind switch
                    {
                        "flag" => part.Label.In(formats.Language),
                        "choice" => Label(part.Vocabulary!, value, formats),
                        "url" => value,
                        _ => formats.Language == "ja" ? $"{part.Label.Ja}：{value}" : $"{part.Label.En}: {value}",
                    };
        string?[] all = [coded.Length > 0 ? string.Join(separator, coded) : null, none, .. parts];
        return string.Join('\n', all.Where(one => !string.IsNullOrEmpty(one)));
    }

    public static string LevelOf(QualificationLevel level, Formats formats) => LevelSearch.EntryOf(level).Name.In(formats.Language);

    // Japanese writes a number and a Japanese unit as one word.
    public static string CreditOf(CreditAmount credit, Formats formats)
    {
        var (number, unit) = (formats.Number(credit.Value), Label(Vocabularies.CreditSystem, credit.System, formats));
        return formats.Language == "ja" && !char.IsAscii(unit[0]) ? number + unit : $"{number} {unit}";
    }

    public static string LanguagesOf(Definition definition, Formats formats) =>
        formats.List([.. definition.AnswerTo(Descriptors.Language).Codes.Select(code => Label(Vocabularies.Languages, code, formats))]);

    private static string Label(string vocabulary, string code, Formats formats) => Catalogue.Vocabulary(vocabulary).Find(code)?.Name.In(formats.Language) ?? code;
}
