using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.Awarding;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Storage.Road;
using LtiBadgeConnector.Storage.StatusLists;

namespace LtiBadgeConnector.Web.Withdrawing;

/// <summary>What the part about one award's standing needs: what was said about it, and what may be done.</summary>
/// <param name="Here">The page's own address, where its forms go.</param>
/// <param name="MayAct">Whether the person who looks may decide, and nothing is being asked.</param>
public sealed record AwardReviewPart(RoadAward Award, AwardReview Review, string Here, bool MayAct, DateTimeOffset Now)
{
    /// <summary>Why a person gave it; null when a rule did.</summary>
    public HandReason? Given { get; init; }

    public bool IsIssued => Award.State is AwardState.Issued or AwardState.Delivered;

    public bool IsExpired => Review.ValidUntil < Now;

    public bool MayWithdraw => MayAct && IsIssued && Review.Withdrawal is null;

    public bool MaySuspend => MayWithdraw && Review is { MaySuspend: true, Suspension: null } && !IsExpired;

    public bool MayLetStand => MayWithdraw && (Review.Suspension is not null || Review is { NeedsDecision: true, IsNewest: true });

    public bool MayDoAnything => MayWithdraw || MayLetStand || MayAwardAgain;

    public bool MayAwardAgain => MayAct && IsIssued && Review.IsNewest
        && RenewalRepository.IsRenewable(Review.Withdrawal is not null, Review.Suspension is not null, Award.AwardedAt, Review.ValidUntil, Now);
}

/// <summary>An action that asks for a reason before it is done.</summary>
public sealed record AwardQuestion(string Action, PublicId Award, string Who, string Here, string? Reason)
{
    public bool IsFinal => Action == AwardActions.Withdraw;
}
