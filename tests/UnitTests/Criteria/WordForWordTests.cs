using System.Text;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.TestKit;
using static LtiBadgeConnector.UnitTests.Criteria.ALearner;

namespace LtiBadgeConnector.UnitTests.Criteria;

/// <summary>
/// Every kind of criterion with facts around its bounds, and the whole of what it says: verdict, share, code, numbers, times. What
/// is approved stands in <c>evaluations.txt</c>; run with UPDATE_DOCS=1 to write it anew, and read what changed.
/// </summary>
public class WordForWordTests
{
    private static readonly CourseCompleted course = new() { Id = "c9" };
    private static readonly MinimumScore quiz = new() { Id = "c1", Item = Quiz, Share = 0.6m };
    private static readonly MinimumPoints project = new() { Id = "c2", Item = Project, Points = 50 };
    private static readonly HoldsAward basics = new() { Id = "c3", MicroCredential = Basics };

    private static ALearner A => new();

    private static IEnumerable<(string Name, Criterion Rule, ALearner Learner)> Cases() =>
    [
        ("share, half way", quiz, A.With(Quiz, 30)),
        ("share, from a minimum", quiz, A.With(Quiz, 6, 20, minimum: 5)),
        ("share, nothing asked", quiz with { Share = 0 }, A.With(Quiz, 0)),
        ("share, more than the maximum", quiz, A.With(Quiz, 130)),
        ("share, below nothing", quiz, A.With(Quiz, -5)),
        ("share, handed in only", quiz, A.With(Quiz, null, doneAt: Monday)),
        ("share, a letter only", quiz, A.With(Quiz, null, letter: "A")),
        ("share, hidden", quiz, A.With(Quiz, 80, isReleased: false)),
        ("share, not final", quiz, A.With(Quiz, 80, isFinal: false)),
        ("share, excused", quiz, A.ExcusedFrom(Quiz)),
        ("share, no maximum", quiz, A.With(Quiz, 80, maximum: null)),
        ("share, maximum of zero", quiz, A.With(Quiz, 5, maximum: 0)),
        ("share, gone and reached", quiz, A.With(Quiz, 60).Losing(Quiz)),
        ("share, gone and not reached", quiz, A.With(Quiz, 59).Losing(Quiz)),
        ("points, just", new MinimumPoints { Id = "c1", Item = Quiz, Points = 12.5m }, A.With(Quiz, 12.5m, maximum: null)),
        ("points, half way", new MinimumPoints { Id = "c1", Item = Quiz, Points = 12.5m }, A.With(Quiz, 6.25m, 20)),
        ("points, nothing", new MinimumPoints { Id = "c1", Item = Quiz, Points = 12.5m }, A),
        ("between shares, lower bound", new ScoreBetween { Id = "c1", Item = Quiz, From = 0.5m, To = 0.7m }, A.With(Quiz, 50)),
        ("between shares, upper bound", new ScoreBetween { Id = "c1", Item = Quiz, From = 0.5m, To = 0.7m }, A.With(Quiz, 70)),
        ("between shares, above", new ScoreBetween { Id = "c1", Item = Quiz, From = 0.5m, To = 0.7m }, A.With(Quiz, 70.01m)),
        ("between shares, below", new ScoreBetween { Id = "c1", Item = Quiz, From = 0.5m, To = 0.7m }, A.With(Quiz, 25)),
        ("between shares, no maximum", new ScoreBetween { Id = "c1", Item = Quiz, From = 0.5m, To = 0.7m }, A.With(Quiz, 60, maximum: null)),
        ("between points, lower bound", new ScoreBetween { Id = "c1", Item = Quiz, From = 5, To = 7, InPoints = true }, A.With(Quiz, 5, maximum: null)),
        ("between points, upper bound", new ScoreBetween { Id = "c1", Item = Quiz, From = 5, To = 7, InPoints = true }, A.With(Quiz, 7, 10)),
        ("between points, above", new ScoreBetween { Id = "c1", Item = Quiz, From = 5, To = 7, InPoints = true }, A.With(Quiz, 8, 10)),
        ("between points, below", new ScoreBetween { Id = "c1", Item = Quiz, From = 5, To = 7, InPoints = true }, A.With(Quiz, 2, 10)),
        ("letter, with blanks", new LetterGrade { Id = "c1", Item = Quiz, Accepted = ["A", " B+ "] }, A.With(Quiz, null, letter: " b+ ")),
        ("letter, another", new LetterGrade { Id = "c1", Item = Quiz, Accepted = ["A"] }, A.With(Quiz, null, letter: "C")),
        ("letter, blank", new LetterGrade { Id = "c1", Item = Quiz, Accepted = ["A"] }, A.With(Quiz, 80, letter: "  ")),
        ("letter, none", new LetterGrade { Id = "c1", Item = Quiz, Accepted = ["A"] }, A.With(Quiz, 80)),
        ("letter, hidden", new LetterGrade { Id = "c1", Item = Quiz, Accepted = ["A"] }, A.With(Quiz, null, letter: "A", isReleased: false)),
        ("letter, excused", new LetterGrade { Id = "c1", Item = Quiz, Accepted = ["A"] }, A.ExcusedFrom(Quiz)),
        ("passed, by the mark", new GradePassed { Id = "c1", Item = Quiz }, A.With(Quiz, 12, 20, passMark: 12)),
        ("passed, below the mark", new GradePassed { Id = "c1", Item = Quiz }, A.With(Quiz, 6, 20, passMark: 12)),
        ("passed, no mark", new GradePassed { Id = "c1", Item = Quiz }, A.With(Quiz, 12, 20)),
        ("passed, by its activity", new GradePassed { Id = "c1", Item = Quiz, Activity = Lab }, A.WithCompletion(Lab, CompletionState.Passed)),
        ("passed, failed in its activity", new GradePassed { Id = "c1", Item = Quiz, Activity = Lab }, A.With(Quiz, 20, 20, passMark: 12).WithCompletion(Lab, CompletionState.Failed)),
        ("passed, its activity only complete", new GradePassed { Id = "c1", Item = Quiz, Activity = Lab }, A.With(Quiz, 12, 20, passMark: 12).WithCompletion(Lab, CompletionState.Complete)),
        ("best try, the first of equals", new BestAttempt { Id = "c1", Item = Quiz, Share = 0.8m }, A.Tried(Quiz, 2, 85).Tried(Quiz, 1, 85).Tried(Quiz, 3, 10)),
        ("best try, below", new BestAttempt { Id = "c1", Item = Quiz, Share = 0.8m }, A.Tried(Quiz, 1, 20).Tried(Quiz, 2, 40)),
        ("best try, undecidable before nothing", new BestAttempt { Id = "c1", Item = Quiz, Share = 0.8m }, A.Tried(Quiz, 1, 5, 0)),
        ("best try, none", new BestAttempt { Id = "c1", Item = Quiz, Share = 0.8m }, A.With(Quiz, 90)),
        ("mean, of two", new MeanScore { Id = "c1", Of = [new(Quiz, 1), new(Project, 3)], Share = 0.7m }, A.With(Quiz, 40).With(Project, 72, 90)),
        ("mean, below", new MeanScore { Id = "c1", Of = [new(Quiz, 1), new(Project, 1)], Share = 0.8m }, A.With(Quiz, 40).With(Project, 36, 90)),
        ("mean, one missing", new MeanScore { Id = "c1", Of = [new(Quiz, 1), new(Project, 1)], Share = 0.5m }, A.With(Quiz, 40)),
        ("mean, the lowest left out", new MeanScore { Id = "c1", Of = [new(Quiz, 1), new(Project, 1)], LeaveOut = 1, Share = 0.7m }, A.With(Quiz, 40).With(Project, 72, 90)),
        ("mean, all excused", new MeanScore { Id = "c1", Of = [new(Quiz, 1)], Share = 0.7m }, A.ExcusedFrom(Quiz)),
        ("mean, all left out", new MeanScore { Id = "c1", Of = [new(Quiz, 1)], LeaveOut = 1, Share = 0.7m }, A.With(Quiz, 100)),
        ("mean, of nothing", new MeanScore { Id = "c1", Of = [], Share = 0.7m }, A),
        ("mean, excused where one is left out", new MeanScore { Id = "c1", Of = [new(Quiz, 1), new(Project, 1)], LeaveOut = 1, Share = 0.7m }, A.ExcusedFrom(Quiz).With(Project, 72, 90)),
        ("mean, no maximum", new MeanScore { Id = "c1", Of = [new(Quiz, 1), new(Project, 1)], Share = 0.7m }, A.With(Quiz, 40, maximum: null).With(Project, 72, 90)),
        ("mean, a letter only", new MeanScore { Id = "c1", Of = [new(Quiz, 1)], Share = 0.7m }, A.With(Quiz, null, letter: "A")),
        ("sum, just", new WeightedSum { Id = "c1", Of = [new(Quiz, 1), new(Project, 2)], Points = 100 }, A.With(Quiz, 20).With(Project, 40, 90)),
        ("sum, half way", new WeightedSum { Id = "c1", Of = [new(Quiz, 1), new(Project, 2)], Points = 100 }, A.With(Quiz, 10).With(Project, 20, 90)),
        ("sum, one missing", new WeightedSum { Id = "c1", Of = [new(Quiz, 1), new(Project, 2)], Points = 100 }, A.With(Quiz, 90)),
        ("sum, enough before the last", new WeightedSum { Id = "c1", Of = [new(Quiz, 2), new(Project, 1)], Points = 100 }, A.With(Quiz, 50)),
        ("sum, nothing asked and nothing there", new WeightedSum { Id = "c1", Of = [new(Quiz, 1)], Points = 0 }, A),
        ("sum, excused", new WeightedSum { Id = "c1", Of = [new(Quiz, 1), new(Project, 1)], Points = 50 }, A.ExcusedFrom(Quiz).With(Project, 50, 90)),
        ("sum, a letter only", new WeightedSum { Id = "c1", Of = [new(Quiz, 1)], Points = 10 }, A.With(Quiz, null, letter: "A")),
        ("activity, complete", new ActivityCompleted { Id = "c1", Activity = Lab }, A.WithCompletion(Lab, CompletionState.Complete)),
        ("activity, with a fail", new ActivityCompleted { Id = "c1", Activity = Lab }, A.WithCompletion(Lab, CompletionState.Failed)),
        ("activity, incomplete", new ActivityCompleted { Id = "c1", Activity = Lab }, A.WithCompletion(Lab, CompletionState.Incomplete)),
        ("activity, nothing", new ActivityCompleted { Id = "c1", Activity = Lab }, A),
        ("activity with a pass, passed", new ActivityCompleted { Id = "c1", Activity = Lab, WithPass = true }, A.WithCompletion(Lab, CompletionState.Passed)),
        ("activity with a pass, complete", new ActivityCompleted { Id = "c1", Activity = Lab, WithPass = true }, A.WithCompletion(Lab, CompletionState.Complete)),
        ("activity with a pass, failed", new ActivityCompleted { Id = "c1", Activity = Lab, WithPass = true }, A.WithCompletion(Lab, CompletionState.Failed)),
        ("course, complete", course, A.WithCourse(CompletionState.Complete)),
        ("course, nothing", course, A),
        ("outcome, mastered", new OutcomeMastered { Id = "c1", Outcome = BoxPlots }, A.Rated(BoxPlots, 3, true, 3)),
        ("outcome, not mastered", new OutcomeMastered { Id = "c1", Outcome = BoxPlots }, A.Rated(BoxPlots, 2, false, 3)),
        ("outcome, by its mark", new OutcomeMastered { Id = "c1", Outcome = BoxPlots }, A.Rated(BoxPlots, 3, null, 3)),
        ("outcome, below its mark", new OutcomeMastered { Id = "c1", Outcome = BoxPlots }, A.Rated(BoxPlots, 2, null, 4)),
        ("outcome, no mark", new OutcomeMastered { Id = "c1", Outcome = BoxPlots }, A.Rated(BoxPlots, 3, null)),
        ("outcome, rated high enough", new OutcomeMastered { Id = "c1", Outcome = BoxPlots, Rating = 3 }, A.Rated(BoxPlots, 3, false, 4)),
        ("outcome, rated too low", new OutcomeMastered { Id = "c1", Outcome = BoxPlots, Rating = 4 }, A.Rated(BoxPlots, 2, true, 2)),
        ("outcome, without a rating", new OutcomeMastered { Id = "c1", Outcome = BoxPlots, Rating = 4 }, A.Rated(BoxPlots, null, true)),
        ("outcome, nothing", new OutcomeMastered { Id = "c1", Outcome = BoxPlots }, A),
        ("outcome, hidden", new OutcomeMastered { Id = "c1", Outcome = BoxPlots }, A.With(new Result(ResultKind.Outcome, BoxPlots, new(4, 1, 4), null, true, IsReleased: false, Monday, ResultSource.Event) { Details = new() { Holds = true } })),
        ("attended, just", new Attended { Id = "c1", Item = Register, Share = 0.8m }, A.Attended(12, 15)),
        ("attended, half", new Attended { Id = "c1", Item = Register, Share = 0.8m }, A.Attended(6, 15)),
        ("attended, all is asked", new Attended { Id = "c1", Item = Register }, A.Attended(14, 15)),
        ("attended, no sessions", new Attended { Id = "c1", Item = Register, Share = 0.8m }, A.Attended(0, 0)),
        ("attended, nothing", new Attended { Id = "c1", Item = Register, Share = 0.8m }, A),
        ("hours, just", new Attended { Id = "c1", Item = Register, Hours = 20 }, A.Attended(null, null, 20)),
        ("hours, a quarter", new Attended { Id = "c1", Item = Register, Hours = 20 }, A.Attended(null, null, 5)),
        ("hours, unknown", new Attended { Id = "c1", Item = Register, Hours = 20 }, A.Attended(12, 15)),
        ("group, in it", new GroupMember { Id = "c1", Group = MondayGroup }, A.InGroup(MondayGroup)),
        ("group, left it", new GroupMember { Id = "c1", Group = MondayGroup }, A.InGroup(MondayGroup, isMember: false)),
        ("group, gone", new GroupMember { Id = "c1", Group = MondayGroup }, A.Losing(MondayGroup)),
        ("holds it", basics, A.Holding(Basics)),
        ("holds it no longer", basics, A.Holding(Basics, until: Monday.AddMilliseconds(-1))),
        ("confirmed by one", new Confirmed { Id = "c1", What = "It" }, A.ConfirmedBy(Tanaka)),
        ("confirmed by one of two", new Confirmed { Id = "c1", What = "It", People = 2 }, A.ConfirmedBy(Tanaka).ConfirmedBy(Tanaka)),
        ("confirmed by two", new Confirmed { Id = "c1", What = "It", People = 2 }, A.ConfirmedBy(Tanaka).ConfirmedBy(Suzuki)),
        ("confirmed by nobody", new Confirmed { Id = "c1", What = "It" }, A.ConfirmedBy(Tanaka, "c2")),
        ("a day, begun", new FromDate { Id = "c1", Date = new(2026, 10, 5) }, A.On(new(2026, 10, 4, 15, 0, 0, TimeSpan.Zero))),
        ("a day, not begun", new FromDate { Id = "c1", Date = new(2026, 10, 5) }, A.On(new(2026, 10, 4, 14, 59, 59, TimeSpan.Zero))),
        ("all, one missing", new AllOf { Id = "g1", Of = [quiz, course] }, A.With(Quiz, 30)),
        ("all, one undecidable", new AllOf { Id = "g1", Of = [quiz, course] }, A.With(Quiz, 30, maximum: null).WithCourse(CompletionState.Complete)),
        ("all, one undecidable and one missing", new AllOf { Id = "g1", Of = [quiz, course] }, A.With(Quiz, 30, maximum: null)),
        ("all of nothing", new AllOf { Id = "g1", Of = [] }, A),
        ("any, one met", new AnyOf { Id = "g1", Of = [quiz, course] }, A.With(Quiz, 60)),
        ("any, one near", new AnyOf { Id = "g1", Of = [quiz, course] }, A.With(Quiz, 54)),
        ("any, one undecidable", new AnyOf { Id = "g1", Of = [quiz, course] }, A.With(Quiz, 30, maximum: null)),
        ("any of nothing", new AnyOf { Id = "g1", Of = [] }, A),
        ("two of three", new AtLeast { Id = "g1", Count = 2, Of = [quiz, project, course] }, A.With(Quiz, 60).With(Project, 50)),
        ("two of three, one met and one half way", new AtLeast { Id = "g1", Count = 2, Of = [quiz, project, course] }, A.With(Quiz, 60).With(Project, 25)),
        ("two of three, one undecidable", new AtLeast { Id = "g1", Count = 2, Of = [quiz, project, course] }, A.With(Quiz, 60, maximum: null).With(Project, 50)),
        ("at least none", new AtLeast { Id = "g1", Count = 0, Of = [quiz] }, A),
        ("none, not met", new NoneOf { Id = "g1", Of = [quiz] }, A.With(Quiz, 59)),
        ("none, met", new NoneOf { Id = "g1", Of = [quiz, course] }, A.With(Quiz, 60)),
        ("none, awaited", new NoneOf { Id = "g1", Of = [quiz] }, A),
        ("none, undecidable", new NoneOf { Id = "g1", Of = [quiz] }, A.With(Quiz, 59, maximum: null)),
        ("none, an all with one awaited", new NoneOf { Id = "g1", Of = [new AllOf { Id = "g2", Of = [quiz, course] }] }, A.WithCourse(CompletionState.Complete)),
        ("none, an all with one met", new NoneOf { Id = "g1", Of = [new AllOf { Id = "g2", Of = [course, project] }] }, A.With(Project, 50)),
        ("in time, on the last day", new Within { Id = "g1", Of = [quiz], Until = new(2026, 10, 5) }, A.With(Quiz, 60, doneAt: new(2026, 10, 5, 14, 59, 59, 999, TimeSpan.Zero))),
        ("in time, a moment late", new Within { Id = "g1", Of = [quiz], Until = new(2026, 10, 5) }, A.With(Quiz, 60, doneAt: new(2026, 10, 5, 15, 0, 0, TimeSpan.Zero)).On(Monday.AddDays(2))),
        ("in time, before it begins", new Within { Id = "g1", Of = [quiz], From = new(2026, 10, 5) }, A.With(Quiz, 60, doneAt: new(2026, 10, 4, 14, 59, 59, TimeSpan.Zero))),
        ("in time, still open", new Within { Id = "g1", Of = [quiz, course], Until = new(2026, 10, 20) }, A.With(Quiz, 30)),
        ("in time, over with nothing", new Within { Id = "g1", Of = [new ActivityCompleted { Id = "c1", Activity = Lab }, basics, new Confirmed { Id = "c4", What = "It" }, new OutcomeMastered { Id = "c5", Outcome = BoxPlots }], Until = new(2026, 10, 1) }, A),
        ("days of enrolment, in them", new Within { Id = "g1", Of = [quiz], DaysOfEnrolment = 30 }, A.With(Quiz, 60).EnrolledOn(Monday.AddDays(-30))),
        ("days of enrolment, after them", new Within { Id = "g1", Of = [quiz], DaysOfEnrolment = 30 }, A.With(Quiz, 60).EnrolledOn(Monday.AddDays(-30).AddMilliseconds(-1))),
        ("days of enrolment, unknown", new Within { Id = "g1", Of = [quiz], DaysOfEnrolment = 30 }, A.With(Quiz, 60)),
        ("in another course", new InCourse { Id = "g1", Course = OtherCourse, Of = [quiz, basics] }, A.Holding(Basics).Elsewhere(A.With(Quiz, 60))),
        ("in another course, here only", new InCourse { Id = "g1", Course = OtherCourse, Of = [quiz] }, A.With(Quiz, 60).Elsewhere(A)),
        ("in another course, unknown to us", new InCourse { Id = "g1", Course = OtherCourse, Of = [quiz] }, A.With(Quiz, 60)),
        ("in another course, gone there", new InCourse { Id = "g1", Course = OtherCourse, Of = [quiz] }, A.Elsewhere(A.Losing(Quiz))),
    ];

    [Fact]
    public void Every_verdict_is_said_as_it_was_approved()
    {
        var said = new StringBuilder();
        foreach (var (name, rule, learner) in Cases())
        {
            var progress = learner.Progress;
            said.Append(name).Append('\n').Append("  ").Append(CriterionJson.Write(rule.Evaluate(progress))).Append('\n');
            said.Append("  looks at ").AppendJoin(", ", rule.Inputs.Select(input => $"{input.Kind} {input.Item} {input.Course}".TrimEnd())).Append('\n');
            said.Append("  turns ").Append(rule.NextTurn(progress.At(DateTimeOffset.MinValue))?.ToString("O") ?? "never").Append('\n');
        }

        var approved = Repository.PathTo("tests/UnitTests/Criteria/evaluations.txt");
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1") File.WriteAllText(approved, said.ToString());
        Assert.Equal(File.ReadAllText(approved), said.ToString());
    }
}
