using System.Globalization;
using System.Text;
using LtiBadgeConnector.Core.Frameworks;
using LtiBadgeConnector.Credentials.Formats;

namespace LtiBadgeConnector.Web.Describing;

/// <summary>Writes <c>docs/frameworks.md</c> from the data: descriptor by framework, and descriptor by format.</summary>
public static class FrameworkDocument
{
    private static readonly (string Family, string Name)[] formats = [("ob3", "Open Badges 3.0"), ("ob2", "Open Badges 2.0"), ("clr2", "CLR 2.0"), ("elm", "European Learning Model")];

    public static string Write(FrameworkCatalogue catalogue)
    {
        var text = new StringBuilder();
        text.Append("""
            # Descriptors, frameworks and formats

            Written from `src/LtiBadgeConnector.Core/Frameworks/Data/frameworks.json`; a test compares. Change the data, then run the unit tests with `UPDATE_DOCS=1`.

            ## What each framework asks

            R required, O optional, P named without saying which, blank nothing. Of several frameworks that a definition claims the strictest decides: a required descriptor without an answer keeps it from being published, one that is only named warns.


            """.ReplaceLineEndings("\n"));
        Row(text, ["Descriptor", "記述子", .. catalogue.Frameworks.Select(framework => $"{DescriptorGuide.Shipped.ShortName(framework).En}")]);
        Row(text, ["---", "---", .. catalogue.Frameworks.Select(_ => "---")]);
        foreach (var descriptor in catalogue.Descriptors)
            Row(text, [descriptor.Name.En, descriptor.Name.Ja, .. catalogue.Frameworks.Select(framework => " OPR"[(int)descriptor.In(framework.Id)].ToString().Trim())]);

        text.Append("\nThe frameworks:\n\n");
        foreach (var framework in catalogue.Frameworks) text.Append(CultureInfo.InvariantCulture, $"- **{DescriptorGuide.Shipped.ShortName(framework).En}**: {framework.Name.En}; {framework.Name.Ja} ({framework.Publisher}, {framework.Date})\n");

        text.Append("\n## Rules beyond the descriptors\n\n");
        Row(text, ["Rule", "Framework", "Kind", "Says"]);
        Row(text, ["---", "---", "---", "---"]);
        foreach (var rule in catalogue.Rules)
            Row(text, [$"`{rule.Id}`", rule.Framework is { } id && catalogue.Framework(id) is { } framework ? DescriptorGuide.Shipped.ShortName(framework).En : "all", rule.IsError ? "error" : "warning", $"{rule.Message.En} {rule.Message.Ja}"]);

        text.Append("\n## Where each format says it\n\nPaths in italics are extension terms. A path of a format that this program does not write yet, or leaves out, is in brackets.\n\n");
        Row(text, ["Descriptor", .. formats.Select(format => format.Name)]);
        Row(text, ["---", .. formats.Select(_ => "---")]);
        foreach (var descriptor in catalogue.Descriptors) Row(text, [descriptor.Name.En, .. formats.Select(format => Places(descriptor, format.Family))]);
        Terms(text, catalogue);
        return text.ToString();
    }

    private static void Terms(StringBuilder text, FrameworkCatalogue catalogue)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## Extension terms of Open Badges 3.0\n\nThe prefix `mc` stands for `{FormatCoverage.ExtensionVocabulary}` ([ADR 5](adr/0005-extension-vocabulary.md)). Every value is an array of texts: codes of the vocabulary first, then words in the language of the achievement, then named parts as `part: value`. `none` says that there is none. In the profile of an issuer `mc:qualityAssurance` says what assures the institution: the code, then the words, the address and the days between which it holds.\n\n");
        Row(text, ["Term", "States", "Codes of"]);
        Row(text, ["---", "---", "---"]);
        foreach (var descriptor in catalogue.Descriptors.Where(one => one.Mapping.GetValueOrDefault("ob3", []).Any(place => place.Path.Contains("mc:", StringComparison.Ordinal))))
            Row(text, [$"`{FormatCoverage.ExtensionTerm(descriptor.Id)}`", descriptor.Name.En, string.Join(", ", descriptor.Vocabularies.Where(catalogue.Vocabularies.ContainsKey).Select(id => $"`{id}`"))]);
        Row(text, [$"`{FormatCoverage.ExtensionTerm("framework")}`", "Framework that the definition claims to follow", string.Join(", ", catalogue.Frameworks.Select(framework => $"`{framework.Id}`"))]);
        Row(text, [$"`{FormatCoverage.ExtensionTerm("part")}`", "Achievement that is a part of a pathway, by its address", ""]);
    }

    private static string Places(Descriptor descriptor, string family)
    {
        var places = descriptor.Mapping.GetValueOrDefault(family, []);
        if (places.Count == 0) return "";
        var paths = string.Join(", ", places.Select(place => place.Kind == "native" ? $"`{place.Path}`" : $"*`{place.Path}`*"));
        return FormatCoverage.Families.Contains(family) && FormatCoverage.Carries(family, descriptor.Id) ? paths : $"({paths})";
    }

    private static void Row(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");
}
