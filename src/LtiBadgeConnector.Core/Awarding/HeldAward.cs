using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mappings;

namespace LtiBadgeConnector.Core.Awarding;

/// <summary>The award of the newest cycle that a learner holds, as far as a new decision depends on it.</summary>
/// <param name="Mapping">The one that awarded it; another course's rule has no say over it.</param>
public sealed record HeldAward(
    AwardId Id, MappingId Mapping, int RuleVersion, int Cycle, DateTimeOffset AwardedAt, DateTimeOffset? ValidUntil, bool IsIssued, AwardStatus Status)
{
    /// <summary>A person gave it: no rule says whether it was earned, so none takes it away.</summary>
    public bool IsByHand { get; init; }

    public bool IsInForce(DateTimeOffset now) => Status is AwardStatus.InForce or AwardStatus.LetStand && !(ValidUntil < now);
}

/// <summary>Whether an award counts, and whose word that is. Stored nowhere: it follows from withdrawals and suspensions.</summary>
public enum AwardStatus
{
    InForce,

    /// <summary>In force by a person's word, although its rule is not met.</summary>
    LetStand,
    SuspendedByRule,
    SuspendedByPerson,
    WithdrawnByRule,
    WithdrawnByPerson,
}

/// <summary>What a rule does to an award that exists.</summary>
public sealed record AwardChange(AwardId Award, AwardChangeKind Kind)
{
    /// <summary>The public reason. Pages say it in their language.</summary>
    public const string NoLongerMet = "The requirements are no longer met.";

    /// <summary>The public reason of a test that has been looked at.</summary>
    public const string TestIsOver = "It was a test.";
}

public enum AwardChangeKind
{
    Suspend,
    Withdraw,

    /// <summary>Ends a suspension of the rule.</summary>
    Reinstate,

    /// <summary>The rule is met again: what a person decided about its not being met is over.</summary>
    ForgetDecision,
}

/// <summary>Decides what a new verdict means for an award that is held already; pure.</summary>
public static class HeldAwardRules
{
    /// <summary>
    /// Only a grade that fell takes anything away: a rule that was changed since, a grade that is being given anew or cannot
    /// be read, another credential that is no longer held, a confirmation that was taken back, a learner who has left, another course's rule,
    /// what a person gave by hand: all that is for a person.
    /// </summary>
    public static AwardChangeKind? Change(HeldAward held, DueEvaluation due, Evaluation evaluation)
    {
        if (held.Mapping != due.Key.Mapping) return null;
        if (evaluation.IsMet)
        {
            return held.Status switch
            {
                AwardStatus.SuspendedByRule => AwardChangeKind.Reinstate,
                AwardStatus.LetStand => AwardChangeKind.ForgetDecision,
                _ => null,
            };
        }

        if (held.IsByHand || held.Status != AwardStatus.InForce || !due.CanEarn || held.RuleVersion != due.Mapping.RuleVersion || !HasFallen(evaluation)) return null;
        return due.Mapping.Policy.WhenGradeFalls switch
        {
            WhenGradeFalls.Suspend => AwardChangeKind.Suspend,
            WhenGradeFalls.Withdraw or WhenGradeFalls.WithdrawAndAwardAgain => AwardChangeKind.Withdraw,
            _ => null,
        };
    }

    /// <summary>Whether the next cycle opens: after a withdrawal of the rule, or for what was shown when the award was about to end.</summary>
    public static bool OpensNext(HeldAward held, DueEvaluation due, Evaluation evaluation, DateTimeOffset now)
    {
        if (held.Mapping != due.Key.Mapping || !evaluation.IsMet) return false;
        var policy = due.Mapping.Policy;
        if (held.Status == AwardStatus.WithdrawnByRule) return policy.WhenGradeFalls == WhenGradeFalls.WithdrawAndAwardAgain;
        if (!policy.RenewsByResults || held.ValidUntil is not { } until || held.Status is not (AwardStatus.InForce or AwardStatus.LetStand)) return false;
        var from = AwardPolicy.RenewableFrom(held.AwardedAt, until);
        return now >= from && due.Mapping.Rule.Evaluate(due.Progress.Since(from)).IsMet;
    }

    // That another credential is no longer held, or that somebody took a confirmation back, is no grade.
    private static bool HasFallen(Evaluation evaluation) =>
        Standings.Of(evaluation) is Standing.NotYet or Standing.Near && evaluation.Leaves.All(leaf => leaf.IsMet || leaf.Reason.Code is not (ReasonCode.NotHeld or ReasonCode.NotConfirmed));
}
