using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.Storage.Pages;

/// <summary>The figures of one mapping over those of the course who can earn.</summary>
/// <param name="Undecided">Not evaluated yet; counted in <paramref name="NotYet"/> too.</param>
public sealed record MappingTotals(
    int Members, int Awarded, int Met, int Near, int WaitingForGrade, int NotYet, int Unknown, int Undecided, int NeedsDecision);

/// <summary>How many show one criterion.</summary>
public sealed record CriterionTotals(int Met, int WaitingForGrade, int Rest);

/// <summary>Where a learner stands on the class page. By these numbers the page sorts: what needs a person first.</summary>
public enum ClassState
{
    NeedsDecision = 1,

    /// <summary>Everything is shown, nothing awarded: the award is on its way, or the mapping is not active.</summary>
    Met = 2,
    Near = 3,
    WaitsForGrade = 4,

    /// <summary>The LMS does not say enough to decide.</summary>
    Unknown = 5,
    NotYet = 6,
    Earned = 7,

    /// <summary>Was earned and does not count for the time being.</summary>
    Suspended = 8,

    /// <summary>Was earned and taken back.</summary>
    Withdrawn = 9,
}

public enum ClassSort
{
    Name = 0,
    State = 1,
}

/// <summary>Where a page ended; the next one starts there.</summary>
public sealed record ClassPosition(ClassState State, string Name, LearnerId Learner);

/// <summary>What is asked of a class page.</summary>
/// <param name="State">Only these; null for all.</param>
/// <param name="Text">Part of a name or e-mail.</param>
public sealed record ClassQuery(ClassState? State = null, string? Text = null, ClassSort Sort = ClassSort.Name, ClassPosition? After = null, int Most = 50);

/// <summary>One learner of the class.</summary>
/// <param name="Name">Empty when the platform gives none.</param>
/// <param name="Evaluation">Null until it was decided for the first time.</param>
/// <param name="KeepsRule">The former rule by which the learner finishes; null for the one in force.</param>
public sealed record ClassRow(
    LearnerId Learner, string Name, string? Email, ClassState State, int Permille, Evaluation? Evaluation, DateTimeOffset? DecidedAt, PublicId? Award,
    DateTimeOffset? AwardedAt, int? KeepsRule)
{
    /// <summary>A person gave it, without asking the rule.</summary>
    public bool IsByHand { get; init; }

    public ClassPosition Position => new(State, Name, Learner);
}

/// <summary>An award of the mapping that can be withdrawn.</summary>
public sealed record HeldAward(LearnerId Learner, AwardId Award);

/// <summary>Something that lately happened under a mapping: a result, or an award when <see cref="Award"/> is there.</summary>
/// <param name="At">When it reached us.</param>
/// <param name="ItemName">As the course names it; null for the course itself and for an award.</param>
public sealed record LatestLine(
    DateTimeOffset At, LearnerId Learner, string? Name, ResultKind Kind, string? ItemName, decimal? Given, decimal? Maximum, CompletionState? Completion, PublicId? Award);

/// <summary>What the pages of a mapping show. Counts and lists read stored standings, not evaluations.</summary>
public sealed class MappingPages(Database database)
{
    // Those who can earn, each with the verdict and with the award, from whichever course it came.
    private const string OfClass = """
        FROM course_mappings m
        JOIN course_members c ON c.tenant_id = m.tenant_id AND c.course_id = m.course_id AND c.can_earn = {true} AND c.has_left = {false}
        LEFT JOIN evaluations e ON e.tenant_id = m.tenant_id AND e.mapping_id = m.id AND e.learner_id = c.learner_id
        LEFT JOIN awards a ON a.tenant_id = m.tenant_id AND a.micro_credential_id = m.micro_credential_id AND a.learner_id = c.learner_id
            AND NOT EXISTS (SELECT 1 FROM awards n WHERE n.tenant_id = a.tenant_id AND n.micro_credential_id = a.micro_credential_id AND n.learner_id = a.learner_id AND n.cycle > a.cycle)
        LEFT JOIN withdrawals w ON w.tenant_id = a.tenant_id AND w.award_id = a.id
        LEFT JOIN suspensions s ON s.tenant_id = a.tenant_id AND s.award_id = a.id
        """;

    private const string OfMapping = "WHERE m.tenant_id = @Tenant AND m.id = @Mapping";

    private static readonly Sql SelectTotals = new($$"""
        SELECT COALESCE(e.standing, 0) AS standing, COUNT(*) AS people,
            SUM(CASE WHEN a.learner_id IS NULL THEN 1 ELSE 0 END) AS without_award,
            SUM(CASE WHEN a.learner_id IS NULL OR w.award_id IS NOT NULL THEN 0 ELSE 1 END) AS awarded,
            SUM(CASE WHEN e.decided_at IS NULL THEN 1 ELSE 0 END) AS undecided,
            SUM(CASE WHEN e.needs_decision = {true} AND w.award_id IS NULL THEN 1 ELSE 0 END) AS needs_decision
        {{OfClass}} {{OfMapping}}
        GROUP BY COALESCE(e.standing, 0)
        """);

    private static readonly Sql SelectMarks = new($"""
        SELECT e.marks, COUNT(*) AS people {OfClass} {OfMapping} AND e.marks IS NOT NULL GROUP BY e.marks
        """);

    // Decided before there were marks, or under a rule too long for them.
    private static readonly Sql SelectUnmarked = new($"SELECT e.evaluation {OfClass} {OfMapping} AND e.marks IS NULL AND e.evaluation IS NOT NULL");

    // Whom the page shows is found without what it shows of them: only the rows of one page are read whole.
    private static readonly string SelectFound = $$"""
        SELECT learner, name, state, micro_credential
        FROM (
            SELECT c.learner_id AS learner, COALESCE(l.name, '') AS name, l.email, m.micro_credential_id AS micro_credential,
                CASE
                    WHEN w.award_id IS NOT NULL THEN {{(int)ClassState.Withdrawn}}
                    WHEN e.needs_decision = {true} THEN {{(int)ClassState.NeedsDecision}}
                    WHEN s.state = {{(int)SuspensionState.Suspended}} THEN {{(int)ClassState.Suspended}}
                    WHEN a.learner_id IS NOT NULL THEN {{(int)ClassState.Earned}}
                    WHEN e.standing = {{(int)Standing.Met}} THEN {{(int)ClassState.Met}}
                    WHEN e.standing = {{(int)Standing.Near}} THEN {{(int)ClassState.Near}}
                    WHEN e.standing = {{(int)Standing.WaitsForGrade}} THEN {{(int)ClassState.WaitsForGrade}}
                    WHEN e.standing = {{(int)Standing.Unknown}} THEN {{(int)ClassState.Unknown}}
                    ELSE {{(int)ClassState.NotYet}}
                END AS state
            {{OfClass}}
            JOIN learners l ON l.tenant_id = m.tenant_id AND l.id = c.learner_id
            {{OfMapping}}
        ) class
        WHERE (@State IS NULL OR state = @State)
        AND (@Text IS NULL OR LOWER(name) LIKE @Text ESCAPE '\' OR LOWER(email) LIKE @Text ESCAPE '\')
        """;

    private static readonly Sql CountStates = new($"SELECT state, COUNT(*) AS people FROM ({SelectFound}) matching GROUP BY state");

    private static readonly Sql SelectIssued = new($$"""
        SELECT matching.learner, a.id AS award
        FROM ({{SelectFound}}) matching
        JOIN awards a ON a.tenant_id = @Tenant AND a.mapping_id = @Mapping AND a.learner_id = matching.learner
        WHERE a.state IN @Issued AND (a.run IS NULL OR a.run NOT LIKE 'test:%')
        AND NOT EXISTS (SELECT 1 FROM withdrawals w WHERE w.tenant_id = a.tenant_id AND w.award_id = a.id)
        ORDER BY matching.learner, a.id
        """);

    private static readonly Sql CountAwarded = new("""
        SELECT COUNT(*) AS value FROM awards WHERE tenant_id = @Tenant AND mapping_id = @Mapping AND awarded_at >= @From AND awarded_at < @To AND (run IS NULL OR run NOT LIKE 'test:%')
        """);

    private static readonly Sql SelectFirstAward = new("""
        SELECT awarded_at AS value FROM awards WHERE tenant_id = @Tenant AND mapping_id = @Mapping AND (run IS NULL OR run NOT LIKE 'test:%') ORDER BY awarded_at {page}
        """);

    private static readonly int[] issued = [(int)AwardState.Issued, (int)AwardState.Delivered];

    private const string SelectWhole = """
        SELECT found.learner, found.name, l.email, found.state, COALESCE(e.permille, 0) AS permille, e.evaluation, e.decided_at, a.public_id AS award, a.awarded_at, e.keeps_rule, a.run
        """;

    private const string OfFound = """
        JOIN learners l ON l.id = found.learner
        LEFT JOIN evaluations e ON e.tenant_id = @Tenant AND e.mapping_id = @Mapping AND e.learner_id = found.learner
        LEFT JOIN awards a ON a.tenant_id = @Tenant AND a.micro_credential_id = found.micro_credential AND a.learner_id = found.learner
            AND NOT EXISTS (SELECT 1 FROM awards n WHERE n.tenant_id = a.tenant_id AND n.micro_credential_id = a.micro_credential_id AND n.learner_id = a.learner_id AND n.cycle > a.cycle)
        """;

    private static readonly Sql SelectByName = new($$"""
        {{SelectWhole}}
        FROM (
            {{SelectFound}}
            AND (@IsFirst = 1 OR name > @Name OR (name = @Name AND learner > @Learner))
            ORDER BY name, learner {page}
        ) found
        {{OfFound}}
        ORDER BY found.name, found.learner
        """);

    private static readonly Sql SelectByState = new($$"""
        {{SelectWhole}}
        FROM (
            {{SelectFound}}
            AND (@IsFirst = 1 OR state > @AfterState OR (state = @AfterState AND (name > @Name OR (name = @Name AND learner > @Learner))))
            ORDER BY state, name, learner {page}
        ) found
        {{OfFound}}
        ORDER BY found.state, found.name, found.learner
        """);

    private static readonly Sql SelectLatestResults = new("""
        SELECT r.stored_at AS at, r.learner_id AS learner, l.name, r.kind, i.name AS item_name, r.given, r.maximum, r.completion
        FROM course_mappings m
        JOIN mapping_inputs n ON n.tenant_id = m.tenant_id AND n.course_id = m.course_id AND n.mapping_id = m.id
        JOIN results r ON r.tenant_id = m.tenant_id AND r.course_id = m.course_id AND r.kind = n.kind AND r.item_key = n.item_key
        JOIN learners l ON l.tenant_id = r.tenant_id AND l.id = r.learner_id
        LEFT JOIN course_items i ON i.tenant_id = r.tenant_id AND i.course_id = r.course_id AND (i.item_key = r.item_key OR i.activity_key = r.item_key)
        WHERE m.tenant_id = @Tenant AND m.id = @Mapping AND (r.given IS NOT NULL OR r.completion > 0)
        ORDER BY r.stored_at DESC, r.learner_id, r.item_key {page}
        """);

    private static readonly Sql SelectLatestAwards = new("""
        SELECT a.awarded_at AS at, a.learner_id AS learner, l.name, a.public_id AS award
        FROM awards a JOIN learners l ON l.tenant_id = a.tenant_id AND l.id = a.learner_id
        WHERE a.tenant_id = @Tenant AND a.mapping_id = @Mapping AND (a.run IS NULL OR a.run NOT LIKE 'test:%')
        ORDER BY a.awarded_at DESC, a.id {page}
        """);

    public async Task<MappingTotals> Totals(TenantId tenant, MappingId mapping, CancellationToken ct)
    {
        var which = new { Tenant = tenant, Mapping = mapping };
        await using var session = await database.Read(ct);
        var rows = await session.Query<TotalsRow>(SelectTotals, which, ct);
        // Whoever has it is counted there, however the rule stands: so the list of the class counts, too.
        int Of(Standing standing) => rows.Where(row => row.Standing == standing).Sum(row => row.WithoutAward);
        return new(
            rows.Sum(row => row.People), rows.Sum(row => row.Awarded), rows.Where(row => row.Standing == Standing.Met).Sum(row => row.People), Of(Standing.Near), Of(Standing.WaitsForGrade), Of(Standing.NotYet),
            Of(Standing.Unknown), rows.Sum(row => row.Undecided), rows.Sum(row => row.NeedsDecision));
    }

    /// <summary>How many show each criterion, by its id in the rule; a group of which its parts do not tell is left out.</summary>
    public async Task<IReadOnlyDictionary<string, CriterionTotals>> Criteria(TenantId tenant, MappingId mapping, Criterion rule, CancellationToken ct)
    {
        var which = new { Tenant = tenant, Mapping = mapping };
        await using var session = await database.Read(ct);
        var marked = await session.Query<MarksRow>(SelectMarks, which, ct);
        var unmarked = await session.Query<string>(SelectUnmarked, which, ct);
        return Count(rule, marked.Concat(unmarked.Select(json => new MarksRow(Marks.Of(CriterionJson.ReadEvaluation(json)), 1))));
    }

    public async Task<IReadOnlyList<ClassRow>> Class(TenantId tenant, MappingId mapping, ClassQuery query, CancellationToken ct)
    {
        var after = query.After ?? new(default, "", default);
        var parameters = new
        {
            Tenant = tenant, Mapping = mapping, query.State, Text = Like.Containing(query.Text), IsFirst = query.After is null ? 1 : 0,
            AfterState = after.State, after.Name, after.Learner, query.Most,
        };
        await using var session = await database.Read(ct);
        var rows = await session.Query<Row>(query.Sort == ClassSort.Name ? SelectByName : SelectByState, parameters, ct);
        return [.. rows.Select(row => row.ToClassRow())];
    }

    /// <summary>How many of the class stand where; states in which nobody is are left out.</summary>
    /// <param name="text">Part of a name or e-mail; null for everybody.</param>
    public async Task<IReadOnlyDictionary<ClassState, int>> States(TenantId tenant, MappingId mapping, string? text, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        var rows = await session.Query<StateRow>(CountStates, new { Tenant = tenant, Mapping = mapping, State = (ClassState?)null, Text = Like.Containing(text) }, ct);
        return rows.ToDictionary(row => row.State, row => row.People);
    }

    /// <summary>The awards of this mapping in force whose holders match; of one learner there may be several cycles.</summary>
    public async Task<IReadOnlyList<HeldAward>> Held(TenantId tenant, MappingId mapping, ClassState? state, string? text, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.Query<HeldAward>(SelectIssued, new { Tenant = tenant, Mapping = mapping, State = state, Text = Like.Containing(text), Issued = issued }, ct);
    }

    /// <summary>When the first award was made; null while there is none.</summary>
    public async Task<DateTimeOffset?> FirstAwardedAt(TenantId tenant, MappingId mapping, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return (await session.First<At>(SelectFirstAward, new { Tenant = tenant, Mapping = mapping, Most = 1 }, ct))?.Value;
    }

    /// <summary>How many were awarded between each of the instants and the next, by an index: withdrawn ones count, they were awarded.</summary>
    public async Task<IReadOnlyList<int>> AwardedBetween(TenantId tenant, MappingId mapping, IReadOnlyList<DateTimeOffset> instants, CancellationToken ct)
    {
        Between[] spans = [.. instants.Zip(instants.Skip(1), (from, to) => new Between(tenant, mapping, from, to))];
        await using var session = await database.Read(ct);
        return [.. (await session.QueryMany<Number, Between>(CountAwarded, spans, ct)).Select(number => number.Value)];
    }

    /// <summary>The newest results of what the rule looks at, and the newest awards, together.</summary>
    public async Task<IReadOnlyList<LatestLine>> Latest(TenantId tenant, MappingId mapping, int most, CancellationToken ct)
    {
        var which = new { Tenant = tenant, Mapping = mapping, Most = most };
        await using var session = await database.Read(ct);
        var results = await session.Query<LatestResult>(SelectLatestResults, which, ct);
        var awards = await session.Query<LatestAward>(SelectLatestAwards, which, ct);
        return [.. results.Select(row => row.ToLine()).Concat(awards.Select(row => row.ToLine())).OrderByDescending(line => line.At).Take(most)];
    }

    private static Dictionary<string, CriterionTotals> Count(Criterion rule, IEnumerable<MarksRow> rows)
    {
        var criteria = Nodes(rule).DistinctBy(node => node.Id).ToList();
        Dictionary<string, CriterionTotals> totals = new(StringComparer.Ordinal);
        foreach (var (marks, people) in rows.Prepend(new("", 0)))
        {
            var known = Marks.Read(marks).DistinctBy(one => one.Criterion).ToDictionary(one => one.Criterion, one => one.Mark, StringComparer.Ordinal);
            foreach (var criterion in criteria)
            {
                var so = totals.GetValueOrDefault(criterion.Id) ?? new(0, 0, 0);
                if (Marks.Of(criterion, known) is not { } mark) continue;
                totals[criterion.Id] = mark switch
                {
                    Mark.Met => so with { Met = so.Met + people },
                    Mark.WaitsForGrade => so with { WaitingForGrade = so.WaitingForGrade + people },
                    _ => so with { Rest = so.Rest + people },
                };
            }
        }
        return totals;
    }

    private static IEnumerable<Criterion> Nodes(Criterion criterion) => criterion is Group group ? group.Of.SelectMany(Nodes).Prepend(criterion) : [criterion];

    private sealed record MarksRow(string Marks, int People);

    private sealed record StateRow(ClassState State, int People);

    private sealed record At(DateTimeOffset Value);

    private sealed record Between(TenantId Tenant, MappingId Mapping, DateTimeOffset From, DateTimeOffset To);

    private sealed record TotalsRow(Standing Standing, int People, int WithoutAward, int Awarded, int Undecided, int NeedsDecision);

    private sealed record Row(
        LearnerId Learner, string Name, string? Email, ClassState State, int Permille, string? Evaluation, DateTimeOffset? DecidedAt, PublicId? Award,
        DateTimeOffset? AwardedAt, int? KeepsRule, string? Run)
    {
        public ClassRow ToClassRow() =>
            new(Learner, Name, Email, State, Permille, Evaluation is { } evaluation ? CriterionJson.ReadEvaluation(evaluation) : null, DecidedAt, Award, AwardedAt, KeepsRule)
            {
                IsByHand = AwardRuns.IsByHand(Run),
            };
    }

    private sealed record LatestResult(
        DateTimeOffset At, LearnerId Learner, string? Name, ResultKind Kind, string? ItemName, decimal? Given, decimal? Maximum, CompletionState? Completion)
    {
        public LatestLine ToLine() => new(At, Learner, Name, Kind, ItemName, Given, Maximum, Completion, Award: null);
    }

    private sealed record LatestAward(DateTimeOffset At, LearnerId Learner, string? Name, PublicId Award)
    {
        public LatestLine ToLine() => new(At, Learner, Name, ResultKind.Award, null, null, null, null, Award);
    }
}
