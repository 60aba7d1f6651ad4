using System.Globalization;
using LtiBadgeConnector.Core.Frameworks;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Web.Describing;

namespace LtiBadgeConnector.Web.Admin;

/// <summary>What assures the quality of an institution, as typed.</summary>
public sealed class AssuranceRow
{
    /// <summary>A code of the vocabulary of quality assurance.</summary>
    public string? Kind { get; set; }

    public string? En { get; set; }

    public string? Ja { get; set; }

    public string? Url { get; set; }

    /// <summary>A day as the browser sends it, such as <c>2026-04-01</c>.</summary>
    public string? From { get; set; }

    public string? Until { get; set; }

    public static AssuranceRow Of(InstitutionAssurance one) => new() { Kind = one.Kind, En = one.Text.En, Ja = one.Text.Ja, Url = one.Url, From = Day(one.From), Until = Day(one.Until) };

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>Reads the rows; one in which nothing is written counts for nothing, so that emptying a row takes it away.</summary>
public static class AssuranceForm
{
    public const int LongestText = 1000;

    /// <summary>The kinds that are about institutions.</summary>
    public static IReadOnlyList<VocabularyEntry> Kinds { get; } =
        [.. FrameworkCatalogue.Shipped.Vocabulary(Vocabularies.QualityAssurance).Entries.Where(kind => kind.Target == "institution")];

    /// <summary>What is stored, an empty row for each kind of which nothing is said yet, and one for another.</summary>
    public static IReadOnlyList<AssuranceRow> Rows(IReadOnlyList<InstitutionAssurance> assurance) =>
        [.. assurance.Select(AssuranceRow.Of), .. Kinds.Where(kind => assurance.All(one => one.Kind != kind.Code)).Select(kind => new AssuranceRow { Kind = kind.Code }), new()];

    public static string Field(int row, string part) => string.Create(CultureInfo.InvariantCulture, $"Rows[{row}].{part}");

    /// <returns>The rows that can be taken, and what is wrong with the others.</returns>
    public static (IReadOnlyList<InstitutionAssurance> Assurance, IReadOnlyList<FieldProblem> Problems) Read(IReadOnlyList<AssuranceRow> rows)
    {
        List<InstitutionAssurance> read = [];
        List<FieldProblem> problems = [];
        for (var at = 0; at < rows.Count; at++)
        {
            var (row, before) = (rows[at], problems.Count);
            var (en, ja, url) = (Trim(row.En), Trim(row.Ja), Trim(row.Url));
            if (en.Length + ja.Length + url.Length + Trim(row.From).Length + Trim(row.Until).Length == 0) continue;

            if (Kinds.All(kind => kind.Code != row.Kind)) Refuse("Kind", "definition-code-unknown", row.Kind);
            if (en.Length > LongestText) Refuse("En", "definition-text-too-long", en, new(Line: null, en.Length, LongestText));
            if (ja.Length > LongestText) Refuse("Ja", "definition-text-too-long", ja, new(Line: null, ja.Length, LongestText));
            if (en.Length + ja.Length == 0) Refuse("En", "definition-half-answered", en);
            if (url.Length > 0 && !DefinitionLimits.IsAddress(url)) Refuse("Url", "definition-address-wrong", url);
            var (from, until) = (Day("From", row.From), Day("Until", row.Until));
            if (until < from) Refuse("Until", "assurance-ends-before-it-begins", row.Until);
            if (problems.Count == before) read.Add(new(row.Kind!, new(en, ja)) { Url = url.Length > 0 ? url : null, From = from, Until = until });

            void Refuse(string part, string code, string? typed, Excess? excess = null) => problems.Add(new(Field(at, part), code, typed ?? "", excess));

            DateOnly? Day(string part, string? typed)
            {
                if (Trim(typed).Length == 0) return null;
                if (DateOnly.TryParseExact(Trim(typed), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
                Refuse(part, "assurance-day-unreadable", typed);
                return null;
            }
        }
        return (read, problems);
    }

    private static string Trim(string? typed) => typed?.ReplaceLineEndings("\n").Trim() ?? "";
}
