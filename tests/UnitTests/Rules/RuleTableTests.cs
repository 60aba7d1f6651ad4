using System.Text;
using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.UnitTests.Criteria;
using LtiBadgeConnector.UnitTests.Ui;
using LtiBadgeConnector.Web.Localisation;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Rules;
using LtiBadgeConnector.Web.Ui;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using static LtiBadgeConnector.UnitTests.Criteria.ALearner;

namespace LtiBadgeConnector.UnitTests.Rules;

/// <summary>
/// The worked table of <c>docs/rules.md</c>: every kind of requirement, example facts, and what comes of them. The verdicts are
/// computed here and stand in the document word for word. After a change, put the text this test gives into the document.
/// </summary>
public sealed class RuleTableTests
{
    private const string Begin = "<!-- worked table: begin -->";
    private const string End = "<!-- worked table: end -->";

    private static readonly IStringLocalizer<Words> words = new ServiceCollection().AddLogging().AddLocalization().BuildServiceProvider().GetRequiredService<IStringLocalizer<Words>>();

    private static readonly ItemNames names = new(
    [
        new(Quiz, "Quiz 1", CourseItemKind.Grade, 100, null, null, false, false),
        new(Project, "Project", CourseItemKind.Grade, 90, null, Lab, true, false),
        new(Lab, "Lab report", CourseItemKind.Activity, null, null, Lab, true, false),
        new(BoxPlots, "Reads box plots", CourseItemKind.Outcome, 4, 3, null, false, false),
        new(MondayGroup, "Monday group", CourseItemKind.Group, null, null, null, false, false),
        new(Register, "Register", CourseItemKind.Attendance, null, null, null, false, false),
    ])
    {
        Credentials = new Dictionary<Core.Ids.MicroCredentialId, string> { [Basics] = "Data Basics", [Statistics] = "Statistics I" },
        Courses = new Dictionary<Core.Ids.CourseId, (string, ItemNames)> { [OtherCourse] = ("Statistics II", new([new(Quiz, "Final exam", CourseItemKind.Grade, 100, null, null, false, false)])) },
    };

    private static readonly MinimumScore quiz = new() { Id = "c1", Item = Quiz, Share = 0.6m };
    private static readonly MinimumScore project = new() { Id = "c2", Item = Project, Share = 0.7m };
    private static readonly WorthAtLeast worth = new()
    {
        Id = "g0", Of = [new HoldsAward { Id = "c1", MicroCredential = Basics }, new HoldsAward { Id = "c2", MicroCredential = Statistics }], Unit = WorthAtLeast.Hours, Amount = 60,
        Worth = new Dictionary<string, decimal> { ["c1"] = 30, ["c2"] = 45 },
    };
    private static readonly CourseCompleted course = new() { Id = "c3" };
    private static readonly DateTimeOffset afterwards = Monday.AddDays(30);

    private static ALearner A => new();

    private static readonly (Criterion Rule, string Facts, ALearner Learner)[] rows =
    [
        (quiz, "60 of 100", A.With(Quiz, 60)),
        (quiz, "59.99 of 100", A.With(Quiz, 59.99m)),
        (quiz, "no grade", A),
        (quiz, "handed in, not graded", A.With(Quiz, null, doneAt: Monday)),
        (quiz, "80 of 100, not final", A.With(Quiz, 80, isFinal: false)),
        (quiz, "80 of 100, hidden", A.With(Quiz, 80, isReleased: false)),
        (quiz, "excused", A.ExcusedFrom(Quiz)),
        (quiz, "80, no maximum", A.With(Quiz, 80, maximum: null)),
        (quiz, "5 of 0", A.With(Quiz, 5, maximum: 0)),
        (quiz, "50 of 100, quiz taken out of the course", A.With(Quiz, 50).Losing(Quiz)),
        (quiz, "60 of 100, quiz taken out of the course", A.With(Quiz, 60).Losing(Quiz)),
        (new MinimumPoints { Id = "c1", Item = Quiz, Points = 12.5m }, "12.5 points, no maximum", A.With(Quiz, 12.5m, maximum: null)),
        (new MinimumPoints { Id = "c1", Item = Quiz, Points = 12.5m }, "12 of 20", A.With(Quiz, 12, 20)),
        (new ScoreBetween { Id = "c1", Item = Quiz, From = 0.5m, To = 0.7m }, "70 of 100", A.With(Quiz, 70)),
        (new ScoreBetween { Id = "c1", Item = Quiz, From = 0.5m, To = 0.7m }, "71 of 100", A.With(Quiz, 71)),
        (new ScoreBetween { Id = "c1", Item = Quiz, From = 5, To = 7, InPoints = true }, "4 of 10", A.With(Quiz, 4, 10)),
        (new LetterGrade { Id = "c1", Item = Quiz, Accepted = ["A", "B+"] }, "b+", A.With(Quiz, null, letter: "b+")),
        (new LetterGrade { Id = "c1", Item = Quiz, Accepted = ["A", "B+"] }, "C", A.With(Quiz, 55, letter: "C")),
        (new LetterGrade { Id = "c1", Item = Quiz, Accepted = ["A", "B+"] }, "55 of 100, no letter", A.With(Quiz, 55)),
        (new GradePassed { Id = "c1", Item = Quiz }, "12 of 20, pass mark 12", A.With(Quiz, 12, 20, passMark: 12)),
        (new GradePassed { Id = "c1", Item = Quiz }, "12 of 20, no pass mark", A.With(Quiz, 12, 20)),
        (new GradePassed { Id = "c1", Item = Project, Activity = Lab }, "completed with a fail", A.WithCompletion(Lab, CompletionState.Failed)),
        (new BestAttempt { Id = "c1", Item = Quiz, Share = 0.8m }, "tries of 85 and 40", A.Tried(Quiz, 1, 85).Tried(Quiz, 2, 40).With(Quiz, 40)),
        (new BestAttempt { Id = "c1", Item = Quiz, Share = 0.8m }, "one try of 79", A.Tried(Quiz, 1, 79)),
        (new MeanScore { Id = "c1", Of = [new(Quiz, 1), new(Project, 3)], Share = 0.7m }, "40 of 100 and 72 of 90", A.With(Quiz, 40).With(Project, 72, 90)),
        (new MeanScore { Id = "c1", Of = [new(Quiz, 1), new(Project, 3)], Share = 0.7m }, "40 of 100, Project missing", A.With(Quiz, 40)),
        (new MeanScore { Id = "c1", Of = [new(Quiz, 1), new(Project, 1)], LeaveOut = 1, Share = 0.7m }, "40 of 100 and 72 of 90", A.With(Quiz, 40).With(Project, 72, 90)),
        (new MeanScore { Id = "c1", Of = [new(Quiz, 1), new(Project, 1)], Share = 0.7m }, "excused from Quiz 1, 72 of 90", A.ExcusedFrom(Quiz).With(Project, 72, 90)),
        (new WeightedSum { Id = "c1", Of = [new(Quiz, 1), new(Project, 2)], Points = 100 }, "20 and 40 points", A.With(Quiz, 20).With(Project, 40, 90)),
        (new WeightedSum { Id = "c1", Of = [new(Quiz, 1), new(Project, 2)], Points = 100 }, "20 points, Project missing", A.With(Quiz, 20)),
        (new WeightedSum { Id = "c1", Of = [new(Quiz, 1), new(Project, 2)], Points = 100 }, "20 and 39 points", A.With(Quiz, 20).With(Project, 39, 90)),
        (new ActivityCompleted { Id = "c1", Activity = Lab }, "complete", A.WithCompletion(Lab, CompletionState.Complete)),
        (new ActivityCompleted { Id = "c1", Activity = Lab }, "complete with a fail", A.WithCompletion(Lab, CompletionState.Failed)),
        (new ActivityCompleted { Id = "c1", Activity = Lab, WithPass = true }, "complete, no pass", A.WithCompletion(Lab, CompletionState.Complete)),
        (course, "complete", A.WithCourse(CompletionState.Complete)),
        (course, "nothing", A),
        (new OutcomeMastered { Id = "c1", Outcome = BoxPlots }, "rated 3 of 4, proficient", A.Rated(BoxPlots, 3, true, 3)),
        (new OutcomeMastered { Id = "c1", Outcome = BoxPlots }, "rated 2 of 4, not proficient", A.Rated(BoxPlots, 2, false, 3)),
        (new OutcomeMastered { Id = "c1", Outcome = BoxPlots, Rating = 4 }, "rated 3 of 4, proficient", A.Rated(BoxPlots, 3, true, 3)),
        (new OutcomeMastered { Id = "c1", Outcome = BoxPlots }, "rated 3 of 4, nothing says what masters it", A.Rated(BoxPlots, 3, null)),
        (new Attended { Id = "c1", Item = Register, Share = 0.8m }, "12 of 15 sessions", A.Attended(12, 15)),
        (new Attended { Id = "c1", Item = Register, Share = 0.8m }, "11 of 15 sessions", A.Attended(11, 15)),
        (new Attended { Id = "c1", Item = Register, Hours = 20 }, "18 hours", A.Attended(null, null, 18)),
        (new GroupMember { Id = "c1", Group = MondayGroup }, "in the group", A.InGroup(MondayGroup)),
        (new GroupMember { Id = "c1", Group = MondayGroup }, "nothing", A),
        (new HoldsAward { Id = "c1", MicroCredential = Basics }, "holds it", A.Holding(Basics)),
        (new HoldsAward { Id = "c1", MicroCredential = Basics }, "holds it until today", A.Holding(Basics, until: Monday)),
        (new HoldsAward { Id = "c1", MicroCredential = Basics }, "held it until a second ago", A.Holding(Basics, until: Monday.AddSeconds(-1))),
        (new HoldsAward { Id = "c1", MicroCredential = Basics }, "does not, or it is withdrawn or suspended", A),
        (new ForeignBadge { Id = "c1", What = "Python basics" }, "a badge was taken for it", A.Recognised()),
        (new ForeignBadge { Id = "c1", What = "Python basics" }, "nothing was submitted", A),
        (new ForeignBadge { Id = "c1", What = "Python basics", Achievement = "https://other.example/achievements/1", TakenByRule = true }, "the badge that was taken ended a day ago", A.Recognised(until: Monday.AddDays(-1))),
        (new ForeignBadge { Id = "c1", What = "Python basics" }, "a badge was taken when the requirement asked for something else", A.Recognised(asked: new ForeignBadge { Id = "c1", What = "Statistics" })),
        (new HoldsAward { Id = "c1", MicroCredential = Basics }, "does not, but earlier learning was recognised", A.Recognised()),
        (new Confirmed { Id = "c1", What = "Presented the project" }, "one confirmation", A.ConfirmedBy(Tanaka)),
        (new Confirmed { Id = "c1", What = "Presented the project", People = 2 }, "two confirmations of one person", A.ConfirmedBy(Tanaka).ConfirmedBy(Tanaka)),
        (new Confirmed { Id = "c1", What = "Presented the project", People = 2 }, "confirmations of two people", A.ConfirmedBy(Tanaka).ConfirmedBy(Suzuki)),
        (new FromDate { Id = "c1", Date = new(2026, 10, 5) }, "5 October 2026, 00:00 in the course’s time zone", A.On(new(2026, 10, 4, 15, 0, 0, TimeSpan.Zero))),
        (new FromDate { Id = "c1", Date = new(2026, 10, 5) }, "one second before", A.On(new(2026, 10, 4, 14, 59, 59, TimeSpan.Zero))),
        (new AllOf { Id = "g0", Of = [quiz, course] }, "60 of 100, course not complete", A.With(Quiz, 60)),
        (new AnyOf { Id = "g0", Of = [quiz, course] }, "60 of 100, course not complete", A.With(Quiz, 60)),
        (new AnyOf { Id = "g0", Of = [quiz, course] }, "60 without a maximum, course not complete", A.With(Quiz, 60, maximum: null)),
        (new AtLeast { Id = "g0", Of = [quiz, project, course], Count = 2 }, "60 of 100, 63 of 90, course not complete", A.With(Quiz, 60).With(Project, 63, 90)),
        (worth, "holds Data Basics", A.Holding(Basics)),
        (worth, "holds both", A.Holding(Basics).Holding(Statistics)),
        (worth, "holds Data Basics, the other recognised", A.Holding(Basics).Recognised("c2")),
        (new NoneOf { Id = "g0", Of = [quiz] }, "59 of 100", A.With(Quiz, 59)),
        (new NoneOf { Id = "g0", Of = [quiz] }, "no grade: it is waited for", A),
        (new Within { Id = "g0", Of = [quiz], Until = new(2026, 10, 5) }, "60 of 100, handed in on the last day at 23:59", A.With(Quiz, 60, doneAt: new(2026, 10, 5, 14, 59, 0, TimeSpan.Zero)).On(afterwards)),
        (new Within { Id = "g0", Of = [quiz], Until = new(2026, 10, 5) }, "60 of 100, handed in a minute later", A.With(Quiz, 60, doneAt: new(2026, 10, 5, 15, 0, 0, TimeSpan.Zero)).On(afterwards)),
        (new Within { Id = "g0", Of = [quiz], Until = new(2026, 10, 20) }, "50 of 100, before the last day", A.With(Quiz, 50)),
        (new Within { Id = "g0", Of = [quiz], DaysOfEnrolment = 30 }, "enrolled 29 days before it was done", A.With(Quiz, 60).EnrolledOn(Monday.AddDays(-29))),
        (new Within { Id = "g0", Of = [quiz], DaysOfEnrolment = 30 }, "enrolled 31 days before it was done", A.With(Quiz, 60).EnrolledOn(Monday.AddDays(-31))),
        (new Within { Id = "g0", Of = [quiz], DaysOfEnrolment = 30 }, "60 of 100, enrolment unknown", A.With(Quiz, 60)),
        (new InCourse { Id = "g0", Of = [quiz], Course = OtherCourse }, "60 of 100 there", A.Elsewhere(A.With(Quiz, 60))),
        (new InCourse { Id = "g0", Of = [quiz], Course = OtherCourse }, "60 of 100 here only", A.With(Quiz, 60).Elsewhere(A)),
    ];

    [Fact]
    public void The_document_says_what_the_rules_do()
    {
        var document = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "rules.md")).ReplaceLineEndings("\n");
        var from = document.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var table = Table();

        File.WriteAllText(Path.Combine(AppContext.BaseDirectory, "rules-table.md"), table);
        Assert.Equal(table, document[from..document.IndexOf(End, StringComparison.Ordinal)]);
    }

    [Fact]
    public void Every_kind_of_requirement_stands_in_the_table()
    {
        var kinds = typeof(Criterion).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Criterion)) && !type.IsAbstract);
        Assert.Empty(kinds.Except(rows.Select(row => row.Rule.GetType())));
    }

    [Fact]
    public void Every_reason_has_a_sentence_for_the_learner_and_for_staff_in_both_languages()
    {
        foreach (var reason in Enum.GetValues<ReasonCode>().Except([ReasonCode.Group]))
        {
            var full = new Reason(reason) { Have = 1, Need = 2, Maximum = 3, Text = "B", At = Monday, Due = Monday };
            foreach (var sentences in new[] { RuleSentences.In("en", words), RuleSentences.In("ja", words) })
            {
                Assert.True(sentences.ToLearner(full).Length > 0, reason.ToString());
                Assert.True(sentences.ToStaff(full).Length > 0, reason.ToString());
            }
        }
    }

    [Fact]
    public void Every_kind_of_requirement_reads_in_both_languages_and_not_the_same()
    {
        var (english, japanese) = (RuleSentences.In("en", words), RuleSentences.In("ja", words));
        Assert.All(rows.Select(row => row.Rule).DistinctBy(rule => rule.GetType()), rule =>
        {
            Assert.NotEqual(english.Requirement(rule, names), japanese.Requirement(rule, names));
            Assert.NotEqual(english.ForLearner(rule, names), japanese.ForLearner(rule, names));
            Assert.NotEqual(english.Sentence(rule, names), japanese.Sentence(rule, names));
            Assert.NotEqual(english.Narrative(rule, names), japanese.Narrative(rule, names));
        });
    }

    private static string Table()
    {
        var sentences = new RuleSentences(new WordsIn("en", words), new Formats("en", Tokyo));
        var text = new StringBuilder("\n| Requirement | Facts | Verdict | What the learner reads |\n|---|---|---|---|\n");
        foreach (var (rule, facts, learner) in rows)
        {
            var found = rule.Evaluate(learner.Progress);
            var verdict = found.Verdict switch { Verdict.Met => "met", Verdict.NotYet => "not yet", _ => "unknown" };
            var reads = string.Join(" ", found.Leaves.Where(leaf => !leaf.IsMet || rule is not Group).Select(leaf => sentences.ToLearner(leaf.Reason)));
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"| {sentences.Requirement(rule, names)} | {facts} | **{verdict}** | {reads} |\n");
        }
        return text.ToString();
    }
}
