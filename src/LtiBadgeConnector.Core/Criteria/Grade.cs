using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.Core.Criteria;

/// <summary>A grade that may be compared, or why none may: every criterion on grades reads them the same way.</summary>
/// <param name="Hindrance">Null when it may be compared.</param>
internal readonly record struct Grade(Result? Result, ReasonCode? Hindrance)
{
    public bool IsUsable => Hindrance is null;

    public bool IsExcused => Hindrance == ReasonCode.Excused;

    public decimal Points => Result!.Score!.Given!.Value;

    /// <summary>Null when the LMS names no usable maximum.</summary>
    public decimal? Share => Result?.Score?.Share;

    public static Grade Of(Progress progress, ItemKey item) => Of(progress.GradeOf(item));

    public static Grade Of(Result? result) => new(result, result switch
    {
        null => ReasonCode.NoResult,
        { Details.IsExcused: true } => ReasonCode.Excused,
        { Score: null or { Given: null }, Details: { Letter: null, DoneAt: not null } } => ReasonCode.NotFullyGraded,
        { Score: null or { Given: null }, Details.Letter: null } => ReasonCode.NoResult,
        { IsReleased: false } => ReasonCode.NotReleased,
        { IsFinal: false } => ReasonCode.NotFullyGraded,
        _ => null,
    });

    /// <summary>Null when there are points to compare; otherwise what the criterion says instead.</summary>
    public Evaluation? WithoutPoints(Criterion criterion) => Hindrance switch
    {
        ReasonCode.Excused => Evaluation.Unknown(criterion, ReasonCode.Excused, Result!),
        { } hindrance => Evaluation.NotYet(criterion, hindrance),
        null when Result!.Score?.Given is null => Evaluation.NotYet(criterion, ReasonCode.NoResult),
        null => null,
    };

    /// <summary>As <see cref="WithoutPoints"/>, where a share of the maximum is asked for.</summary>
    public Evaluation? WithoutShare(Criterion criterion) => WithoutPoints(criterion) ?? (Share is null
        ? Evaluation.Unknown(criterion, Result!.Score!.Maximum is null ? ReasonCode.MaximumUnknown : ReasonCode.ZeroMaximum, Result)
        : null);
}
