using System.Text;
using LtiBadgeConnector.Core.MicroCredentials;

namespace LtiBadgeConnector.Credentials.Importing;

/// <summary>Statements of a published framework that can become outcomes.</summary>
/// <param name="Framework">The framework's own title.</param>
/// <param name="Outcomes">Each aligned to where it comes from; their ids mean nothing.</param>
public sealed record OfferedOutcomes(string Framework, IReadOnlyList<Outcome> Outcomes);

/// <summary>Reads a framework file: a CASE package (1EdTech, 1.0 and 1.1), or ESCO skills as JSON or CSV.</summary>
public static class OutcomeFile
{
    public const int MostBytes = 5 * 1024 * 1024;
    public const int MostOutcomes = 5000;
    public const int LongestAddress = 2000;

    private const string Esco = "ESCO";
    private const string EscoSkill = "http://data.europa.eu/esco/skill/";

    public static Import<OfferedOutcomes> Read(byte[] file) => Imports.Try(() =>
    {
        if (file.Length > MostBytes) throw new WrongFileException(ImportProblems.TooLarge, "$");
        var found = file.AsSpan().TrimStart(" \t\r\n\uFEFF"u8) is [(byte)'{' or (byte)'[', ..] ? OfJson(ImportedJson.Parse(file)) : OfCsv(file);
        if (found.Outcomes.Count == 0) throw new WrongFileException(ImportProblems.NothingInIt, "$");
        return found.Outcomes.Count <= MostOutcomes ? found : throw new WrongFileException(ImportProblems.TooLarge, "$");
    });

    private static OfferedOutcomes OfJson(ImportedJson json)
    {
        if (json.Member("CFItems") is not null) return OfCase(json);
        if (json.Text("uri", LongestAddress)?.StartsWith(EscoSkill, StringComparison.Ordinal) == true) return new(Esco, [EscoResource(json)]);
        if (json.Member("_embedded") is { } embedded)
        {
            // A search of the ESCO service lists results, a list of resources has them by their address.
            var resources = embedded.Member("results") is not null ? embedded.Items("results") : embedded.Element.EnumerateObject().Select(one => embedded.Member(one.Name)!.Value);
            return new(Esco, [.. resources.Select(EscoResource)]);
        }
        throw new WrongFileException(ImportProblems.KindUnknown, "$");
    }

    private static OfferedOutcomes OfCase(ImportedJson json)
    {
        var framework = json.Member("CFDocument")?.Needed("title", DefinitionLimits.LongestText) ?? throw new WrongFileException(ImportProblems.MemberWrong, "CFDocument");
        return new(framework,
        [
            .. json.Items("CFItems").Select(item =>
            {
                var statement = item.Needed("fullStatement", DefinitionLimits.LongestOutcome);
                return new Outcome("", statement)
                {
                    Alignments =
                    [
                        new(statement, item.Address("uri", LongestAddress) ?? throw new WrongFileException(ImportProblems.MemberWrong, $"{item.Path}.uri"))
                        {
                            TargetCode = item.Text("humanCodingScheme", DefinitionLimits.LongestCode),
                            TargetFramework = framework,
                            TargetType = "CFItem",
                        },
                    ],
                };
            }),
        ]);
    }

    private static Outcome EscoResource(ImportedJson resource)
    {
        var uri = resource.Address("uri", LongestAddress) ?? throw new WrongFileException(ImportProblems.MemberWrong, $"{resource.Path}.uri");
        if (!uri.StartsWith(EscoSkill, StringComparison.Ordinal)) throw new WrongFileException(ImportProblems.MemberWrong, $"{resource.Path}.uri");
        return EscoOutcome(resource.Text("title", DefinitionLimits.LongestOutcome) ?? resource.Member("preferredLabel")?.Text("en", DefinitionLimits.LongestOutcome) ?? throw resource.Wrong(), uri);
    }

    private static OfferedOutcomes OfCsv(byte[] file)
    {
        var rows = Csv.Read(Decode(file)).ToList();
        var header = rows.Count > 0 ? rows[0] : [];
        var (uri, label) = (header.IndexOf("conceptUri"), header.IndexOf("preferredLabel"));
        if (uri < 0 || label < 0) throw new WrongFileException(ImportProblems.KindUnknown, "1");

        List<Outcome> outcomes = [];
        for (var row = 1; row < rows.Count; row++)
        {
            if (rows[row].Count <= Math.Max(uri, label)) throw Wrong(row);
            var (address, text) = (rows[row][uri].Trim(), rows[row][label].Trim());
            if (!address.StartsWith(EscoSkill, StringComparison.Ordinal) || address.Length > LongestAddress || text.Length is 0 or > DefinitionLimits.LongestOutcome) throw Wrong(row);
            outcomes.Add(EscoOutcome(text, address));
        }
        return new(Esco, outcomes);
    }

    private static Outcome EscoOutcome(string text, string uri) =>
        new("", text) { Kind = "skill", Alignments = [new(text, uri) { TargetFramework = Esco, TargetType = "ext:ESCOSkill" }] };

    private static string Decode(byte[] file)
    {
        try
        {
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(file).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            throw new WrongFileException(ImportProblems.NotReadable, "$");
        }
    }

    private static WrongFileException Wrong(int row) => new(ImportProblems.MemberWrong, FormattableString.Invariant($"{row + 1}"));
}
