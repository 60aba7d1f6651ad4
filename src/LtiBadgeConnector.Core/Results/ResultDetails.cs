namespace LtiBadgeConnector.Core.Results;

/// <summary>What some LMSs say of a result beside its score; everything is null where the LMS does not say it.</summary>
public sealed record ResultDetails
{
    /// <summary>Longer ones are cut: no grading scheme has such letters.</summary>
    public const int LongestLetter = 100;

    private const int LongestUrl = 2000;

    public static ResultDetails None { get; } = new();

    /// <summary>The grade as the LMS shows it where that is no number: "A-", "Pass", "Satisfactory".</summary>
    public string? Letter { get; init => field = value?.Length > LongestLetter ? value[..LongestLetter] : value; }

    /// <summary>What the LMS counts as passed or mastered, on the scale of the score.</summary>
    public decimal? PassMark { get; init; }

    /// <summary>The learner was excused: there is and will be no grade.</summary>
    public bool IsExcused { get; init; }

    /// <summary>Where the work is that was handed in, as the learner or the LMS links it; an https address or null.</summary>
    public string? WorkUrl
    {
        get;
        init => field = value is { Length: <= LongestUrl } && Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps ? value : null;
    }

    /// <summary>Mastered, or a member.</summary>
    public bool? Holds { get; init; }

    public decimal? Hours { get; init; }

    /// <summary>When the learner did it: handed in, completed, enrolled.</summary>
    public DateTimeOffset? DoneAt { get; init; }

    /// <summary>Which try it was, from 1.</summary>
    public int? Attempt { get; init; }

    /// <summary>Whether every number of it can be kept without rounding.</summary>
    public bool CanBeKept => new Score(PassMark, 0, Hours).CanBeKept;
}
