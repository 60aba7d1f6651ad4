using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using LtiBadgeConnector.Core;

namespace LtiBadgeConnector.Web.Problems;

/// <summary>
/// Every refusal of this product, explained in both languages. One source, <c>problems.json</c>, feeds
/// the page <c>/problems/{code}</c>, the answers of APIs and <c>docs/problems.md</c>.
/// </summary>
public static class ProblemCatalogue
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private static readonly FrozenDictionary<string, Problem> ByCode;

    static ProblemCatalogue()
    {
        All = Load();
        ByCode = All.ToFrozenDictionary(problem => problem.Code, StringComparer.Ordinal);
    }

    /// <summary>All of them, in the order of the file.</summary>
    public static IReadOnlyList<Problem> All { get; }

    /// <summary>The entry of a code; a code without one is a mistake of ours and throws.</summary>
    public static Problem Get(string code) => Find(code) ?? throw new KeyNotFoundException($"problems.json has no entry for {code}.");

    /// <summary>The entry of a code that came from outside, if there is one.</summary>
    public static Problem? Find(string code) => ByCode.GetValueOrDefault(code);

    private static Problem[] Load()
    {
        using var stream = typeof(ProblemCatalogue).Assembly.GetManifestResourceStream("problems.json")!;
        var file = JsonSerializer.Deserialize<ProblemFile>(stream, Strict)!;
        return [.. file.Problems.Select(entry => new Problem(entry.Code, entry.Status, entry.Title, file.Next[entry.Next], entry.Administrators))];
    }
}

/// <summary>One refusal.</summary>
/// <param name="Code">Stable; scripts and tests depend on it.</param>
/// <param name="Status">The HTTP status it is answered with.</param>
/// <param name="Next">What the person in front of it can do.</param>
/// <param name="Administrators">What stands behind it and how to mend it, where there is more to say.</param>
public sealed record Problem(string Code, int Status, Bilingual Title, Bilingual Next, Bilingual? Administrators)
{
    /// <summary>The value of <c>type</c> in a problem document, and the page that explains it.</summary>
    public string Path => "/problems/" + Code;
}

internal sealed record ProblemFile(IReadOnlyDictionary<string, Bilingual> Next, IReadOnlyList<ProblemEntry> Problems);

internal sealed record ProblemEntry(string Code, int Status, Bilingual Title, string Next, Bilingual? Administrators = null);
