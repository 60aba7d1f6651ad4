namespace LtiBadgeConnector.Core.Frameworks;

/// <summary>One named statement about a micro-credential.</summary>
/// <param name="Id">Stable, such as <c>learner-effort</c>.</param>
/// <param name="ValueType">How it is answered, such as <c>level-list</c>; empty for supplementary ones.</param>
/// <param name="Vocabularies">Ids of the vocabularies its codes come from.</param>
/// <param name="Requirements">By the framework's id; a framework that is not named asks nothing.</param>
/// <param name="Mapping">Where each format says it, by the format's family (<c>ob3</c>, <c>ob2</c>, <c>clr2</c>, <c>elm</c>).</param>
/// <param name="IsSupplementary">Beyond the common ones.</param>
public sealed record Descriptor(
    string Id,
    Bilingual Name,
    DescriptorScope Scope,
    string ValueType,
    bool IsMultiple,
    IReadOnlyList<string> Vocabularies,
    IReadOnlyDictionary<string, Requirement> Requirements,
    IReadOnlyDictionary<string, IReadOnlyList<DescriptorPlace>> Mapping,
    bool IsSupplementary)
{
    public Requirement In(string framework) => Requirements.GetValueOrDefault(framework);
}

/// <summary>A member of a format that carries a descriptor.</summary>
/// <param name="Kind"><c>native</c> when the format has it, <c>extension</c> when it is one of ours.</param>
public sealed record DescriptorPlace(string Path, string Kind, string? Note = null);
