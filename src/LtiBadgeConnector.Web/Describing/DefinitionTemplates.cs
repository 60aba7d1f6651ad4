using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Credentials.Importing;

namespace LtiBadgeConnector.Web.Describing;

/// <summary>A complete definition to start from.</summary>
public sealed record DefinitionTemplate(string Id, Definition Definition);

/// <summary>The definitions of <c>docs/samples/definitions</c>, one for each framework, inside the program.</summary>
public static class DefinitionTemplates
{
    private const string Resources = "samples/";

    public static IReadOnlyList<DefinitionTemplate> All { get; } =
    [
        .. from name in typeof(DefinitionTemplates).Assembly.GetManifestResourceNames()
           where name.StartsWith(Resources, StringComparison.Ordinal)
           orderby name
           select new DefinitionTemplate(Path.GetFileNameWithoutExtension(name[Resources.Length..]), Read(name)),
    ];

    private static Definition Read(string name)
    {
        using var stream = typeof(DefinitionTemplates).Assembly.GetManifestResourceStream(name)!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return DefinitionFile.Read(copy.ToArray(), "en").Value?.Definition ?? throw new InvalidOperationException($"{name} is not a definition.");
    }
}
