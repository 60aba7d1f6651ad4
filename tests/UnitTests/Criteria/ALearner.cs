using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.UnitTests.Criteria;

/// <summary>Builds a learner's progress by naming only what matters.</summary>
internal sealed class ALearner
{
    public static readonly ItemKey Quiz = ItemKey.Of(ItemSchemes.MoodleGradeItem, "1");
    public static readonly ItemKey Project = ItemKey.Of(ItemSchemes.MoodleGradeItem, "2");
    public static readonly ItemKey Lab = ItemKey.Of(ItemSchemes.MoodleCourseModule, "7");
    public static readonly ItemKey BoxPlots = ItemKey.Of(ItemSchemes.MoodleCompetency, "19");
    public static readonly ItemKey MondayGroup = ItemKey.Of(ItemSchemes.MoodleGroup, "5");
    public static readonly ItemKey Register = ItemKey.Of(ItemSchemes.MoodleAttendance, "77");
    public static readonly MicroCredentialId Basics = new(Guid.Parse("01a20000-0000-7000-8000-00000000000b"));
    public static readonly MicroCredentialId Statistics = new(Guid.Parse("01a20000-0000-7000-8000-00000000000f"));
    public static readonly CourseId OtherCourse = new(Guid.Parse("01a20000-0000-7000-8000-00000000000c"));
    public static readonly LearnerId Tanaka = new(Guid.Parse("01a20000-0000-7000-8000-00000000000d"));
    public static readonly LearnerId Suzuki = new(Guid.Parse("01a20000-0000-7000-8000-00000000000e"));

    /// <summary>Monday, 5 October 2026, 18:00 in Tokyo: when everything was done that names no other time.</summary>
    public static readonly DateTimeOffset Monday = new(2026, 10, 5, 9, 0, 0, TimeSpan.Zero);

    private readonly List<Result> results = [];
    private readonly List<Confirmation> confirmations = [];
    private readonly List<Holding> held = [];
    private readonly List<Recognition> recognised = [];
    private readonly HashSet<ItemKey> gone = [];
    private readonly Dictionary<CourseId, Progress> elsewhere = [];
    private DateTimeOffset now = Monday;

    public static Progress WithNothing => Progress.Nothing;

    public static TimeZoneInfo Tokyo { get; } = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo");

    public Progress Progress => new(results)
    {
        Now = now, Zone = Tokyo, Gone = gone, Held = held.ToLookup(one => one.MicroCredential), Confirmations = confirmations.ToLookup(one => one.Criterion), Elsewhere = elsewhere, Recognised = recognised.ToLookup(one => one.Criterion),
    };

    public ALearner With(ItemKey item, decimal? given, decimal? maximum = 100, decimal minimum = 0, bool isFinal = true, bool isReleased = true, DateTimeOffset? doneAt = null, decimal? passMark = null, string? letter = null)
    {
        results.Add(new(ResultKind.Grade, item, new(given, minimum, maximum), null, isFinal, isReleased, Monday, ResultSource.Event) { Details = new() { DoneAt = doneAt, PassMark = passMark, Letter = letter } });
        return this;
    }

    public ALearner WithCompletion(ItemKey activity, CompletionState state) => With(new Result(ResultKind.ActivityCompletion, activity, null, state, true, true, Monday, ResultSource.Event));

    public ALearner WithCourse(CompletionState state) => With(new Result(ResultKind.CourseCompletion, null, null, state, true, true, Monday, ResultSource.Event));

    public ALearner ExcusedFrom(ItemKey item) => Fact(ResultKind.Grade, item, new(null, 0, 100), new() { IsExcused = true });

    public ALearner Tried(ItemKey item, int attempt, decimal given, decimal maximum = 100) => Fact(ResultKind.Attempt, item, new(given, 0, maximum), new() { Attempt = attempt });

    public ALearner Rated(ItemKey outcome, decimal? rating, bool? isMastered, decimal? passMark = null) =>
        Fact(ResultKind.Outcome, outcome, rating is null ? null : new(rating, 1, 4), new() { Holds = isMastered, PassMark = passMark });

    public ALearner InGroup(ItemKey group, bool isMember = true) => Fact(ResultKind.Group, group, null, new() { Holds = isMember });

    public ALearner Attended(decimal? sessions, decimal? of, decimal? hours = null) => Fact(ResultKind.Attendance, Register, sessions is null ? null : new(sessions, 0, of), new() { Hours = hours });

    public ALearner EnrolledOn(DateTimeOffset at) => Fact(ResultKind.Enrolment, null, null, new() { DoneAt = at });

    public ALearner Holding(MicroCredentialId microCredential, DateTimeOffset? at = null, DateTimeOffset? until = null)
    {
        held.Add(new(microCredential, at ?? Monday, until));
        return this;
    }

    public ALearner ConfirmedBy(LearnerId person, string criterion = "c1", DateTimeOffset? at = null)
    {
        confirmations.Add(new(criterion, person, at ?? Monday));
        return this;
    }

    public ALearner Recognised(string criterion = "c1", DateTimeOffset? until = null, Criterion? asked = null)
    {
        recognised.Add(new(criterion, Monday, until, asked is null ? null : CriterionJson.Write(asked)));
        return this;
    }

    public ALearner Losing(ItemKey item)
    {
        gone.Add(item);
        return this;
    }

    public ALearner Elsewhere(ALearner there)
    {
        elsewhere[OtherCourse] = there.Progress;
        return this;
    }

    public ALearner On(DateTimeOffset moment)
    {
        now = moment;
        return this;
    }

    public ALearner With(Result result)
    {
        results.Add(result);
        return this;
    }

    private ALearner Fact(ResultKind kind, ItemKey? item, Score? score, ResultDetails details) => With(new Result(kind, item, score, null, true, true, Monday, ResultSource.Event) { Details = details });
}
