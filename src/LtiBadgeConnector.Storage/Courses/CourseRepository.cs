using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Core.Steps;

namespace LtiBadgeConnector.Storage.Courses;

/// <summary>Courses with their items, links and what is known of reading them.</summary>
public sealed class CourseRepository(Database database) : ICourses
{
    private const string Columns = """
        id, tenant_id AS tenant, platform_id AS platform, deployment_id, context_id, lms_course_id, title, label, time_zone,
        memberships_url, line_items_url, service_scopes, roster_resource_link_id
        """;

    private static readonly Sql SelectOne = new($"SELECT {Columns} FROM courses WHERE tenant_id = @Tenant AND id = @Id");

    private static readonly Sql SelectByContext = new($"""
        SELECT {Columns} FROM courses
        WHERE tenant_id = @Tenant AND platform_id = @Platform AND deployment_id = @DeploymentId AND context_id = @ContextId
        """);

    // The latest launch comes last: it wins where several contexts claim one course of the LMS.
    private static readonly Sql SelectMapped = new($"""
        SELECT {Columns} FROM courses
        WHERE tenant_id = @Tenant AND platform_id = @Platform AND lms_course_id IN @LmsCourseIds
        AND EXISTS (SELECT 1 FROM course_mappings WHERE course_mappings.tenant_id = courses.tenant_id AND course_mappings.course_id = courses.id)
        ORDER BY launched_at, id
        """);

    private static readonly Sql SelectHistory = new("SELECT context_history FROM courses WHERE tenant_id = @Tenant AND id = @Course");

    // A history names contexts; some platforms name their own course ids in it.
    private static readonly Sql SelectOrigins = new($"""
        SELECT {Columns} FROM courses
        WHERE tenant_id = @Tenant AND platform_id = @Platform AND id <> @Course AND (context_id IN @Contexts OR lms_course_id IN @Ids)
        AND EXISTS (SELECT 1 FROM course_mappings WHERE course_mappings.tenant_id = courses.tenant_id AND course_mappings.course_id = courses.id)
        ORDER BY created_at DESC, id
        """);

    private static readonly Sql SelectMappedByUuid = new($"""
        SELECT {Columns}, lms_course_uuid AS named_by FROM courses
        WHERE tenant_id = @Tenant AND platform_id = @Platform AND lms_course_uuid IN @LmsCourseIds
        AND EXISTS (SELECT 1 FROM course_mappings WHERE course_mappings.tenant_id = courses.tenant_id AND course_mappings.course_id = courses.id)
        ORDER BY launched_at, id
        """);

    private static readonly Sql SelectMappedByItem = new($"SELECT {MappedBy("item_key")}");

    private static readonly Sql SelectMappedByActivity = new($"SELECT {MappedBy("activity_key")}");

    private static string MappedBy(string column) => $"""
        courses.id, courses.tenant_id AS tenant, courses.platform_id AS platform, courses.deployment_id, courses.context_id, courses.lms_course_id,
            courses.title, courses.label, courses.time_zone, courses.memberships_url, courses.line_items_url, courses.service_scopes,
            courses.roster_resource_link_id, i.{column} AS named_by
        FROM courses JOIN course_items i ON i.tenant_id = courses.tenant_id AND i.course_id = courses.id
        WHERE courses.tenant_id = @Tenant AND courses.platform_id = @Platform AND i.{column} IN @LmsCourseIds
        AND EXISTS (SELECT 1 FROM course_mappings WHERE course_mappings.tenant_id = courses.tenant_id AND course_mappings.course_id = courses.id)
        ORDER BY courses.launched_at, courses.id
        """;

    private static readonly Sql UpdateUuid = new("""
        UPDATE courses SET lms_course_uuid = @Uuid
        WHERE tenant_id = @TenantId AND platform_id = @PlatformId AND deployment_id = @DeploymentId AND context_id = @ContextId
        """);

    // What a launch told of a history is more than the one step that an event tells.
    private static readonly Sql UpdateHistory = new("""
        UPDATE courses SET context_history = COALESCE(context_history, @Origin)
        WHERE tenant_id = @Tenant AND platform_id = @Platform AND lms_course_id = @Copy
        """);

    private static readonly Sql SelectSearch = new($$"""
        SELECT {{Columns}} FROM courses
        WHERE tenant_id = @Tenant AND (@Text IS NULL OR LOWER(title) LIKE @Text ESCAPE '\' OR LOWER(label) LIKE @Text ESCAPE '\')
        ORDER BY launched_at DESC, id {page}
        """);

    private static readonly Sql SelectLatest = new($$"""
        SELECT {{Columns}} FROM courses WHERE tenant_id = @Tenant AND platform_id = @Platform ORDER BY launched_at DESC, id {page}
        """);

    private static readonly Sql SelectDue = new($$"""
        SELECT {{Columns}}, read_attempts FROM courses
        WHERE (read_due_at IS NULL OR read_due_at <= @Now)
        AND EXISTS (SELECT 1 FROM course_mappings m WHERE m.tenant_id = courses.tenant_id AND m.course_id = courses.id AND m.state = @Active)
        ORDER BY COALESCE(read_due_at, @Never), id
        {page}
        """);

    private static readonly Sql UpdateTurn = new("""
        UPDATE courses SET read_attempts = @Attempts, read_due_at = @At WHERE tenant_id = @Tenant AND id = @Course
        """);

    private static readonly Sql UpdateTurnsOfPlatform = new("""
        UPDATE courses SET read_due_at = @Until
        WHERE tenant_id = @Tenant AND platform_id = @Platform AND (read_due_at IS NULL OR read_due_at < @Until)
        """);

    private static readonly Sql ForgetWholeReading = new("""
        UPDATE course_reads SET completed_at = NULL WHERE tenant_id = @Tenant AND course_id = @Course AND reader = @Whole
        """);

    private static readonly Sql SelectChanges = new("""
        SELECT c.item_key AS "key", i.name, c.what, c.was, c.becomes, c.at
        FROM course_item_changes c
        JOIN course_items i ON i.tenant_id = c.tenant_id AND i.course_id = c.course_id AND i.item_key = c.item_key
        WHERE c.tenant_id = @Tenant AND c.course_id = @Course AND c.at >= @Since
        ORDER BY c.at DESC, c.item_key, c.what
        """);

    private static readonly Sql UpdateChange = new("""
        UPDATE course_item_changes SET was = @Was, becomes = @Becomes, at = @At
        WHERE tenant_id = @TenantId AND course_id = @CourseId AND item_key = @ItemKey AND what = @What
        """);

    private static readonly Sql InsertChange = Sql.InsertIfAbsent(
        "course_item_changes", ["tenant_id", "course_id", "item_key", "what", "was", "becomes", "at"], key: ["tenant_id", "course_id", "item_key", "what"]);

    // A launch that leaves something out does not unsay it.
    private static readonly Sql UpdateLaunched = new("""
        UPDATE courses SET
            lms_course_id = CASE WHEN @LmsCourseId = @ContextId THEN lms_course_id ELSE @LmsCourseId END,
            title = CASE WHEN @Title = '' THEN title ELSE @Title END,
            label = COALESCE(@Label, label), time_zone = COALESCE(@TimeZone, time_zone),
            memberships_url = COALESCE(@MembershipsUrl, memberships_url), line_items_url = COALESCE(@LineItemsUrl, line_items_url),
            service_scopes = COALESCE(@ServiceScopes, service_scopes),
            roster_resource_link_id = COALESCE(@RosterResourceLinkId, roster_resource_link_id),
            context_history = COALESCE(@ContextHistory, context_history), launched_at = @LaunchedAt
        WHERE tenant_id = @TenantId AND platform_id = @PlatformId AND deployment_id = @DeploymentId AND context_id = @ContextId
        """);

    private static readonly Sql InsertCourse = Sql.InsertIfAbsent(
        "courses",
        [
            "id", "tenant_id", "platform_id", "deployment_id", "context_id", "lms_course_id", "title", "label", "time_zone", "memberships_url",
            "line_items_url", "service_scopes", "roster_resource_link_id", "context_history", "created_at", "launched_at",
        ],
        key: ["tenant_id", "platform_id", "deployment_id", "context_id"]);

    private static readonly Sql SelectItems = new("""
        SELECT item_key AS "key", name, kind, maximum, pass_mark, activity_key AS activity, has_completion, is_gone
        FROM course_items WHERE tenant_id = @Tenant AND course_id = @Course ORDER BY is_gone, position, item_key
        """);

    private static readonly Sql InsertItem = Sql.InsertIfAbsent(
        "course_items",
        [
            "tenant_id", "course_id", "item_key", "name", "kind", "maximum", "pass_mark", "activity_key", "has_completion", "is_gone", "position",
            "seen_at",
        ],
        key: ["tenant_id", "course_id", "item_key"]);

    private static readonly Sql UpdateItem = new("""
        UPDATE course_items SET name = @Name, kind = @Kind, maximum = @Maximum, pass_mark = @PassMark, activity_key = @ActivityKey,
            has_completion = @HasCompletion, is_gone = @IsGone, position = @Position, seen_at = @SeenAt
        WHERE tenant_id = @TenantId AND course_id = @CourseId AND item_key = @ItemKey
        """);

    private static readonly Sql MarkGone = new("""
        UPDATE course_items SET is_gone = @IsGone WHERE tenant_id = @Tenant AND course_id = @Course AND item_key = @Key
        """);

    private static readonly Sql SelectRead = new("""
        SELECT completed_at FROM course_reads WHERE tenant_id = @Tenant AND course_id = @Course AND reader = @Reader AND completed_at IS NOT NULL
        """);

    private static readonly Sql AskLookers = new("""
        UPDATE evaluations SET due_at = @Now, due_version = due_version + 1
        WHERE tenant_id = @Tenant AND mapping_id IN (
            SELECT i.mapping_id FROM mapping_inputs i JOIN course_mappings m ON m.tenant_id = i.tenant_id AND m.id = i.mapping_id
            WHERE i.tenant_id = @Tenant AND i.course_id = @Course AND m.state = @Active AND i.item_key IN @Keys)
        """);

    private static readonly Sql SelectTaught = new($$"""
        SELECT {{Columns}} FROM courses
        WHERE tenant_id = @Tenant AND id <> @Except AND id IN (
            SELECT course_id FROM course_members WHERE tenant_id = @Tenant AND learner_id = @Person AND can_earn = {false} AND has_left = {false})
        ORDER BY title, id {page}
        """);

    private static readonly Sql SelectReads = new("""
        SELECT reader, completed_at, tried_at, problem FROM course_reads WHERE tenant_id = @Tenant AND course_id = @Course ORDER BY reader
        """);

    private static readonly Sql InsertRead = Sql.InsertIfAbsent(
        "course_reads", ["tenant_id", "course_id", "reader", "completed_at", "tried_at", "problem"], key: ["tenant_id", "course_id", "reader"]);

    private static readonly Sql UpdateRead = new("""
        UPDATE course_reads SET completed_at = COALESCE(@CompletedAt, completed_at), tried_at = @TriedAt, problem = @Problem
        WHERE tenant_id = @TenantId AND course_id = @CourseId AND reader = @Reader
        """);

    private const string LinkColumns = "course_id AS course, resource_link_id AS id, title, line_item_url, mapping_id AS mapping, launched_at";

    private static readonly Sql SelectLink = new($"SELECT {LinkColumns} FROM resource_links WHERE tenant_id = @Tenant AND course_id = @Course AND resource_link_id = @Id");
    private static readonly Sql SelectLinks = new($"SELECT {LinkColumns} FROM resource_links WHERE tenant_id = @Tenant AND course_id = @Course ORDER BY launched_at DESC, resource_link_id");

    private static readonly Sql InsertLink = Sql.InsertIfAbsent(
        "resource_links", ["tenant_id", "course_id", "resource_link_id", "title", "line_item_url", "mapping_id", "launched_at"],
        key: ["tenant_id", "course_id", "resource_link_id"]);

    private static readonly Sql UpdateLink = new("""
        UPDATE resource_links SET title = COALESCE(@Title, title), line_item_url = COALESCE(@LineItemUrl, line_item_url),
            mapping_id = COALESCE(@MappingId, mapping_id), launched_at = @LaunchedAt
        WHERE tenant_id = @TenantId AND course_id = @CourseId AND resource_link_id = @ResourceLinkId
        """);

    private const int MostOrigins = 50;

    // What events name stands after what a reading lists.
    private const int LastPosition = 100_000;

    private static readonly DateTimeOffset Never = DateTimeOffset.UnixEpoch;

    public async Task<Course?> Find(TenantId tenant, CourseId id, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.First<Course>(SelectOne, new { Tenant = tenant, Id = id }, ct);
    }

    /// <summary>Stores what a launch says of its context.</summary>
    /// <param name="seen">Its id counts only when the context is new. A null, or an empty title, leaves what was known.</param>
    /// <param name="contextHistory">Former contexts this one was copied from, as the platform lists them.</param>
    /// <param name="uuid">The second id that the LMS gives the course, if a launch tells it.</param>
    public Task<Course> UpsertFromLaunch(Course seen, string? contextHistory, DateTimeOffset now, CancellationToken ct, string? uuid = null) => database.Write(
        async session =>
        {
            var row = new
            {
                seen.Id, TenantId = seen.Tenant, PlatformId = seen.Platform, seen.DeploymentId, seen.ContextId, seen.LmsCourseId, seen.Title, seen.Label,
                seen.TimeZone, seen.MembershipsUrl, seen.LineItemsUrl, seen.ServiceScopes, seen.RosterResourceLinkId, ContextHistory = contextHistory,
                CreatedAt = now, LaunchedAt = now,
            };
            if (await session.Execute(UpdateLaunched, row, ct) == 0 && await session.Execute(InsertCourse, row, ct) == 0)
                await session.Execute(UpdateLaunched, row, ct);
            if (uuid is not null) await session.Execute(UpdateUuid, new { row.TenantId, row.PlatformId, seen.DeploymentId, seen.ContextId, Uuid = uuid }, ct);
            return (await session.First<Course>(SelectByContext, new { seen.Tenant, seen.Platform, seen.DeploymentId, seen.ContextId }, ct))!;
        },
        ct);

    /// <remarks>Where the LMS names courses to LTI as it names them elsewhere, a course that nobody opened yet can be named, too.</remarks>
    public async Task NoteCopy(Course origin, string lmsCourseId, DateTimeOffset now, CancellationToken ct)
    {
        var copy = new { origin.Tenant, origin.Platform, Copy = lmsCourseId, Origin = origin.ContextId };
        if (await database.Write(session => session.Execute(UpdateHistory, copy, ct), ct) > 0 || origin.ContextId != origin.LmsCourseId) return;

        var course = new Course(
            CourseId.From(Guid.CreateVersion7(now)), origin.Tenant, origin.Platform, origin.DeploymentId, lmsCourseId, lmsCourseId, Title: "", Label: null, TimeZone: null, MembershipsUrl: null, LineItemsUrl: null,
            ServiceScopes: null, RosterResourceLinkId: null);
        await UpsertFromLaunch(course, origin.ContextId, now, ct);
    }

    /// <summary>The courses this one was copied from, as far as they award something here; the youngest first.</summary>
    public async Task<IReadOnlyList<Course>> Origins(Course course, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        var history = await session.First<string>(SelectHistory, new { course.Tenant, Course = course.Id }, ct);
        string[] ids = [.. (history ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).Take(MostOrigins)];
        if (ids.Length == 0) return [];
        return await session.Query<Course>(SelectOrigins, new { course.Tenant, course.Platform, Course = course.Id, Contexts = ids, Ids = ids }, ct);
    }

    /// <summary>Courses of the tenant whose title or label contains the text, the last launched first.</summary>
    public async Task<IReadOnlyList<Course>> Search(TenantId tenant, string? text, int most, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.Query<Course>(SelectSearch, new { Tenant = tenant, Text = Like.Containing(text), Most = most }, ct);
    }

    /// <summary>The course of a platform that was launched last; null before the first launch.</summary>
    public async Task<Course?> LatestOf(TenantId tenant, PlatformId platform, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.First<Course>(SelectLatest, new { Tenant = tenant, Platform = platform, Most = 1 }, ct);
    }

    public async Task<IReadOnlyDictionary<CourseReference, Course>> ResolveMapped(IReadOnlyCollection<CourseReference> references, CancellationToken ct)
    {
        Dictionary<CourseReference, Course> found = [];
        if (references.Count == 0) return found;

        await using var session = await database.Read(ct);
        foreach (var platform in references.GroupBy(reference => (reference.Tenant, reference.Platform)))
        {
            string[] names = [.. platform.Select(reference => reference.LmsCourseId).Distinct(StringComparer.Ordinal)];
            foreach (var ids in names.Chunk(Lists.Most))
            {
                var which = new { platform.Key.Tenant, platform.Key.Platform, LmsCourseIds = ids };
                foreach (var course in await session.Query<Course>(SelectMapped, which, ct)) found[new(course.Tenant, course.Platform, course.LmsCourseId)] = course;
            }
            await ByOtherName(SelectMappedByUuid, CourseNames.UuidPrefix, names, platform.Key.Tenant, platform.Key.Platform);
            await ByOtherName(SelectMappedByActivity, CourseNames.ItemPrefix, names, platform.Key.Tenant, platform.Key.Platform);
            await ByOtherName(SelectMappedByItem, CourseNames.ItemPrefix, names, platform.Key.Tenant, platform.Key.Platform);
        }
        return found;

        async Task ByOtherName(Sql sql, string prefix, string[] names, TenantId tenant, PlatformId platform)
        {
            foreach (var some in names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Select(name => name[prefix.Length..]).Chunk(Lists.Most))
            {
                foreach (var row in await session.Query<NamedRow>(sql, new { Tenant = tenant, Platform = platform, LmsCourseIds = some }, ct)) found[new(tenant, platform, prefix + row.NamedBy)] = row.Course;
            }
        }
    }

    public Task SaveItems(TenantId tenant, CourseId course, IReadOnlyList<CourseItem> items, DateTimeOffset now, CancellationToken ct) => database.Write(
        async session =>
        {
            var known = await session.Query<CourseItem>(SelectItems, new { Tenant = tenant, Course = course }, ct);
            ItemRow[] rows = [.. items.DistinctBy(item => item.Key).Select((item, position) => ItemRow.Of(tenant, course, item, position, now))];
            var updated = await session.ExecuteMany(UpdateItem, rows, ct);
            await session.ExecuteMany(InsertItem, [.. rows.Where((_, at) => updated[at] == 0)], ct);

            // What only events name, no reading of another LMS's items can miss. A graded activity stands in a reading beside its grade;
            // an event may have named it by itself.
            var read = items.Select(item => item.Key.Scheme).ToHashSet(StringComparer.Ordinal);
            var present = items.Select(item => item.Key).Concat(items.Select(item => item.Activity).OfType<ItemKey>()).ToHashSet();
            CourseItem[] gone = [.. known.Where(item => !item.IsGone && !present.Contains(item.Key) && read.Contains(item.Key.Scheme))];
            CourseItem[] back = [.. known.Where(item => item.IsGone && present.Contains(item.Key))];
            await session.ExecuteMany(MarkGone, [.. gone.Concat(back).Select(item => new { Tenant = tenant, Course = course, item.Key, IsGone = !item.IsGone })], ct);
            await NoteChanges(session, [.. ItemChange.Between(known, items, gone).Select(change => ChangeRow.Of(tenant, course, change, now))], ct);
            await DecideAgain(session, tenant, course, [.. gone, .. back], now, ct);
        },
        ct);

    /// <summary>What lately changed in what the course assesses, newest first.</summary>
    public async Task<IReadOnlyList<ItemChange>> ItemChanges(TenantId tenant, CourseId course, DateTimeOffset since, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.Query<ItemChange>(SelectChanges, new { Tenant = tenant, Course = course, Since = since }, ct);
    }

    public Task NoteItem(TenantId tenant, CourseId course, CourseItem item, DateTimeOffset now, CancellationToken ct) =>
        database.Write(session => session.Execute(InsertItem, ItemRow.Of(tenant, course, item, LastPosition, now), ct), ct);

    /// <summary>Courses in which the person teaches, beside this one: rules may look at them.</summary>
    public async Task<IReadOnlyList<Course>> TaughtBy(TenantId tenant, LearnerId person, CourseId except, int most, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.Query<Course>(SelectTaught, new { Tenant = tenant, Person = person, Except = except, Most = most }, ct);
    }

    public async Task<IReadOnlyList<CourseItem>> Items(TenantId tenant, CourseId course, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.Query<CourseItem>(SelectItems, new { Tenant = tenant, Course = course }, ct);
    }

    public async Task<DateTimeOffset?> LastReadAt(TenantId tenant, CourseId course, string reader, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.Query<DateTimeOffset>(SelectRead, new { Tenant = tenant, Course = course, Reader = reader }, ct) is [var at] ? at : null;
    }

    /// <summary>What each reader last did in the course.</summary>
    public async Task<IReadOnlyList<CourseReading>> Readings(TenantId tenant, CourseId course, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.Query<CourseReading>(SelectReads, new { Tenant = tenant, Course = course }, ct);
    }

    public Task NoteRead(TenantId tenant, CourseId course, string reader, DateTimeOffset? completedAt, string? problem, DateTimeOffset now, CancellationToken ct) => database.Write(
        async session =>
        {
            var row = new { TenantId = tenant, CourseId = course, Reader = reader, CompletedAt = completedAt, TriedAt = now, Problem = problem };
            if (await session.Execute(UpdateRead, row, ct) == 0) await session.Execute(InsertRead, row, ct);
        },
        ct);

    public async Task<IReadOnlyList<DueCourse>> DueForReading(int most, DateTimeOffset now, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return [.. (await session.Query<DueRow>(SelectDue, new { Active = MappingState.Active, Now = now, Never, Most = most }, ct)).Select(row => row.Due)];
    }

    public Task SetNextReading(TenantId tenant, CourseId course, int attempts, DateTimeOffset at, CancellationToken ct) =>
        database.Write(session => session.Execute(UpdateTurn, new { Tenant = tenant, Course = course, Attempts = attempts, At = at }, ct), ct);

    public Task WaitWithPlatform(TenantId tenant, PlatformId platform, DateTimeOffset until, CancellationToken ct) =>
        database.Write(session => session.Execute(UpdateTurnsOfPlatform, new { Tenant = tenant, Platform = platform, Until = until }, ct), ct);

    /// <summary>Has the course read at the next turn, which is now, and everything of it.</summary>
    public Task AskForWhole(TenantId tenant, CourseId course, DateTimeOffset now, CancellationToken ct) => database.Write(
        async session =>
        {
            await session.Execute(ForgetWholeReading, new { Tenant = tenant, Course = course, ReadCourseStep.Whole }, ct);
            return await session.Execute(UpdateTurn, new { Tenant = tenant, Course = course, Attempts = 0, At = now }, ct);
        },
        ct);

    /// <summary>Stores what a launch says of its link; nulls leave what was known.</summary>
    public Task UpsertLink(TenantId tenant, ResourceLink link, CancellationToken ct) => database.Write(
        async session =>
        {
            var row = new
            {
                TenantId = tenant, CourseId = link.Course, ResourceLinkId = link.Id, link.Title, link.LineItemUrl, MappingId = link.Mapping, link.LaunchedAt,
            };
            if (await session.Execute(UpdateLink, row, ct) == 0 && await session.Execute(InsertLink, row, ct) == 0)
                await session.Execute(UpdateLink, row, ct);
        },
        ct);

    public async Task<ResourceLink?> FindLink(TenantId tenant, CourseId course, string id, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.First<ResourceLink>(SelectLink, new { Tenant = tenant, Course = course, Id = id }, ct);
    }

    public async Task<IReadOnlyList<ResourceLink>> Links(TenantId tenant, CourseId course, CancellationToken ct)
    {
        await using var session = await database.Read(ct);
        return await session.Query<ResourceLink>(SelectLinks, new { Tenant = tenant, Course = course }, ct);
    }

    private sealed record NamedRow(
        CourseId Id, TenantId Tenant, PlatformId Platform, string DeploymentId, string ContextId, string LmsCourseId, string Title, string? Label, string? TimeZone,
        string? MembershipsUrl, string? LineItemsUrl, string? ServiceScopes, string? RosterResourceLinkId, string NamedBy)
    {
        public Course Course => new(Id, Tenant, Platform, DeploymentId, ContextId, LmsCourseId, Title, Label, TimeZone, MembershipsUrl, LineItemsUrl, ServiceScopes, RosterResourceLinkId);
    }

    // What went and what came back changes what rules can know.
    private static async Task DecideAgain(Session session, TenantId tenant, CourseId course, IReadOnlyList<CourseItem> turned, DateTimeOffset now, CancellationToken ct)
    {
        string[] keys = [.. turned.SelectMany(item => new[] { item.Key, item.Activity ?? item.Key }).Select(key => key.Value).Distinct(StringComparer.Ordinal)];
        foreach (var some in keys.Chunk(Lists.Most))
            await session.Execute(AskLookers, new { Tenant = tenant, Course = course, Keys = some, Now = now, Active = MappingState.Active }, ct);
    }

    private sealed record DueRow(
        CourseId Id, TenantId Tenant, PlatformId Platform, string DeploymentId, string ContextId, string LmsCourseId, string Title, string? Label, string? TimeZone,
        string? MembershipsUrl, string? LineItemsUrl, string? ServiceScopes, string? RosterResourceLinkId, int ReadAttempts)
    {
        public DueCourse Due => new(
            new(Id, Tenant, Platform, DeploymentId, ContextId, LmsCourseId, Title, Label, TimeZone, MembershipsUrl, LineItemsUrl, ServiceScopes, RosterResourceLinkId),
            ReadAttempts);
    }

    private static async Task NoteChanges(Session session, ChangeRow[] changes, CancellationToken ct)
    {
        var updated = await session.ExecuteMany(UpdateChange, changes, ct);
        await session.ExecuteMany(InsertChange, [.. changes.Where((_, at) => updated[at] == 0)], ct);
    }

    private sealed record ChangeRow(TenantId TenantId, CourseId CourseId, ItemKey ItemKey, ItemChangeKind What, string? Was, string? Becomes, DateTimeOffset At)
    {
        public static ChangeRow Of(TenantId tenant, CourseId course, ItemChange change, DateTimeOffset now) =>
            new(tenant, course, change.Key, change.What, change.Was, change.Becomes, now);
    }

    private sealed record ItemRow(
        TenantId TenantId, CourseId CourseId, ItemKey ItemKey, string Name, CourseItemKind Kind, decimal? Maximum, decimal? PassMark, ItemKey? ActivityKey,
        bool HasCompletion, bool IsGone, int Position, DateTimeOffset SeenAt)
    {
        public static ItemRow Of(TenantId tenant, CourseId course, CourseItem item, int position, DateTimeOffset now) =>
            new(tenant, course, item.Key, item.Name, item.Kind, item.Maximum, item.PassMark, item.Activity, item.HasCompletion, IsGone: false, position, now);
    }
}

/// <summary>How far a reader got in a course.</summary>
/// <param name="CompletedAt">When it last read to the end; null before the first time.</param>
/// <param name="Problem">Why the last try failed; null when it did not.</param>
public sealed record CourseReading(string Reader, DateTimeOffset? CompletedAt, DateTimeOffset TriedAt, string? Problem);
