using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Rules;
using LtiBadgeConnector.Web.Sharing;
using LtiBadgeConnector.Web.Ui;
using LtiBadgeConnector.Web.Localisation;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Pages.Course;

/// <summary>One requirement as the learner reads it.</summary>
public sealed record RequirementRow(string Name, IReadOnlyList<string> Findings, StateWord State, Reason? Reason)
{
    /// <summary>Of a group, what stands in it.</summary>
    public IReadOnlyList<RequirementRow> Parts { get; init; } = [];

    /// <summary>Whether it was looked at.</summary>
    public bool IsEvaluated { get; init; }
}

/// <summary>One micro-credential on the progress page, in words.</summary>
public sealed class ProgressPart
{
    private readonly IStringLocalizer<Words> words;
    private readonly RuleSentences sentences;

    public ProgressPart(ProgressModel page, ProgressWithOne one, IStringLocalizer<Words> words, Formats formats)
    {
        (Page, One, this.words, sentences) = (page, one, words, new RuleSentences(words, formats));
        var rows = one.Requirements.Select(requirement => (requirement, row: Row(requirement.Criterion, requirement.Evaluation, one.Names))).ToList();
        Done = [.. rows.Where(row => row.requirement.Evaluation is { IsMet: true }).Select(row => row.row)];
        ToDo = [.. rows.Where(row => row.requirement.Evaluation is not { IsMet: true }).OrderBy(row => Order(row.requirement.Evaluation)).ThenByDescending(row => row.requirement.Evaluation?.Permille ?? 0).Select(row => row.row)];
        Headline = HeadlineOf();
    }

    /// <summary>How many requirements the learner has to meet.</summary>
    public int Total => One.Mapping.Rule is AtLeast some ? some.Count : One.Requirements.Count;

    /// <summary>How many of them are met.</summary>
    public int MetCount => One.Mapping.Rule is AtLeast some ? Math.Min(some.Count, One.Requirements[0].Evaluation?.Parts.Count(part => part.IsMet) ?? 0) : One.MetCount;

    public ProgressModel Page { get; }

    public ProgressWithOne One { get; }

    public string Headline { get; }

    public IReadOnlyList<RequirementRow> Done { get; }

    /// <summary>Nearest first.</summary>
    public IReadOnlyList<RequirementRow> ToDo { get; }

    public bool IsEarned => One.Award is { IsIssued: true, Withdrawal: null, Suspension: null };

    public bool IsWithdrawn => One.Award is { Withdrawal: not null };

    public bool IsSuspended => One.Award is { Withdrawal: null, Suspension: not null };

    public bool IsExpired => IsEarned && One.Award!.ValidUntil < Page.Now;

    /// <summary>Whether it is time to remind the learner of the end.</summary>
    public bool EndsSoon => IsEarned && !IsExpired && One.Award!.ValidUntil is { } until && Page.Now >= until.AddDays(-One.Mapping.Policy.DaysOfReminder);

    /// <summary>Whether there is something the learner may object to.</summary>
    public bool MayAppeal => IsWithdrawn || IsSuspended;

    private string HeadlineOf()
    {
        if (IsExpired) return words["This credential has ended"];
        if (IsEarned) return words["You have earned it"];
        if (IsSuspended) return words["This credential is suspended"];
        if (IsWithdrawn) return words["This credential was withdrawn"];
        if (One.Award is not null || One.IsMet && !Page.Launch.MaySee) return words["Earned: it is being signed now"];
        if (!One.IsEvaluated) return words["Your progress appears here"];

        var missing = One.Requirements.Where(requirement => requirement.Evaluation is not { IsMet: true }).ToList();
        if (missing.Count == 0) return words["All requirements are met"];
        if (missing is [(MinimumScore or MinimumPoints or BestAttempt or WeightedSum, { } near)] && sentences.PointsToGo(near.Reason) is { } points) return points;
        if (missing.All(requirement => IsWaiting(requirement.Evaluation))) return words["Waiting for a grade"];
        var left = Total - MetCount;
        return words.Count(left, "{0} requirement to go", "{0} requirements to go", left);
    }

    /// <param name="isUnwanted">In a group of which none may be met: how far the learner is from it is nothing to reach.</param>
    private RequirementRow Row(Criterion criterion, Evaluation? evaluation, ItemNames names, bool isUnwanted = false)
    {
        if (isUnwanted && criterion is not Group)
        {
            return new(RuleSentences.Capital(sentences.ForLearner(criterion, names)), [], evaluation is { IsMet: true } ? StateWords.Met : StateWords.NotYet, Reason: null) { IsEvaluated = evaluation is not null };
        }

        var findings = evaluation is not null && sentences.ToLearner(evaluation.Reason) is { Length: > 0 } said ? (string[])[said] : [];
        if (criterion is not Group group)
        {
            return new(RuleSentences.Capital(sentences.ForLearner(criterion, names)), findings, StateOf(evaluation), criterion is MinimumScore or MinimumPoints or BestAttempt ? evaluation?.Reason : null)
            {
                IsEvaluated = evaluation is not null,
            };
        }

        var inside = group is InCourse other ? names.In(other.Course) : names;
        var known = (evaluation?.Parts ?? []).ToDictionary(part => part.Criterion, StringComparer.Ordinal);
        return new(sentences.Heading(group, names), findings, StateOf(evaluation), Reason: null)
        {
            IsEvaluated = evaluation is not null,
            Parts = [.. group.Of.Select(part => Row(part, known.GetValueOrDefault(part.Id), inside, isUnwanted || group is NoneOf))],
        };
    }

    // Nothing is red: a learner who is not there yet has not failed.
    private static StateWord StateOf(Evaluation? evaluation) => evaluation switch
    {
        { IsMet: true } => StateWords.Met,
        { Reason.Code: ReasonCode.BelowThreshold or ReasonCode.MeanBelow } => StateWords.JustMisses with { Word = StateWords.NotYet.Word },
        { Reason.Code: ReasonCode.NotFullyGraded or ReasonCode.NotReleased or ReasonCode.NotRated } => StateWords.WaitingForAGrade,
        _ => StateWords.NotYet,
    };

    private static int Order(Evaluation? evaluation) => evaluation switch
    {
        null => 2,
        _ when IsWaiting(evaluation) => 1,
        _ => 0,
    };

    private static bool IsWaiting(Evaluation? evaluation) => evaluation?.Reason.Code is ReasonCode.NotFullyGraded or ReasonCode.NotReleased;
}
