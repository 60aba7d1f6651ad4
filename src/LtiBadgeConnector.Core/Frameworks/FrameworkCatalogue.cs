using LtiBadgeConnector.Core.MicroCredentials;

namespace LtiBadgeConnector.Core.Frameworks;

/// <summary>Descriptors, frameworks, rules and vocabularies as the data files have them.</summary>
/// <param name="Descriptors">The common ones in their order, then the supplementary.</param>
public sealed record FrameworkCatalogue(
    IReadOnlyList<Framework> Frameworks,
    IReadOnlyList<Descriptor> Descriptors,
    IReadOnlyList<FrameworkRule> Rules,
    IReadOnlyDictionary<string, Vocabulary> Vocabularies,
    IReadOnlyList<AssurancePath> AssurancePaths)
{
    private static readonly Lazy<FrameworkCatalogue> FromProgram = new(FrameworkFiles.Shipped);

    /// <summary>The one inside the program.</summary>
    public static FrameworkCatalogue Shipped => FromProgram.Value;

    public Descriptor Descriptor(string id) => Descriptors.First(descriptor => descriptor.Id == id);

    public Framework? Framework(string id) => Frameworks.FirstOrDefault(framework => framework.Id == id);

    public Vocabulary Vocabulary(string id) => Vocabularies[id];

    /// <summary>All entries of a descriptor's vocabularies.</summary>
    public IEnumerable<VocabularyEntry> EntriesOf(Descriptor descriptor) => descriptor.Vocabularies.SelectMany(id => Vocabularies.GetValueOrDefault(id)?.Entries ?? []);

    /// <summary>The entry of a code in any of a descriptor's vocabularies.</summary>
    public VocabularyEntry? Entry(Descriptor descriptor, string code) =>
        descriptor.Vocabularies.Select(id => Vocabularies.GetValueOrDefault(id)?.Find(code)).FirstOrDefault(entry => entry is not null);

    /// <summary>Those of the codes that the descriptor knows, in its own order: whoever writes them, equal answers are equal texts.</summary>
    public IReadOnlyList<string> InOrder(Descriptor descriptor, IReadOnlyCollection<string> codes) =>
        [.. EntriesOf(descriptor).Select(entry => entry.Code).Where(codes.Contains).Distinct()];

    /// <summary>The frameworks a definition claims; the default ones when it names none.</summary>
    public IEnumerable<Framework> ClaimedBy(Definition definition) =>
        definition.Frameworks.Count > 0 ? Frameworks.Where(framework => definition.Frameworks.Contains(framework.Id)) : Frameworks.Where(framework => framework.IsDefault);

    /// <summary>The strictest that the claimed frameworks ask of a descriptor.</summary>
    public Requirement Strictest(Descriptor descriptor, Definition definition) =>
        ClaimedBy(definition).Select(framework => descriptor.In(framework.Id)).DefaultIfEmpty().Max();

    /// <summary>Null while nobody has said what kind of provider it is.</summary>
    public AssurancePath? PathOf(string? providerKind) => AssurancePaths.FirstOrDefault(path => providerKind is not null && path.ProviderKinds.Contains(providerKind));

    /// <summary>Null while nobody has said what kind of provider it is.</summary>
    public bool? IsHigherEducation(string? providerKind) =>
        providerKind is null ? null : Vocabulary(Core.Frameworks.Vocabularies.ProviderKind).Find(providerKind)?.IsHigherEducation;
}

/// <summary>Which quality assurance a kind of provider needs before it publishes.</summary>
/// <param name="IsLight">The institution is assured already, so that conformance with the standard is enough.</param>
/// <param name="Required">Codes of <see cref="Vocabularies.QualityAssurance"/>.</param>
/// <param name="Assumed">Codes that such a provider has by being one.</param>
public sealed record AssurancePath(IReadOnlyList<string> ProviderKinds, bool IsLight, IReadOnlyList<string> Required, IReadOnlyList<string> Assumed);
