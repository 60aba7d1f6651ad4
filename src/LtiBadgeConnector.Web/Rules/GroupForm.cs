using LtiBadgeConnector.Core.Criteria;

namespace LtiBadgeConnector.Web.Rules;

/// <summary>Each kind of group: how its fields are read, and what it lacks.</summary>
internal static class GroupForm
{
    public const string CoursePrefix = "course:";

    private const int FirstCount = 2;

    public static Group Read(Group group, RowFields fields) => WithKind(group, fields.Text("kind"), fields.Choices) switch
    {
        AtLeast some => some with { Count = fields.Whole("count", some.Count, 1, "rule-count-impossible") },
        Within within => within with
        {
            From = fields.Day("from", within.From), Until = fields.Day("until", within.Until), DaysOfEnrolment = fields.WholeOrNone("days", within.DaysOfEnrolment, "rule-number-malformed"),
        },
        var other => other,
    };

    /// <summary>What keeps the group from being put in force; a code of the problem catalogue.</summary>
    public static string? Incomplete(Within within) => within switch
    {
        { From: null, Until: null, DaysOfEnrolment: null } => "rule-window-empty",
        { From: { } from, Until: { } until } when from > until => "rule-window-reversed",
        _ => null,
    };

    private static Group WithKind(Group group, string? kind, RuleChoices choices) => kind switch
    {
        "all" => new AllOf { Id = group.Id, Of = group.Of },
        "any" => new AnyOf { Id = group.Id, Of = group.Of },
        "none" => new NoneOf { Id = group.Id, Of = group.Of },
        "some" => group as AtLeast ?? new AtLeast { Id = group.Id, Of = group.Of, Count = Math.Clamp(group.Of.Count - 1, 1, FirstCount) },
        "within" => group as Within ?? new Within { Id = group.Id, Of = group.Of },
        not null when kind.StartsWith(CoursePrefix, StringComparison.Ordinal) && choices.Courses.FirstOrDefault(choice => choice.Id.ToString() == kind[CoursePrefix.Length..]) is { } course =>
            new InCourse { Id = group.Id, Of = group.Of, Course = course.Id },
        _ => group,
    };
}
