using LtiBadgeConnector.Core.Evaluations;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Inbox;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.Reading;
using LtiBadgeConnector.Core.Results;

namespace LtiBadgeConnector.Storage.Road;

/// <summary>The newest fact per learner and item. Which one is newer is decided here, not in SQL; the row's version makes sure of it.</summary>
public sealed class ResultRepository(Database database) : IResults
{
    private static readonly Sql Find = new($"""
        SELECT {StoredResult.Columns} FROM results
        WHERE tenant_id = @Tenant AND course_id = @Course AND learner_id = @Learner AND kind = @Kind AND item_key = @ItemKey
        """);

    private static readonly Sql Insert = Sql.InsertIfAbsent(
        "results",
        ["tenant_id", "course_id", "learner_id", "kind", "item_key",
         "given", "minimum", "maximum", "completion", "is_final", "is_released", "occurred_at", "source", "arrived_at", "stored_at", "version",
         "letter", "pass_mark", "is_excused", "holds", "hours", "done_at", "work_url"],
        key: ["tenant_id", "course_id", "learner_id", "kind", "item_key"]);

    private static readonly Sql Update = new("""
        UPDATE results
        SET given = @Given, minimum = @Minimum, maximum = @Maximum, completion = @Completion, is_final = @IsFinal,
            is_released = @IsReleased, occurred_at = @OccurredAt, source = @Source, arrived_at = @ArrivedAt, stored_at = @StoredAt, version = @Version,
            letter = @Letter, pass_mark = @PassMark, is_excused = @IsExcused, holds = @Holds, hours = @Hours, done_at = @DoneAt, work_url = @WorkUrl
        WHERE tenant_id = @TenantId AND course_id = @CourseId AND learner_id = @LearnerId AND kind = @Kind AND item_key = @ItemKey
          AND version = @Seen
        """);

    private static readonly Sql FindMappings = new("""
        SELECT i.tenant_id AS tenant, i.course_id AS course, i.kind, i.item_key, i.mapping_id AS mapping
        FROM mapping_inputs i
        JOIN course_mappings m ON m.tenant_id = i.tenant_id AND m.id = i.mapping_id
        WHERE i.tenant_id = @Tenant AND i.course_id = @Course AND i.kind = @Kind AND i.item_key = @ItemKey AND m.state = @Active
        """);

    public async Task<IReadOnlyList<EvaluationKey>> Apply(
        IReadOnlyList<PlacedResult> results, IReadOnlyList<InboxOutcome> finished, DateTimeOffset now, CancellationToken ct) =>
        (await Store(results, finished, now, ct)).Due;

    public async Task<AppliedReading> ApplyReading(IReadOnlyList<PlacedResult> results, EventWindow? expected, DateTimeOffset now, CancellationToken ct)
    {
        var (changed, due) = await Store(results, [], now, ct);
        return new(due, expected is null ? 0 : changed.Count(write => expected.Lost(write.Placed.Result, write.Known)));
    }

    private async Task<(IReadOnlyList<Write> Changed, IReadOnlyList<EvaluationKey> Due)> Store(
        IReadOnlyList<PlacedResult> results, IReadOnlyList<InboxOutcome> finished, DateTimeOffset now, CancellationToken ct)
    {
        if (results.Count == 0 && finished.Count == 0) return ([], []);

        var (changed, due) = await database.Write(
            async work =>
            {
                var changed = await Keep(work, results, now, ct);
                var due = await MakeDue(work, [.. changed.Select(write => write.Placed)], now, ct);
                await InboxOutcomes.Store(work, finished, now, ct);
                return (changed, due);
            },
            ct);
        await InboxWaits.WakeKnown(database, finished, now, ct);
        return (changed, [.. due, .. await MakeMissedDue([.. changed.Select(write => write.Placed)], due, now, ct)]);
    }

    /// <returns>The results of which something that rules look at is new.</returns>
    private static async Task<IReadOnlyList<Write>> Keep(Session work, IReadOnlyList<PlacedResult> results, DateTimeOffset now, CancellationToken ct)
    {
        List<Write> changed = [];
        var open = Newest(results);
        while (open.Count > 0)
        {
            var known = (await work.QuerySet<StoredResult, ResultKey>(Find, [.. open.Select(KeyOf)], ct)).ToDictionary(KeyOf);
            Write[] writes = [.. open.Select(result => Write.Of(result, known.GetValueOrDefault(KeyOf(result)), now)).OfType<Write>()];
            Write[] updates = [.. writes.Where(write => write.Seen > 0)];
            Write[] inserts = [.. writes.Where(write => write.Seen == 0)];
            var updated = await work.ExecuteSet(Update, updates, ct);
            var inserted = await work.ExecuteSet(Insert, inserts, ct);

            Write[] done = [.. updates.Where((_, at) => updated[at] == 1), .. inserts.Where((_, at) => inserted[at] == 1)];
            changed.AddRange(done.Where(write => write.IsNews));
            // Somebody else wrote in between; what they wrote is looked at anew.
            open = [.. writes.Except(done).Select(write => write.Placed)];
        }
        return changed;
    }

    // One for each key, and in one order everywhere, so that two nodes never wait for each other crosswise.
    private static List<PlacedResult> Newest(IReadOnlyList<PlacedResult> results) =>
    [
        .. results.GroupBy(KeyOf)
            .Select(same => same.Aggregate((known, next) => next.Result.Supersedes(known.Result) ? next : known))
            .OrderBy(result => result.Course.Value).ThenBy(result => result.Learner.Value)
            .ThenBy(result => result.Result.Kind).ThenBy(result => StoredResult.KeyOf(result.Result), StringComparer.Ordinal),
    ];

    private static async Task<IReadOnlyList<EvaluationKey>> MakeDue(Session work, IReadOnlyList<PlacedResult> changed, DateTimeOffset now, CancellationToken ct)
    {
        var keys = await Concerned(work, changed, ct);
        await DueEvaluations.Ask(work, keys, now, ct);
        return keys;
    }

    private static async Task<IReadOnlyList<EvaluationKey>> Concerned(Session session, IReadOnlyList<PlacedResult> changed, CancellationToken ct)
    {
        Input[] inputs = [.. changed.Select(InputOf).Distinct()];
        var mappings = (await session.QuerySet<Concern, Input>(FindMappings, inputs, ct)).ToLookup(concern => concern.Input, concern => concern.Mapping);
        return [.. changed.SelectMany(result => mappings[InputOf(result)].Select(mapping => new EvaluationKey(result.Tenant, mapping, result.Learner))).Distinct()];
    }

    // A mapping switched on while the results were being written saw the old ones, and we did not see it.
    private async Task<IReadOnlyList<EvaluationKey>> MakeMissedDue(IReadOnlyList<PlacedResult> changed, IReadOnlyList<EvaluationKey> due, DateTimeOffset now, CancellationToken ct)
    {
        if (changed.Count == 0 || database.Provider == DatabaseProvider.Sqlite) return [];

        EvaluationKey[] missed;
        await using (var session = await database.Read(ct)) missed = [.. (await Concerned(session, changed, ct)).Except(due)];
        if (missed.Length > 0) await database.Write(work => DueEvaluations.Ask(work, missed, now, ct), ct);
        return missed;
    }

    private static ResultKey KeyOf(PlacedResult result) =>
        new(result.Tenant, result.Course, result.Learner, result.Result.Kind, StoredResult.KeyOf(result.Result));

    private static ResultKey KeyOf(StoredResult row) => new(row.Tenant, row.Course, row.Learner, row.Kind, row.ItemKey);

    private static Input InputOf(PlacedResult result) =>
        new(result.Tenant, result.Course, result.Result.Kind, result.Result.Item?.Value ?? "");

    private sealed record ResultKey(TenantId Tenant, CourseId Course, LearnerId Learner, ResultKind Kind, string ItemKey);

    private sealed record Input(TenantId Tenant, CourseId Course, ResultKind Kind, string ItemKey, MappingState Active = MappingState.Active);

    private sealed record Concern(TenantId Tenant, CourseId Course, ResultKind Kind, string ItemKey, MappingId Mapping)
    {
        public Input Input => new(Tenant, Course, Kind, ItemKey);
    }

    private sealed record Write(PlacedResult Placed, Result? Known, bool IsNews, int Seen, DateTimeOffset StoredAt)
    {
        /// <returns>Null when what is known stays.</returns>
        public static Write? Of(PlacedResult placed, StoredResult? known, DateTimeOffset now)
        {
            if (known is null) return new(placed, Known: null, IsNews: true, Seen: 0, now);
            if (placed.Result == known.Result || !placed.Result.Supersedes(known.Result) || IsOvertaken(placed, known, now)) return null;
            return new(placed, known.Result, IsNews: !placed.Result.SaysTheSameAs(known.Result), known.Version, now);
        }

        // LMSs give seconds: two events of one second are told apart by their arrival, in whatever order they are worked on.
        private static bool IsOvertaken(PlacedResult placed, StoredResult known, DateTimeOffset now) =>
            placed.Result.OccurredAt == known.OccurredAt && placed.Result.Source == known.Source && (placed.ArrivedAt ?? now) < known.ArrivedAt;

        public TenantId TenantId => Placed.Tenant;

        public CourseId CourseId => Placed.Course;

        public LearnerId LearnerId => Placed.Learner;

        public ResultKind Kind => Placed.Result.Kind;

        public string ItemKey => StoredResult.KeyOf(Placed.Result);

        public decimal? Given => Placed.Result.Score?.Given;

        public decimal? Minimum => Placed.Result.Score?.Minimum;

        public decimal? Maximum => Placed.Result.Score?.Maximum;

        public CompletionState? Completion => Placed.Result.Completion;

        public bool IsFinal => Placed.Result.IsFinal;

        public bool IsReleased => Placed.Result.IsReleased;

        public DateTimeOffset OccurredAt => Placed.Result.OccurredAt;

        public ResultSource Source => Placed.Result.Source;

        public DateTimeOffset ArrivedAt => Placed.ArrivedAt ?? StoredAt;

        public int Version => Seen + 1;

        public string? Letter => Placed.Result.Details.Letter;

        public decimal? PassMark => Placed.Result.Details.PassMark;

        public bool? IsExcused => Placed.Result.Details.IsExcused ? true : null;

        public bool? Holds => Placed.Result.Details.Holds;

        public decimal? Hours => Placed.Result.Details.Hours;

        public DateTimeOffset? DoneAt => Placed.Result.Details.DoneAt;

        public string? WorkUrl => Placed.Result.Details.WorkUrl;
    }
}
