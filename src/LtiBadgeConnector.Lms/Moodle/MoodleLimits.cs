namespace LtiBadgeConnector.Lms.Moodle;

/// <summary>How much we ask of a Moodle site, and how much we take from it.</summary>
public sealed record MoodleLimits
{
    /// <summary>Longest wait for one whole answer; the grades of a large course take a site tens of seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>Largest answer in bytes. When the grades of all learners do not fit, they are read learner by learner.</summary>
    public int AnswerBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Calls at once to one site.</summary>
    public int Concurrency { get; init; } = 4;

    /// <summary>Users asked for at once.</summary>
    public int PageSize { get; init; } = 500;
}
