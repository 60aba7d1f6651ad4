using System.Globalization;

namespace LtiBadgeConnector.Core.Awarding;

/// <summary>Names of awards that were made together: they can be taken back together.</summary>
public static class AwardRuns
{
    /// <summary>How the names of what is awarded by itself begin; each day of it is a run.</summary>
    public const string Daily = "day:";

    private const string ByHand = "hand:";

    /// <summary>How the names of tests begin, which instructors issue to themselves: they are counted nowhere.</summary>
    public const string Test = "test:";

    /// <summary>Whether a person gave it, without asking a rule.</summary>
    public static bool IsByHand(string? run) => run?.StartsWith(ByHand, StringComparison.Ordinal) is true;

    public static string Day(DateTimeOffset now) => string.Create(CultureInfo.InvariantCulture, $"{Daily}{now.UtcDateTime:yyyy-MM-dd}");

    /// <summary>What a person let go at one moment.</summary>
    public static string Batch(DateTimeOffset released) => string.Create(CultureInfo.InvariantCulture, $"batch:{released.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss}");

    /// <summary>What a person gave by hand at one moment.</summary>
    public static string Hand(DateTimeOffset given) => string.Create(CultureInfo.InvariantCulture, $"{ByHand}{given.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss}");

    public static string TestAt(DateTimeOffset tried) => string.Create(CultureInfo.InvariantCulture, $"{Test}{tried.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss}");
}
