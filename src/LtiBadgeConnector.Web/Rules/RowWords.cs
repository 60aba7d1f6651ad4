using LtiBadgeConnector.Web.Localisation;

namespace LtiBadgeConnector.Web.Rules;

/// <summary>The kinds of row as the list of what can be added calls them.</summary>
internal static class RowWords
{
    private static readonly (string Kind, Word Word)[] all =
    [
        (RowKinds.Score, Word.Of("a score")),
        (RowKinds.Points, Word.Of("a score in points")),
        (RowKinds.Between, Word.Of("a score between two bounds")),
        (RowKinds.Mean, Word.Of("a mean of scores")),
        (RowKinds.Sum, Word.Of("a sum of points")),
        (RowKinds.Letter, Word.Of("a letter grade")),
        (RowKinds.Passed, Word.Of("something passed")),
        (RowKinds.Best, Word.Of("the best of several tries")),
        (RowKinds.Activity, Word.Of("an activity completed")),
        (RowKinds.Course, Word.Of("the course completed")),
        (RowKinds.Outcome, Word.Of("an outcome mastered")),
        (RowKinds.Attended, Word.Of("attendance")),
        (RowKinds.Member, Word.Of("membership in a group")),
        (RowKinds.Holds, Word.Of("another credential held")),
        (RowKinds.Foreign, Word.Of("a badge of another issuer")),
        (RowKinds.Confirmed, Word.Of("a person’s confirmation")),
        (RowKinds.Date, Word.Of("a date reached")),
        (RowKinds.Group, Word.Of("a group of requirements")),
    ];

    public static Word Of(string kind) => all.First(entry => entry.Kind == kind).Word;
}
