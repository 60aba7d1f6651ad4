using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Web.Localisation;

namespace LtiBadgeConnector.Web.Rules;

/// <summary>Something a row may be about.</summary>
/// <param name="IsTotal">The course total: it holds the other scores already.</param>
/// <param name="Activity">By which completion of it is told; null where it is not tracked.</param>
public sealed record Choice(ItemKey Key, string Name, bool IsTotal = false, ItemKey? Activity = null);

/// <summary>Another micro-credential of the institution.</summary>
/// <param name="States">What its draft says of effort and credit, among other things.</param>
public sealed record CredentialChoice(MicroCredentialId Id, string Name, Definition States);

/// <summary>Another course in which the person teaches, and what rules can be made of there.</summary>
public sealed record CourseChoice(CourseId Id, string Name, RuleChoices Choices);

/// <summary>What rules of a course can be made of: only what its readers or pushed events can prove.</summary>
public sealed class RuleChoices(IReadOnlyList<CourseItem> items, bool provesCourseCompletion)
{
    public IReadOnlyList<Choice> Scores { get; } =
        [.. items.Where(item => !item.IsGone && item.Kind is CourseItemKind.Grade or CourseItemKind.CourseTotal).Select(item => new Choice(item.Key, item.Name, item.Kind is CourseItemKind.CourseTotal, item.HasCompletion ? item.Activity : null))];

    public IReadOnlyList<Choice> Activities { get; } =
        [.. items.Where(item => item is { IsGone: false, HasCompletion: true }).Select(item => new Choice(item.Activity ?? item.Key, item.Name)).DistinctBy(choice => choice.Key)];

    public IReadOnlyList<Choice> Outcomes { get; } = Of(items, CourseItemKind.Outcome);

    public IReadOnlyList<Choice> Groups { get; } = Of(items, CourseItemKind.Group);

    public IReadOnlyList<Choice> Attendance { get; } = Of(items, CourseItemKind.Attendance);

    public bool CourseCompletion => provesCourseCompletion;

    /// <summary>Whether tries at an item are told one by one.</summary>
    public bool Attempts { get; init; }

    /// <summary>Whether grades come with letters and pass marks.</summary>
    public bool Letters { get; init; }

    /// <summary>Whether it is told when a learner's time in the course began.</summary>
    public bool Enrolments { get; init; }

    public IReadOnlyList<CredentialChoice> Credentials { get; init; } = [];

    public IReadOnlyList<CourseChoice> Courses { get; init; } = [];

    public bool IsEmpty => Scores.Count == 0 && Activities.Count == 0 && Outcomes.Count == 0 && !provesCourseCompletion;

    /// <summary>Whether a rule can be made at all: of the course, or of other credentials.</summary>
    public bool CanMakeRules => !IsEmpty || Credentials.Count > 0;

    /// <summary>What a row can be added of here, in the order in which people look for it.</summary>
    public IReadOnlyList<string> Kinds =>
    [
        .. Offered(Scores.Count > 0, RowKinds.Score, RowKinds.Points, RowKinds.Between, RowKinds.Mean, RowKinds.Sum),
        .. Offered(Scores.Count > 0 && Letters, RowKinds.Letter),
        .. Offered(Scores.Count > 0 && (Letters || Scores.Any(choice => choice.Activity is not null)), RowKinds.Passed),
        .. Offered(Scores.Count > 0 && Attempts, RowKinds.Best),
        .. Offered(Activities.Count > 0, RowKinds.Activity),
        .. Offered(CourseCompletion, RowKinds.Course),
        .. Offered(Outcomes.Count > 0, RowKinds.Outcome),
        .. Offered(Attendance.Count > 0, RowKinds.Attended),
        .. Offered(Groups.Count > 0, RowKinds.Member),
        .. Offered(Credentials.Count > 0, RowKinds.Holds),
        RowKinds.Foreign, RowKinds.Confirmed, RowKinds.Date,
    ];

    /// <summary>What cannot be asked for here, and what an administrator would have to connect.</summary>
    public IReadOnlyList<(Word What, Word Connect)> NotOffered =>
    [
        .. Lacking(Scores.Count == 0, Word.Of("scores"), Word.Of("a web service connection, or grade events from the LMS")),
        .. Lacking(Activities.Count == 0, Word.Of("completed activities"), Word.Of("a web service connection, or completion events from the LMS")),
        .. Lacking(!CourseCompletion, Word.Of("completion of the course"), Word.Of("a web service connection, or completion events from the LMS")),
        .. Lacking(Scores.Count > 0 && !Letters, Word.Of("letter grades and pass marks"), Word.Of("grade events from the LMS, or the Canvas connection")),
        .. Lacking(Scores.Count > 0 && !Attempts, Word.Of("the best of several tries"), Word.Of("a connection that tells each try")),
        .. Lacking(Outcomes.Count == 0, Word.Of("outcomes and competencies"), Word.Of("a connection that may read them; the course must have some")),
        .. Lacking(Attendance.Count == 0, Word.Of("attendance"), Word.Of("attendance events from the LMS")),
        .. Lacking(Groups.Count == 0, Word.Of("groups"), Word.Of("a connection that may read groups; the course must have some")),
        .. Lacking(!Enrolments, Word.Of("days since enrolment"), Word.Of("a connection that tells when learners enrolled")),
    ];

    /// <summary>What the rows inside a group of another course are made of.</summary>
    public RuleChoices In(CourseId course) => Courses.FirstOrDefault(choice => choice.Id == course)?.Choices ?? new([], provesCourseCompletion: false);

    public bool Has(Criterion criterion) => criterion switch
    {
        MinimumScore score => HasScore(score.Item),
        MinimumPoints points => HasScore(points.Item),
        ScoreBetween between => HasScore(between.Item),
        LetterGrade letter => Letters && HasScore(letter.Item),
        GradePassed passed => HasScore(passed.Item),
        BestAttempt best => Attempts && HasScore(best.Item),
        MeanScore mean => mean.Of.All(part => HasScore(part.Item)),
        WeightedSum sum => sum.Of.All(part => HasScore(part.Item)),
        ActivityCompleted activity => Activities.Any(choice => choice.Key == activity.Activity),
        CourseCompleted => CourseCompletion,
        OutcomeMastered outcome => Outcomes.Any(choice => choice.Key == outcome.Outcome),
        Attended attended => Attendance.Any(choice => choice.Key == (attended.Item ?? CourseItem.WholeAttendance)),
        GroupMember member => Groups.Any(choice => choice.Key == member.Group),
        HoldsAward holds => Credentials.Any(choice => choice.Id == holds.MicroCredential),
        InCourse other => Courses.Any(choice => choice.Id == other.Course),
        _ => true,
    };

    /// <summary>Everything a posted key may name: a posted key is no more trusted than any other text.</summary>
    public bool Knows(string key) => Scores.Concat(Activities).Concat(Outcomes).Concat(Groups).Concat(Attendance).Any(choice => choice.Key.Value == key);

    private bool HasScore(ItemKey item) => Scores.Any(choice => choice.Key == item);

    private static IReadOnlyList<Choice> Of(IReadOnlyList<CourseItem> items, CourseItemKind kind) =>
        [.. items.Where(item => !item.IsGone && item.Kind == kind).Select(item => new Choice(item.Key, item.Name))];

    private static string[] Offered(bool isOffered, params string[] kinds) => isOffered ? kinds : [];

    private static (Word, Word)[] Lacking(bool isLacking, Word what, Word connect) => isLacking ? [(what, connect)] : [];
}
