using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LtiBadgeConnector.DemoLms.Campus;

/// <summary>One course with its gradebook.</summary>
internal sealed record Course(int Id, string ShortName, string IdNumber, string Title)
{
    /// <summary>What each course rates besides its grades.</summary>
    public const string Competency = "Reads charts critically";

    public ImmutableList<Enrolment> Enrolments { get; init; } = [];

    public ImmutableList<GradeItem> Items { get; init; } = [];

    public ImmutableList<Activity> Activities { get; init; } = [];

    public ImmutableList<Grade> Grades { get; init; } = [];

    public ImmutableList<ActivityMark> ActivityMarks { get; init; } = [];

    public ImmutableList<CourseCompletion> Completions { get; init; } = [];

    public ImmutableList<HandedIn> Work { get; init; } = [];

    /// <summary>Who has mastered the course's competency.</summary>
    public ImmutableList<CourseCompletion> Masteries { get; init; } = [];

    /// <summary>The LTI context id: the number, or a hash that says nothing of it.</summary>
    public string ContextId(Personality personality)
    {
        var number = Id.ToString(CultureInfo.InvariantCulture);
        return personality.ContextIsHash ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("context/" + number)))[..40] : number;
    }

    public bool Enrols(int person) => Enrolments.Exists(e => e.PersonId == person && e.Active);

    public GradeItem? Item(int id) => Items.Find(i => i.Id == id);

    public Grade? GradeOf(int item, int person) => Grades.Find(g => g.ItemId == item && g.PersonId == person);

    public CourseCompletion? CompletionOf(int person) => Completions.Find(c => c.PersonId == person);

    public CourseCompletion? MasteryOf(int personId) => Masteries.FirstOrDefault(mastery => mastery.PersonId == personId);

    public ActivityMark? MarkOf(int courseModule, int person) =>
        ActivityMarks.Find(m => m.CourseModule == courseModule && m.PersonId == person);

    public IEnumerable<HandedIn> WorkOf(int item, int person) => Work.Where(file => file.ItemId == item && file.PersonId == person);

    /// <summary>Sum of what has been graded, out of the maximum of what has been graded: ungraded work is left out.</summary>
    public CourseTotal TotalOf(int person)
    {
        var graded = Items
            .Select(item => (Item: item, Grade: GradeOf(item.Id, person)))
            .Where(x => x.Grade?.Value is not null)
            .ToList();
        return graded.Count == 0
            ? new(null, Items.Sum(i => i.Maximum), null)
            : new(graded.Sum(x => x.Grade!.Value!.Value), graded.Sum(x => x.Item.Maximum), graded.Max(x => x.Grade!.At));
    }
}

internal sealed record CourseTotal(decimal? Value, decimal Maximum, DateTimeOffset? At);

internal sealed record Enrolment(int PersonId, bool Active);

/// <summary>A gradebook column. <see cref="ToolClientId"/> is set for the columns that belong to a tool.</summary>
internal sealed record GradeItem(int Id, string Name, string Module, int Instance, int? CourseModule, decimal Maximum, decimal Pass)
{
    public string IdNumber { get; init; } = "";

    public string? ToolClientId { get; init; }

    public int? LinkId { get; init; }

    public string ResourceId { get; init; } = "";

    public string Tag { get; init; } = "";

    public SubmissionReview? Review { get; init; }

    public bool IsActivity => CourseModule is not null;
}

/// <summary>What the tool asked for when a graded piece of work is opened from the gradebook.</summary>
internal sealed record SubmissionReview(string? Url, ImmutableDictionary<string, string> Custom);

/// <summary>Something to read or do that the learner is marked for by hand.</summary>
internal sealed record Activity(int CourseModule, string Module, int Instance, string Name);

internal sealed record Grade(int ItemId, int PersonId, decimal? Value, bool Hidden, bool Final, DateTimeOffset At)
{
    public string Comment { get; init; } = "";
}

internal sealed record ActivityMark(int CourseModule, int PersonId, DateTimeOffset At);

internal sealed record CourseCompletion(int PersonId, DateTimeOffset At);
