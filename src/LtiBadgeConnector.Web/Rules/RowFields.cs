using System.Globalization;
using System.Text;
using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.Web.Rules;

/// <summary>
/// The posted fields of one row. A field that is not there, or that cannot be understood, leaves what stood there before; what
/// cannot be understood is noted with what was typed.
/// </summary>
internal sealed class RowFields(string row, Func<string, string?> field, RuleChoices choices, List<RowProblem> problems)
{
    private const decimal MostPoints = 1_000_000;

    public string Row => row;

    public RuleChoices Choices => choices;

    public string? Text(string name) => field($"{row}.{name}");

    /// <summary>Only what the course offers, or what stood there before.</summary>
    public ItemKey Item(ItemKey before) => Text("item") is { } posted && choices.Knows(posted) ? new(posted) : before;

    public decimal Share(string name, decimal before)
    {
        if (Text(name) is not { } typed) return before;
        if (!TryNumber(Plain(typed).TrimEnd('%').TrimEnd(), out var percent)) return Refuse(name, "rule-share-malformed", typed, before);
        if (percent <= 100) return percent / 100;
        problems.Add(new(row, "rule-share-impossible", typed, percent <= 1000 ? percent / 1000 : null) { Field = name });
        return before;
    }

    public decimal Points(string name, decimal before)
    {
        if (Text(name) is not { } typed) return before;
        return TryNumber(Plain(typed), out var points) && points <= MostPoints ? points : Refuse(name, "rule-number-malformed", typed, before);
    }

    /// <summary>An empty field is null.</summary>
    public decimal? PointsOrNone(string name, decimal? before)
    {
        if (Text(name) is not { } typed) return before;
        if (Plain(typed) is "") return null;
        return TryNumber(Plain(typed), out var points) && points <= MostPoints ? points : Refuse(name, "rule-number-malformed", typed, before);
    }

    public int Whole(string name, int before, int least, string code)
    {
        if (Text(name) is not { } typed) return before;
        return WholeNumber(typed) is { } number && number >= least ? number : Refuse(name, code, typed, before);
    }

    /// <summary>An empty field is null.</summary>
    public int? WholeOrNone(string name, int? before, string code)
    {
        if (Text(name) is not { } typed) return before;
        if (Plain(typed) is "") return null;
        return WholeNumber(typed) is { } number and >= 1 ? number : Refuse(name, code, typed, before);
    }

    /// <summary>An empty field is null.</summary>
    public DateOnly? Day(string name, DateOnly? before)
    {
        if (Text(name) is not { } typed) return before;
        if (Plain(typed) is "") return null;
        return DateOnly.TryParseExact(Plain(typed), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : Refuse(name, "rule-date-malformed", typed, before);
    }

    public T Refuse<T>(string name, string code, string typed, T before)
    {
        problems.Add(new(row, code, typed) { Field = name });
        return before;
    }

    // Full-width digits and signs become the plain ones.
    public static string Plain(string typed) => typed.Normalize(NormalizationForm.FormKC).Trim().Replace(',', '.');

    public static bool TryNumber(string plain, out decimal number) => decimal.TryParse(plain, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);

    private static int? WholeNumber(string typed) => int.TryParse(Plain(typed), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 1000 ? number : null;
}
