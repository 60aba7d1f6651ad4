using System.Net;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Storage.Courses;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Storage.MicroCredentials;
using LtiBadgeConnector.Storage.Tenants;

namespace LtiBadgeConnector.IntegrationTests.Admin;

/// <summary>An administrator makes a pathway for the whole institution; a course holds it.</summary>
public sealed class PathwayConsoleTests
{
    [Fact]
    public async Task A_pathway_is_made_for_the_institution_and_stands_in_the_course_whose_staff_go_on_with_it()
    {
        await using var connector = await RunningConnector.Start();
        var browser = await ConsoleBrowser.SignedIn(connector);
        var tenant = (await connector.Get<TenantRepository>().All(default))[0].Id;
        var campus = await new Campus(connector, tenant).Open("Shirakaba");
        Assert.Contains("Nothing is published yet", await browser.Get("/admin/pathways/new"), StringComparison.Ordinal);
        foreach (var person in (string[])["s1", "s2"]) await campus.Grade(await campus.AddLearner("A learner", person), 80);
        var parts = (await connector.Get<MicroCredentialRepository>().List(tenant, 10, default)).Select(one => one.Id).ToList();
        var course = (await connector.Get<CourseRepository>().Search(tenant, null, 10, default))[0].Id;

        await browser.Get("/admin/pathways/new");
        using var refused = await browser.Post("/admin/pathways/new", ("Name", ""), ("Language", "en"), ("How", "all"), ("Unit", "hour"), ("Parts", parts[0].ToString()), ("Course", Guid.NewGuid().ToString()));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var page = await refused.Content.ReadAsStringAsync();
        foreach (var missing in (string[])["Choose a course.", "Give it a name.", "Choose two parts or more."]) Assert.Contains(missing, page, StringComparison.Ordinal);

        var made = await browser.Do("/admin/pathways/new", ("Name", "Analyst"), ("Language", "en"), ("How", "all"), ("Unit", "hour"), ("Parts", parts[0].ToString()), ("Parts", parts[1].ToString()), ("Course", course.ToString()));
        Assert.Contains("The draft stands in its course", made, StringComparison.Ordinal);
        var mapping = Assert.Single(await connector.Get<MappingRepository>().OfCourse(tenant, course, default), one => one.State == MappingState.Draft);
        Assert.True(mapping.ForInstitution);
        Assert.Equal(parts.ToHashSet(), Assert.IsType<AllOf>(mapping.Rule).Of.Cast<HoldsAward>().Select(part => part.MicroCredential).ToHashSet());
        Assert.Contains("Pathway made in the console", await browser.Get("/admin/audit"), StringComparison.Ordinal);

        // A draft is its course's; what awards is opened and closed here.
        var (mappings, microCredentials) = (connector.Get<MappingRepository>(), connector.Get<MicroCredentialRepository>());
        await Ask("close");
        Assert.True((await mappings.Find(tenant, mapping.Id, default))!.ForInstitution);
        var id = PublicId.New();
        var version = await microCredentials.Publish((await microCredentials.Find(tenant, mapping.MicroCredential, default))!, id, $"{connector.Origin}/achievements/{id}", "Hold both.", TimeProvider.System.Now(), default);
        await mappings.Activate(tenant, mapping.Id, version!.Id, mapping.Revision, TimeProvider.System.Now(), default);
        Assert.Contains("It is for its course only.", await Ask("close"), StringComparison.Ordinal);
        Assert.False((await mappings.Find(tenant, mapping.Id, default))!.ForInstitution);
        Assert.Contains("It is open to the institution.", await Ask("open"), StringComparison.Ordinal);
        Assert.True((await mappings.Find(tenant, mapping.Id, default))!.ForInstitution);

        Task<string> Ask(string op) => browser.Do("/admin/pathways", ("op", op), ("id", mapping.Id.ToString()));
    }
}
