using System.Globalization;

namespace LtiBadgeConnector.Benchmarks;

/// <summary>How figures are printed: one line each, so that they can be copied into docs/performance.md.</summary>
internal static class Figures
{
    public static void Print(string what, string engine, string figure, string? beside = null) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-44} {engine,-11} {figure,-26} {beside}"));

    public static string Rate(int count, TimeSpan elapsed) => string.Create(CultureInfo.InvariantCulture, $"{count / elapsed.TotalSeconds:0}/s");

    public static string Ratio(double part, double whole) => string.Create(CultureInfo.InvariantCulture, $"{part / whole:0.00} x");

    public static string Milliseconds(double milliseconds) => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0.0} ms");

    /// <param name="share">Such as 0.99.</param>
    public static double Percentile(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        return sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];
    }
}
