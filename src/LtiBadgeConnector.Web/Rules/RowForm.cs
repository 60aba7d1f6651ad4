using System.Globalization;
using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.Web.Rules;

/// <summary>Each kind of row: how a new one begins, how its fields are read, and what it lacks.</summary>
internal static class RowForm
{
    public const int LongestText = 200;

    private const decimal FirstShare = 0.6m;
    private const decimal FirstPoints = 10;
    private const decimal MostWeight = 1000;
    private const int MostLetters = 20;

    /// <summary>Null when there is nothing to make it of.</summary>
    public static Criterion? New(Group rule, string kind, RuleChoices choices)
    {
        var id = NextId(rule, 'c');
        return kind switch
        {
            RowKinds.Group => new AnyOf { Id = NextId(rule, 'g'), Of = [] },
            _ when !choices.Kinds.Contains(kind) => null,
            RowKinds.Score => new MinimumScore { Id = id, Item = Score(), Share = FirstShare },
            RowKinds.Points => new MinimumPoints { Id = id, Item = Score(), Points = FirstPoints },
            RowKinds.Between => new ScoreBetween { Id = id, Item = Score(), From = FirstShare, To = 1 },
            RowKinds.Letter => new LetterGrade { Id = id, Item = Score(), Accepted = [] },
            RowKinds.Passed => Passed(id, Score(), choices),
            RowKinds.Best => new BestAttempt { Id = id, Item = Score(), Share = FirstShare },
            RowKinds.Mean => new MeanScore { Id = id, Of = Each(), Share = FirstShare },
            RowKinds.Sum => new WeightedSum { Id = id, Of = Each(), Points = FirstPoints },
            RowKinds.Activity => new ActivityCompleted { Id = id, Activity = Unused(rule, choices.Activities) },
            RowKinds.Course => new CourseCompleted { Id = id },
            RowKinds.Outcome => new OutcomeMastered { Id = id, Outcome = Unused(rule, choices.Outcomes) },
            RowKinds.Attended => new Attended { Id = id, Item = OrWhole(Unused(rule, choices.Attendance)), Share = 0.8m },
            RowKinds.Member => new GroupMember { Id = id, Group = Unused(rule, choices.Groups) },
            RowKinds.Holds => new HoldsAward { Id = id, MicroCredential = choices.Credentials[0].Id },
            RowKinds.Foreign => new ForeignBadge { Id = id, What = "" },
            RowKinds.Confirmed => new Confirmed { Id = id, What = "" },
            RowKinds.Date => new FromDate { Id = id, Date = DateOnly.MinValue },
            _ => null,
        };

        ItemKey Score() => Unused(rule, choices.Scores);
        IReadOnlyList<WeightedItem> Each() => [.. choices.Scores.Where(choice => !choice.IsTotal).Select(choice => new WeightedItem(choice.Key, 1))];
    }

    public static Criterion Read(Criterion criterion, RowFields fields) => criterion switch
    {
        MinimumScore score => score with { Item = fields.Item(score.Item), Share = fields.Share("value", score.Share) },
        MinimumPoints points => points with { Item = fields.Item(points.Item), Points = fields.Points("value", points.Points) },
        ScoreBetween between => Between(between, fields),
        LetterGrade letter => letter with { Item = fields.Item(letter.Item), Accepted = Letters(fields, letter.Accepted) },
        GradePassed passed => Passed(passed.Id, fields.Item(passed.Item), fields.Choices),
        BestAttempt best => best with { Item = fields.Item(best.Item), Share = fields.Share("value", best.Share) },
        MeanScore mean => mean with { Of = Weights(fields, mean.Of), Share = fields.Share("value", mean.Share), LeaveOut = fields.Whole("leave", mean.LeaveOut, 0, "rule-leave-out-impossible") },
        WeightedSum sum => sum with { Of = Weights(fields, sum.Of), Points = fields.Points("value", sum.Points) },
        ActivityCompleted activity => activity with { Activity = fields.Item(activity.Activity), WithPass = fields.Text("pass") is { } pass ? pass == "pass" : activity.WithPass },
        OutcomeMastered outcome => outcome with { Outcome = fields.Item(outcome.Outcome), Rating = fields.PointsOrNone("value", outcome.Rating) },
        Attended attended => Attendance(attended, fields),
        GroupMember member => member with { Group = fields.Item(member.Group) },
        HoldsAward holds => holds with { MicroCredential = Credential(fields, holds.MicroCredential) },
        ForeignBadge foreign => foreign with
        {
            What = fields.Text("what") is { } what ? Cut(what.Trim()) : foreign.What,
            Achievement = fields.Text("achievement") is { } address ? NullIfBlank(Cut(address.Trim())) : foreign.Achievement,
            TakenByRule = fields.Text("taken") switch { "rule" => true, "person" => false, _ => foreign.TakenByRule },
        },
        Confirmed confirmed => confirmed with
        {
            What = fields.Text("what") is { } what ? Cut(what.Trim()) : confirmed.What,
            People = fields.Text("people") switch { "1" => 1, "2" => 2, _ => confirmed.People },
        },
        FromDate date => date with { Date = fields.Day("date", date.Date) ?? DateOnly.MinValue },
        _ => criterion,
    };

    /// <summary>What keeps the row from being put in force; a code of the problem catalogue.</summary>
    public static string? Incomplete(Criterion criterion) => criterion switch
    {
        MeanScore { Of.Count: 0 } or WeightedSum { Of.Count: 0 } => "rule-mean-empty",
        MeanScore mean when mean.LeaveOut >= mean.Of.Count => "rule-leave-out-impossible",
        ScoreBetween between when between.From > between.To => "rule-bounds-impossible",
        LetterGrade { Accepted.Count: 0 } => "rule-letters-missing",
        Confirmed { What.Length: 0 } or ForeignBadge { What.Length: 0 } => "rule-text-missing",
        ForeignBadge { Achievement: { } address } when !Uri.TryCreate(address, UriKind.Absolute, out var found) || found.Scheme is not ("https" or "http" or "urn" or "did") => "rule-achievement-malformed",
        ForeignBadge { TakenByRule: true, Achievement: null } => "rule-achievement-missing",
        FromDate date when date.Date == DateOnly.MinValue => "rule-date-malformed",
        _ => null,
    };

    private static ScoreBetween Between(ScoreBetween before, RowFields fields)
    {
        var inPoints = fields.Text("unit") is { } unit ? unit == "points" : before.InPoints;
        // What was a share stays the same number when the unit changes: 60 % becomes 60 points.
        if (inPoints != before.InPoints) before = before with { InPoints = inPoints, From = inPoints ? before.From * 100 : before.From / 100, To = inPoints ? before.To * 100 : before.To / 100 };
        return before with
        {
            Item = fields.Item(before.Item),
            From = inPoints ? fields.Points("from", before.From) : fields.Share("from", before.From),
            To = inPoints ? fields.Points("to", before.To) : fields.Share("to", before.To),
        };
    }

    private static Attended Attendance(Attended before, RowFields fields)
    {
        var inHours = fields.Text("unit") is { } unit ? unit == "hours" : before.Hours is not null;
        var item = OrWhole(fields.Item(before.Item ?? CourseItem.WholeAttendance));
        return inHours
            ? before with { Item = item, Hours = fields.Points("value", before.Hours ?? (before.Share ?? FirstShare) * 100), Share = null }
            : before with { Item = item, Share = fields.Share("value", before.Share ?? Math.Min(1, (before.Hours ?? 0) / 100)), Hours = null };
    }

    private static ItemKey? OrWhole(ItemKey item) => item == CourseItem.WholeAttendance ? null : item;

    private static IReadOnlyList<string> Letters(RowFields fields, IReadOnlyList<string> before) => fields.Text("letters") is { } typed
        ? [.. typed.Split([',', '、', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(letter => letter[..Math.Min(letter.Length, ResultDetails.LongestLetter)]).Distinct(StringComparer.OrdinalIgnoreCase).Take(MostLetters)]
        : before;

    // An empty weight leaves the item out.
    private static IReadOnlyList<WeightedItem> Weights(RowFields fields, IReadOnlyList<WeightedItem> before) =>
        [.. fields.Choices.Scores.Select(choice => choice.Key).Union(before.Select(part => part.Item)).Select(key => Weigh(fields, before, key)).OfType<WeightedItem>()];

    private static WeightedItem? Weigh(RowFields fields, IReadOnlyList<WeightedItem> all, ItemKey item)
    {
        var before = all.FirstOrDefault(part => part.Item == item);
        if (fields.Text($"weight.{item.Value}") is not { } typed) return before;
        if (RowFields.Plain(typed) is "") return null;
        return RowFields.TryNumber(RowFields.Plain(typed), out var weight) && weight is > 0 and <= MostWeight
            ? new(item, weight)
            : fields.Refuse("weight", "rule-weight-malformed", typed, before);
    }

    private static GradePassed Passed(string id, ItemKey item, RuleChoices choices) =>
        new() { Id = id, Item = item, Activity = choices.Scores.FirstOrDefault(choice => choice.Key == item)?.Activity };

    private static MicroCredentialId Credential(RowFields fields, MicroCredentialId before) =>
        Guid.TryParse(fields.Text("item"), out var id) && fields.Choices.Credentials.Any(choice => choice.Id.Value == id) ? new(id) : before;

    // The first that no row is about yet; when all are taken, the first.
    private static ItemKey Unused(Group rule, IReadOnlyList<Choice> choices)
    {
        var used = rule.Inputs.Select(input => input.Item).ToHashSet();
        return (choices.FirstOrDefault(choice => !used.Contains(choice.Key)) ?? choices[0]).Key;
    }

    private static string NextId(Criterion rule, char prefix) =>
        $"{prefix}{All(rule).Where(part => part.Id[0] == prefix).Select(part => int.TryParse(part.Id.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).DefaultIfEmpty(0).Max() + 1}";

    private static IEnumerable<Criterion> All(Criterion rule) => rule is Group group ? group.Of.SelectMany(All).Prepend(rule) : [rule];

    private static string? NullIfBlank(string text) => text.Length == 0 ? null : text;

    private static string Cut(string text) => text.Length > LongestText ? text[..LongestText] : text;
}
