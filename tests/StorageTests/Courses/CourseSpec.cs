using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Steps;
using LtiBadgeConnector.Storage.Courses;

namespace LtiBadgeConnector.StorageTests.Courses;

public abstract class CourseSpec(TestEngine engine) : Spec(engine)
{
    private World world = null!;

    [SkippableFact]
    public async Task A_launch_adds_what_it_says_and_unsays_nothing()
    {
        await Begin();
        var first = await world.Courses.UpsertFromLaunch(
            new(CourseId.New(world.Time), world.Tenant, world.Platform, "d1", "ctx", "42", "Data Science I", "DS1", "Asia/Tokyo", "https://nrps", "https://ags", "s1 s2", "link-1"),
            "ctx-2025", world.Now, Ct);

        var again = await world.Courses.UpsertFromLaunch(
            new(CourseId.New(world.Time), world.Tenant, world.Platform, "d1", "ctx", "ctx", "", null, null, null, "https://ags/2", null, null), null, world.Now.AddDays(1), Ct);

        Assert.Equal(first with { LineItemsUrl = "https://ags/2" }, again);
        Assert.Equal(again, await world.Courses.Find(world.Tenant, first.Id, Ct));
    }

    [SkippableFact]
    public async Task A_cursor_of_the_roster_leads_on_until_everybody_is_due_again()
    {
        await Begin();
        var (cursors, course) = (new RosterCursorRepository(world.Database), (await world.ACourse()).Id);
        Assert.Null(await Cursor(world.Now.AddDays(-1)));

        await cursors.Keep(world.Tenant, course, new([], IsWhole: true, "https://lms.example/changes?since=1"), world.Now, Ct);
        await cursors.Keep(world.Tenant, course, new([], IsWhole: false, "https://lms.example/changes?since=2"), world.Now.AddHours(1), Ct);

        Assert.Equal("https://lms.example/changes?since=2", await Cursor(world.Now.AddDays(-1)));
        Assert.Null(await Cursor(world.Now));
        Assert.Null(await cursors.Find(TenantId.New(world.Time), course, world.Now.AddDays(-1), Ct));

        await cursors.Keep(world.Tenant, course, new([], IsWhole: true, Cursor: null), world.Now, Ct);
        Assert.Null(await Cursor(world.Now.AddDays(-1)));

        Task<string?> Cursor(DateTimeOffset wholeSince) => cursors.Find(world.Tenant, course, wholeSince, Ct);
    }

    [SkippableFact]
    public async Task First_launches_at_once_make_one_course()
    {
        await Begin();

        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => world.ACourse())));

        Assert.Single(made.Distinct());
    }

    [SkippableFact]
    public async Task A_context_belongs_to_its_deployment()
    {
        await Begin();
        var one = await world.ACourse();

        var other = await world.Courses.UpsertFromLaunch(one with { Id = CourseId.New(world.Time), DeploymentId = "other" }, null, world.Now, Ct);

        Assert.NotEqual(one.Id, other.Id);
    }

    [SkippableFact]
    public async Task Only_courses_with_a_mapping_are_resolved()
    {
        await Begin();
        var mapped = await world.ACourse("ctx-1", "41");
        await world.ACourse("ctx-2", "42");
        await world.AMapping(mapped);
        CourseReference Reference(string id) => new(world.Tenant, world.Platform, id);

        var found = await world.Courses.ResolveMapped([Reference("41"), Reference("42"), Reference("43"), new(new(Guid.NewGuid()), world.Platform, "41")], Ct);

        Assert.Equal([new(Reference("41"), mapped)], found);
        Assert.Empty(await world.Courses.ResolveMapped([], Ct));
    }

    [SkippableFact]
    public async Task A_mapped_course_is_found_by_its_uuid_by_an_item_and_by_an_activity()
    {
        await Begin();
        var course = await world.ACourse("c1", "41");
        await world.Courses.UpsertFromLaunch(course, null, world.Now, Ct, uuid: "k8Vb");
        CourseItem quiz = new(new("canvas-assignment:7"), "Quiz 1", CourseItemKind.Grade, 10m, null, new("moodle-cmid:902"), HasCompletion: true, IsGone: false);
        await world.Courses.SaveItems(world.Tenant, course.Id, [quiz], world.Now, Ct);
        CourseReference Reference(string id) => new(world.Tenant, world.Platform, id);
        string[] names = [CourseNames.ByUuid("k8Vb"), CourseNames.ByItem(quiz.Key), CourseNames.ByItem(quiz.Activity!.Value)];
        Assert.Empty(await world.Courses.ResolveMapped([.. names.Select(Reference)], Ct));
        await world.AMapping(course);

        var found = await world.Courses.ResolveMapped([.. names.Select(Reference), Reference(CourseNames.ByUuid("K8VB")), Reference(CourseNames.ByItem(new("canvas-assignment:8")))], Ct);

        Assert.Equal(names.Select(Reference).ToHashSet(), found.Keys.ToHashSet());
        Assert.All(found.Values, one => Assert.Equal(course.Id, one.Id));
    }

    [SkippableFact]
    public async Task What_an_event_names_is_added_once_and_no_reading_of_other_items_misses_it()
    {
        await Begin();
        var course = await world.ACourse();
        CourseItem told = new(new("iri:https://lms.example/quiz"), "Quiz", CourseItemKind.Grade, 25m, null, null, HasCompletion: false, IsGone: false);
        CourseItem read = new(new("lti-line-item:1"), "Own column", CourseItemKind.Grade, 10m, null, null, HasCompletion: false, IsGone: false);
        await world.Courses.NoteItem(world.Tenant, course.Id, told, world.Now, Ct);
        await world.Courses.NoteItem(world.Tenant, course.Id, told with { Name = "Other" }, world.Now, Ct);
        await world.Courses.SaveItems(world.Tenant, course.Id, [read], world.Now, Ct);
        await world.Courses.SaveItems(world.Tenant, course.Id, [], world.Now, Ct);

        Assert.Equal([read, told], await world.Courses.Items(world.Tenant, course.Id, Ct));
    }

    [SkippableFact]
    public async Task An_activity_that_an_event_named_is_not_gone_when_a_reading_lists_it_beside_its_grade()
    {
        await Begin();
        var course = await world.ACourse();
        CourseItem told = new(new("moodle-cmid:51"), "Quiz 1", CourseItemKind.Activity, null, null, new("moodle-cmid:51"), HasCompletion: true, IsGone: false);
        CourseItem graded = new(new("moodle-grade-item:11"), "Quiz 1", CourseItemKind.Grade, 20m, null, told.Key, HasCompletion: true, IsGone: false);
        CourseItem page = new(new("moodle-cmid:54"), "Handbook", CourseItemKind.Activity, null, null, new("moodle-cmid:54"), HasCompletion: true, IsGone: false);
        await world.Courses.SaveItems(world.Tenant, course.Id, [graded, page], world.Now, Ct);
        await world.Courses.NoteItem(world.Tenant, course.Id, told, world.Now, Ct);

        await world.Courses.SaveItems(world.Tenant, course.Id, [graded, page], world.Now, Ct);
        Assert.Equal([graded, page, told], await world.Courses.Items(world.Tenant, course.Id, Ct));
        Assert.Empty(await world.Courses.ItemChanges(world.Tenant, course.Id, world.Now.AddDays(-1), Ct));

        var other = graded with { Key = new("moodle-grade-item:12"), Name = "Essay", Activity = null, HasCompletion = false };
        await world.Courses.SaveItems(world.Tenant, course.Id, [page, other], world.Now, Ct);
        Assert.Equal([false, false, true, true], (await world.Courses.Items(world.Tenant, course.Id, Ct)).Select(item => item.IsGone));
        await world.Courses.SaveItems(world.Tenant, course.Id, [graded, page, other], world.Now, Ct);
        Assert.All(await world.Courses.Items(world.Tenant, course.Id, Ct), item => Assert.False(item.IsGone));
    }

    [SkippableFact]
    public async Task Items_that_left_the_course_are_kept_as_gone()
    {
        await Begin();
        var course = await world.ACourse();
        CourseItem quiz = new(new("quiz"), "Quiz 1", CourseItemKind.Grade, 10m, 6.5m, new("cm-1"), HasCompletion: true, IsGone: false);
        CourseItem essay = new(new("essay"), "Essay", CourseItemKind.Activity, null, null, null, HasCompletion: false, IsGone: false);
        await world.Courses.SaveItems(world.Tenant, course.Id, [essay, quiz], world.Now, Ct);
        Assert.Equal([essay, quiz], await world.Courses.Items(world.Tenant, course.Id, Ct));

        await world.Courses.SaveItems(world.Tenant, course.Id, [quiz with { Name = "Quiz", Maximum = 20m }], world.Now, Ct);
        Assert.Equal([quiz with { Name = "Quiz", Maximum = 20m }, essay with { IsGone = true }], await world.Courses.Items(world.Tenant, course.Id, Ct));

        await world.Courses.SaveItems(world.Tenant, course.Id, [essay], world.Now, Ct);
        Assert.Equal([false, true], (await world.Courses.Items(world.Tenant, course.Id, Ct)).Select(item => item.IsGone));
    }

    [SkippableFact]
    public async Task What_a_reading_finds_different_is_kept_as_a_change()
    {
        await Begin();
        var course = await world.ACourse();
        CourseItem quiz = new(new("quiz"), "Quiz 1", CourseItemKind.Grade, 10m, null, null, HasCompletion: false, IsGone: false);
        CourseItem essay = quiz with { Key = new("essay"), Name = "Essay" };
        CourseItem total = quiz with { Key = new("total"), Name = "Total", Kind = CourseItemKind.CourseTotal };
        await Save(quiz, essay, total);
        Assert.Empty(await Changes());

        await Save(quiz with { Name = "Quiz One", Maximum = 20m }, total with { Maximum = 30m });
        Assert.Equal(
            [(essay.Key, ItemChangeKind.Gone, null, null), (quiz.Key, ItemChangeKind.Renamed, "Quiz 1", "Quiz One"), (quiz.Key, ItemChangeKind.MaximumChanged, "10", "20")],
            (await Changes()).Select(change => (change.Key, change.What, change.Was, change.Becomes)));

        await Save(quiz with { Name = "Quiz 1", Maximum = 20m }, essay, total);
        Assert.Contains(await Changes(), change => change is { What: ItemChangeKind.Back } && change.Key == essay.Key);
        Assert.Equal(("Quiz One", "Quiz 1"), (await Changes()).Where(change => change.What == ItemChangeKind.Renamed).Select(change => (change.Was!, change.Becomes!)).Single());
        Assert.Empty(await world.Courses.ItemChanges(world.Tenant, course.Id, world.Now.AddSeconds(1), Ct));
        Assert.Empty(await world.Courses.ItemChanges(new TenantId(Guid.NewGuid()), course.Id, DateTimeOffset.UnixEpoch, Ct));

        Task Save(params CourseItem[] items) => world.Courses.SaveItems(world.Tenant, course.Id, items, world.Now, Ct);
        async Task<IReadOnlyList<ItemChange>> Changes() => await world.Courses.ItemChanges(world.Tenant, course.Id, DateTimeOffset.UnixEpoch, Ct);
    }

    [SkippableFact]
    public async Task A_platform_that_asks_to_wait_is_waited_for_in_all_its_courses()
    {
        await Begin();
        var (one, two) = (await world.ACourse("1"), await world.ACourse("2"));
        await world.AnActiveMapping(one);
        await world.AnActiveMapping(two, of: await world.AMicroCredential("Other"));
        await world.Courses.SetNextReading(world.Tenant, two.Id, 0, world.Now.AddHours(5), Ct);

        await world.Courses.WaitWithPlatform(world.Tenant, world.Platform, world.Now.AddHours(1), Ct);

        Assert.Empty(await world.Courses.DueForReading(10, world.Now.AddMinutes(59), Ct));
        Assert.Equal(one.Id, Assert.Single(await world.Courses.DueForReading(10, world.Now.AddHours(1), Ct)).Course.Id);
        Assert.Equal(2, (await world.Courses.DueForReading(10, world.Now.AddHours(5), Ct)).Count);
    }

    [SkippableFact]
    public async Task Whoever_asks_for_a_whole_reading_gets_it_at_the_next_turn()
    {
        await Begin();
        var course = await world.ACourse();
        await world.AnActiveMapping(course);
        await world.Courses.NoteRead(world.Tenant, course.Id, ReadCourseStep.Whole, world.Now, null, world.Now, Ct);
        await world.Courses.SetNextReading(world.Tenant, course.Id, 0, world.Now.AddHours(1), Ct);

        await world.Courses.AskForWhole(world.Tenant, course.Id, world.Now, Ct);

        Assert.Null(await world.Courses.LastReadAt(world.Tenant, course.Id, ReadCourseStep.Whole, Ct));
        Assert.Single(await world.Courses.DueForReading(10, world.Now, Ct));
    }

    [SkippableFact]
    public async Task The_latest_course_of_a_platform_is_the_one_launched_last()
    {
        await Begin();
        Assert.Null(await world.Courses.LatestOf(world.Tenant, world.Platform, Ct));
        await world.ACourse("1");
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.ACourse("2");

        Assert.Equal("2", (await world.Courses.LatestOf(world.Tenant, world.Platform, Ct))!.ContextId);
        Assert.Null(await world.Courses.LatestOf(new TenantId(Guid.NewGuid()), world.Platform, Ct));
    }

    [SkippableFact]
    public async Task A_failed_reading_leaves_the_time_of_the_last_complete_one()
    {
        await Begin();
        var course = await world.ACourse();
        Assert.Null(await world.Courses.LastReadAt(world.Tenant, course.Id, "moodle", Ct));

        await world.Courses.NoteRead(world.Tenant, course.Id, "moodle", world.Now, null, world.Now, Ct);
        await world.Courses.NoteRead(world.Tenant, course.Id, "moodle", null, "lms-timeout", world.Now.AddHours(1), Ct);

        Assert.Equal(world.Now, await world.Courses.LastReadAt(world.Tenant, course.Id, "moodle", Ct));
        Assert.Equal([new CourseReading("moodle", world.Now, world.Now.AddHours(1), "lms-timeout")], await world.Courses.Readings(world.Tenant, course.Id, Ct));
    }

    [SkippableFact]
    public async Task Courses_are_read_when_their_turn_has_come_the_longest_waiting_first()
    {
        await Begin();
        var (read, failed, never) = (await world.ACourse("read"), await world.ACourse("failed"), await world.ACourse("never"));
        foreach (var course in new[] { read, failed, never }) await world.AnActiveMapping(course);
        await world.AMapping(await world.ACourse("draft only"));
        await world.Courses.SetNextReading(world.Tenant, read.Id, attempts: 0, world.Now.AddMinutes(15), Ct);
        await world.Courses.SetNextReading(world.Tenant, failed.Id, attempts: 3, world.Now, Ct);

        Assert.Equal([new(never, 0), new(failed, 3)], await world.Courses.DueForReading(10, world.Now, Ct));
        Assert.Equal([new(never, 0)], await world.Courses.DueForReading(1, world.Now, Ct));
        Assert.Equal([new(never, 0)], await world.Courses.DueForReading(10, world.Now.AddSeconds(-1), Ct));
        Assert.Equal(3, (await world.Courses.DueForReading(10, world.Now.AddMinutes(15), Ct)).Count);
    }

    [SkippableFact]
    public async Task A_link_remembers_its_column_and_its_mapping()
    {
        await Begin();
        var course = await world.ACourse();
        var mapping = await world.AMapping(course);
        await world.Courses.UpsertLink(world.Tenant, new(course.Id, "link-1", "My badge", null, null, world.Now), Ct);
        await world.Courses.UpsertLink(world.Tenant, new(course.Id, "link-1", null, "https://ags/1", mapping.Id, world.Now), Ct);

        await world.Courses.UpsertLink(world.Tenant, new(course.Id, "link-1", null, null, null, world.Now.AddDays(1)), Ct);

        var expected = new ResourceLink(course.Id, "link-1", "My badge", "https://ags/1", mapping.Id, world.Now.AddDays(1));
        Assert.Equal(expected, await world.Courses.FindLink(world.Tenant, course.Id, "link-1", Ct));
        Assert.Equal([expected], await world.Courses.Links(world.Tenant, course.Id, Ct));
    }

    [SkippableFact]
    public async Task Finds_courses_by_title()
    {
        await Begin();
        await world.ACourse("1", title: "データサイエンス入門");
        await world.ACourse("2", title: "Statistics");

        Assert.Equal("1", Assert.Single(await world.Courses.Search(world.Tenant, "サイエンス", 10, Ct)).ContextId);
        Assert.Equal("2", Assert.Single(await world.Courses.Search(world.Tenant, "STAT", 10, Ct)).ContextId);
        Assert.Equal(2, (await world.Courses.Search(world.Tenant, null, 10, Ct)).Count);
    }

    [SkippableFact]
    public async Task Another_tenant_sees_and_changes_nothing()
    {
        await Begin();
        var course = await world.ACourse();
        await world.Courses.UpsertLink(world.Tenant, new(course.Id, "link-1", null, null, null, world.Now), Ct);
        await world.Courses.SaveItems(world.Tenant, course.Id, [new(new("quiz"), "Quiz", CourseItemKind.Grade, 10, null, null, false, false)], world.Now, Ct);
        await world.Courses.NoteRead(world.Tenant, course.Id, "moodle", world.Now, null, world.Now, Ct);
        var other = new TenantId(Guid.NewGuid());

        Assert.Null(await world.Courses.Find(other, course.Id, Ct));
        Assert.Empty(await world.Courses.Search(other, null, 10, Ct));
        Assert.Empty(await world.Courses.Items(other, course.Id, Ct));
        Assert.Null(await world.Courses.LastReadAt(other, course.Id, "moodle", Ct));
        Assert.Empty(await world.Courses.Readings(other, course.Id, Ct));
        Assert.Null(await world.Courses.FindLink(other, course.Id, "link-1", Ct));
        Assert.Empty(await world.Courses.Links(other, course.Id, Ct));
    }

    [SkippableFact]
    public async Task The_origins_of_a_copied_course_are_those_it_names_that_award_something()
    {
        await Begin();
        var other = await World.In(world.Database, world);
        var (origin, without, mine) = (await world.ACourse("c1"), await world.ACourse("c2"), await world.ACourse("c3", lmsCourseId: "77"));
        await world.AMapping(origin);
        await world.AMapping(mine);
        await other.AMapping(await other.ACourse("c1"));
        var seen = new Course(CourseId.New(world.Time), world.Tenant, world.Platform, "deployment-1", "c9", "c9", "Copy", null, null, null, null, null, null);
        var copy = await world.Courses.UpsertFromLaunch(seen, "c1, c2,77", world.Now, Ct);

        Assert.Equal(new[] { origin.Id, mine.Id }.ToHashSet(), (await world.Courses.Origins(copy, Ct)).Select(course => course.Id).ToHashSet());
        Assert.Empty(await world.Courses.Origins(without, Ct));
    }

    [SkippableFact]
    public async Task A_copy_is_noted_where_the_LMS_names_courses_to_LTI_as_elsewhere_and_a_launch_says_more_than_an_event()
    {
        await Begin();
        var (origin, opaque) = (await world.ACourse("7", lmsCourseId: "7"), await world.ACourse("opaque", lmsCourseId: "8"));
        await world.AMapping(origin);
        await world.Courses.NoteCopy(origin, "71", world.Now, Ct);
        await world.Courses.NoteCopy(origin, "71", world.Now, Ct);
        await world.Courses.NoteCopy(opaque, "81", world.Now, Ct);

        var copy = Assert.Single(await world.Courses.Search(world.Tenant, null, 10, Ct), course => course.LmsCourseId is "71" or "81");
        Assert.Equal(("71", "71", origin.DeploymentId), (copy.ContextId, copy.LmsCourseId, copy.DeploymentId));
        Assert.Equal(origin.Id, Assert.Single(await world.Courses.Origins(copy, Ct)).Id);

        var launched = await world.Courses.UpsertFromLaunch(copy with { Title = "Copy" }, "none-of-ours", world.Now, Ct);
        await world.Courses.NoteCopy(origin, "71", world.Now, Ct);
        Assert.Empty(await world.Courses.Origins(launched, Ct));
    }

    private async Task Begin() => world = await World.In(await Engine.Migrated());
}

public sealed class CoursesOnSqlite() : CourseSpec(TestEngine.Sqlite());

public sealed class CoursesOnPostgreSql() : CourseSpec(TestEngine.PostgreSql());

public sealed class CoursesOnSqlServer() : CourseSpec(TestEngine.SqlServer());
