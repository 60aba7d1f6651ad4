using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Frameworks;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Web.Describing;
using LtiBadgeConnector.Web.Ui;

namespace LtiBadgeConnector.Web.Rules;

/// <summary>What a credential states of itself in a unit.</summary>
/// <param name="IsConverted">It states the other of hours and credit; the amount is what that comes to by the standard of the credit system.</param>
public sealed record StatedWorth(decimal Amount, bool IsConverted);

/// <summary>
/// Hours and credits of parts. Where a standard leaves a range (25 to 30 hours for one credit), the end that counts the part for less is
/// taken: a sum never promises more than there is.
/// </summary>
public static class PartWorth
{
    private static readonly Vocabulary systems = FrameworkCatalogue.Shipped.Vocabulary(Vocabularies.CreditSystem);

    /// <summary>Hours, and every credit system of which it is known how many hours one credit is.</summary>
    public static IReadOnlyList<string> Units { get; } = [WorthAtLeast.Hours, .. systems.Entries.Where(entry => entry.HoursPerCredit is { Most: > 1 }).Select(entry => entry.Code)];

    /// <summary>Null when the credential states neither.</summary>
    public static StatedWorth? Of(Definition definition, string unit)
    {
        if (unit == WorthAtLeast.Hours)
        {
            if (definition.Effort is { } effort) return new(effort.Hours, IsConverted: false);
            return definition.Credits.Select(credit => HoursOf(credit)).FirstOrDefault(hours => hours is not null) is { } hours ? new(hours, IsConverted: true) : null;
        }
        if (definition.Credits.FirstOrDefault(credit => credit.System == unit) is { } stated) return new(stated.Value, IsConverted: false);
        return definition.Effort is { } time && RangeOf(unit) is { } range ? new(Math.Round(time.Hours / range.Most, 2, MidpointRounding.ToZero), IsConverted: true) : null;
    }

    /// <summary>How many hours one credit is; null for hours, and where nobody says.</summary>
    public static (decimal Least, decimal Most)? RangeOf(string unit) => systems.Find(unit)?.HoursPerCredit;

    public static string NameOf(string unit, string language, string hours) => unit == WorthAtLeast.Hours ? hours : systems.Find(unit)?.Name.In(language) ?? unit;

    /// <summary>As pages write it: "60 hours", "2 ECTS".</summary>
    public static string Say(decimal amount, string unit, Formats formats) =>
        unit == WorthAtLeast.Hours ? formats.Effort(amount) : DefinitionWords.CreditOf(new(unit, amount), formats);

    private static decimal? HoursOf(CreditAmount credit) => RangeOf(credit.System) is { } range ? credit.Value * range.Least : null;
}
