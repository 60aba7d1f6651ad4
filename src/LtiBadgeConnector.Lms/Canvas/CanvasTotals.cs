using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.Lms.Canvas;

/// <summary>Canvas's two totals of a course; a rule names one.</summary>
public static class CanvasTotals
{
    /// <summary>Of what has been graded.</summary>
    public static CourseItem Current { get; } = Total("current", "Course total: what is graded so far");

    /// <summary>Of everything, what is missing counting as zero.</summary>
    public static CourseItem Final { get; } = Total("final", "Course total: missing work counts as zero");

    private static CourseItem Total(string id, string name) =>
        new(ItemKey.Of(ItemSchemes.CanvasTotal, id), name, CourseItemKind.CourseTotal, 100, null, null, HasCompletion: false, IsGone: false);
}
