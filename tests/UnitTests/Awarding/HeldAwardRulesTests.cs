using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Core.StatusLists;
using LtiBadgeConnector.UnitTests.Criteria;

namespace LtiBadgeConnector.UnitTests.Awarding;

/// <summary>What a new verdict means for an award that is held already.</summary>
public sealed class HeldAwardRulesTests
{
    private static readonly DateTimeOffset now = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);
    private static readonly MappingId mapping = MappingId.New(TimeProvider.System);
    private static readonly Progress fallen = new ALearner().With(ALearner.Quiz, 10).Progress;
    private static readonly Progress risen = new ALearner().With(ALearner.Quiz, 90).Progress;

    [Theory]
    [InlineData(WhenGradeFalls.Keep, null)]
    [InlineData(WhenGradeFalls.Suspend, AwardChangeKind.Suspend)]
    [InlineData(WhenGradeFalls.Withdraw, AwardChangeKind.Withdraw)]
    [InlineData(WhenGradeFalls.WithdrawAndAwardAgain, AwardChangeKind.Withdraw)]
    public void A_fallen_grade_does_what_the_policy_says(WhenGradeFalls policy, object? change) => Assert.Equal((AwardChangeKind?)change, Change(Due(fallen, policy)));

    [Theory]
    [InlineData(AwardStatus.SuspendedByRule, AwardChangeKind.Reinstate)]
    [InlineData(AwardStatus.LetStand, AwardChangeKind.ForgetDecision)]
    [InlineData(AwardStatus.SuspendedByPerson, null)]
    [InlineData(AwardStatus.WithdrawnByRule, null)]
    [InlineData(AwardStatus.InForce, null)]
    public void A_risen_grade_takes_back_only_what_the_rule_did(AwardStatus status, object? change) =>
        Assert.Equal((AwardChangeKind?)change, Change(Due(risen, WhenGradeFalls.Suspend, Held(status))));

    [Fact]
    public void A_changed_rule_another_course_s_rule_and_a_leaver_take_nothing_away()
    {
        Assert.Null(Change(Due(fallen, WhenGradeFalls.Withdraw, Held() with { RuleVersion = 1 })));
        Assert.Null(Change(Due(fallen, WhenGradeFalls.Withdraw, Held() with { Mapping = MappingId.New(TimeProvider.System) })));
        Assert.Null(Change(Due(fallen, WhenGradeFalls.Withdraw) with { CanEarn = false }));
    }

    [Fact]
    public void What_a_person_gave_by_hand_no_rule_takes_away()
    {
        Assert.Null(Change(Due(fallen, WhenGradeFalls.Withdraw, Held() with { IsByHand = true })));
        Assert.Null(Change(Due(fallen, WhenGradeFalls.Suspend, Held() with { IsByHand = true })));
        Assert.Equal(AwardChangeKind.ForgetDecision, Change(Due(risen, WhenGradeFalls.Suspend, Held(AwardStatus.LetStand) with { IsByHand = true })));
    }

    [Fact]
    public void A_confirmation_that_was_taken_back_takes_nothing_away()
    {
        var rule = new AllOf { Id = "g1", Of = [new MinimumScore { Id = "c1", Item = ALearner.Quiz, Share = 0.6m }, new Confirmed { Id = "c2", What = "Presented it" }] };

        Assert.Null(HeldAwardRules.Change(Held(), Due(risen, WhenGradeFalls.Withdraw), rule.Evaluate(risen)));
    }

    [Fact]
    public void A_grade_that_is_being_given_anew_or_cannot_be_read_takes_nothing_away()
    {
        Assert.Null(Change(Due(new ALearner().With(ALearner.Quiz, 10, isFinal: false).Progress, WhenGradeFalls.Withdraw)));
        Assert.Null(Change(Due(new ALearner().With(ALearner.Quiz, 10, maximum: null).Progress, WhenGradeFalls.Withdraw)));
        Assert.Null(Change(Due(Progress.Nothing, WhenGradeFalls.Withdraw)));
    }

    [Fact]
    public void Another_credential_that_is_no_longer_held_takes_nothing_away()
    {
        var rule = new AllOf { Id = "g1", Of = [new MinimumScore { Id = "c1", Item = ALearner.Quiz, Share = 0.6m }, new HoldsAward { Id = "c2", MicroCredential = ALearner.Basics }] };
        var due = Due(risen, WhenGradeFalls.Withdraw);

        Assert.Null(HeldAwardRules.Change(Held(), due, rule.Evaluate(risen)));
        Assert.Null(HeldAwardRules.Change(Held(), due, rule.Evaluate(fallen)));
        Assert.Equal(AwardChangeKind.Withdraw, HeldAwardRules.Change(Held(), due, rule.Evaluate(new ALearner().With(ALearner.Quiz, 10).Holding(ALearner.Basics).Progress)));
    }

    [Fact]
    public void What_counted_once_does_not_renew()
    {
        var policy = new AwardPolicy { ValidMonths = 12, RenewsByResults = true };
        var old = Held() with { AwardedAt = now.AddMonths(-11), ValidUntil = now.AddDays(80) };
        Assert.False(OpensNext(Due(risen, old, policy)));

        var anew = new Progress([.. risen.All.Select(result => result with { OccurredAt = now })]);
        Assert.True(OpensNext(Due(anew, old, policy)));
        Assert.False(OpensNext(Due(anew, old, policy with { RenewsByResults = false })));
        Assert.False(OpensNext(Due(anew, old with { ValidUntil = null }, policy)));
        Assert.False(OpensNext(Due(anew, old with { AwardedAt = now.AddMonths(-1), ValidUntil = now.AddMonths(11) }, policy)));
        Assert.False(OpensNext(Due(anew, old with { Status = AwardStatus.SuspendedByPerson }, policy)));
    }

    [Fact]
    public void Only_a_withdrawal_by_the_rule_is_awarded_anew_by_itself()
    {
        var policy = new AwardPolicy { WhenGradeFalls = WhenGradeFalls.WithdrawAndAwardAgain };
        Assert.True(OpensNext(Due(risen, Held(AwardStatus.WithdrawnByRule), policy)));
        Assert.False(OpensNext(Due(risen, Held(AwardStatus.WithdrawnByPerson), policy)));
        Assert.False(OpensNext(Due(fallen, Held(AwardStatus.WithdrawnByRule), policy)));
        Assert.False(OpensNext(Due(risen, Held(AwardStatus.WithdrawnByRule), policy with { WhenGradeFalls = WhenGradeFalls.Withdraw })));
    }

    [Theory]
    [InlineData(WhenGradeFalls.Keep, false, StatusPurpose.Revocation)]
    [InlineData(WhenGradeFalls.Withdraw, false, StatusPurpose.Revocation)]
    [InlineData(WhenGradeFalls.Keep, true, StatusPurpose.Suspension)]
    [InlineData(WhenGradeFalls.Suspend, false, StatusPurpose.Suspension)]
    public void The_status_can_say_what_the_policy_can_do(WhenGradeFalls falls, bool maySuspend, StatusPurpose purpose) =>
        Assert.Equal(purpose, new AwardPolicy { WhenGradeFalls = falls, MaySuspend = maySuspend }.StatusPurpose);

    [Fact]
    public void A_policy_is_written_and_read_and_its_default_is_short()
    {
        var policy = new AwardPolicy { WhenGradeFalls = WhenGradeFalls.Suspend, MaySuspend = true, ValidMonths = 36, RenewsByResults = true };
        Assert.Equal(policy, AwardPolicyJson.Read(AwardPolicyJson.Write(policy)));
        Assert.Equal("{}", AwardPolicyJson.Write(AwardPolicy.Default));
        Assert.Equal(AwardPolicy.Default, AwardPolicyJson.Read(null));
    }

    private static HeldAward Held(AwardStatus status = AwardStatus.InForce) => new(AwardId.New(TimeProvider.System), mapping, 2, 1, now.AddMonths(-6), null, IsIssued: true, status);

    private static DueEvaluation Due(Progress progress, WhenGradeFalls falls, HeldAward? held = null) => Due(progress, held ?? Held(), new AwardPolicy { WhenGradeFalls = falls });

    private static DueEvaluation Due(Progress progress, HeldAward held, AwardPolicy policy)
    {
        var tenant = TenantId.New(TimeProvider.System);
        var rule = new MinimumScore { Id = "c1", Item = ALearner.Quiz, Share = 0.6m };
        var of = new CourseMapping(
            mapping, tenant, CourseId.New(TimeProvider.System), MicroCredentialId.New(TimeProvider.System), DefinitionVersionId.New(TimeProvider.System), MappingState.Active, 2, rule, null,
            1, now, now) { Policy = policy };
        return new(new(tenant, mapping, LearnerId.New(TimeProvider.System)), of, 1, progress, CanEarn: true, held);
    }

    private static AwardChangeKind? Change(DueEvaluation due) => HeldAwardRules.Change(due.Held!, due, due.Mapping.Rule.Evaluate(due.Progress));

    private static bool OpensNext(DueEvaluation due) => HeldAwardRules.OpensNext(due.Held!, due, due.Mapping.Rule.Evaluate(due.Progress), now);
}
