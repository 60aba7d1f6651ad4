using System.Net;
using System.Text.RegularExpressions;
using LtiBadgeConnector.DemoLms;

namespace LtiBadgeConnector.DemoLmsTests;

public sealed partial class PagesTests : IAsyncLifetime
{
    private RunningCampus campus = null!;
    private FakeTool tool = null!;

    public async Task InitializeAsync() => (campus, tool) = (await RunningCampus.Start(), await FakeTool.Start());

    public async Task DisposeAsync()
    {
        await campus.DisposeAsync();
        await tool.DisposeAsync();
    }

    [Fact]
    public async Task The_home_page_says_that_it_is_a_demo_and_opens_each_step_as_its_person()
    {
        using var client = campus.Anybody();
        var page = await client.GetStringAsync("/");

        Assert.Contains("demonstration LMS", page, StringComparison.Ordinal);
        foreach (var step in new[] { "step-1", "step-2", "step-3", "step-4" }) Assert.Contains($"data-testid=\"{step}\"", page, StringComparison.Ordinal);
        Assert.Contains("data-testid=\"person-testuser\"", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/courses/2", "/courses/2")]
    [InlineData("https://evil.example/", "/")]
    [InlineData("//evil.example/", "/")]
    [InlineData("/\\evil.example/", "/")]
    public async Task Sign_in_goes_on_to_pages_of_our_own_only(string returnUrl, string location)
    {
        using var client = campus.Anybody();
        var answer = await client.PostForm("/sign-in", ("person", "misaki"), ("returnUrl", returnUrl));

        Assert.Equal(location, answer.Headers.Location?.ToString());
    }

    [Fact]
    public async Task An_invented_session_is_nobody()
    {
        using var client = campus.Anybody();
        client.DefaultRequestHeaders.Add("Cookie", "HokutoCampusSession=admin.00");

        Assert.Equal("not-signed-in", await (await client.GetAsync("/admin")).Code());
    }

    [Fact]
    public async Task A_learner_sees_own_marks_but_not_a_hidden_one_and_no_gradebook()
    {
        await campus.Register(tool);
        using var aisha = await campus.As("aisha");
        var page = await aisha.GetStringAsync("/courses/2");

        Assert.Contains("19 of 20", page, StringComparison.Ordinal);
        Assert.DoesNotContain("91 of 100", page, StringComparison.Ordinal);
        Assert.Contains("data-testid=\"tool-frame\"", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await aisha.GetAsync("/courses/2/gradebook")).StatusCode);
        Assert.Equal("not-allowed", await (await aisha.PostForm("/courses/2/grades", ("person", "aisha"), ("item", "Quiz 1"), ("grade", "20"))).Code());
    }

    [Theory]
    [InlineData("21", "grade-out-of-range")]
    [InlineData("-1", "grade-out-of-range")]
    [InlineData("12,5", "grade-out-of-range")]
    public async Task Refuses_a_grade_that_the_column_cannot_hold(string grade, string code)
    {
        using var instructor = await campus.As("instructor");

        Assert.Equal(code, await (await instructor.PostForm("/courses/2/grades", ("person", "emi"), ("item", "Quiz 1"), ("grade", grade))).Code());
    }

    [Fact]
    public async Task Refuses_people_and_columns_that_are_not_there()
    {
        using var instructor = await campus.As("instructor");

        Assert.Equal("learner-unknown", await (await instructor.PostForm("/courses/2/grades", ("person", "nobody"), ("item", "Quiz 1"), ("grade", "1"))).Code());
        Assert.Equal("item-unknown", await (await instructor.PostForm("/courses/2/grades", ("person", "emi"), ("item", "Quiz 9"), ("grade", "1"))).Code());
        Assert.Equal("course-unknown", await (await instructor.GetAsync("/courses/9")).Code());
        Assert.Equal("person-unknown", await (await instructor.PostForm("/sign-in", ("person", "nobody"))).Code());
    }

    [Fact]
    public async Task Resetting_puts_the_grades_back_and_keeps_the_tool()
    {
        await campus.Register(tool);
        using var admin = await campus.As("admin");
        await admin.PostForm("/courses/2/grades", ("person", "emi"), ("item", "Final project"), ("grade", "85"));
        await admin.PostForm("/admin/reset");

        var grades = await campus.WebService("gradereport_user_get_grade_items", ("courseid", "2"), ("userid", "23"));
        Assert.Null(grades["usergrades"]![0]!["gradeitems"]![2]!["graderaw"]);
        Assert.Single((await admin.GetJson("/admin"))["tools"]!.AsArray());
    }

    [Fact]
    public async Task Every_page_opens_in_both_languages_with_its_assets()
    {
        await campus.Register(tool);
        using var admin = await campus.As("admin");
        foreach (var language in new[] { "en", "ja" })
        {
            await admin.PostForm("/language", ("language", language));
            foreach (var path in new[] { "/", "/admin", "/courses/2", "/courses/2/gradebook", "/courses/2/completion", "/courses/2/people", "/courses/2/add", "/courses/3" })
            {
                var answer = await admin.GetAsync(path);
                Assert.Equal((path, HttpStatusCode.OK), (path, answer.StatusCode));
                Assert.Contains($"<html lang=\"{language}\">", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            }
        }

        foreach (var asset in new[] { "campus.css", "campus.js", "campus.svg" }) Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync("/assets/" + asset)).StatusCode);
    }

    [Fact]
    public async Task No_japanese_page_falls_back_to_an_english_sentence()
    {
        await campus.Register(tool);
        using var admin = await campus.As("admin");
        await admin.PostForm("/language", ("language", "ja"));
        foreach (var path in new[] { "/", "/admin", "/courses/2", "/courses/2/gradebook", "/courses/2/completion", "/courses/2/people" })
        {
            var text = TagPattern().Replace(await admin.GetStringAsync(path), "\n");
            Assert.DoesNotMatch(SentencePattern(), text);
        }
    }

    [Fact]
    public async Task Names_are_text_and_never_markup()
    {
        await campus.Register(tool, r => r["client_name"] = "<script>alert(1)</script>");
        using var admin = await campus.As("admin");

        Assert.DoesNotContain("<script>alert", await admin.GetStringAsync("/admin"), StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", await admin.GetStringAsync("/courses/2"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_campus_uses_nothing_of_the_connector()
    {
        var references = typeof(DemoLmsApp).Assembly.GetReferencedAssemblies().Select(a => a.Name!);

        Assert.DoesNotContain(references, name => name.StartsWith("LtiBadgeConnector", StringComparison.Ordinal));
    }

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex TagPattern();

    // Three English words in a row; the names of courses, items and products have two at most.
    [GeneratedRegex(@"\b[a-z]{2,} [a-z]{2,} [a-z]{2,}\b")]
    private static partial Regex SentencePattern();
}
