using System.Net;

namespace LtiBadgeConnector.IntegrationTests.Lti;

public sealed class DeepLinkingTests(Campus campus) : IClassFixture<Campus>
{
    [Fact]
    public async Task An_instructor_places_the_progress_of_one_and_the_link_leads_there()
    {
        var mapping = await campus.ARunningOne("Data Literacy");
        using var instructor = await Picker();
        Assert.Contains("What should the link show?", instructor.Page, StringComparison.Ordinal);
        Assert.Contains("type=\"checkbox\"", instructor.Page, StringComparison.Ordinal);

        await instructor.Press("id=\"place\"", "place", ("choice", mapping.Id.ToString()));
        await instructor.Submit(instructor.Automatic!);
        Assert.Contains("deep-link-done", instructor.Page, StringComparison.Ordinal);
        Assert.Contains("1 link placed", instructor.Page, StringComparison.Ordinal);

        using var learner = await campus.Launch("misaki", "Data Literacy");
        Assert.EndsWith($"/progress/{mapping.Id}", learner.Address.AbsolutePath, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, learner.Status);
        using var staff = await campus.Launch("instructor", "Data Literacy");
        Assert.EndsWith($"/d/{mapping.Id}/overview", staff.Address.AbsolutePath, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_choice_the_page_asks_for_one()
    {
        using var instructor = await Picker();
        await instructor.Press("id=\"place\"", "place");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, instructor.Status);
        Assert.Contains("Choose what the link shows.", instructor.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_is_answered_once()
    {
        using var instructor = await Picker();
        var page = instructor.Page;
        await instructor.Press("id=\"place\"", "place", ("choice", "all"));
        Assert.NotNull(instructor.Automatic);

        await instructor.Submit(FormOf(page), ("op", "place"), ("choice", "all"));
        Assert.Equal(HttpStatusCode.Conflict, instructor.Status);
        Assert.Contains("deep-linking-answered", instructor.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Going_back_places_nothing()
    {
        using var instructor = await Picker();
        await instructor.Press("id=\"place\"", "cancel");
        await instructor.Submit(instructor.Automatic!);
        Assert.Contains("Nothing was added", instructor.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_is_for_deep_linking_launches_only()
    {
        using var instructor = await campus.Launch("instructor");
        await instructor.Go($"{instructor.Root}/place");
        Assert.Equal(HttpStatusCode.NotFound, instructor.Status);
    }

    private async Task<Person> Picker()
    {
        var instructor = await campus.SignIn("instructor");
        await instructor.Open($"{campus.Lms}/courses/{Campus.CourseNumber}/add");
        var frame = instructor.Page.Split("src=\"").Select(part => part.Split('"')[0]).First(source => source.StartsWith("/lti/deep-link/", StringComparison.Ordinal));
        await instructor.Launch(campus.Lms + frame);
        Assert.EndsWith("/place", instructor.Address.AbsolutePath, StringComparison.Ordinal);
        return instructor;
    }

    private static string FormOf(string page) => page[page.IndexOf("<form method=\"post\" class=\"stack\" id=\"place\"", StringComparison.Ordinal)..page.IndexOf("</form>", StringComparison.Ordinal)];
}
