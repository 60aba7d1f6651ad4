using LtiBadgeConnector.Core;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Storage.MicroCredentials;

namespace LtiBadgeConnector.Web.Describing;

/// <summary>Something written already that a new micro-credential may start from.</summary>
/// <param name="From">As addresses and forms name it: <c>template:…</c> or <c>copy:…</c>.</param>
/// <param name="Purpose">What it is for; null for what the institution wrote itself.</param>
public sealed record DefinitionSource(string From, Definition Definition, Bilingual? Purpose = null);

/// <summary>The templates inside the program, and the definitions of the institution itself.</summary>
public sealed class DefinitionSources(MicroCredentialRepository microCredentials)
{
    private const string Template = "template:";
    private const string Copy = "copy:";

    // Texts are stored as JSON, which no database searches in the same way.
    private const int MostSearched = 1000;

    /// <summary>In the order of the frameworks.</summary>
    public static IReadOnlyList<DefinitionSource> Templates { get; } =
        [.. DefinitionTemplates.All.OrderBy(FirstFramework).Select(template => new DefinitionSource(Template + template.Id, template.Definition, DescriptorGuide.Shipped.Templates[template.Id]))];

    /// <returns>Null when there is no such thing in the institution.</returns>
    public async Task<DefinitionSource?> Find(TenantId tenant, string? from, CancellationToken ct)
    {
        if (from?.StartsWith(Copy, StringComparison.Ordinal) != true || !Guid.TryParse(from[Copy.Length..], out var id)) return Templates.FirstOrDefault(template => template.From == from);
        return await microCredentials.Find(tenant, new MicroCredentialId(id), ct) is { } other ? Of(other) : null;
    }

    /// <summary>Definitions of the institution with the words in their title, description or outcomes; the newest first.</summary>
    public async Task<IReadOnlyList<DefinitionSource>> OfInstitution(TenantId tenant, string? words, CancellationToken ct) =>
        [.. (await microCredentials.List(tenant, MostSearched, ct)).Where(one => string.IsNullOrWhiteSpace(words) || Has(one.Draft, words.Trim())).Select(Of)];

    private static int FirstFramework(DefinitionTemplate template) => DefinitionDesk.Catalogue.Frameworks.TakeWhile(framework => !template.Definition.Frameworks.Contains(framework.Id)).Count();

    // Pictures are shared: they never change. What proves an outcome belongs to the other course's rule.
    private static DefinitionSource Of(MicroCredential other) =>
        new($"{Copy}{other.Id}", other.Draft with { Outcomes = [.. other.Draft.Outcomes.Select(outcome => outcome with { ProvenBy = [] })] });

    private static bool Has(Definition definition, string words) =>
        new[] { definition.Title, definition.OtherTitle, definition.Description, definition.OtherDescription }.Concat(definition.Outcomes.SelectMany(outcome => (string[])[outcome.Text, outcome.OtherText]))
            .Any(text => text?.Contains(words, StringComparison.OrdinalIgnoreCase) == true);
}
