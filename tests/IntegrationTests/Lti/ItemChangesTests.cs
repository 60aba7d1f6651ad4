using System.Net;
using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Storage.Courses;

namespace LtiBadgeConnector.IntegrationTests.Lti;

/// <summary>What changes in the LMS stands where the requirements are seen: on the course's page, on the overview and beside the rule.</summary>
public sealed class ItemChangesTests(Campus campus) : IClassFixture<Campus>
{
    [Fact]
    public async Task A_renamed_item_and_one_that_is_gone_are_shown_on_each_page_of_the_rule()
    {
        var mapping = await campus.ARunningOne("Watched Statistics");
        var course = await campus.Course();
        using var instructor = await campus.Launch("instructor");
        // No reading of the LMS, which knows nothing of it, may come between.
        await campus.Get<CourseRepository>().SetNextReading(course.Tenant, course.Id, attempts: 0, TimeProvider.System.GetUtcNow().AddDays(1), CancellationToken.None);

        await Change(course, items => items.Select(item => item.Name == "Quiz 1" ? item with { Name = "Quiz 1 (new)" } : item));
        await instructor.Go(instructor.Root);
        Assert.Contains("1 item changed in the course", Text(instructor), StringComparison.Ordinal);
        foreach (var tab in (string[])["overview", "requirements"])
        {
            await instructor.Go($"{instructor.Root}/d/{mapping.Id}/{tab}");
            Assert.Contains("“Quiz 1” is called “Quiz 1 (new)” now.", Text(instructor), StringComparison.Ordinal);
        }

        await Change(course, items => items.Where(item => item.Name != "Quiz 1 (new)"));
        await instructor.Go(instructor.Root);
        Assert.Contains("1 item is no longer in the course", Text(instructor), StringComparison.Ordinal);
        foreach (var tab in (string[])["overview", "requirements"])
        {
            await instructor.Go($"{instructor.Root}/d/{mapping.Id}/{tab}");
            Assert.Contains("“Quiz 1 (new)” is no longer in the course.", Text(instructor), StringComparison.Ordinal);
        }
    }

    private async Task Change(Course course, Func<IReadOnlyList<CourseItem>, IEnumerable<CourseItem>> change)
    {
        var courses = campus.Get<CourseRepository>();
        var items = await courses.Items(course.Tenant, course.Id, CancellationToken.None);
        await courses.SaveItems(course.Tenant, course.Id, [.. change(items)], TimeProvider.System.GetUtcNow(), CancellationToken.None);
    }

    private static string Text(Person person) => WebUtility.HtmlDecode(person.Page);
}
