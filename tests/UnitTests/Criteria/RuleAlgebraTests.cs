using FsCheck.Xunit;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Results;
using static LtiBadgeConnector.UnitTests.Criteria.ALearner;

namespace LtiBadgeConnector.UnitTests.Criteria;

/// <summary>What holds for every rule and every learner, tried on rules and learners made at random from all kinds there are.</summary>
public sealed class RuleAlgebraTests
{
    [Property(MaxTest = 400)]
    public void Every_rule_answers_for_every_learner_and_twice_the_same(int seed)
    {
        var world = new RandomRules(seed);
        var (rule, progress) = (world.Rule(), world.Progress());

        var found = rule.Evaluate(progress);

        Assert.InRange(found.Permille, 0, 1000);
        Assert.Equal(found.IsMet, found.Permille == 1000 || (found.IsMet && found.Reason.Code == ReasonCode.Group));
        Assert.Equal(CriterionJson.Write(found), CriterionJson.Write(rule.Evaluate(progress)));
    }

    [Property(MaxTest = 400)]
    public void The_ledger_alone_gives_the_same_decision_again(int seed)
    {
        var world = new RandomRules(seed);
        var (rule, progress) = (world.Rule(), world.Progress());
        var stored = DecisionInputs.Of(rule, progress).ToJson();

        var again = CriterionJson.Read(CriterionJson.Write(rule)).Evaluate(DecisionInputs.Read(stored).ToProgress());

        Assert.Equal(CriterionJson.Write(rule.Evaluate(progress)), CriterionJson.Write(again));
    }

    [Property(MaxTest = 400)]
    public void The_marks_of_its_parts_tell_whether_a_group_is_met_or_do_not_tell_at_all(int seed)
    {
        var world = new RandomRules(seed);
        var (rule, progress) = (world.Rule(), world.Progress());
        var found = rule.Evaluate(progress);

        var mark = Marks.Of(rule, Marks.Read(Marks.Of(found)).ToDictionary(one => one.Criterion, one => one.Mark));

        if (mark is not null) Assert.Equal(found.IsMet, mark == Mark.Met);
        else Assert.Matches("none|enrol", CriterionJson.Write(rule).ToLowerInvariant());
    }

    [Property]
    public void Any_is_one_of_n_and_all_is_n_of_n(int seed)
    {
        var world = new RandomRules(seed);
        var (parts, progress) = (world.Parts(3), world.Progress());

        Assert.Equal(Verdict(new AnyOf { Id = "g", Of = parts }), Verdict(new AtLeast { Id = "g", Of = parts, Count = 1 }));
        Assert.Equal(Verdict(new AllOf { Id = "g", Of = parts }), Verdict(new AtLeast { Id = "g", Of = parts, Count = 3 }));

        Verdict Verdict(Criterion rule) => rule.Evaluate(progress).Verdict;
    }

    [Property]
    public void None_of_several_is_all_of_the_nones(int seed)
    {
        var world = new RandomRules(seed);
        var (parts, progress) = (world.Parts(3), world.Progress());

        var none = new NoneOf { Id = "g", Of = parts }.Evaluate(progress).Verdict;
        var each = new AllOf { Id = "g", Of = [.. parts.Select(part => new NoneOf { Id = "n", Of = [part] })] }.Evaluate(progress).Verdict;

        Assert.Equal(each, none);
    }

    [Property]
    public void What_is_met_and_what_is_none_are_never_both(int seed)
    {
        var world = new RandomRules(seed);
        var (rule, progress) = (world.Rule(), world.Progress());

        Assert.False(rule.Evaluate(progress).IsMet && new NoneOf { Id = "n", Of = [rule] }.Evaluate(progress).IsMet);
    }

    [Property]
    public void The_order_of_parts_never_matters(int seed)
    {
        var world = new RandomRules(seed);
        var (parts, progress) = (world.Parts(4), world.Progress());
        Criterion[] other = [.. parts.Reverse()];

        Assert.Equal(Verdicts(parts), Verdicts(other));

        IEnumerable<(Verdict, int)> Verdicts(IReadOnlyList<Criterion> of) => new Group[]
        {
            new AllOf { Id = "g", Of = of }, new AnyOf { Id = "g", Of = of }, new AtLeast { Id = "g", Of = of, Count = 2 }, new NoneOf { Id = "g", Of = of },
            new Within { Id = "g", Of = of, Until = new(2026, 10, 6) }, new InCourse { Id = "g", Of = of, Course = OtherCourse },
        }.Select(group => group.Evaluate(progress)).Select(found => (found.Verdict, found.Permille));
    }

    [Property]
    public void A_fact_that_no_input_names_changes_nothing(int seed)
    {
        var world = new RandomRules(seed);
        var (rule, facts) = (world.Rule(), world.Facts());
        var more = facts.Append(new Result(ResultKind.Grade, ItemKey.Of("other", "1"), new(1, 0, 1), null, true, true, Monday, ResultSource.Event));

        Assert.Equal(CriterionJson.Write(rule.Evaluate(new(facts) { Now = Monday })), CriterionJson.Write(rule.Evaluate(new(more) { Now = Monday })));
    }

    [Property(MaxTest = 300)]
    public void More_points_never_lose_what_was_met_where_the_rule_asks_for_no_upper_bound(int seed, byte more)
    {
        var world = new RandomRules(seed) { OnlyMonotone = true };
        var (rule, facts) = (world.Rule(), world.Facts());
        var better = facts.Select(fact => fact.Score is { Given: { } given } score && fact.Details.Holds is null ? fact with { Score = score with { Given = given + more } } : fact);

        Assert.True(!rule.Evaluate(new(facts) { Now = Monday }).IsMet || rule.Evaluate(new(better) { Now = Monday }).IsMet, CriterionJson.Write(rule));
    }

    [Property(MaxTest = 300)]
    public void Until_its_next_turn_time_alone_changes_nothing(int seed, byte part)
    {
        var world = new RandomRules(seed);
        var (rule, progress) = (world.Rule(), world.Progress());
        var turn = rule.NextTurn(progress) ?? progress.Now.AddYears(5);
        var between = progress.Now + (turn - progress.Now) * (part / 256.0);

        Assert.True(turn > progress.Now);
        Assert.Equal(CriterionJson.Write(rule.Evaluate(progress)), CriterionJson.Write(rule.Evaluate(progress.At(between))));
    }

    [Theory]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31")]
    public void A_day_at_the_end_of_the_calendar_is_a_day_like_any_other(string day)
    {
        var (date, learner) = (DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture), new ALearner().With(Quiz, 80));

        new FromDate { Id = "c1", Date = date }.Evaluate(learner.Progress);
        new Within { Id = "g1", Of = [new MinimumScore { Id = "c1", Item = Quiz, Share = 0.6m }], From = date, Until = date }.Evaluate(learner.Progress);
        Assert.Null(new FromDate { Id = "c1", Date = DateOnly.MinValue }.NextTurn(learner.Progress));
    }

    [Fact]
    public void What_is_held_and_confirmed_counts_in_a_group_of_another_course_too()
    {
        var learner = new ALearner().Holding(Basics).ConfirmedBy(Tanaka, "c2").Elsewhere(new ALearner());
        var there = new InCourse { Id = "g1", Course = OtherCourse, Of = [new HoldsAward { Id = "c1", MicroCredential = Basics }, new Confirmed { Id = "c2", What = "Presented it" }] };

        Assert.True(there.Evaluate(learner.Progress).IsMet);
    }

    [Property]
    public void A_whole_life_is_no_window_at_all(int seed)
    {
        var world = new RandomRules(seed);
        var (parts, progress) = (world.Parts(2), world.Progress());
        var always = new Within { Id = "g", Of = parts, From = new(1990, 1, 1) };

        Assert.Equal(new AllOf { Id = "g", Of = parts }.Evaluate(progress).Verdict, always.Evaluate(progress).Verdict);
    }
}

/// <summary>Rules, facts and learners from a seed: every kind, and every way in which a fact can be odd.</summary>
internal sealed class RandomRules(int seed)
{
    private static readonly ItemKey[] items = [Quiz, Project, Lab];

    private readonly Random random = new(seed);
    private int number;

    /// <summary>Without what more can make worse: upper bounds, none, and means of unequal size that leave items out.</summary>
    public bool OnlyMonotone { get; init; }

    public Criterion Rule() => Node(depth: 3);

    public IReadOnlyList<Criterion> Parts(int count) => [.. Enumerable.Range(0, count).Select(_ => Node(depth: 2))];

    public IReadOnlyList<Result> Facts() => [.. Candidates().Where(_ => random.Next(4) > 0).DistinctBy(fact => (fact.Kind, fact.Item, fact.Details.Attempt))];

    public Progress Progress() => new(Facts())
    {
        Now = Monday.AddHours(random.Next(-400, 400)),
        Zone = random.Next(2) == 0 ? Tokyo : TimeZoneInfo.Utc,
        Gone = random.Next(4) == 0 ? new HashSet<ItemKey> { items[random.Next(items.Length)] } : new HashSet<ItemKey>(),
        Held = Enumerable.Range(0, random.Next(3)).Select(at => new Holding(Basics, Monday, at == 0 ? null : Monday.AddHours(random.Next(400)))).ToLookup(one => one.MicroCredential),
        Confirmations = Enumerable.Range(0, random.Next(4)).Select(_ => new Confirmation($"c{random.Next(1, 6)}", random.Next(2) == 0 ? Tanaka : Suzuki, Monday)).ToLookup(one => one.Criterion),
        Elsewhere = new Dictionary<Core.Ids.CourseId, Progress> { [OtherCourse] = new(Facts()) { Zone = TimeZoneInfo.Utc } },
    };

    private Criterion Node(int depth)
    {
        if (depth == 0 || random.Next(3) == 0) return Leaf();
        Criterion[] of = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Node(depth - 1))];
        var id = $"g{++number}";
        return random.Next(OnlyMonotone ? 4 : 6) switch
        {
            0 => new AllOf { Id = id, Of = of },
            1 => new AnyOf { Id = id, Of = of },
            2 => new AtLeast { Id = id, Of = of, Count = random.Next(1, of.Length + 1) },
            3 => new Within { Id = id, Of = of, From = Day(), Until = Day(), DaysOfEnrolment = random.Next(3) == 0 ? random.Next(1, 40) : null },
            4 => new NoneOf { Id = id, Of = of },
            _ => new InCourse { Id = id, Of = of, Course = OtherCourse },
        };
    }

    private Criterion Leaf()
    {
        var id = $"c{++number}";
        var item = items[random.Next(items.Length)];
        var share = random.Next(0, 101) / 100m;
        return random.Next(OnlyMonotone ? 14 : 17) switch
        {
            0 => new MinimumScore { Id = id, Item = item, Share = share },
            1 => new MinimumPoints { Id = id, Item = item, Points = random.Next(0, 100) },
            2 => new GradePassed { Id = id, Item = item, Activity = random.Next(2) == 0 ? Lab : null },
            3 => new BestAttempt { Id = id, Item = item, Share = share },
            4 => new WeightedSum { Id = id, Of = [new(Quiz, 1), new(Project, 2)], Points = random.Next(0, 200) },
            5 => new ActivityCompleted { Id = id, Activity = Lab, WithPass = random.Next(2) == 0 },
            6 => new CourseCompleted { Id = id },
            7 => new OutcomeMastered { Id = id, Outcome = BoxPlots, Rating = random.Next(2) == 0 ? random.Next(1, 5) : null },
            8 => new Attended { Id = id, Item = Register, Share = random.Next(2) == 0 ? share : null, Hours = random.Next(2) == 0 ? random.Next(1, 30) : null },
            9 => new GroupMember { Id = id, Group = MondayGroup },
            10 => new HoldsAward { Id = id, MicroCredential = Basics },
            11 => new Confirmed { Id = id, What = "Presented it", People = random.Next(1, 3) },
            12 => new FromDate { Id = id, Date = Day() ?? new(2026, 10, 5) },
            13 => new MeanScore { Id = id, Of = [new(Quiz, 1), new(Project, random.Next(1, 4))], Share = share },
            14 => new MeanScore { Id = id, Of = [new(Quiz, 1), new(Project, 3), new(Lab, 2)], LeaveOut = random.Next(0, 4), Share = share },
            15 => new ScoreBetween { Id = id, Item = item, From = share / 2, To = share },
            _ => new LetterGrade { Id = id, Item = item, Accepted = ["A", "B"] },
        };
    }

    private DateOnly? Day() => random.Next(3) == 0 ? null : new DateOnly(2026, 10, 5).AddDays(random.Next(-12, 12));

    private IEnumerable<Result> Candidates()
    {
        foreach (var item in items)
        {
            yield return Fact(ResultKind.Grade, item, Points());
            yield return Fact(ResultKind.Attempt, item, Points()) with { Details = new() { Attempt = 1 } };
            yield return Fact(ResultKind.Attempt, item, Points()) with { Details = new() { Attempt = 2 } };
        }
        yield return Fact(ResultKind.ActivityCompletion, Lab, null) with { Completion = (CompletionState)random.Next(4) };
        yield return Fact(ResultKind.CourseCompletion, null, null) with { Completion = (CompletionState)random.Next(4) };
        yield return Fact(ResultKind.Outcome, BoxPlots, random.Next(3) == 0 ? null : new(random.Next(1, 5), 1, 4)) with { Details = new() { Holds = Perhaps(), PassMark = random.Next(2) == 0 ? 3 : null } };
        yield return Fact(ResultKind.Group, MondayGroup, null) with { Details = new() { Holds = Perhaps() } };
        yield return Fact(ResultKind.Attendance, Register, random.Next(3) == 0 ? null : new(random.Next(0, 16), 0, 15)) with { Details = new() { Hours = random.Next(2) == 0 ? random.Next(0, 30) : null } };
        yield return Fact(ResultKind.Enrolment, null, null) with { Details = new() { DoneAt = Monday.AddDays(-random.Next(0, 60)) } };
    }

    private Score? Points() => random.Next(8) switch
    {
        0 => null,
        1 => new(null, 0, 100),
        2 => new(random.Next(0, 101), 0, null),
        3 => new(random.Next(0, 101), 0, 0),
        _ => new(random.Next(0, 121), random.Next(0, 2), 100),
    };

    private bool? Perhaps() => random.Next(3) switch { 0 => null, 1 => false, _ => true };

    private Result Fact(ResultKind kind, ItemKey? item, Score? score) =>
        new(kind, item, score, null, random.Next(5) > 0, random.Next(5) > 0, Monday.AddHours(random.Next(-300, 300)), ResultSource.Event)
        {
            Details = kind == ResultKind.Grade
                ? new() { IsExcused = random.Next(8) == 0, Letter = random.Next(3) == 0 ? "B" : null, PassMark = random.Next(3) == 0 ? 50 : null, DoneAt = random.Next(2) == 0 ? Monday.AddHours(random.Next(-300, 300)) : null }
                : ResultDetails.None,
        };
}
