using System.Net;
using LtiBadgeConnector.Core.Criteria;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Courses;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.TestKit;

namespace LtiBadgeConnector.IntegrationTests.Lti;

/// <summary>What an instructor changes while learners are on the way.</summary>
public sealed class OnTheWayTests(Campus campus) : IClassFixture<Campus>
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    [Fact]
    public async Task Who_came_before_a_change_finishes_by_what_was_asked_then_and_holds_that_version()
    {
        using var instructor = await campus.Launch("instructor");
        await instructor.Go($"{instructor.Root}/new");
        await instructor.Upload("id=\"new\"", "create", "", ("Name", ""), ("Language", "en"), ("From", "template:japan"));
        var root = instructor.Address.AbsolutePath[..instructor.Address.AbsolutePath.LastIndexOf('/')];
        var quiz = new MinimumScore { Id = "c1", Item = await Item("Quiz 1"), Share = 0.6m };
        var mapping = await Start(instructor, root, quiz);
        var trail = (await campus.Get<AuditRepository>().Page(campus.Tenant, mapping.Id.ToString(), action: null, after: null, 20, Ct)).ToLookup(entry => entry.Action, entry => entry.At);
        Assert.True(trail["issuing-guarded"].Single() <= trail["mapping-activated"].Single(), "It is guarded before it awards.");

        await instructor.Go($"{root}/afterwards");
        await instructor.Fill("id=\"afterwards\"", "save", ("Form.WhenChanged", "ForNewcomers"));
        Assert.Contains("It counts for whoever comes later.", instructor.Page, StringComparison.Ordinal);
        var after = await Start(instructor, root, quiz with { Share = 0.98m });
        Assert.NotEqual(mapping.Version, after.Version);

        using var sofia = await campus.Launch("sofia");
        Assert.Contains("Something has changed since you came.", sofia.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("19.6", sofia.Page, StringComparison.Ordinal);

        using var teacher = await campus.SignIn("instructor");
        await teacher.Post($"/courses/{Campus.CourseNumber}/grades", ("person", "sofia"), ("item", "Quiz 1"), ("grade", "14"));
        await Eventually.True(async () => { await sofia.Go(sofia.Address.PathAndQuery); return sofia.Page.Contains("data-earned=\"true\"", StringComparison.Ordinal); }, TimeSpan.FromSeconds(60), "the award by the former rule");

        var key = new LearnerReference(campus.Tenant, (await campus.Course()).Platform, LearnerKey.LmsUser("32"));
        var award = await campus.Get<SharedAwards>().FindOfLearner(campus.Tenant, mapping.MicroCredential, (await campus.Get<ILearners>().Resolve([key], Ct))[key], Ct);
        Assert.Equal(mapping.Version, award!.Version);
    }

    private async Task<ItemKey> Item(string name) =>
        (await campus.Get<CourseRepository>().Items(campus.Tenant, (await campus.Course()).Id, Ct)).First(item => item.Name == name).Key;

    private async Task<CourseMapping> Start(Person instructor, string root, Criterion rule)
    {
        var (mappings, id) = (campus.Get<MappingRepository>(), new MappingId(Guid.Parse(root.Split('/')[^1])));
        var draft = (await mappings.Find(campus.Tenant, id, Ct))!;
        Assert.True(await mappings.SaveDraftRule(campus.Tenant, id, rule, draft.Revision, Ct));
        await instructor.GoUntil($"{root}/trial", "id=\"start\"");
        Assert.Equal(draft.RuleVersion > 0, instructor.Page.Contains("finish by the requirements and the version they came to.", StringComparison.Ordinal));
        await instructor.Press("id=\"start\"", "start");
        Assert.Equal(HttpStatusCode.OK, instructor.Status);
        return (await mappings.Find(campus.Tenant, id, Ct))!;
    }
}
