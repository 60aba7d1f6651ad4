using System.Text.Json;
using LtiBadgeConnector.Core;
using LtiBadgeConnector.Core.Frameworks;

namespace LtiBadgeConnector.Web.Describing;

/// <summary>Helps people who have never heard of a descriptor: in which group it stands, what it means, an example. One file, both languages.</summary>
public sealed record DescriptorGuide(
    IReadOnlyDictionary<string, Bilingual> Frameworks, IReadOnlyList<GuideGroup> Groups, IReadOnlyDictionary<string, GuideEntry> Descriptors,
    IReadOnlyList<AssuranceExample> Assurance, IReadOnlyDictionary<string, Bilingual> Templates)
{
    private static readonly GuideEntry nothing = new(new("", ""));

    public static DescriptorGuide Shipped { get; } = Load();

    /// <summary>The short name of a framework; its whole name where the guide has none.</summary>
    public Bilingual ShortName(Framework framework) => Frameworks.GetValueOrDefault(framework.Id) ?? framework.Name;

    public GuideEntry Of(Descriptor descriptor) => Descriptors.GetValueOrDefault(descriptor.Id) ?? nothing;

    /// <summary>How an institution says what assures it; those whose kind nobody has said are shown what others write.</summary>
    public Bilingual? AssuranceExample(string kind, AssurancePath? path) =>
        Assurance.FirstOrDefault(one => one.Kind == kind && one.IsAssured == (path?.IsLight == true))?.Example;

    private static DescriptorGuide Load()
    {
        using var stream = typeof(DescriptorGuide).Assembly.GetManifestResourceStream("guide.json")!;
        return JsonSerializer.Deserialize<DescriptorGuide>(stream, JsonSerializerOptions.Web)!;
    }
}

/// <summary>A part of the page, with its descriptors in their order.</summary>
public sealed record GuideGroup(Bilingual Name, IReadOnlyList<string> Descriptors);

/// <param name="Kind">A code of the vocabulary of quality assurance.</param>
/// <param name="IsAssured">Whether it is for institutions that are assured by law.</param>
public sealed record AssuranceExample(string Kind, bool IsAssured, Bilingual Example);

/// <param name="None">How "none" is said, where that is an answer.</param>
/// <param name="Parts">What the answer may say beyond itself.</param>
public sealed record GuideEntry(Bilingual Hint, Bilingual? Example = null, Bilingual? None = null, IReadOnlyList<GuidePart>? Parts = null);

/// <param name="Kind"><c>text</c>, <c>url</c>, <c>flag</c> or <c>choice</c> of a vocabulary.</param>
public sealed record GuidePart(string Name, Bilingual Label, string Kind, Bilingual? Hint = null, string? Vocabulary = null);
