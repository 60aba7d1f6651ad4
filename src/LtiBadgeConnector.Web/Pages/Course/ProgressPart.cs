using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Rules;
using LtiBadgeConnector.Web.Sharing;
using LtiBadgeConnector.Web.Ui;
using LtiBadgeConnector.Web.Localisation;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Pages.Course;

/// <summary>One requirement as the learner reads it.</summary>
public sealed record RequirementRow(string Name, IReadOnlyList<string> Findings, StateWord State, Reason? Reason);

/// <summary>One micro-credential on the progress page, in words.</summary>
public sealed class ProgressPart
{
    private readonly IStringLocalizer<Words> words;
    private readonly RuleSentences sentences;

    public ProgressPart(ProgressModel page, ProgressWithOne one, IStringLocalizer<Words> words, Formats formats)
    {
        (Page, One, this.words, sentences) = (page, one, words, new RuleSentences(words, formats));
        var rows = one.Requirements.Select(requirement => (requirement, row: Row(requirement.Criterion, requirement.Evaluation))).ToList();
        Done = [.. rows.Where(row => row.requirement.Evaluation is { IsMet: true }).Select(row => row.row)];
        ToDo = [.. rows.Where(row => row.requirement.Evaluation is not { IsMet: true }).OrderBy(row => Order(row.requirement.Evaluation)).ThenByDescending(row => row.requirement.Evaluation?.Permille ?? 0).Select(row => row.row)];
        Headline = HeadlineOf();
    }

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
        return words.Count(missing.Count, "{0} requirement to go", "{0} requirements to go", missing.Count);
    }

    private RequirementRow Row(Criterion criterion, Evaluation? evaluation)
    {
        var name = Capital(sentences.ForLearner(criterion, One.Names));
        return new(name, evaluation is null ? [] : Findings(criterion, evaluation), StateOf(evaluation), criterion is MinimumScore or MinimumPoints or BestAttempt ? evaluation?.Reason : null);
    }

    private List<string> Findings(Criterion criterion, Evaluation evaluation)
    {
        if (criterion is not Group) return [sentences.ToLearner(evaluation.Reason)];
        var leaves = RuleSentences.Leaves(criterion).ToDictionary(leaf => leaf.Id, StringComparer.Ordinal);
        return [.. evaluation.Leaves.Where(leaf => leaves.ContainsKey(leaf.Criterion)).Select(leaf => words["{0}: {1}", Capital(sentences.Subject(leaves[leaf.Criterion], One.Names)), sentences.ToLearner(leaf.Reason)].Value)];
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

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
