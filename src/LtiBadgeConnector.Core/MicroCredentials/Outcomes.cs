using System.Globalization;

namespace LtiBadgeConnector.Core.MicroCredentials;

/// <summary>Makes outcomes of plain lines and keeps their ids when the lines change.</summary>
public static class Outcomes
{
    public static IReadOnlyList<Outcome> Of(params IReadOnlyList<string> texts) => Rewritten([], texts);

    /// <summary>
    /// The list after its texts were edited as lines. An unchanged line stays the outcome it was, wherever it went; a line that
    /// stands in the place of one that is gone is that one rewritten; the rest are new.
    /// </summary>
    public static IReadOnlyList<Outcome> Rewritten(IReadOnlyList<Outcome> before, IReadOnlyList<string> texts)
    {
        var unchanged = new Outcome?[texts.Count];
        var left = before.ToList();
        for (var at = 0; at < texts.Count; at++)
        {
            unchanged[at] = left.Find(outcome => outcome.Text == texts[at]);
            if (unchanged[at] is { } same) left.Remove(same);
        }

        List<Outcome> after = [];
        for (var at = 0; at < texts.Count; at++)
        {
            var outcome = unchanged[at];
            if (outcome is null && at < before.Count && left.Remove(before[at])) outcome = before[at] with { Text = texts[at] };
            after.Add(outcome ?? new(NextId([.. before, .. after]), texts[at]));
        }
        return after;
    }

    /// <summary>An id that none of them has, and none of them that were added since had.</summary>
    public static string NextId(IReadOnlyList<Outcome> known) =>
        "o" + (known.Select(outcome => int.TryParse(outcome.Id.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).DefaultIfEmpty().Max() + 1)
            .ToString(CultureInfo.InvariantCulture);
}
