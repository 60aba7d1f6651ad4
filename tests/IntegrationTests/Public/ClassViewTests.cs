using System.Net;
using LtiBadgeConnector.Lti.Roles;

namespace LtiBadgeConnector.IntegrationTests.Public;

/// <summary>The instructor's class view over HTTP: sorted, written out, and many treated at once.</summary>
public sealed class ClassViewTests(PublicConnector connector) : IClassFixture<PublicConnector>
{
    [Fact]
    public async Task A_class_is_sorted_written_out_checked_again_and_withdrawn_from_at_once()
    {
        var (root, secret) = await connector.Launch(role: ProductRole.Instructor);
        var learners = $"{root}{(await connector.StaffPage()).Split("/learners/")[0]}/learners";

        Assert.Contains("aria-sort=\"ascending\"><a href=\"?state=&amp;q=&amp;sort=State\"", await Page(HttpMethod.Get, learners + "?sort=State", secret), StringComparison.Ordinal);
        var csv = await Page(HttpMethod.Get, learners + "?state=Earned&handler=Csv", secret);
        Assert.Equal(2, csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains(PublicConnector.LearnerName, csv, StringComparison.Ordinal);
        Assert.DoesNotContain(PublicConnector.LearnerName, await Page(HttpMethod.Get, learners + "?state=Near&handler=Csv", secret), StringComparison.Ordinal);
        Assert.Contains("Charts appear from 5 learners on", await Page(HttpMethod.Get, learners + "/figures", secret), StringComparison.Ordinal);

        using (var nobody = await Post(learners, secret, ("op", "ask"), ("scope", "ticked")))
            Assert.Contains("class-nobody-chosen", await nobody.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using (var again = await Post(learners, secret, ("op", "again"), ("scope", "all")))
            Assert.EndsWith("again=1", again.Headers.Location!.ToString(), StringComparison.Ordinal);
        using (var asked = await Post(learners, secret, ("op", "ask"), ("scope", "all")))
            Assert.Contains("Withdraw 1 credential?", await asked.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using (var unsaid = await Post(learners, secret, ("op", "withdraw"), ("scope", "all"), ("count", "1"), ("reason", "")))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, unsaid.StatusCode);
            Assert.Contains("withdrawal-reason-missing", await unsaid.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        using (var others = await Post(learners, secret, ("op", "withdraw"), ("scope", "all"), ("count", "2"), ("reason", "The exam was invalid.")))
            Assert.Contains("Withdraw 1 credential?", await others.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using (var withdrawn = await Post(learners, secret, ("op", "withdraw"), ("scope", "all"), ("count", "1"), ("reason", "The exam was invalid.")))
            Assert.EndsWith("withdrawn=1", withdrawn.Headers.Location!.ToString(), StringComparison.Ordinal);
        using (var nothingLeft = await Post(learners, secret, ("op", "ask"), ("scope", "all")))
            Assert.Contains("None of them holds a credential of this course", await nothingLeft.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.NotNull((await connector.Award()).Withdrawal);
    }

    [Fact]
    public async Task An_assistant_looks_and_changes_nothing()
    {
        var (root, secret) = await connector.Launch(role: ProductRole.Assistant);
        var learners = $"{root}{(await connector.StaffPage()).Split("/learners/")[0]}/learners";

        Assert.DoesNotContain("name=\"who\"", await Page(HttpMethod.Get, learners, secret), StringComparison.Ordinal);
        using var refused = await Post(learners, secret, ("op", "withdraw"), ("scope", "all"), ("reason", "Mine."));
        Assert.Contains("not-allowed", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task A_copied_course_takes_over_the_rules_of_its_origin_as_drafts()
    {
        var (root, secret, copy) = await connector.LaunchCopy();
        Assert.Contains("This course is a copy of Data Science I", await Page(HttpMethod.Get, root, secret), StringComparison.Ordinal);

        using (var taken = await connector.Send(HttpMethod.Post, root + "?handler=Take", secret, content: new FormUrlEncodedContent([])))
            Assert.EndsWith("taken=2", taken.Headers.Location!.ToString(), StringComparison.Ordinal);

        var made = await connector.MappingsOf(copy);
        Assert.Equal(2, made.Count);
        Assert.All(made, mapping => Assert.Equal((Core.Mappings.MappingState.Draft, 0), (mapping.State, mapping.RuleVersion)));
        Assert.Equal("p2", Assert.Single(made.SelectMany(mapping => mapping.Rule.Inputs)).Item!.Value.Value);
        var page = await Page(HttpMethod.Get, root, secret);
        Assert.DoesNotContain("This course is a copy of", page, StringComparison.Ordinal);
        Assert.DoesNotContain("not in this course", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_copied_course_does_not_have_is_named_where_it_was_asked_for()
    {
        var (root, secret, copy) = await connector.LaunchCopy("c3", "Field trip");
        using (var taken = await connector.Send(HttpMethod.Post, root + "?handler=Take", secret, content: new FormUrlEncodedContent([]))) Assert.Equal(HttpStatusCode.Redirect, taken.StatusCode);

        Assert.Contains("1 item is not in this course", await Page(HttpMethod.Get, root, secret), StringComparison.Ordinal);
        var near = (await connector.MappingsOf(copy)).Single(mapping => mapping.Rule.Inputs.Any());
        Assert.Equal("p1", near.Rule.Inputs.Single().Item!.Value.Value);
        var requirements = await Page(HttpMethod.Get, $"{root}/d/{near.Id}/requirements", secret);
        Assert.Contains("This is no longer in the course.", requirements, StringComparison.Ordinal);
        Assert.Matches("<option[^>]*value=\"p1\"[^>]*>[^<]+ \\(not in this course\\)<", requirements);
    }

    private Task<HttpResponseMessage> Post(string learners, string secret, params (string Name, string Value)[] fields) => connector.Send(
        HttpMethod.Post, learners + "?handler=Bulk", secret, content: new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))));

    private async Task<string> Page(HttpMethod method, string path, string secret)
    {
        using var answer = await connector.Send(method, path, secret);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }
}
