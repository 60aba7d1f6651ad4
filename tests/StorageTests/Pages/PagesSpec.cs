using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Core.Inbox;
using LtiBadgeConnector.Storage;
using LtiBadgeConnector.Storage.Exports;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.StorageTests.Road;

namespace LtiBadgeConnector.StorageTests.Pages;

public abstract class PagesSpec(TestEngine engine) : RoadSpec(engine)
{
    private static readonly Sql SetLearner = new("UPDATE inbox SET learner_id = @Learner WHERE id = @Id");

    [SkippableFact]
    public async Task People_are_paged_in_both_sorts_without_gap_or_repetition()
    {
        await using var world = await AWorld();
        foreach (var n in Enumerable.Range(0, 7))
        {
            await world.AddLearner(n % 3 == 0 ? null : $"Learner {n % 2}", $"l{n}@example.org");
            if (n % 2 == 0) Time.Advance(TimeSpan.FromMinutes(1));
        }
        var pages = new PeoplePages(world.Database);

        foreach (var sort in Enum.GetValues<PeopleSort>())
        {
            List<PersonRow> seen = [];
            for (PeoplePosition? after = null; await pages.Find(world.Tenant, new(Sort: sort, After: after, Most: 3), Ct) is { Count: > 0 } page; after = page[^1].Position) seen.AddRange(page);
            Assert.Equal(7, seen.Select(row => row.Learner).Distinct().Count());
            Assert.Equal(7, seen.Count);
            if (sort == PeopleSort.Newest) Assert.Equal(seen.Select(row => row.CreatedAt).OrderDescending(), seen.Select(row => row.CreatedAt));
        }
    }

    [SkippableFact]
    public async Task People_are_found_by_name_e_mail_and_id_and_only_in_their_tenant()
    {
        await using var world = await AWorld();
        await using var other = await new RoadWorld(world.Database, Time).Build();
        var misaki = await world.AddLearner("Misaki Sato", "misaki@example.org");
        await world.AddLearner("Emi_Ito", "emi@example.org");
        await world.BindKey(misaki, "lms-user-id", "4711");
        await world.AddAward(misaki);
        await other.AddLearner("Misaki Abe");
        var pages = new PeoplePages(world.Database);

        foreach (var text in new[] { "saki s", "MISAKI@", "471" })
            Assert.Equal((misaki, 1), Assert.Single(Two(await pages.Find(world.Tenant, new(text), Ct))));
        Assert.Empty(await pages.Find(world.Tenant, new("_saki"), Ct));
        Assert.Single(await pages.Find(world.Tenant, new("i_i"), Ct));

        static IEnumerable<(LearnerId, int)> Two(IReadOnlyList<PersonRow> rows) => rows.Select(row => (row.Learner, row.Awards));
    }

    [SkippableFact]
    public async Task Events_are_filtered_by_state_and_connection_and_paged_newest_first()
    {
        await using var world = await AWorld();
        await using var other = await new RoadWorld(world.Database, Time).Build();
        foreach (var n in Enumerable.Range(0, 7))
        {
            await Finished(world, $"m{n}", n % 3 == 0 ? InboxState.Parked : InboxState.Done);
            Time.Advance(TimeSpan.FromSeconds(n % 2));
        }
        await Finished(other, "theirs", InboxState.Parked);
        var pages = new EventPages(world.Database);

        List<EventRow> seen = [];
        for (EventPosition? after = null; await pages.Find(world.Tenant, new(After: after, Most: 3), Ct) is { Count: > 0 } page; after = page[^1].Position) seen.AddRange(page);
        Assert.Equal(7, seen.Select(row => row.Id).Distinct().Count());
        Assert.Equal(7, seen.Count);
        Assert.Equal(seen.Select(row => row.ReceivedAt).OrderDescending(), seen.Select(row => row.ReceivedAt));

        var parked = await pages.Find(world.Tenant, new(InboxState.Parked), Ct);
        Assert.Equal(3, parked.Count);
        Assert.All(parked, row => Assert.Equal(("webhook-connection-gone", "Webhook", true, null), (row.Problem, row.Connection, row.HasBody, row.DueAt)));
        Assert.Equal(4, (await pages.Find(world.Tenant, new(InboxState.Done, world.Connection.Id), Ct)).Count);
        Assert.Empty(await pages.Find(world.Tenant, new(InboxState.Parked, other.Connection.Id), Ct));
        Assert.Single(await pages.Find(world.Tenant, new(InboxState.Parked, After: parked[1].Position), Ct));
    }

    [SkippableFact]
    public async Task Refusals_are_paged_and_stay_in_their_tenant()
    {
        await using var world = await AWorld();
        await using var other = await new RoadWorld(world.Database, Time).Build();
        foreach (var n in Enumerable.Range(0, 5)) await world.Connections.NoteRefusal(world.Connection.Id, "webhook-signature-wrong", $"d{n}", world.Now.AddSeconds(n / 2), Ct);
        await other.Connections.NoteRefusal(other.Connection.Id, "webhook-signature-wrong", "theirs", world.Now, Ct);
        var pages = new EventPages(world.Database);

        List<RefusalRow> seen = [];
        for (EventPosition? after = null; await pages.Refusals(world.Tenant, null, after, 2, Ct) is { Count: > 0 } page; after = page[^1].Position) seen.AddRange(page);

        Assert.Equal(["d0", "d1", "d2", "d3", "d4"], seen.Select(row => row.Detail!).Order(StringComparer.Ordinal));
        Assert.Equal(5, (await pages.Refusals(world.Tenant, world.Connection.Id, null, 9, Ct)).Count);
        Assert.Empty(await pages.Refusals(world.Tenant, other.Connection.Id, null, 9, Ct));
    }

    [SkippableFact]
    public async Task The_overview_counts_what_waits_and_what_stopped()
    {
        await using var world = await AWorld();
        await Finished(world, "a", InboxState.Parked);
        await Finished(world, "b", InboxState.WaitingForLearner);
        await Finished(world, "c", InboxState.WaitingForReader);
        await world.Inbox.Store(world.ADelivery("d"), Ct);
        var award = await world.AddAward(await world.AddLearner("Misaki"));
        await world.Awards.Postpone([award], until: null, "issuer-key-missing", Ct);

        var overview = await new ServerPages(world.Database).Overview(world.Tenant, Ct);

        Assert.Equal((1, 1, 1, 1, 1, 0), (overview.Queue, overview.WaitingForLearner, overview.WaitingForReader, overview.ParkedDeliveries, overview.ParkedAwards, overview.ParkedMessages));
        Assert.Equal(("Webhook", world.Now), (Assert.Single(overview.Connections).Name, overview.Connections[0].LastReceivedAt));
        Assert.Empty((await new ServerPages(world.Database).Overview(TenantId.New(Time), Ct)).Connections);
    }

    [SkippableFact]
    public async Task A_learners_road_has_every_station()
    {
        await using var world = await AWorld();
        var learner = await world.AddLearner("Misaki");
        var arrival = await Finished(world, "a", InboxState.Done);
        await world.Database.Write(work => work.Execute(SetLearner, new { Id = arrival, Learner = learner }, Ct), Ct);
        var award = await world.AddAward(learner);

        var road = await new RoadPages(world.Database).Of(world.Tenant, learner, Ct);

        Assert.Equal(InboxState.Done, Assert.Single(road.Arrivals).State);
        Assert.Equal(92m, Assert.Single(road.Results).Given);
        Assert.True(Assert.Single(road.Evaluations).Evaluation!.IsMet);
        Assert.Equal((award, AwardState.Awarded), (Assert.Single(road.Awards).Id, road.Awards[0].State));
        var nobody = await new RoadPages(world.Database).Of(TenantId.New(Time), learner, Ct);
        Assert.Empty(nobody.Arrivals);
        Assert.Empty(nobody.Awards);
    }

    [SkippableFact]
    public async Task A_class_is_counted_filtered_and_paged_by_stored_standings()
    {
        await using var world = await AWorld();
        var earned = await world.AddLearner("A");
        await world.AddAward(earned);
        var near = await world.AddLearner("B");
        await Decide(world, near, 58);
        var far = await world.AddLearner("C");
        await Decide(world, far, 10);
        await world.AddLearner("D");
        await world.AddLearner("Teacher", canEarn: false);
        var pages = new MappingPages(world.Database);

        var totals = await pages.Totals(world.Tenant, world.Mapping, Ct);
        Assert.Equal((4, 1, 1, 1), (totals.Members, totals.Awarded, totals.Near, totals.Undecided));
        var criteria = await pages.Criteria(world.Tenant, world.Mapping, RoadWorld.Rule, Ct);
        Assert.Equal((1, 2), (criteria["c1"].Met, criteria["c1"].Rest));

        foreach (var sort in Enum.GetValues<ClassSort>())
        {
            List<ClassRow> seen = [];
            for (ClassPosition? after = null; await pages.Class(world.Tenant, world.Mapping, new(Sort: sort, After: after, Most: 3), Ct) is { Count: > 0 } page; after = page[^1].Position) seen.AddRange(page);
            Assert.Equal(4, seen.Select(row => row.Learner).Distinct().Count());
        }
        Assert.Equal(near, Assert.Single(await pages.Class(world.Tenant, world.Mapping, new(ClassState.Near), Ct)).Learner);
        Assert.Equal(far, Assert.Single(await pages.Class(world.Tenant, world.Mapping, new(Text: "c"), Ct)).Learner);
        var latest = await pages.Latest(world.Tenant, world.Mapping, 9, Ct);
        Assert.Equal(4, latest.Count);
        Assert.All(latest, line => Assert.Equal(line.Award is null ? ResultKind.Grade : ResultKind.Award, line.Kind));
    }

    [SkippableFact]
    public async Task An_award_is_found_by_its_public_id_and_shown_by_its_holder_alone()
    {
        await using var world = await AWorld();
        var learner = await world.AddLearner("A");
        var award = await world.AddAward(learner);
        var pages = new SharedAwards(world.Database);

        var found = (await pages.FindOfLearner(world.Tenant, world.MicroCredential, learner, Ct))!;
        Assert.Equal((award, AwardVisibility.Private), (found.Id, found.Visibility));
        Assert.Equal(found.Id, (await pages.Find(found.PublicId, Ct))!.Id);
        Assert.Null(await pages.Find(PublicId.New(), Ct));
        Assert.Empty(await pages.Documents(world.Tenant, award, Ct));
        Assert.Equal("Issuer", Assert.Single(await pages.Collection(world.Tenant, learner, Ct)).Issuer);

        Assert.False(await pages.SetVisibility(world.Tenant, LearnerId.New(Time), found.PublicId, AwardVisibility.Public, Ct));
        Assert.True(await pages.SetVisibility(world.Tenant, learner, found.PublicId, AwardVisibility.Public, Ct));
        Assert.Equal(AwardVisibility.Public, (await pages.Find(found.PublicId, Ct))!.Visibility);
    }

    [SkippableFact]
    public async Task A_learners_verdicts_are_those_of_the_course_and_what_is_published_is_listed()
    {
        await using var world = await AWorld();
        var learner = await world.AddLearner("A");
        await Decide(world, learner, 58);

        var verdict = Assert.Single(await new LearnerVerdicts(world.Database).OfCourse(world.Tenant, world.Course, learner, Ct));
        Assert.Equal(world.Mapping, verdict.Key);
        Assert.False(verdict.Value.Evaluation!.IsMet);
        Assert.Empty(await new LearnerVerdicts(world.Database).OfCourse(world.Tenant, CourseId.New(Time), learner, Ct));

        var published = new PublishedAchievements(world.Database);
        Assert.Equal("Issuer", Assert.Single(await published.Newest(9, Ct)).Issuer);
        Assert.Single(await published.OfIssuer(world.Tenant, world.Issuer, 9, Ct));
        Assert.Empty(await published.OfIssuer(TenantId.New(Time), world.Issuer, 9, Ct));
    }

    [SkippableFact]
    public async Task Programs_page_awards_and_micro_credentials_of_their_own_tenant()
    {
        await using var world = await AWorld();
        await using var other = await new RoadWorld(world.Database, Time).Build();
        List<LearnerId> learners = [];
        foreach (var n in Enumerable.Range(0, 5))
        {
            learners.Add(await world.AddLearner($"Learner {n}"));
            await world.AddAward(learners[n]);
            if (n % 2 == 0) Time.Advance(TimeSpan.FromMinutes(1));
        }
        await other.AddAward(await other.AddLearner("Theirs"));
        var pages = new ApiPages(world.Database);

        List<ListedAward> seen = [];
        for (ApiPosition? after = null; await pages.AwardsOf(world.Tenant, new(After: after, Most: 2), Ct) is { Count: > 0 } page; after = page[^1].Position) seen.AddRange(page);
        Assert.Equal(learners.Order(new ById()), seen.Select(award => award.Learner).Order(new ById()));
        Assert.Equal(seen.Select(award => award.AwardedAt).OrderDescending(), seen.Select(award => award.AwardedAt));
        Assert.Equal(learners[4], Assert.Single(await pages.AwardsOf(world.Tenant, new(Since: world.Now.AddMinutes(-1), MicroCredential: world.MicroCredential, Learner: learners[4]), Ct)).Learner);
        Assert.Equal(5, (await pages.AwardsOf(world.Tenant, new(MicroCredential: world.MicroCredential), Ct)).Count);
        Assert.Empty(await pages.AwardsOf(world.Tenant, new(MicroCredential: other.MicroCredential), Ct));
        Assert.Null(await pages.FindAward(other.Tenant, seen[0].PublicId, Ct));
        Assert.Equal(seen[0].Id, (await pages.FindAward(world.Tenant, seen[0].PublicId, Ct))!.Id);
        Assert.Empty(await pages.CredentialsOf(world.Tenant, seen[0].Id, Ct));

        var listed = Assert.Single(await pages.MicroCredentialsOf(world.Tenant, null, 10, Ct));
        Assert.Equal((world.MicroCredential, "Statistics", 1), (listed.Id, listed.Published!.Definition.Title, listed.Published.Number));
        Assert.Empty(await pages.MicroCredentialsOf(world.Tenant, listed.Position, 10, Ct));
        Assert.Null(await pages.FindMicroCredential(other.Tenant, listed.Id, Ct));
    }

    [SkippableFact]
    public async Task What_is_open_on_the_road_is_counted()
    {
        await using var world = await AWorld();
        await Finished(world, "m1", InboxState.Parked);
        await Finished(world, "m2", InboxState.Done);
        await world.Inbox.Store(world.ADelivery("m3"), Ct);
        var since = world.Now;
        Time.Advance(TimeSpan.FromMinutes(5));
        await world.AddAward(await world.AddLearner("A"));

        var open = await new ServerFigures(world.Database).Count(world.Now, Ct);

        Assert.Equal((1, 1, 0), (open.Deliveries[InboxState.Parked], open.Deliveries[InboxState.Received], open.Deliveries[InboxState.Claimed]));
        Assert.Equal(since, open.OldestDue);
        Assert.Equal(1, open.Awards);
    }

    [SkippableFact]
    public async Task An_export_holds_the_rows_of_its_tenant_as_lines_of_JSON()
    {
        await using var world = await AWorld();
        await using var other = await new RoadWorld(world.Database, Time).Build();
        var learner = await world.AddLearner("Misaki Sato");
        await world.AddAward(learner);
        await other.AddLearner("Theirs");

        var (whole, rows) = await Export(world.Tenant, null);
        var person = (await Export(world.Tenant, learner)).Lines;

        Assert.Equal("Misaki Sato", Assert.Single(whole["learners"]).GetProperty("name").GetString());
        var result = Assert.Single(whole["results"]);
        Assert.Equal((92m, true), (result.GetProperty("given").GetDecimal(), result.GetProperty("is_final").GetBoolean()));
        Assert.Equal(world.Now, result.GetProperty("stored_at").GetDateTimeOffset());
        Assert.Equal(System.Text.Json.JsonValueKind.Object, Assert.Single(whole["awards"]).GetProperty("evaluation").ValueKind);
        Assert.All(whole["connections"], row => Assert.False(row.TryGetProperty("secrets", out _) || row.TryGetProperty("webhook_key", out _)));
        Assert.All(rows, row => Assert.Equal(row.Rows, whole[row.Table].Count));
        Assert.Equal(["awards", "course_members", "evaluations", "learners", "results"], person.Where(table => table.Value.Count > 0).Select(table => table.Key).Order(StringComparer.Ordinal));

        async Task<(Dictionary<string, List<System.Text.Json.JsonElement>> Lines, IReadOnlyList<(string Table, long Rows)> Rows)> Export(TenantId tenant, LearnerId? of)
        {
            Dictionary<string, MemoryStream> streams = [];
            var written = await new DataExport(world.Database).Write(tenant, of, table => streams[table] = new(), Ct);
            return (streams.ToDictionary(pair => pair.Key, pair => System.Text.Encoding.UTF8.GetString(pair.Value.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => System.Text.Json.JsonElement.Parse(line)).ToList()), written);
        }
    }

    private sealed class ById : IComparer<LearnerId>
    {
        public int Compare(LearnerId x, LearnerId y) => x.Value.CompareTo(y.Value);
    }

    private async Task Decide(RoadWorld world, LearnerId learner, decimal points)
    {
        var due = await world.Results.Apply([world.AGrade(learner, points)], [], world.Now, Ct);
        await world.Evaluations.Record([.. (await world.Evaluations.Load(due, Ct)).Select(world.Decide)], Ct);
    }

    private static async Task<InboxId> Finished(RoadWorld world, string key, InboxState state)
    {
        await world.Inbox.Store(world.ADelivery(key), Ct);
        var row = (await world.Inbox.Claim(10, world.Now, world.Now.AddMinutes(2), Ct)).Single();
        var problem = state is InboxState.Parked ? "webhook-connection-gone" : null;
        await world.Inbox.Finish([new(row.Id, state, "grade", problem, WaitsFor: state == InboxState.WaitingForLearner ? ["lti-sub:unknown"] : null)], Ct);
        return row.Id;
    }
}

public sealed class PagesOnSqlite() : PagesSpec(TestEngine.Sqlite());

public sealed class PagesOnPostgreSql() : PagesSpec(TestEngine.PostgreSql());

public sealed class PagesOnSqlServer() : PagesSpec(TestEngine.SqlServer());
