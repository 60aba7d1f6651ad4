using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.Courses;
using LtiBadgeConnector.Storage.Platforms;
using LtiBadgeConnector.Web.Admin;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Mvc;

namespace LtiBadgeConnector.Web.Pages.Admin;

/// <summary>Everything a connected LMS consists of, tried now: what is red with what mends it, what works, and how its courses are read.</summary>
public sealed class ReviewModel(ConsoleDesk desk, PlatformRepository platforms, CourseRepository courses, RecoveryRepository recoveries, ConnectionReview review)
    : ConsolePage(desk, AdminPlace.Connections)
{
    public const int MostCourses = 50;

    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public Platform Platform { get; private set; } = null!;

    public IReadOnlyList<ReviewRow> Rows { get; private set; } = [];

    public IReadOnlyList<ReadCourse> Courses { get; private set; } = [];

    /// <summary>Lost events that were made up for in the last week, in the courses shown.</summary>
    public long Recovered => Courses.Sum(course => course.Recovered);

    public bool IsReading => Courses.Any(course => course is { StartedAt: not null, FinishedAt: null });

    public IReadOnlyList<ReviewRow> ToMend => [.. Rows.Where(row => row.State == ReviewState.Bad)];

    public IReadOnlyList<ReviewRow> Working => [.. Rows.Where(row => row.State == ReviewState.Good)];

    public IReadOnlyList<ReviewRow> Rest => [.. Rows.Where(row => row.State is not (ReviewState.Bad or ReviewState.Good))];

    public async Task OnGet(CancellationToken ct)
    {
        Courses = await recoveries.OfPlatform(Tenant.Id, Platform.Id, Desk.Now - Week, MostCourses, ct);
        Rows = await review.Run(Tenant.Id, Platform, Desk.Now, ct);
    }

    public async Task<IActionResult> OnPostRead(Guid course, CancellationToken ct)
    {
        // Only a course of this platform: the page shows no other.
        if ((await recoveries.OfPlatform(Tenant.Id, Platform.Id, Desk.Now, MostCourses, ct)).Any(known => known.Course.Value == course))
        {
            await courses.AskForWhole(Tenant.Id, new CourseId(course), Desk.Now, ct);
            await Note("course-reading-asked", course.ToString(), ct);
        }
        return LocalRedirect($"/admin/connections/{Id}/review#courses");
    }

    protected override async Task<IActionResult?> Instead(CancellationToken ct)
    {
        if (await platforms.Find(Tenant.Id, new PlatformId(Id), ct) is not { } found) return LocalRedirect("/admin/connections");
        Platform = found;
        return null;
    }
}
