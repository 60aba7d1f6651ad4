using System.Net;
using System.Text.RegularExpressions;
using LtiBadgeConnector.Core.Steps;
using LtiBadgeConnector.Lms.Gradebook;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Storage.Road;

namespace LtiBadgeConnector.IntegrationTests.Lti;

public sealed partial class GradebookTests(Campus campus) : IClassFixture<Campus>
{
    [Fact]
    public async Task Awards_stand_in_a_column_of_the_gradebook_from_the_moment_it_is_switched_on()
    {
        var ct = CancellationToken.None;
        var mapping = await campus.ARunningOne("Spreadsheet Skills");
        using var instructor = await campus.Launch("instructor");
        await instructor.Go($"{instructor.Root}/d/{mapping.Id}/overview");
        Assert.Contains("Nothing is written into the gradebook.", instructor.Page, StringComparison.Ordinal);

        await instructor.Press("id=\"report\"", "report");
        Assert.Contains("A column of its own shows 100 of 100 points", instructor.Page, StringComparison.Ordinal);
        var column = await campus.Get<ScoreLedger>().ColumnOf(campus.Tenant, mapping.Id, ct);
        Assert.StartsWith($"{campus.Lms}/lti/services/{Campus.CourseNumber}/lineitems/", column, StringComparison.Ordinal);

        using var lms = await campus.SignIn("instructor");
        await lms.Open($"{campus.Lms}/courses/{Campus.CourseNumber}/gradebook");
        Assert.Contains("Spreadsheet Skills", lms.Page, StringComparison.Ordinal);
        var item = ItemOf(column!);
        Assert.Equal("100", GradeOf(lms.Page, "misaki", item));
        Assert.Equal("", GradeOf(lms.Page, "sofia", item));

        // Nothing is sent twice, and a column that the instructor deleted comes back with the next award.
        await campus.Get<Road>().Sweep(ct);
        Assert.Empty(await campus.Get<DeliveryRepository>().FindDue(10, TimeProvider.System.GetUtcNow().AddDays(1), ct));
    }

    [Fact]
    public async Task Progress_stands_in_the_column_and_follows_what_learners_reach()
    {
        var ct = CancellationToken.None;
        var mapping = await campus.ARunningOne("Map Reading");
        using var instructor = await campus.Launch("instructor");
        await instructor.Go($"{instructor.Root}/d/{mapping.Id}/overview");
        await instructor.Press("id=\"report-progress\"", "report-progress");
        Assert.Contains("A column of its own shows how far each learner is", instructor.Page, StringComparison.Ordinal);
        var item = ItemOf((await campus.Get<ScoreLedger>().ColumnOf(campus.Tenant, mapping.Id, ct))!);

        using var lms = await campus.SignIn("instructor");
        await lms.Open($"{campus.Lms}/courses/{Campus.CourseNumber}/gradebook");
        var people = await campus.Get<MappingPages>().Class(campus.Tenant, mapping.Id, new(), ct);
        Assert.Equal("100", GradeOf(lms.Page, "misaki", item));
        var sofia = people.Single(row => row.Name == "Sofia Rossi");
        Assert.InRange(sofia.Permille, 0, 999);
        Assert.Equal(sofia.Permille / 10m, decimal.Parse(GradeOf(lms.Page, "sofia", item), System.Globalization.CultureInfo.InvariantCulture));

        // Nothing has changed, so nothing is written.
        Assert.Equal(0, await campus.Get<GradebookProgress>().Run(99, ct));

        // Put where only awards are shown, what stands in the column stays, and nothing more comes into it.
        await instructor.Press("id=\"report\"", "report");
        Assert.Contains("A column of its own shows 100 of 100 points", instructor.Page, StringComparison.Ordinal);
        Assert.Empty(await campus.Get<ProgressReports>().Take(99, TimeProvider.System.GetUtcNow().AddDays(2), ct));
        await lms.Open($"{campus.Lms}/courses/{Campus.CourseNumber}/gradebook");
        Assert.Equal("100", GradeOf(lms.Page, "misaki", item));
    }

    [Fact]
    public async Task The_work_behind_a_cell_opens_for_staff_and_for_the_learner_alone()
    {
        var mapping = await campus.ARunningOne("Reading Charts");
        using var instructor = await campus.Launch("instructor");
        await instructor.Go($"{instructor.Root}/d/{mapping.Id}/overview");
        await instructor.Press("id=\"report\"", "report");
        var item = ItemOf((await campus.Get<ScoreLedger>().ColumnOf(campus.Tenant, mapping.Id, CancellationToken.None))!);

        using var staff = await campus.SignIn("instructor");
        await staff.Launch($"{campus.Lms}/lti/review/{Campus.CourseNumber}/{item}/21");
        Assert.EndsWith("/review", staff.Address.AbsolutePath, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, staff.Status);
        Assert.Contains("佐藤 美咲", WebUtility.HtmlDecode(staff.Page), StringComparison.Ordinal);
        Assert.Equal(mapping.Id.ToString(), Assert.Single(Sections.Matches(staff.Page)).Groups[1].Value);
        Assert.Contains("1 of 1 requirements are met", staff.Page, StringComparison.Ordinal);

        using var misaki = await campus.SignIn("misaki");
        await misaki.Launch($"{campus.Lms}/lti/review/{Campus.CourseNumber}/{item}/21");
        Assert.EndsWith($"/progress/{mapping.Id}", misaki.Address.AbsolutePath, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, misaki.Status);
    }

    private static string ItemOf(string column) => new Uri(column).Segments[^2].TrimEnd('/');

    private static string GradeOf(string page, string person, string item) =>
        Regex.Match(page, $"name=\"grade-{item}\" value=\"([^\"]*)\"[^>]*data-testid=\"grade-{person}-{item}\"", RegexOptions.Singleline) is { Success: true } cell
            ? cell.Groups[1].Value
            : throw new InvalidOperationException("There is no such cell.");

    [GeneratedRegex("""data-mapping="([^"]+)""")]
    private static partial Regex Sections { get; }
}
